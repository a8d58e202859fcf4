"""Snapshots are only ever a shorter way to what the ledger says: damaged, old, missing or another's, they change nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store import open_memory, table_snapshot, word_snapshot
from store.errors import LedgerCorrupt
from store.facts import Draft, Source
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME
from store.projection import Projection
from tests.embedders import CharacterEmbedder
from tests.stories import day, named, tell_story

SNAPSHOTS = (table_snapshot.NAME, word_snapshot.NAME)
State = tuple[object, ...]


def opened(folder: Path) -> FolderMemory:
    return FolderMemory(folder, "wang", CharacterEmbedder(dimension=8))


def state(memory: FolderMemory) -> State:
    turns = memory.turns()
    facts = memory.facts("all")
    return (
        memory.seq,
        turns,
        facts,
        memory.pending(),
        [memory.changes(turn_id) for turn_id in ("", *(turn.id for turn in turns))],
        [memory.history(fact.id) for fact in facts],
        [memory.dependents(fact.id) for fact in facts],
        [memory.slot("用户", attribute) for attribute in ("姓名", "生日", "星座")],
        memory.last_changes(),
        [(each.item.id, each.score) for each in memory.recall("我叫什么", now=day(99))],
    )


def tell_more(memory: FolderMemory) -> None:
    """Change what the first story told, take back a change of it, and say things anew."""
    turn = memory.hear("我又改回王芳了", day(20), at=day(20))
    name = memory.slot("用户", "姓名")[0]
    memory.update(name.id, named("王芳", turn.id), how="change", turn_id=turn.id, at=day(20))
    memory.cite(memory.slot("用户", "生日")[0].id, [Source(turn.id, "生日")], turn_id=turn.id, at=day(20))
    memory.undo([each.seq for each in memory.last_changes()], turn_id="", at=day(21))
    memory.save(Draft("用户怕冷", attribute="怕", subject="用户"), turn_id="", at=day(22))


def without_snapshots(folder: Path) -> State:
    for name in SNAPSHOTS:
        (folder / name).unlink(missing_ok=True)
    memory = opened(folder)
    assert memory.check() == []
    told = state(memory)
    memory.close()
    return told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    memory = opened(tmp_path)
    tell_story(memory)
    memory.close()
    assert all((tmp_path / name).exists() for name in SNAPSHOTS)
    return tmp_path


def test_a_memory_opened_from_its_snapshots_is_the_one_that_was_closed(folder: Path) -> None:
    memory = opened(folder)
    told = state(memory)
    assert memory.check() == []
    memory.close()
    assert told == without_snapshots(folder)


def test_records_written_after_the_snapshots_are_added_to_what_they_hold(folder: Path) -> None:
    old = {name: (folder / name).read_bytes() for name in SNAPSHOTS}
    memory = opened(folder)
    tell_more(memory)
    memory.close()
    for chosen in (SNAPSHOTS, SNAPSHOTS[:1], SNAPSHOTS[1:]):
        for name in chosen:
            (folder / name).write_bytes(old[name])
        memory = opened(folder)
        told = state(memory)
        assert memory.check() == []
        memory.close()
        assert told == without_snapshots(folder)


def flip(content: bytes) -> bytes:
    return content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 1]) + content[len(content) // 2 + 1 :]


def halve(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [flip, halve, empty, None])
@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_damaged_or_missing_snapshot_is_made_again(
    folder: Path, name: str, damage: Callable[[bytes], bytes] | None
) -> None:
    told = without_snapshots(folder)
    path = folder / name
    content = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(content))
    memory = opened(folder)
    assert state(memory) == told
    memory.hear("还好吗", day(30), at=day(30))
    memory.close()
    memory = opened(folder)
    assert memory.check() == []
    memory.close()


def test_check_names_a_snapshot_that_was_damaged(folder: Path) -> None:
    memory = opened(folder)
    for name in SNAPSHOTS:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(flip(content))
        assert any(name in problem for problem in memory.check())
        (folder / name).write_bytes(content)
    assert memory.check() == []
    memory.close()


def test_a_byte_changed_in_the_ledger_is_found_beneath_the_snapshot(folder: Path) -> None:
    ledger = folder / LEDGER_NAME
    lines = ledger.read_bytes().splitlines(keepends=True)
    for number in (1, 4, len(lines) - 1):
        damaged = list(lines)
        damaged[number - 1] = flip(lines[number - 1])
        ledger.write_bytes(b"".join(damaged))
        with pytest.raises(LedgerCorrupt, match=f"line {number}:"):
            opened(folder)


def test_a_ledger_that_was_cut_is_not_what_the_snapshots_are_of(folder: Path) -> None:
    ledger = folder / LEDGER_NAME
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-3]))
    memory = opened(folder)
    assert memory.seq == len(lines) - 3
    assert memory.check() == []
    for number in range(4):
        memory.hear(f"别的话{number}", day(40 + number), at=day(40 + number))
    told = state(memory)
    memory.close()
    assert told == without_snapshots(folder)


def test_snapshots_of_another_memory_are_not_believed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    memory = opened(other)
    for number in range(11):
        memory.hear(f"我喜欢第{number}种茶", day(number), at=day(number))
    memory.close()
    told = without_snapshots(folder)
    for name in SNAPSHOTS:
        (other / name).rename(folder / name)
    memory = opened(folder)
    assert state(memory) == told
    assert memory.check() == []
    memory.close()


def test_words_taken_apart_in_another_way_are_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(word_snapshot, "_way_of_taking_apart", lambda: "another")
        memory = opened(folder)
        memory.hear("还好吗", day(30), at=day(30))
        memory.close()
    memory = opened(folder)
    assert memory.recall("王方叫什么名字", now=day(99))
    assert memory.check() == []
    memory.close()


def test_tables_of_another_version_are_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(table_snapshot, "_names", lambda: ["facts"])
        memory = opened(folder)
        tell_more(memory)
        memory.close()
    memory = opened(folder)
    told = state(memory)
    assert memory.check() == []
    memory.close()
    assert told == without_snapshots(folder)


def test_a_table_that_a_snapshot_leaves_out_is_an_error() -> None:
    tables = Projection("wang").tables()
    del tables["slots"]
    with pytest.raises(TypeError, match="slots"):
        Projection.of("wang", **tables)


def test_no_snapshot_says_what_the_user_said_in_words_that_can_be_read(folder: Path) -> None:
    assert "游泳".encode() not in (folder / word_snapshot.NAME).read_bytes()


def test_snapshots_are_written_while_a_memory_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_memory, "_SAVED_AFTER", 8)
    memory = opened(tmp_path)
    tell_story(memory)
    tell_more(memory)
    memory._saving.wait()
    assert all((tmp_path / name).exists() for name in SNAPSHOTS)
    told = state(memory)
    assert memory.check() == []
    memory._ledger.close()  # as when the process is killed
    memory = opened(tmp_path)
    assert state(memory) == told
    assert memory.check() == []
    memory.close()


def test_erasing_takes_the_snapshots_with_it(folder: Path) -> None:
    memory = opened(folder)
    memory.erase_all()
    assert not any((folder / name).exists() for name in SNAPSHOTS)
    memory.hear("从头开始", day(50), at=day(50))
    assert memory.check() == []
    memory.close()
    memory = opened(folder)
    assert [turn.text for turn in memory.turns()] == ["从头开始"]
    assert memory.check() == []
    memory.close()


def test_a_disk_that_is_full_at_the_end_costs_the_snapshots_alone(folder: Path) -> None:
    memory = opened(folder)
    memory.hear("最后一句", day(60), at=day(60))
    told = state(memory)

    def full_disk(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", full_disk)
        memory.close()
    memory = opened(folder)
    assert state(memory) == told
    assert memory.check() == []
    memory.close()
