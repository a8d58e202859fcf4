"""When the small model is asked whether something told takes the place of something known, and what is made of its word."""

import pytest

from agent.models.local.superseding import MOST_ASKED, superseded
from tests.runtimes import ReplayingRuntime

LINE = "[f2] 用户家的宽带是电信的（2021年6月1日说的）"
NEW = {"statement": "用户家的宽带换成联通的了", "attribute": ""}


def old_of(arguments: dict[str, str], *lines: str, said: str = "", verdict: str = "变了") -> tuple[str, int]:
    """The id that comes out, and how often the model was asked."""
    runtime = ReplayingRuntime(verdict=verdict)
    found = superseded(arguments, said or arguments["statement"], lines, runtime)
    return found, len(runtime.prompts["judge"])


def test_what_the_model_calls_changed_is_replaced() -> None:
    assert old_of(NEW, LINE) == ("f2", 1)


def test_what_it_lets_stand_is_not() -> None:
    assert old_of(NEW, LINE, verdict="没变") == ("", 1)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("用户家的宽带是千兆的", LINE),  # nothing in it tells of a change
        ("用户打算把宽带换成联通的了", LINE),  # not so yet
        ("用户的表哥家的宽带换成联通的了", LINE),  # another's
        ("用户的狗会握手了", LINE),  # no word in common
        ("用户家的宽带换成联通的了", "[f3] 宽带的合约到2024年6月1日为止（推算得出）"),
        ("用户家的宽带换成联通的了", "[f4] 用户家的宽带是铁通的（这是2019年1月1日到2021年6月1日期间的情况，现在已经变了）"),
        ("用户家的宽带换成联通的了", "[t4] 2021年6月1日用户说过：“宽带是电信的”"),
    ],
)  # fmt: skip
def test_the_model_is_not_asked_of_what_cannot_be(statement: str, line: str) -> None:
    assert old_of({"statement": statement, "attribute": ""}, line) == ("", 0)


def test_plans_and_events_end_nothing() -> None:
    assert old_of({"statement": "用户宽带的上门安装改到周四了", "attribute": "计划"}, LINE) == ("", 0)


def test_what_was_exchanged_for_good_is_no_plan_whatever_it_was_taken_for() -> None:
    assert old_of({**NEW, "attribute": "计划"}, LINE) == ("f2", 1)


def test_another_thing_of_the_sort_is_not_asked_about() -> None:
    told = {"statement": "用户的饭卡换成工商银行的了", "attribute": ""}
    assert old_of(told, "[f2] 用户的公交卡是工商银行发的（2021年6月1日说的）") == ("", 0)
    assert old_of(told, "[f2] 用户的饭卡是中国银行发的（2021年6月1日说的）") == ("f2", 1)


def test_what_others_do_to_what_one_pays_or_takes_is_ones_own() -> None:
    told = {"statement": "用户的房东涨房租了，涨到三千", "attribute": ""}
    assert old_of(told, "[f2] 用户房租一个月两千六（2021年6月1日说的）") == ("f2", 1)
    told = {"statement": "氨氯地平加到每天一片了", "attribute": "习惯"}
    assert old_of(told, "[f2] 大夫给用户开了氨氯地平，每天半片（2021年6月1日说的）") == ("f2", 1)


def test_only_the_first_few_are_asked_about() -> None:
    lines = [f"[f{number}] 用户家的宽带是第{number}家的（2021年6月1日说的）" for number in range(2, 8)]
    assert old_of(NEW, *lines, verdict="没变") == ("", MOST_ASKED)


def test_the_rest_of_the_utterance_may_speak_of_the_old() -> None:
    known = "[f2] 用户在滴滴跑网约车（2022年5月5日说的）"
    told = {"statement": "用户开了个水果店", "attribute": ""}
    assert old_of(told, known) == ("", 0)
    assert old_of(told, known, said="网约车不跑了，用户开了个水果店") == ("f2", 1)


def test_an_exchange_need_not_name_what_it_is_for() -> None:
    told = {"statement": "用户换成了电车", "attribute": ""}
    assert old_of(told, "[f2] 用户开一辆捷达（2022年1月10日说的）") == ("f2", 1)
