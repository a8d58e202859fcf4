import pytest

from tools.traits import trait


@pytest.mark.parametrize(
    ("statement", "attribute", "value"),
    [
        ("用户最喜欢的颜色是绿色", "最喜欢的颜色", "绿色"),
        ("用户现在最喜欢绿色了", "最喜欢的颜色", "绿色"),
        ("用户最喜欢的颜色变成橙色了", "最喜欢的颜色", "橙色"),
        ("橙色是用户最喜欢的颜色", "最喜欢的颜色", "橙色"),
        ("水果里用户最爱荔枝", "最喜欢的水果", "荔枝"),
        ("用户的妈妈最喜欢秋天", "最喜欢的季节", "秋天"),
        ("用户最爱吃糖醋排骨", "最喜欢的吃的", "糖醋排骨"),
        ("用户's favorite color is teal", "最喜欢的颜色", "teal"),
        ("用户去年结婚了", "婚姻", "结婚"),
        ("用户的姐姐离婚了", "婚姻", "离婚"),
        ("用户还是单身", "婚姻", "单身"),
    ],
)
def test_a_trait_is_read_from_the_words(statement: str, attribute: str, value: str) -> None:
    assert trait(statement) == (attribute, value)


@pytest.mark.parametrize(
    "statement",
    [
        "用户喜欢绿色", "用户最喜欢跟朋友待着", "用户的结婚纪念日是5月1日", "用户打算明年结婚", "用户的同事要结婚了", "用户参加了表妹的结婚典礼",
        "用户结婚前住在大连", "用户领证照拍得很丑", "用户不想结婚",
    ],
)  # fmt: skip
def test_other_statements_give_none_away(statement: str) -> None:
    assert trait(statement) is None


@pytest.mark.parametrize(
    ("statement", "slot"),
    [
        ("用户月薪八千", ("月薪", "八千")),
        ("用户涨工资了，现在一万二", ("月薪", "一万二")),
        ("用户每个月挣6500块", ("月薪", "6500")),
        ("用户年薪三十万", ("年薪", "三十万")),
        ("用户扣了工资三百", None),
        ("用户的工资卡尾号是8820", None),
        ("用户是天秤座", ("星座", "天秤座")),
    ],
)
def test_pay_and_star_signs_are_slots(statement: str, slot: tuple[str, str] | None) -> None:
    assert trait(statement) == slot


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("用户现在165斤了", ("体重", "165斤")),
        ("用户的妈才98斤", ("体重", "98斤")),
        ("用户一米七三", ("身高", "一米七三")),
        ("用户买了三斤", None),
    ],
)
def test_a_measure_alone_is_of_a_body(statement: str, expected: tuple[str, str] | None) -> None:
    assert trait(statement) == expected
