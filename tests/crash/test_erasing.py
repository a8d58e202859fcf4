"""Killed at any step of an erasure, or given an older copy of its ledger, a memory opens without what was erased."""

import errno
import logging
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from store import open_memory, table_snapshot, tombstones, word_snapshot
from store.background_work import Background
from store.errors import StoreError
from store.facts import Draft, Erasure, Source
from store.folder_memory import FolderMemory
from store.index import text_of
from store.ledger import LEDGER_NAME
from tests.bytes_on_disk import holding, places
from tests.crash.killing import Killed, Killer, State, state
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story

# What is erased, and by which words it would be known.
WORDS = ("小美", "香樟路", "xiǎoměi🌸")
TOLD = "我前女友叫小美，住在香樟路，写作xiǎoměi🌸"


def opened(folder: Path) -> FolderMemory:
    return FolderMemory(folder, "wang", CharacterEmbedder())


def tell(folder: Path) -> None:
    """Write what is to be erased among other things, in every file there can be: snapshots, journal, a tail that was cut."""
    memory = opened(folder)
    tell_story(memory)
    turn = memory.hear(TOLD, day(20), at=day(20), thread_id="小美")
    draft = Draft(
        "用户的前女友叫小美，写作xiǎoměi🌸", "relation", "用户", "前女友", "小美", sources=(Source(turn.id, TOLD),)
    )
    name = memory.save(draft, turn_id=turn.id, at=day(20))
    memory.derive(Draft("用户去过香樟路", rule="推理", premises=(name.id,)), turn_id=turn.id, at=day(20))
    memory.update(
        name.id, Draft("用户的前女友叫小美美", "relation", "用户", "前女友"), how="change", turn_id=turn.id, at=day(21)
    )
    memory.cite(memory.slot("用户", "姓名")[0].id, [Source(turn.id, "香樟路的王方")], turn_id=turn.id, at=day(21))
    memory.close()
    ledger = folder / LEDGER_NAME
    ledger.write_bytes(ledger.read_bytes() + '{"v":1,"小美'.encode())
    memory = opened(folder)
    memory.hear("我又去了香樟路", day(22), at=day(22))
    memory.hear("今天很冷", day(23), at=day(23))
    memory._saving.wait()
    memory._ledger.close()  # as when the process is killed: the journal holds the last words
    (folder / "words.snap.new").write_bytes("小美".encode())


def erase(memory: FolderMemory) -> Erasure:
    turns = [turn.id for turn in memory.turns() if any(word in turn.text for word in WORDS)]
    return memory.erase([memory.slot("用户", "前女友")[0].id], turns, turn_id="t6", at=day(30))


def spelled(folder: Path) -> list[str]:
    return [name for words in WORDS for name in places(folder, words)]


def vector_bytes(texts: list[str]) -> list[bytes]:
    return [row.astype("<f4").tobytes() for row in CharacterEmbedder().embed(texts)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    tell(folder)
    return folder


@pytest.fixture(scope="module")
def gone(told: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    """The state after an erasure that nothing interrupts."""
    memory = opened(shutil.copytree(told, tmp_path_factory.mktemp("gone") / "wang"))
    erase(memory)
    memory.close()
    return state(memory)


@pytest.fixture
def folder(told: Path, tmp_path: Path) -> Path:
    return shutil.copytree(told, tmp_path / "wang")


def assert_erased(folder: Path, gone: State, *, embeds: bool = False) -> None:
    embedder = CharacterEmbedder()
    memory = FolderMemory(folder, "wang", embedder)
    assert state(memory) == gone
    assert memory.check() == []
    assert spelled(folder) == []
    assert embeds or embedder.embedded == []
    memory.close()
    assert spelled(folder) == []


def test_no_byte_of_what_was_erased_is_left(folder: Path, told: Path) -> None:
    memory = opened(folder)
    erased_turns = [turn for turn in memory.turns() if any(word in turn.text for word in WORDS)]
    erased_facts = memory.history(memory.slot("用户", "前女友")[0].id)
    vectors = vector_bytes([text_of(item) for item in (*erased_turns, *erased_facts)])
    rows = [np.int64(int(turn.id[1:])).tobytes() + row for turn, row in zip(erased_turns, vectors, strict=False)]
    assert {LEDGER_NAME, table_snapshot.NAME, "words.snap.new"} <= set(spelled(told)), "the scan finds it"
    assert any(name.startswith("ledger.cut-") for name in spelled(told))
    (folder / "escaped.new").write_bytes(rb"\u5c0f\u7F8E")
    (folder / "shouted.new").write_bytes(rb"\u5C0F\u7F8E")
    assert {"shouted.new"} <= set(spelled(folder))
    assert set(holding(told, *vectors)) == {"index.faiss", "vectors.log"}
    assert holding(told, *rows) == ["vectors.log"]
    before = (folder / LEDGER_NAME).read_bytes()
    erasure = erase(memory)
    assert (erasure.vectors, len(erasure.turns)) == (5, 2)
    assert spelled(folder) == holding(folder, *vectors) == []
    assert before.rstrip().endswith(erasure.head_before.encode() + b'"}')
    assert (folder / LEDGER_NAME).read_bytes().rstrip().endswith(erasure.head_after.encode() + b'"}')
    memory.close()
    assert {path.name for path in folder.iterdir()} >= {table_snapshot.NAME, word_snapshot.NAME, tombstones.NAME}
    again = opened(folder)
    assert spelled(folder) == holding(folder, *vectors) == []
    assert not {int(each[1:]) for each in (*erasure.facts, *erasure.turns)} & again._index.vectors.ids()
    again.close()
    assert spelled(folder) == holding(folder, *vectors) == []


def test_what_is_kept_of_an_erasure_says_nothing_of_it_and_belongs_to_the_owner(folder: Path) -> None:
    memory = opened(folder)
    erasure = erase(memory)
    memory.close()
    kept = (folder / tombstones.NAME).read_text()
    assert stat.S_IMODE((folder / tombstones.NAME).stat().st_mode) == 0o600
    assert erasure.head_before not in kept
    assert set(kept) <= set('{}[]":,-+. \nT0123456789' + "formatpendingtombstonesnullseqatwhatfactturn")


@pytest.mark.parametrize("halves_writes", [False, True])
def test_killed_at_any_step_it_is_erased_at_the_next_opening(
    folder: Path, gone: State, tmp_path: Path, halves_writes: bool
) -> None:
    old = state(opened(folder))
    begun, steps = 0, erase_until(shutil.copytree(folder, tmp_path / "whole"), sys.maxsize)
    assert steps > 30
    for at in range(1, steps + 1):
        copy = shutil.copytree(folder, tmp_path / str(at))
        erase_until(copy, at, halves_writes=halves_writes)
        if (copy / tombstones.NAME).exists():
            begun += 1
            assert_erased(copy, gone)
        else:
            memory = opened(copy)
            assert (state(memory), memory.check()) == (old, [])
            memory.close()
    assert begun > steps - 6


def erase_until(folder: Path, at: int, *, halves_writes: bool = False) -> int:
    """Erase until the step at which the process ends; gives how many steps were begun."""
    memory = opened(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_memory, "_SAVED_AFTER", 3)
        patch.setattr(Background, "start", lambda _, work: work())
        killer = Killer(patch, at, halves_writes=halves_writes)
        with suppress(Killed):
            erase(memory)
    return killer.steps


def test_killed_again_while_it_is_finished_it_is_erased_at_the_opening_after(
    folder: Path, gone: State, tmp_path: Path
) -> None:
    steps = erase_until(shutil.copytree(folder, tmp_path / "whole"), sys.maxsize)
    for first in range(6, steps, 7):
        begun = shutil.copytree(folder, tmp_path / str(first))
        erase_until(begun, first)
        for at in range(1, 80, 3):
            copy = shutil.copytree(begun, tmp_path / f"{first}-{at}")
            with pytest.MonkeyPatch.context() as patch:
                killer = Killer(patch, at)
                with suppress(Killed):
                    opened(copy)
            assert_erased(copy, gone)
            shutil.rmtree(copy)
            if killer.steps < at:
                break


@pytest.mark.parametrize(
    "left_out", [(), (table_snapshot.NAME, word_snapshot.NAME), ("index.faiss", "index.json", "vectors.log")]
)
def test_an_older_ledger_put_back_does_not_bring_it_back(
    folder: Path, told: Path, left_out: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    memory = opened(folder)
    erasure = erase(memory)
    memory.hear("后来说的话", day(31), at=day(31))
    memory.close()
    shutil.copytree(told, folder, dirs_exist_ok=True)
    for name in left_out:
        (folder / name).unlink()
    with caplog.at_level(logging.WARNING):
        memory = opened(folder)
    assert "erased again" in caplog.text
    assert not any(word in caplog.text for word in WORDS)
    assert spelled(folder) == []
    assert memory.check() == []
    assert not {fact.id for fact in memory.facts("all")} & {*erasure.facts}
    assert {turn.id for turn in memory.turns() if turn.is_erased} == {*erasure.turns}
    assert [change.op for change in memory.changes("")] == ["erased"] * len(erasure.facts)
    before = state(memory)
    memory.close()
    caplog.clear()
    assert_erased(folder, before)
    assert "erased again" not in caplog.text


def test_an_older_ledger_alone_is_erased_from_and_its_vectors_are_made_again(folder: Path, told: Path) -> None:
    memory = opened(folder)
    erasure = erase(memory)
    memory.close()
    shutil.copy(told / LEDGER_NAME, folder / LEDGER_NAME)
    memory = opened(folder)
    assert memory.check() == spelled(folder) == []
    assert not {fact.id for fact in memory.facts("all")} & {*erasure.facts}
    memory.close()


def test_another_record_of_the_same_number_is_not_what_was_erased(folder: Path) -> None:
    memory = opened(folder)
    lines = (folder / LEDGER_NAME).read_bytes().splitlines(keepends=True)
    erasure = erase(memory)
    memory.close()
    first = int(erasure.turns[0][1:])
    (folder / LEDGER_NAME).write_bytes(b"".join(lines[: first - 1]))
    memory = opened(folder)
    others = [memory.hear(f"别的话{number}", day(50 + number), at=day(50 + number)) for number in range(4)]
    assert others[0].id == erasure.turns[0]
    memory.close()
    memory = opened(folder)
    assert memory.turns()[-4:] == others
    assert memory.check() == []
    memory.close()


def test_a_damaged_list_of_what_was_erased_is_refused(folder: Path) -> None:
    memory = opened(folder)
    erase(memory)
    memory.close()
    path = folder / tombstones.NAME
    whole = path.read_bytes()
    for damaged in (b"", whole[:-20], b"[]", b'{"format":2}', whole.replace(b'"turn"', b'"word"')):
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match=tombstones.NAME):
            opened(folder)
    path.write_bytes(whole)
    opened(folder).close()


def test_a_disk_that_refuses_fails_the_erasure_and_the_next_opening_finishes_it(
    folder: Path, gone: State, tmp_path: Path
) -> None:
    write, writes = os.write, 0

    def refusing(at: int) -> None:
        nonlocal writes
        writes = 0

        def full(*args: object) -> int:
            nonlocal writes
            writes += 1
            if writes >= at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(*args)  # type: ignore[arg-type]

        patch.setattr(os, "write", full)

    for at in range(1, 20):
        copy = shutil.copytree(folder, tmp_path / str(at))
        memory = opened(copy)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(memory, "_save_if_due", lambda: None)
            refusing(at)
            with suppress(StoreError):
                erase(memory)
                break
        memory._index.embed_owed()
        was_begun = (copy / tombstones.NAME).exists()
        assert not any("index" in each or "words" in each for each in memory.check()), f"at write {at}"
        memory.close()
        if was_begun:
            assert_erased(copy, gone, embeds=True)
    assert at > 4


def test_an_erasure_that_failed_is_finished_by_the_next_one(folder: Path, gone: State) -> None:
    memory = opened(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(Path, "replace", _refuse_ledger(Path.replace))
        with pytest.raises(StoreError, match="next opening"):
            erase(memory)
    hobby = memory.facts("all")[-1]
    later = memory.save(Draft("用户怕冷"), turn_id="", at=day(31))
    erasure = memory.erase([later.id], turn_id="", at=day(31))
    assert hobby.id in erasure.facts
    assert memory.check() == spelled(folder) == []
    memory.close()


def _refuse_ledger(replace):  # type: ignore[no-untyped-def]
    def refusing(self: Path, target: Path) -> Path:
        if Path(target).name == LEDGER_NAME:
            raise OSError(errno.EIO, "Input/output error")
        return Path(replace(self, target))

    return refusing
