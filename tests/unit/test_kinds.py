"""Values of a kind in statements, and the kinds that questions ask for."""

import pytest

from tools.kinds import BARE, MONEY, WEEKDAY, kinds_asked, value_of, values_in


@pytest.mark.parametrize(
    ("statement", "kind", "said"),
    [
        ("用户每天吃两片降压药", "片", "两片"),
        ("用户的体重是71公斤", "斤", "71公斤"),
        ("仓库租金一个月2600", MONEY, "2600"),
        ("用户一节课收三百五", MONEY, "三百五"),
        ("用户的血糖降到6点1了", BARE, ""),
        ("用户的心率降到102了", BARE, "102"),
        ("用户每周四下午打太极", WEEKDAY, "周四"),
        ("用户分在质检部", "部", "质检部"),
        ("用户调到二车间了", "车间", "二车间"),
        ("用户在纺织厂上夜班", "班", "夜班"),
        ("用户在第三医院骨科进修", "科", "骨科"),
        ("用户坐17路上班", "路", "17路"),
    ],
)
def test_a_value_is_told_by_its_class_of_words(statement: str, kind: str, said: str) -> None:
    found = value_of(statement, kind)
    assert (found.said if found else "") == said


@pytest.mark.parametrize(
    "statement",
    [
        "用户去加班了",
        "用户2023年5月12日上午9点到的",
        "用户从3月1号起戒糖",
        "用户在第三家店",
        "用户工作三年了",
        "用户是组长",
    ],
)
def test_dates_lengths_and_mere_words_are_no_values(statement: str) -> None:
    assert [value for value in values_in(statement) if value.kind != WEEKDAY] == []


def test_for_what_a_value_is_paid_is_none_itself() -> None:
    assert [value.said for value in values_in("用户的声乐课一节240")] == ["240"]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("我现在吃几片？", {"片"}),
        ("我有多少公斤？", {"斤"}),
        ("那我现在的部门呢？", {"部"}),
        ("我在哪个车间？", {"车间"}),
        ("我上的什么班？", {"班"}),
        ("我周几打太极？", {WEEKDAY}),
        ("仓库一个月多少钱？", {MONEY}),
        ("我几点起床？", set()),
        ("我上班几年了？", set()),
        ("部门聚餐在哪儿？", set()),
    ],
)
def test_a_question_asks_for_a_kind(question: str, kinds: set[str]) -> None:
    assert kinds_asked(question) == kinds
