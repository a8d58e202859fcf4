"""What follows from facts is stored with its reasons, and mended when they change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.facts import Draft
from tests.unit.rule_facts import Talk, at, talking
from tools.rules import engine


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path / "memory") as one:
        yield one


def test_a_birthday_brings_sign_and_animal_with_their_premise(talk: Talk) -> None:
    fact, derived = talk.tell(
        "2023-03-01T10:00", "我1992年8月2日生", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    assert {d.statement for d in derived} == {"用户的星座是狮子座", "用户属猴"}
    assert all(d.premises == (fact.id,) and d.rule for d in derived)


def test_a_birthday_without_a_year_brings_the_sign_alone(talk: Talk) -> None:
    _, derived = talk.tell(
        "2023-03-01T10:00", "我妈生日是4月9号", "用户的妈妈的生日是4月9日", slot=("用户的妈妈", "生日", "4月9日")
    )
    assert [d.statement for d in derived] == ["用户的妈妈的星座是白羊座"]


def test_a_lunar_birthday_without_a_year_brings_nothing(talk: Talk) -> None:
    _, derived = talk.tell("2023-03-01T10:00", "我爸农历五月初六生日", "用户的爸爸的生日是农历五月初六",
                           slot=("用户的爸爸", "生日", "农历五月初六"))  # fmt: skip
    assert derived == []


def test_a_sign_that_the_user_told_is_not_contradicted(talk: Talk) -> None:
    talk.tell("2023-03-01T10:00", "我是处女座", "用户的星座是处女座", slot=("用户", "星座", "处女座"))
    _, derived = talk.tell(
        "2023-03-02T10:00", "生日1992年8月2日", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    assert [d.attribute for d in derived] == ["生肖"]


def test_a_corrected_birthday_carries_its_conclusions_along(talk: Talk) -> None:
    old, _ = talk.tell(
        "2023-03-01T10:00", "生日1992年8月2日", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    talk.tell("2023-03-02T10:00", "记错了，是1991年10月2日", "用户的生日是1991年10月2日", slot=("用户", "生日",
    "1991年10月2日"),
              old=old, how="correction")  # fmt: skip
    assert talk.current() == ["用户属羊", "用户的星座是天秤座"]
    changes = talk.memory.changes(talk.last_turn)
    assert [c.op for c in changes] == ["updated", "updated", "updated"]


def test_a_forgotten_birthday_takes_its_conclusions_with_it(talk: Talk) -> None:
    fact, _ = talk.tell(
        "2023-03-01T10:00", "生日1992年8月2日", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    talk.forget("2023-04-01T10:00", fact)
    assert talk.current() == []
    assert [c.op for c in talk.memory.changes(talk.last_turn)] == ["retracted", "unsupported", "unsupported"]


def test_an_inference_on_a_derived_fact_falls_with_the_first_premise(talk: Talk) -> None:
    fact, derived = talk.tell(
        "2023-03-01T10:00", "生日1992年8月2日", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    sign = next(d for d in derived if d.attribute == "星座")
    moment = at("2023-03-01T10:01")
    guess = Draft("用户不喜欢狮子座", rule="inference", premises=(sign.id,))
    inferred = talk.memory.derive(guess, turn_id=talk.last_turn, at=moment)
    talk.forget("2023-04-01T10:00", fact)
    assert talk.memory.get(inferred.id).status == "unsupported"


def test_a_purchase_with_its_term_brings_the_day_of_expiry(talk: Talk) -> None:
    _, derived = talk.tell("2022-05-06T10:00", "今天买了个电饭锅，整机保修18个月",
    "用户2022年5月6日买了个电饭锅，整机保修18个月",
                           slot=("用户", "购买", "电饭锅"))  # fmt: skip
    assert [d.statement for d in derived] == ["电饭锅的保修到2023年11月6日为止"]


def test_what_is_to_be_used_up_once_open_has_its_last_day(talk: Talk) -> None:
    statement = "用户2024年2月1日开了一瓶益生菌，标签说开封后60天内吃完"
    _, derived = talk.tell("2024-02-01", "今天开了一瓶益生菌，标签说开封后60天内吃完", statement)
    assert [fact.statement for fact in derived] == ["益生菌的可用期到2024年4月1日为止"]


def test_a_term_told_later_completes_the_purchase(talk: Talk) -> None:
    bought, none = talk.tell(
        "2022-05-06T10:00", "今天买了台净水器", "用户2022年5月6日买了台净水器", slot=("用户", "购买", "净水器")
    )
    term, derived = talk.tell("2022-06-01T10:00", "净水器保修三年", "净水器保修三年", slot=("净水器", "期限", "三年"))
    assert none == []
    assert [d.statement for d in derived] == ["净水器的保修到2025年5月6日为止"]
    assert set(derived[0].premises) == {bought.id, term.id}


def test_a_corrected_purchase_moves_the_day_of_expiry(talk: Talk) -> None:
    old, _ = talk.tell("2023-04-02T10:00", "吸尘器是2023年2月3日买的，保修两年", "吸尘器是2023年2月3日买的，保修两年",
                       slot=("吸尘器", "购买", "2023年2月3日"))  # fmt: skip
    assert talk.current() == ["吸尘器的保修到2025年2月3日为止"]
    talk.tell("2023-04-10T10:00", "看了发票是2023年3月3日", "吸尘器是2023年3月3日买的，保修两年",
              slot=("吸尘器", "购买", "2023年3月3日"), old=old, how="correction")  # fmt: skip
    assert talk.current() == ["吸尘器的保修到2025年3月3日为止"]


def test_the_husband_of_a_sister_is_a_brother_in_law_until_they_part(talk: Talk) -> None:
    talk.tell("2022-04-12T10:00", "林静是我妹妹", "林静是用户的妹妹", slot=("林静", "关系", "妹妹"))
    husband, derived = talk.tell("2022-04-12T10:00", "她丈夫叫周平", "林静的丈夫是周平", slot=("林静", "丈夫", "周平"))
    assert [d.statement for d in derived] == ["周平是用户的妹夫"]
    talk.tell("2023-09-12T10:00", "他们离婚了", "林静和周平2023年8月离婚了", slot=("林静", "婚姻", "离婚"), old=husband)
    assert talk.current() == []


def test_a_conclusion_with_another_reason_stays(talk: Talk) -> None:
    first, _ = talk.tell("2022-04-12T10:00", "林静是我妹妹", "林静是用户的妹妹", slot=("林静", "关系", "妹妹"))
    talk.tell("2022-04-12T10:01", "她丈夫叫周平", "林静的丈夫是周平", slot=("林静", "丈夫", "周平"))
    talk.tell("2022-04-12T10:02", "我妹妹叫林静", "用户的妹妹叫林静", slot=("用户的妹妹", "姓名", "林静"))
    talk.forget("2022-05-12T10:00", first)
    assert talk.current() == ["周平是用户的妹夫"]


def test_deriving_again_stores_nothing_twice(talk: Talk) -> None:
    fact, derived = talk.tell(
        "2023-03-01T10:00", "生日1992年8月2日", "用户的生日是1992年8月2日", slot=("用户", "生日", "1992年8月2日")
    )
    assert derived
    assert engine.derive(talk.memory, fact, turn_id=talk.last_turn, at=at("2023-03-01T10:00")) == []
