"""A bit that flips anywhere in a data folder: the memory opens exactly as it was, or is refused; `examine` finds it."""

import random
import shutil
from pathlib import Path

import pytest

from store import table_snapshot, tombstones, word_snapshot
from store.backup_file import copy_of
from store.errors import ErasedListCorrupt, LedgerCorrupt
from store.examining import HARMLESS, Finding, examine, repair
from store.facts import Draft, Source
from store.folder import Folder
from store.healing import heal_erased_list, heal_ledger
from store.keys import Secret
from store.ledger import LEDGER_NAME
from tests.crash.killing import state
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story

FILES = (
    LEDGER_NAME,
    "index.faiss",
    "index.json",
    "vectors.log",
    table_snapshot.NAME,
    word_snapshot.NAME,
    tombstones.NAME,
)
FLIPS = 12


def embedder() -> CharacterEmbedder:
    return CharacterEmbedder(dimension=8)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every file there can be: something erased, snapshots, and vectors in the journal."""
    data = tmp_path_factory.mktemp("told") / "data"
    with Folder(data, embedder()) as folder:
        memory = folder.memory("wang")
        tell_story(memory)
        turn = memory.hear("我前女友叫小美", day(20), at=day(20))
        name = memory.save(Draft("用户的前女友叫小美", sources=(Source(turn.id, "小美"),)), turn_id=turn.id, at=day(20))
        memory.erase([name.id], [turn.id], turn_id="", at=day(21))
        memory.hear("今天很冷", day(22), at=day(22))
    with Folder(data, embedder()) as folder:
        for number in range(14):
            folder.memory("wang").hear(f"后来说的第{number}句", day(30), at=day(30))
        folder.memory("wang")._index.vectors.snapshot()
        folder.memory("wang").hear("最后一句", day(31), at=day(31))
    assert {path.name for path in (data / "users/wang").iterdir()} == set(FILES)
    assert examine(data, embedder()) == []
    return data


@pytest.fixture(scope="module")
def whole(told: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    return state_of(shutil.copytree(told, tmp_path_factory.mktemp("whole") / "data"))


def state_of(data: Path, secret: Secret | None = None) -> tuple[object, ...]:
    """What is remembered, at this opening and the next, when whatever was made again is sound."""
    found: list[tuple[object, ...]] = []
    for _ in range(2):
        with Folder(data, embedder(), secret=secret) as folder:
            memory = folder.memory("wang")
            recalled = [(each.item, round(each.score, 5)) for each in memory.recall("冷不冷", now=day(99))]
            found.append((*state(memory), recalled))
            problems = memory.check()
    assert problems == []
    assert found[0] == found[1]
    return found[0]


@pytest.fixture
def data(told: Path, tmp_path: Path) -> Path:
    return shutil.copytree(told, tmp_path / "data")


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    bit %= 8 * len(content)
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def faults(data: Path) -> list[Finding]:
    return [each for each in examine(data, embedder()) if each.problem not in HARMLESS]


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found_and_never_changes_what_is_remembered(
    told: Path, whole: tuple[object, ...], tmp_path: Path, name: str
) -> None:
    size = (told / "users/wang" / name).stat().st_size
    bits = random.Random(name).sample(range(8 * size), FLIPS)
    for bit in [0, *bits, 8 * size - 1]:
        data = shutil.copytree(told, tmp_path / str(bit), dirs_exist_ok=True)
        path = data / "users/wang" / name
        flip(path, bit)
        found = [each for each in examine(data, embedder()) if each.path == path]
        assert found, f"{name}, bit {bit}"
        problem = found[0].problem
        if problem == "ledger_corrupt":
            with pytest.raises(LedgerCorrupt):
                state_of(data)
        elif problem == "erased_list_corrupt":
            with pytest.raises(ErasedListCorrupt):
                state_of(data)
        else:
            assert state_of(data) == whole, f"{name}, bit {bit}"
        shutil.rmtree(data)


def test_a_bit_that_flips_under_an_open_memory_is_refused_where_the_line_is_read_again(data: Path) -> None:
    ledger = data / "users/wang" / LEDGER_NAME
    with Folder(data, embedder()) as folder:
        memory = folder.memory("wang")
        flip(ledger, 8 * ledger.read_bytes().index("王芳".encode()))
        with pytest.raises(LedgerCorrupt, match="line 1:"):
            memory.turns()
        assert memory.check() != []


def test_what_follows_from_the_ledger_is_repaired(data: Path, whole: tuple[object, ...]) -> None:
    for name in FILES[1:]:
        flip(data / "users/wang" / name, 801)
    (data / "users/wang" / LEDGER_NAME).chmod(0o644)
    assert {each.path.name for each in faults(data)} == set(FILES)
    repair(examine(data, embedder()))
    assert faults(data) == []
    assert state_of(data) == whole


def test_the_list_of_what_was_erased_is_written_anew_from_the_ledger(data: Path) -> None:
    path = data / "users/wang" / tombstones.NAME
    before = path.read_bytes()
    flip(path, 801)
    assert heal_erased_list(path.parent, "wang") == 2
    assert path.read_bytes() == before


def test_a_damaged_ledger_is_healed_from_an_older_backup_where_the_chain_proves_the_rest(
    data: Path, whole: tuple[object, ...]
) -> None:
    ledger = data / "users/wang" / LEDGER_NAME
    lines = ledger.read_bytes().splitlines(keepends=True)
    content = b"".join(lines)
    ledger.write_bytes(b"".join(lines[:-5]))
    copy = copy_of(ledger.parent, "wang")
    ledger.write_bytes(content)
    flip(ledger, 8 * content.index("王芳".encode()))
    healed = heal_ledger(ledger.parent, "wang", copy)
    assert (healed.seq, healed.is_complete) == (len(lines), True)
    assert ledger.read_bytes() == content
    assert state_of(data) == whole


def test_a_ledger_damaged_behind_its_backup_goes_back_to_the_backup_and_says_so(data: Path) -> None:
    ledger = data / "users/wang" / LEDGER_NAME
    content = ledger.read_bytes()
    lines = content.splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-5]))
    copy = copy_of(ledger.parent, "wang")
    ledger.write_bytes(content)
    flip(ledger, 8 * (len(content) - len(b"".join(lines[-3:])) + 20))
    damaged = ledger.read_bytes()
    healed = heal_ledger(ledger.parent, "wang", copy)
    assert (healed.seq, healed.is_complete) == (len(lines) - 5, False)
    assert (ledger.parent / "ledger.cut-1").read_bytes() == damaged
    with Folder(data, embedder()) as folder:
        assert folder.check() == []
        assert folder.memory("wang").seq == len(lines) - 5


def test_files_that_are_not_ours_and_what_a_crash_left_are_named_and_left_alone(data: Path) -> None:
    user = data / "users/wang"
    for path in (user / "notes.txt", user / "words.snap.new", user / "ledger.cut-3-1", data / "holiday.jpg"):
        path.write_bytes(b"x")
        path.chmod(0o600)
    (user / "elsewhere").symlink_to(data / "holiday.jpg")
    found = {each.path.name: each.problem for each in examine(data, embedder())}
    assert found == {
        "notes.txt": "unknown",
        "words.snap.new": "leftover",
        "ledger.cut-3-1": "leftover",
        "holiday.jpg": "unknown",
        "elsewhere": "unknown",
    }
    repair(examine(data, embedder()))
    assert (user / "notes.txt").exists()


def test_a_torn_tail_is_said_to_be_no_fault(data: Path) -> None:
    ledger = data / "users/wang" / LEDGER_NAME
    ledger.write_bytes(ledger.read_bytes() + b'{"v":1,"seq"')
    assert [each.problem for each in examine(data, embedder())] == ["ledger_torn"]
