"""What sort of thing a question is after is told by the noun behind its 哪 or 什么, and a name ends in it."""

import pytest

from tests.stories import day
from tests.unit.life import Life
from tools.recollect import recollect
from tools.sort_asked import of_sort_asked


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("用户租的房子在青年路18号", "我现在落脚的地儿是哪条路？"),
        ("用户最近在追一部讲考古的纪录片", "我这阵子看的是什么片？"),
        ("用户正式转到采购部了", "我现在归的是哪个部？"),
    ],
)
def test_what_is_named_by_that_sort_is_found(life: Life, told: str, asked: str) -> None:
    fact = life.tell(told)
    life.tell("用户上周剪了头发", day(1))
    assert of_sort_asked(asked, life.memory) == [fact]


@pytest.mark.parametrize("asked", ["青年路是哪条路？", "我爱看什么？", "我养的是什么狗？", "我在追一部片"])
def test_others_find_nothing(life: Life, asked: str) -> None:
    life.tell("用户租的房子在青年路18号")
    assert of_sort_asked(asked, life.memory) == []


def test_another_persons_is_none_of_ones_own(life: Life) -> None:
    life.tell("用户的弟弟在开校车", subject="弟弟")
    assert of_sort_asked("我开的是什么车？", life.memory) == []


def test_an_empty_slot_is_answered_by_nothing(life: Life) -> None:
    life.tell("用户种了一片油菜花")
    assert recollect("我住在哪个地方？", life.memory, now=day(3)) == []
