"""Clauses that the words around them complete."""

import pytest

from agent.models.local.completing import completed
from tools.clauses import clauses


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ("我妹妹1999年的，六月三号生日", ["我妹妹1999年的", "六月三号生日"]),
        ("我妹妹手巧，1999年的，六月三号生日", ["我妹妹手巧", "1999年六月三号生日"]),
        ("1999年的。六月三号生日", ["1999年的", "六月三号生日"]),
        ("对门邻居我弄错了，人家是厨师", ["对门邻居我弄错了", "对门邻居是厨师"]),
        ("保修没那么久，只有两年", ["保修只有两年"]),
        ("路没那么远，走走就到", ["路没那么远", "走走就到"]),
        ("我弄错了，他是厨师", ["我弄错了", "他是厨师"]),
    ],
)
def test_what_belongs_together_is_one(said: str, together: list[str]) -> None:
    assert [clause.text for clause in completed(clauses(said))] == together
