"""Random lives: a memory that takes over another's export is that memory, down to the last record."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store import transfer
from store.errors import NothingToUndo, UndoConflict
from store.folder import Folder
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.histories import Life, lives
from tests.stories import day


@contextmanager
def memory_of(user: str = "wang") -> Iterator[FolderMemory]:
    with tempfile.TemporaryDirectory() as path, Folder(Path(path), CharacterEmbedder(dimension=8)) as folder:
        yield folder.memory(user)


def exported(memory: FolderMemory) -> list[bytes]:
    return list(transfer.lines(memory.records(), memory.seq))


def take_over(memory: FolderMemory, lines: list[bytes]) -> int:
    return memory.replay(lambda: transfer.read(lines, memory.user), progress=lambda done, total: None)


def live(memory: FolderMemory, life: Life) -> None:
    memory.replay(lambda: iter(life.records), progress=lambda done, total: None)


def assert_same(one: FolderMemory, other: FolderMemory) -> None:
    """The two are one and the same in all that can be asked of them, user's name included."""
    assert exported(one) == exported(other)
    assert one.facts("all") == other.facts("all")
    assert one.turns() == other.turns()
    assert one.pending() == other.pending()
    assert one.last_changes() == other.last_changes()
    for fact in one.facts("all"):
        assert one.history(fact.id) == other.history(fact.id)
        assert one.dependents(fact.id) == other.dependents(fact.id)
    for moment in map(day, range(0, one.seq + 2, 3)):
        assert one.facts(as_of=moment) == other.facts(as_of=moment)
    for turn in one.turns():
        assert one.changes(turn.id) == other.changes(turn.id)
    ask = {"now": day(one.seq + 1), "limit": 20}
    for fact in islice(one.facts("all"), 5):
        found = [[hit.item for hit in memory.recall(fact.statement, **ask)] for memory in (one, other)]  # type: ignore[arg-type]
        assert found[0] == found[1]


def undone(memory: FolderMemory) -> object:
    """What comes of undoing the last changes."""
    records = [change.seq for change in memory.last_changes()]
    try:
        return memory.undo(records, turn_id="", at=day(memory.seq + 1))
    except (NothingToUndo, UndoConflict) as refused:
        return str(refused)


@given(lives())
@settings(max_examples=25, deadline=None)
def test_what_was_exported_and_imported_is_the_same(life: Life) -> None:
    with memory_of() as one, memory_of() as other:
        live(one, life)
        assert take_over(other, exported(one)) == one.seq
        assert other.check() == []
        assert_same(one, other)
        assert undone(one) == undone(other)
        assert_same(one, other)


@given(lives(), st.integers(0, 40))
@settings(max_examples=15, deadline=None)
def test_an_import_that_was_cut_short_is_finished_by_the_next_and_a_third_adds_nothing(life: Life, cut: int) -> None:
    with memory_of() as one, memory_of() as other:
        live(one, life)
        part = life.records[: cut % (len(life.records) + 1)]
        other.replay(lambda: iter(part), progress=lambda done, total: None)
        assert take_over(other, exported(one)) == one.seq - len(part)
        assert_same(one, other)
        assert take_over(other, exported(one)) == 0
        assert_same(one, other)
        assert other.check() == []


@given(lives(), st.integers(0, 40), st.booleans())
@settings(max_examples=15, deadline=None)
def test_what_was_erased_comes_back_by_no_export_old_or_new(life: Life, number: int, turns_too: bool) -> None:
    with memory_of() as one, memory_of() as other:
        live(one, life)
        before = exported(one)
        fact = one.facts("all")[number % len(one.facts("all"))]
        cited = tuple(dict.fromkeys(source.turn for source in fact.sources)) if turns_too else ()
        one.erase([fact.id], cited, turn_id="", at=day(one.seq + 1))
        gone = exported(one)
        assert take_over(other, gone) == one.seq
        assert_same(one, other)
        assert other.check() == []
        assert take_over(one, before) == 0
        assert exported(one) == gone
        assert one.check() == []
