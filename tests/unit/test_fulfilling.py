"""What is done is no longer intended."""

import pytest

from tests.unit.life import Life
from tools.fulfilling import intended


@pytest.mark.parametrize("statement", ["用户的扫地机到手了，白色的", "用户买了扫地机", "扫地机入手了"])
def test_a_deed_carries_out_the_intention(life: Life, statement: str) -> None:
    old = life.tell("用户打算买个扫地机", attribute="计划", kind="plan")
    assert intended(statement, [old]) == old


@pytest.mark.parametrize(
    "statement", ["用户买了洗碗机", "扫地机还没买到", "用户打算买好扫地机的滤网", "用户看了看扫地机"]
)
def test_another_deed_or_none_leaves_it(life: Life, statement: str) -> None:
    old = life.tell("用户打算买个扫地机", attribute="计划", kind="plan")
    assert intended(statement, [old]) is None
