"""What it means to take changes back, for every implementation."""

import pytest

from store.contract import Memory
from store.errors import NothingToUndo, UndoConflict
from store.facts import Draft, Justification
from tests.contract.conftest import Place
from tests.stories import day, named


def seqs(memory: Memory) -> list[int]:
    return [change.seq for change in memory.last_changes()]


def test_an_undone_save_is_retracted(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    fact = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    (change,) = memory.undo(seqs(memory), turn_id="", at=day(1))
    assert (change.op, change.undoes, change.id, change.before) == ("undone", "saved", fact.id, fact)
    assert memory.get(fact.id).status == "retracted"
    assert memory.facts() == memory.facts(as_of=day(0)) == []


@pytest.mark.parametrize("how", ["change", "correction"])
def test_an_undone_update_leaves_the_old_fact_exactly_as_it_was(memory: Memory, how: str) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    old = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    later = memory.hear("我叫王方", day(9), at=day(9))
    new = memory.update(old.id, named("王方"), how=how, turn_id=later.id, at=day(9))  # type: ignore[arg-type]
    memory.undo(seqs(memory), turn_id="", at=day(10))
    assert memory.get(old.id) == old
    assert memory.slot("用户", "姓名") == memory.history(old.id) == [old]
    assert memory.get(new.id).status == "retracted"


def test_a_whole_turn_is_undone_to_any_depth(memory: Memory) -> None:
    turn = memory.hear("我生日是五月三日", day(0), at=day(0))
    birthday = memory.save(Draft("用户生于5月3日", attribute="生日"), turn_id=turn.id, at=day(0))
    sign = memory.derive(Draft("用户是金牛座", rule="星座", premises=(birthday.id,)), turn_id=turn.id, at=day(0))
    later = memory.hear("说错了", day(1), at=day(1))
    memory.update(birthday.id, Draft("用户生于8月3日", attribute="生日"), how="correction", turn_id=later.id, at=day(1))
    memory.unsupport({sign.id: (birthday.id,)}, turn_id=later.id, at=day(1))
    undone = memory.undo(seqs(memory), turn_id="", at=day(2))
    assert [change.undoes for change in undone] == ["unsupported", "updated"]
    assert memory.facts() == [birthday, sign]
    assert memory.check() == []


def test_conclusions_that_fell_together_are_back_together_with_all_their_grounds(place: Place) -> None:
    memory = place.memory()
    turn = memory.hear("我对花生过敏，也怕辣", day(0), at=day(0))
    nuts, spice = (memory.save(Draft(each), turn_id=turn.id, at=day(0)) for each in ("用户对花生过敏", "用户怕辣"))
    rests = Draft("用户不吃宫保鸡丁", rule="inference", premises=(nuts.id,), confidence=0.8)
    dish = memory.derive(rests, turn_id=turn.id, at=day(0))
    dish = memory.justify(dish.id, Justification("inference", (spice.id,)), turn_id=turn.id, at=day(0))
    further = memory.derive(Draft("用户不去川菜馆", rule="inference", premises=(dish.id,)), turn_id=turn.id, at=day(0))
    later = memory.hear("都不是", day(1), at=day(1))
    lost = {dish.id: (nuts.id, spice.id), further.id: (dish.id,)}
    fallen = memory.unsupport(lost, turn_id=later.id, at=day(1))
    assert [(fact.id, fact.status) for fact in fallen] == [(each, "unsupported") for each in lost]
    assert {change.id: change.because for change in memory.changes(later.id)} == lost
    assert len(set(seqs(memory))) == 1
    memory = place.restart()
    undone = memory.undo(seqs(memory), turn_id="", at=day(2))
    assert [change.id for change in undone] == [further.id, dish.id]
    assert memory.facts() == [nuts, spice, dish, further]
    assert place.restart().facts() == [nuts, spice, dish, further]


def test_what_was_retracted_is_back_and_its_words_are_found_again(memory: Memory) -> None:
    turn = memory.hear("我对芒果过敏", day(0), at=day(0))
    fact = memory.save(Draft("用户对芒果过敏", sources=()), turn_id=turn.id, at=day(0))
    memory.retract(fact.id, turn_id="", at=day(1))
    memory.undo(seqs(memory), turn_id="", at=day(2))
    assert memory.get(fact.id) == fact
    assert "用户对芒果过敏" in [getattr(hit.item, "statement", "") for hit in memory.recall("芒果过敏", now=day(3))]


def test_the_last_changes_are_those_of_one_turn_and_shrink_as_they_are_undone(memory: Memory) -> None:
    assert memory.last_changes() == []
    first = memory.hear("我爱爬山，也爱下棋", day(0), at=day(0))
    memory.save(Draft("用户爱爬山"), turn_id=first.id, at=day(0))
    memory.save(Draft("用户爱下棋"), turn_id=first.id, at=day(0))
    second = memory.hear("我爱钓鱼", day(1), at=day(1))
    memory.save(Draft("用户爱钓鱼"), turn_id=second.id, at=day(1))
    assert [change.statement for change in memory.last_changes()] == ["用户爱钓鱼"]
    memory.undo(seqs(memory), turn_id="", at=day(2))
    assert [change.statement for change in memory.last_changes()] == ["用户爱爬山", "用户爱下棋"]
    memory.undo(seqs(memory), turn_id="", at=day(2))
    assert memory.last_changes() == []


def test_nothing_is_undone_twice_or_that_never_was(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    records = seqs(memory)
    memory.undo(records, turn_id="", at=day(1))
    before = memory.seq
    for wrong in (records, [1], [99], []):
        with pytest.raises(NothingToUndo):
            memory.undo(wrong, turn_id="", at=day(1))
    assert memory.seq == before


def test_what_was_changed_again_since_is_not_undone_on_its_own(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    old = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    first = seqs(memory)
    later = memory.hear("我叫王方", day(9), at=day(9))
    memory.update(old.id, named("王方"), how="change", turn_id=later.id, at=day(9))
    before = memory.seq
    with pytest.raises(UndoConflict) as refused:
        memory.undo(first, turn_id="", at=day(10))
    assert refused.value.details["id"] == old.id
    assert memory.seq == before


def test_a_conclusion_is_not_put_back_without_its_premises(memory: Memory) -> None:
    turn = memory.hear("我生日是五月三日", day(0), at=day(0))
    birthday = memory.save(Draft("用户生于5月3日"), turn_id=turn.id, at=day(0))
    sign = memory.derive(Draft("用户是金牛座", rule="星座", premises=(birthday.id,)), turn_id=turn.id, at=day(0))
    memory.retract(sign.id, turn_id="", at=day(1))
    retraction = seqs(memory)
    memory.retract(birthday.id, turn_id="", at=day(2))
    with pytest.raises(UndoConflict):
        memory.undo(retraction, turn_id="", at=day(3))


def test_what_was_undone_stays_so_when_the_memory_is_opened_again(place: Place) -> None:
    memory = place.memory()
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    old = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    later = memory.hear("我叫王方", day(9), at=day(9))
    memory.update(old.id, named("王方"), how="change", turn_id=later.id, at=day(9))
    memory.undo(seqs(memory), turn_id=later.id, at=day(10))
    told = memory.changes(later.id)
    again = place.restart()
    assert again.facts() == [old]
    assert again.changes(later.id) == told
    assert [change.statement for change in again.last_changes()] == [old.statement]


def test_what_was_told_last_may_lie_before_a_tidying(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    saves = [memory.save(named("王芳"), turn_id=turn.id, at=day(0)) for _ in range(2)]
    memory.retract(saves[1].id, turn_id="", at=day(1), because=(saves[0].id,))
    assert [change.op for change in memory.last_changes()] == ["retracted"]
    assert [change.op for change in memory.last_changes(told=True)] == ["saved", "saved"]
    memory.retract(saves[0].id, turn_id="", at=day(2))
    assert [change.before for change in memory.last_changes(told=True)] == [saves[0]]
