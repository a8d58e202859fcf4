import pytest

from tools.rules.units import converted
from tools.when import whole


@pytest.mark.parametrize(
    ("statement", "query", "remark"),
    [
        ("用户空腹一称128斤", "登记要公斤数，我多重？", "合64公斤"),
        ("用户重七十四公斤", "我合多少斤？", "合148斤"),
        ("用户每天走6里路", "我每天走几公里？", "合3公里"),
        ("用户身高1.8米", "我是多少厘米？", "合180厘米"),
        ("用户家有三亩地", "我家的地折合多少平方米？", "合2000平方米"),
        ("用户的行李重23公斤", "行李是多少磅？", "合50.71磅"),
        ("用户买了三斤半苹果", "那是多少公斤？", "合1.75公斤"),
    ],
)
def test_an_amount_is_given_in_the_unit_that_is_asked_for(statement: str, query: str, remark: str) -> None:
    assert converted(statement, query) == remark


@pytest.mark.parametrize(
    ("statement", "query"),
    [
        ("用户重128斤", "我多重？"), ("用户重64公斤", "我多少公斤？"), ("用户住在三里屯", "到那儿多少公里？"), ("用户买了2斤梨和3斤苹果", "一共多少公斤？"),
        ("用户身高1.8米", "我是多少公斤？"),
    ],
)  # fmt: skip
def test_nothing_is_converted_unasked(statement: str, query: str) -> None:
    assert converted(statement, query) == ""


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("四百五", 450),
        ("四百零五", 405),
        ("三千五", 3500),
        ("二十五", 25),
        ("一百二十五", 125),
        ("两千零六", 2006),
        ("十二", 12),
        ("二〇二四", 2024),
    ],
)
def test_a_numeral_may_leave_its_last_unit_unsaid(words: str, value: int) -> None:
    assert whole(words) == value
