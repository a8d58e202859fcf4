import pytest

from tools.endings import denies


@pytest.mark.parametrize(
    "statement",
    [
        "用户不住烟台了",
        "用户对荞麦不过敏了",
        "用户已经不养猫了",
        "用户不再抽烟",
        "用户没有车了",
        "用户再也不喝酒了",
        "用户 no longer lives in Paris",
    ],
)
def test_a_denial_is_recognised(statement: str) -> None:
    assert denies(statement)


@pytest.mark.parametrize(
    "statement",
    ["用户住在烟台", "用户不吃辣", "用户不喜欢香菜", "用户买不到票", "用户没去过西藏", "用户的手机不太好用了"],
)
def test_what_merely_is_not_so_is_no_denial(statement: str) -> None:
    assert not denies(statement)
