"""Words without a mark, parted where a new subject, time or place begins."""

import pytest

from tools.breaths import LONGEST, breaths
from tools.clauses import clauses


def test_each_persons_words_are_a_clause() -> None:
    said = "我姓晏今年五十六在漯河开货车媳妇在食堂帮厨大儿子当兵小的还在念高二"
    assert breaths(said) == ["我姓晏", "今年五十六", "在漯河开货车", "媳妇在食堂帮厨", "大儿子当兵", "小的还在念高二"]


@pytest.mark.parametrize(
    "said",
    [
        "我昨天陪老婆和大儿子一起去医院看望了刚做完手术的外婆",
        "我把那本借了快半年的书终于还给了住在隔壁楼的小学同学",
        "我在上个月刚刚开业的那家靠近地铁站的大超市门口碰见班主任",
    ],
)
def test_a_subject_stays_with_what_is_said_of_it(said: str) -> None:
    assert breaths(said) == [said]


def test_what_is_no_longer_than_a_clause_is_one() -> None:
    said = "我姓晏今年五十六在漯河开货车"
    assert len(said) <= LONGEST
    assert breaths(said) == [said]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        ("哈哈 现在一百二十斤了 裤子都松了", ["现在一百二十斤了", "裤子都松了"]),
        ("我 叫 阿卓", ["我 叫 阿卓"]),
        ("我在 Google 上班", ["我在 Google 上班"]),
    ],
)
def test_a_space_between_clauses_is_a_mark_and_between_words_is_none(said: str, texts: list[str]) -> None:
    assert [clause.text for clause in clauses(said) if clause.act == "assert"] == texts
