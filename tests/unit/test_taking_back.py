"""Words that only say that something was wrong, and what they say it of."""

import pytest

from tools.clauses import clauses, corrects
from tools.taking_back import is_more_exact, takes_back, topic_of


@pytest.mark.parametrize(
    "clause",
    [
        "说岔了", "我之前报反了", "表我看串行了", "刚才说九点不对", "错了错了", "瞅错了", "诶口误", "嘴瓢了", "话讲反了",
        "我前天讲得不准", "门牌号我弄混了", "2015是我记混了", "我把日子搞混了", "我说三楼不对", "更正一下", "昨天跟你讲的不准",
        "语音给我识别错了", "输入法坑我", "都怪输入法", "拼音给我整错字了", "手滑了", "我说劈叉了", "写秃噜了", "说秃噜嘴了", "打错了打错了", "联想词点错了", "昨天那条语音没转对", "打成同音字了",
        "我月和日写颠倒了", "我记性真差", "床位我瞅花眼了", "我一直记拧了",
    ],
)  # fmt: skip
def test_it_only_takes_back(clause: str) -> None:
    assert takes_back(clause)
    assert corrects(f"{clause}，我住在烟台")


@pytest.mark.parametrize(
    "clause",
    [
        "我选错了专业", "医院把我名字登错了", "快递把地址填错了", "他说错了", "我坐错车了", "我昨天吃错了", "我之前考试错了", "那份工干得不对",
        "血压不对", "我想多了", "我女儿作业写错了", "我认错人了", "应该是五号", "键盘坏了", "我换了个输入法", "我手抖", "我记性不好", "手机丢了", "我点错了", "我没说清楚",
    ],
)  # fmt: skip
def test_it_tells_something(clause: str) -> None:
    assert not takes_back(clause)


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
