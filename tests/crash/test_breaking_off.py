"""Out of memory at any line of the store: what is in memory afterwards is what the ledger says, the old state or the new."""

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import store
from store import mending, open_memory
from store.background_work import Background
from store.folder_memory import FolderMemory
from tests.crash.killing import state
from tests.crash.test_faults import CHANGES, opened
from tests.stories import day

LINES_EACH = 40
STORE = str(Path(store.__file__).parent)
# The lock itself is in the interpreter's hands between two of its lines.
SPARED = (mending.__file__,)
CHANGED = ("hear", "save", "update", "unsupport", "undo", "erase", "erase all")


@pytest.fixture(autouse=True)
def _saves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_memory, "_SAVED_AFTER", 3)
    monkeypatch.setattr(Background, "start", lambda _, work: work())


class OutOfMemory:
    """Counts the lines of the store that are run, and raises at one of them."""

    def __init__(self, at: int) -> None:
        self.lines = 0
        self._at = at

    def during(self, work: Callable[[], object]) -> bool:
        """Do the work; whether it was broken off."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            work()
        except MemoryError:
            return True
        finally:
            sys.settrace(before)
        return False

    def _called(self, frame: FrameType, event: str, _: Any) -> Any:
        return self._line if _is_of_store(frame.f_code) else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self.lines += 1
            if self.lines == self._at:
                raise MemoryError
        return self._line


def _is_of_store(code: CodeType) -> bool:
    return code.co_filename.startswith(STORE) and code.co_filename not in SPARED


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder as it lies before each change."""
    folders: dict[str, Path] = {}
    path = tmp_path_factory.mktemp("life") / "wang"
    for name, change in CHANGES.items():
        folders[name] = path.with_name(name)
        memory = opened(path)
        memory.close()
        shutil.copytree(path, folders[name])
        memory = opened(path)
        change(memory)
        memory.close()
    return folders


@pytest.mark.parametrize("name", CHANGED)
def test_out_of_memory_at_any_line_leaves_the_old_state_or_the_new(
    before: dict[str, Path], tmp_path: Path, name: str
) -> None:
    old, new, lines = lived(before[name], tmp_path / "whole", CHANGES[name])
    for at in sorted(random.Random(name).sample(range(1, lines + 1), min(lines, LINES_EACH))):
        memory = opened(shutil.copytree(before[name], path := tmp_path / str(at)))
        OutOfMemory(at).during(lambda memory=memory: CHANGES[name](memory))  # type: ignore[misc]
        found = state(memory)
        assert found in (old, new), f"line {at}"
        memory.hear("还好吗", day(30), at=day(30))
        assert memory.check() == [], f"line {at}"
        memory.close()
        memory = opened(path)
        assert memory.check() == [], f"line {at}"
        assert [turn.text for turn in memory.turns()][-1] == "还好吗"
        memory.close()
        shutil.rmtree(path)


def lived(before: Path, path: Path, change: Callable[[FolderMemory], object]) -> tuple[object, object, int]:
    """The states before and after a change that nothing breaks off, and how many lines of the store it runs."""
    memory = opened(shutil.copytree(before, path))
    counting, old = OutOfMemory(sys.maxsize), state(memory)
    assert not counting.during(lambda: change(memory))
    memory.close()
    return old, state(opened(path)), counting.lines
