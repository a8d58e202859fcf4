"""Which colour of a thing a new one takes the place of."""

import pytest

from tests.unit.life import Life
from tools.recolouring import recoloured


@pytest.mark.parametrize("statement", ["书柜刷成灰绿色了", "用户的书柜重新漆了，现在是黑色的", "书柜改成白色"])
def test_a_new_colour_ends_the_old_one_of_the_same_thing(life: Life, statement: str) -> None:
    old = life.tell("用户的书柜是原木棕色的", attribute="物品", kind="possession")
    assert recoloured(statement, [old]) == old


@pytest.mark.parametrize(
    "statement",
    [
        "用户买了一个灰色的书柜",
        "衣柜刷成灰绿色了",
        "书柜还是原木棕色，现在是满的",
        "用户喜欢灰绿色了",
        "书柜换了个地方",
    ],
)
def test_another_thing_or_no_change_ends_none(life: Life, statement: str) -> None:
    old = life.tell("用户的书柜是原木棕色的", attribute="物品", kind="possession")
    assert recoloured(statement, [old]) is None
