"""A clock that jumps back: what is told keeps its order, which is the ledger's, and nothing breaks."""

from store.contract import Memory
from store.facts import Draft
from tests.contract.conftest import Place
from tests.stories import day, named


def test_what_is_told_after_the_clock_jumped_back_comes_after_what_was_told_before(place: Place) -> None:
    memory: Memory = place.memory()
    first = memory.hear("我叫王芳", day(9), at=day(9))
    name = memory.save(named("王芳", first.id), turn_id=first.id, at=day(9))
    rests = memory.derive(Draft("用户姓王", rule="姓", premises=(name.id,)), turn_id=first.id, at=day(9))
    second = memory.hear("我改名叫李方", day(3), at=day(3))
    renamed = memory.update(name.id, named("李方", second.id), how="change", turn_id=second.id, at=day(3))
    memory.unsupport({rests.id: (name.id,)}, turn_id=second.id, at=day(2))
    for restarts in (False, True):
        memory = place.restart() if restarts else memory
        assert [turn.id for turn in memory.turns()] == [first.id, second.id]
        assert memory.slot("用户", "姓名") == [renamed]
        assert memory.history(name.id)[-1] == renamed
        assert memory.get(name.id).status == "superseded"
        assert [change.op for change in memory.last_changes()] == ["updated", "unsupported"]
        assert memory.check() == []
    undone = memory.undo([change.seq for change in memory.last_changes()], turn_id="", at=day(1))
    assert [change.op for change in undone] == ["undone", "undone"]
    assert [fact.value for fact in memory.slot("用户", "姓名")] == ["王芳"]
    assert memory.check() == []


def test_what_a_wrong_clock_wrote_into_the_future_is_listed_at_once(place: Place) -> None:
    memory = place.memory()
    memory.save(named("王芳"), turn_id="", at=day(9999))
    memory.save(Draft("用户喜欢爬山"), turn_id="", at=day(1))
    assert [fact.recorded_at for fact in memory.facts()] == [day(9999), day(1)]
    assert [each.item.id for each in memory.recall("喜欢爬山", now=day(2))] == ["f2"]
    assert memory.check() == []
