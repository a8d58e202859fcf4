"""Whatever byte of the ledger is lost or changed, it opens as a whole past state or says which line is damaged."""

from pathlib import Path

import pytest

from store.errors import LedgerCorrupt
from store.facts import Fact, Turn
from store.folder import Folder
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME, Ledger
from store.projection import Projection
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story

State = tuple[dict[str, Turn], dict[str, Fact], list[Turn]]
LAST = 3


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    path = tmp_path_factory.mktemp("life")
    memory = FolderMemory(path, "wang", CharacterEmbedder(dimension=8))
    tell_story(memory)
    memory.close()
    return (path / LEDGER_NAME).read_bytes().splitlines(keepends=True)


def replay(path: Path) -> State:
    tables = Projection("wang")
    Ledger(path, "wang", tables.apply).close()
    return tables.turns, tables.facts, tables.pending()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / LEDGER_NAME


@pytest.fixture
def states(path: Path, lines: list[bytes]) -> list[State]:
    """The state after no record, after one, and so on."""
    states = []
    for count in range(len(lines) + 1):
        path.write_bytes(b"".join(lines[:count]))
        states.append(replay(path))
    return states


def test_a_ledger_cut_at_any_byte_opens_as_the_last_whole_record_left_it(
    path: Path, lines: list[bytes], states: list[State]
) -> None:
    kept = len(lines) - LAST
    for count in range(kept, len(lines)):
        before = b"".join(lines[:count])
        for length in range(len(lines[count])):
            path.write_bytes(before + lines[count][:length])
            is_whole = length == len(lines[count]) - 1  # only the newline is missing
            assert replay(path) == states[count + is_whole]
            assert path.read_bytes() == before + (lines[count] if is_whole else b"")
            for aside in path.parent.glob("ledger.cut-*"):
                assert aside.read_bytes() == lines[count][:length]
                aside.unlink()


def test_any_byte_changed_in_a_record_is_refused_by_line(path: Path, lines: list[bytes]) -> None:
    for number in range(len(lines) - LAST, len(lines)):
        line, is_last = lines[number], number == len(lines) - 1
        for at in range(len(line) - is_last):
            damaged = line[:at] + bytes([line[at] ^ 0x01]) + line[at + 1 :]
            content = b"".join([*lines[:number], damaged, *lines[number + 1 :]])
            path.write_bytes(content)
            with pytest.raises(LedgerCorrupt, match=f"line {number + 1}:"):
                replay(path)
            assert path.read_bytes() == content


def test_a_bad_newline_behind_the_last_record_loses_nothing(
    path: Path, lines: list[bytes], states: list[State]
) -> None:
    whole = b"".join(lines)
    path.write_bytes(whole[:-1] + b"\x0b")
    assert replay(path) == states[-1]
    assert path.read_bytes() == whole


def test_a_cut_ledger_takes_its_vectors_with_it(tmp_path: Path, lines: list[bytes]) -> None:
    with Folder(tmp_path, CharacterEmbedder(dimension=8)) as folder:
        tell_story(folder.memory("wang"))
    ledger = tmp_path / "users/wang" / LEDGER_NAME
    ledger.write_bytes(ledger.read_bytes()[:-1000])
    with Folder(tmp_path, CharacterEmbedder(dimension=8)) as folder:
        memory = folder.memory("wang")
        assert memory.check() == []
        memory.hear("还好吗", day(30), at=day(30))
    embedder = CharacterEmbedder(dimension=8)
    with Folder(tmp_path, embedder) as folder:
        assert folder.check() == []
        assert embedder.embedded == []


def test_an_index_beside_another_ledger_is_not_believed(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder(dimension=8)) as folder:
        folder.memory("wang").hear("我喜欢苹果", day(0), at=day(0))
        folder.memory("li").hear("我喜欢游泳", day(0), at=day(0))
    users = tmp_path / "users"
    (users / "li" / LEDGER_NAME).rename(users / "wang" / LEDGER_NAME)
    embedder = CharacterEmbedder(dimension=8)
    with Folder(tmp_path, embedder) as folder:
        assert folder.memory("wang").check() == []
    assert embedder.embedded == ["我喜欢游泳"]
