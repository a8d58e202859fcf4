"""Words that only say that something was wrong, and what they say it of."""

import pytest

from tools.clauses import clauses, corrects
from tools.taking_back import is_more_exact, never_so, takes_back, topic_of


@pytest.mark.parametrize(
    "clause",
    [
        "说岔了", "我之前报反了", "表我看串行了", "刚才说九点不对", "错了错了", "瞅错了", "诶口误", "嘴瓢了", "话讲反了",
        "我前天讲得不准", "门牌号我弄混了", "2015是我记混了", "我把日子搞混了", "我说三楼不对", "更正一下", "昨天跟你讲的不准",
    ],
)  # fmt: skip
def test_it_only_takes_back(clause: str) -> None:
    assert takes_back(clause)
    assert corrects(f"{clause}，我住在烟台")


@pytest.mark.parametrize(
    "clause",
    [
        "我选错了专业", "医院把我名字登错了", "快递把地址填错了", "他说错了", "我坐错车了", "我昨天吃错了", "我之前考试错了", "那份工干得不对",
        "血压不对", "我想多了", "我女儿作业写错了", "我认错人了", "应该是五号",
    ],
)  # fmt: skip
def test_it_tells_something(clause: str) -> None:
    assert not takes_back(clause)


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("小提琴我压根没碰过", "小提琴"),
        ("我从来没学过木工", "木工"),
        ("书法我没报过", "书法"),
        ("我没去过", ""),
        ("我没想到会下雨", ""),
        ("我学过木工", ""),
    ],
)
def test_what_never_was_so_is_found(clause: str, what: str) -> None:
    assert never_so(clause) == what


def test_the_thing_that_was_told_wrong_is_found() -> None:
    assert topic_of("对门邻居我弄错了") == "对门邻居"
    assert [topic_of(clause) for clause in ("我弄错了", "2015是我记混了", "我住在烟台")] == ["", "", ""]


def test_what_is_more_exact_puts_right_only_where_nothing_is_told_before_it() -> None:
    assert is_more_exact("准确地说")
    assert corrects("准确地说，我是检票员")
    assert not corrects("我在车站上班，准确地说，我是检票员")


def test_the_words_that_take_back_are_no_claim_of_their_own() -> None:
    acts = [clause.act for clause in clauses("哎哟，说岔了，我住在烟台")]
    assert acts == ["filler", "correct", "assert"]
