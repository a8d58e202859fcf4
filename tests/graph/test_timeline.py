"""Questions about a stretch of time: what was said, or happened, in it comes up, in its order."""

import pytest

from tests.graph.talking import Talk, asks_for, saves
from tests.stories import START, day


@pytest.fixture
def spring(talk: Talk) -> Talk:
    """Told on the first of May, the 11th, the 31st and the 10th of June 2022."""
    talk.say("我开始学吉他了", saves("用户开始学吉他了", kind="event"), at=START)
    talk.say("昨天去了趟天津", saves("用户2022年5月10日去了趟天津", kind="event"), at=day(10))
    talk.say("下周三要体检", saves("用户下周三要体检", kind="plan"), at=day(30))
    talk.say("刚把旧沙发卖了", at=day(40))
    return talk


def remembered(talk: Talk, question: str, at: int) -> list[str]:
    talk.say(question, at=day(at))
    lines = talk.system().partition("<记忆>\n")[2].partition("\n</记忆>")[0].splitlines()
    return [line.partition("] ")[2].partition("（")[0] for line in lines]


def test_what_was_said_last_month_comes_up_in_order(spring: Talk) -> None:
    found = remembered(spring, "上个月我跟你说过什么？", 45)
    assert found[:3] == ["用户开始学吉他了", "用户2022年5月10日去了趟天津", "用户2022年6月8日要体检"]


def test_what_happened_is_told_by_its_own_date(spring: Talk) -> None:
    assert remembered(spring, "我五月去了哪儿？", 45)[:2] == ["用户开始学吉他了", "用户2022年5月10日去了趟天津"]
    assert "用户2022年6月8日要体检" in remembered(spring, "这个月我都有什么安排？", 33)


def test_words_that_became_no_fact_are_told_too(spring: Talk) -> None:
    assert any("旧沙发" in line for line in remembered(spring, "这个月我说了些什么？", 45))


def test_nothing_of_other_times_is_told(spring: Talk) -> None:
    assert remembered(spring, "去年我做过什么？", 45)[:1] == [""]  # no line at all


def test_the_model_may_look_into_a_window(spring: Talk) -> None:
    spring.say(
        "我去过天津吗？",
        asks_for(("recall_memory", {"query": "天津", "since": "2022-05-01", "until": "2022-05-31"})),
        at=day(60),
    )
    assert "天津" in spring.tool_results()[-1]
    spring.say("我去过天津吗？", asks_for(("recall_memory", {"query": "天津", "since": "2022-05-12"})), at=day(61))
    assert "没有找到" in spring.tool_results()[-1]


@pytest.mark.parametrize("bad", [{"since": "上个月"}, {"since": "2022-05-02", "until": "2022-05-01"}])
def test_a_window_that_is_none_is_explained(spring: Talk, bad: dict[str, str]) -> None:
    spring.say("我去过天津吗？", asks_for(("recall_memory", {"query": "天津", **bad})), at=day(60))
    assert spring.tool_results()[-1].startswith("[invalid_time]")
