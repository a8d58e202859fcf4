"""A plan that moves by a length of time lands on the day that is reckoned."""

import pytest

from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.putting_off import put_off


@pytest.mark.parametrize(
    ("statement", "day"),
    [
        ("复查往后顺延一周", "2022年5月17日"),
        ("复查推迟两天", "2022年5月12日"),
        ("用户的复查提前三天了", "2022年5月7日"),
        ("复查延期一个月", "2022年6月10日"),
    ],
)
def test_the_new_day_is_reckoned_from_the_old(life: Life, statement: str, day: str) -> None:
    old = life.tell("用户2022年5月10日去医院复查", attribute="计划", kind="plan")
    moved = put_off(old, drafted(Proposal(statement, kind="plan"), life.hear(statement)))
    assert moved is not None
    assert moved.statement == f"用户{day}去医院复查"
    assert moved.happened is not None
    assert moved.happened.start.strftime("%Y年%-m月%-d日") == day


@pytest.mark.parametrize("statement", ["复查改到周五", "复查取消了", "用户提前三天到了"])
def test_what_moves_by_no_length_or_had_no_day_is_left(life: Life, statement: str) -> None:
    old = life.tell("用户打算去复查", attribute="计划", kind="plan")
    assert put_off(old, drafted(Proposal(statement, kind="plan"), life.hear(statement))) is None
