"""What a parting ends, and what is none."""

import pytest

from store.facts import Fact
from tests.unit.life import Life
from tools.partings import parted_from


def known(life: Life) -> list[Fact]:
    """Two ties, the last told first."""
    life.tell("用户的女朋友叫苏禾", subject="用户的女朋友", attribute="姓名", value="苏禾", kind="relation")
    life.tell("用户和老陶是发小", attribute="关系", kind="relation")
    return list(reversed(life.memory.facts()))


@pytest.mark.parametrize(
    ("statement", "ended"),
    [
        ("用户跟苏禾分手了", "用户的女朋友叫苏禾"),
        ("2022年4月30日用户和苏禾和平分手了", "用户的女朋友叫苏禾"),
        ("用户分手了", "用户的女朋友叫苏禾"),
        ("用户跟老陶绝交了", "用户和老陶是发小"),
    ],
)
def test_a_parting_ends_the_tie_with_whoever_it_names(life: Life, statement: str, ended: str) -> None:
    found = parted_from(statement, known(life))
    assert found is not None
    assert found.statement == ended


@pytest.mark.parametrize(
    "statement", ["用户想跟苏禾分手了", "用户跟苏禾差点分手了", "用户跟林冬分手了", "用户的表妹离婚了", "用户跟苏禾在一起三年了"]
)  # fmt: skip
def test_other_words_end_none(life: Life, statement: str) -> None:
    assert parted_from(statement, known(life)) is None


def test_two_others_part(life: Life) -> None:
    known = life.tell("阮青的老公叫柴磊", subject="阮青", attribute="丈夫", value="柴磊", kind="relation")
    facts = list(reversed(life.memory.facts()))
    assert parted_from("阮青跟柴磊离了", facts) == known
    assert parted_from("柴磊和阮青去年办了离婚", facts) is None  # not yet said to be done
    assert parted_from("阮青跟柴磊差点离婚了", facts) is None
    assert parted_from("阮青跟晏平离了", facts) is None


@pytest.mark.parametrize(
    "statement",
    ["用户的姐和林涛离了", "用户的大姐跟林涛2022年4月办了离婚", "用户的姐姐跟林涛去年离婚了", "用户的姐姐离婚了"],
)
def test_whom_a_relative_had_married_is_no_relative_any_more(life: Life, statement: str) -> None:
    life.tell("林涛是用户的姐夫", subject="林涛", attribute="关系", kind="relation")
    life.tell("老高是用户的妹夫", subject="老高", attribute="关系", kind="relation")
    found = parted_from(statement, list(reversed(life.memory.facts())))
    assert found is not None
    assert found.statement == "林涛是用户的姐夫"


def test_a_relative_who_parts_from_another_leaves_the_spouse(life: Life) -> None:
    life.tell("林涛是用户的姐夫", subject="林涛", attribute="关系", kind="relation")
    assert parted_from("用户的姐和周扬离了", list(life.memory.facts())) is None
