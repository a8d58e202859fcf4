"""Beside what came up stands what one breath told of it, where the question may be after that."""

from store.facts import Fact
from tests.stories import START, day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.recollect import recollect


def told(life: Life, said: str, *statements: str, **subjects: str) -> list[Fact]:
    """Keep one turn and the facts that it told, a subject other than the owner's by the statement's number, `f1=...`."""
    turn = life.hear(said)
    drafts = [
        drafted(Proposal(statement, subject=subjects.get(f"f{place}", "用户")), turn)
        for place, statement in enumerate(statements)
    ]
    return [life.memory.save(draft, turn_id=turn.id, at=START) for draft in drafts]


def shown(life: Life, query: str) -> list[str]:
    return [each.id for each in recollect(query, life.memory, now=day(9))]


def test_where_a_thing_is_stands_beside_the_thing(life: Life) -> None:
    key, place = told(life, "我那把备用钥匙，压在第三个花盆底下了", "用户那把备用钥匙", "用户压在第三个花盆底下了")
    assert shown(life, "备用钥匙搁哪儿了？")[:2] == [key.id, place.id]


def test_nothing_stands_beside_what_tells_what_is_asked_for(life: Life) -> None:
    lesson, other = told(life, "我每周四学古筝，停车要五块", "用户每周四学古筝", "用户停车要五块")
    assert shown(life, "我礼拜几学古筝？") == [lesson.id]
    assert other.id in shown(life, "我学古筝要多少钱停车？")


def test_how_another_person_is_stands_not_beside_it(life: Life) -> None:
    told(life, "我弟弟学古筝，我妈妈怕吵", "用户的弟弟学古筝", "用户的妈妈怕吵", f0="弟弟", f1="妈妈")
    assert len(shown(life, "我弟弟学古筝学得怎样？")) == 1


def test_a_statement_brings_nothing_beside_it(life: Life) -> None:
    key, _ = told(life, "我那把备用钥匙，压在第三个花盆底下了", "用户那把备用钥匙", "用户压在第三个花盆底下了")
    assert shown(life, "备用钥匙又配了一把") == [key.id]
