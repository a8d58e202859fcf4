"""Slips put right in the same breath."""

import pytest

from agent.models.local.repairs import repaired
from tools.clauses import clauses


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("年会定在这周四，诶不是，看岔了，是这周五，周五晚上", ["年会定在这周五", "周五晚上"]),
        ("奖金卡是农行的，说错了，是招行的", ["奖金卡是招行的"]),
        ("我在农行办的卡，哎不对，是招行", ["我在招行办的卡"]),
        ("年会定在周四，口误，年会定在周五", ["年会定在周五"]),
        ("聚餐是这周二，嗯等等，看串行了，是这周三", ["聚餐是这周三"]),
        ("停车费六百，啊不，记混了，是八百", ["停车费八百"]),
        ("我住在威海，不对，在烟台", ["我住在烟台"]),
    ],
)
def test_only_what_is_right_is_left(said: str, right: list[str]) -> None:
    assert [clause.text for clause in repaired(clauses(said)) if clause.act != "filler"] == right


@pytest.mark.parametrize(
    "said",
    [
        "我哥是厨师，之前说错了",
        "我住在烟台，我之前说错了，是上个月搬来的",
        "我哥是厨师，说错了，不是司机",
        "我今天做了饭，说错了，妹妹姓梁",
    ],
)
def test_what_takes_an_earlier_turn_back_stays(said: str) -> None:
    assert any(clause.act == "correct" for clause in repaired(clauses(said)))
    assert repaired(clauses(said))[0].text == clauses(said)[0].text
