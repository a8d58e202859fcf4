"""Whatever call the system refuses, wherever it does: nothing acknowledged is lost, and nothing half is seen."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.errors import WORDINGS, code_of
from store import open_memory
from store.background_work import Background
from store.errors import StoreError
from store.facts import Draft, Justification, Source
from store.folder_memory import FolderMemory
from tests.crash.faults import TROUBLES, Disk, Trouble
from tests.crash.killing import State, state
from tests.embedders import CharacterEmbedder
from tests.stories import day, named

Change = Callable[[FolderMemory], object]

CHANGES: dict[str, Change] = {
    "hear": lambda memory: memory.hear("我叫王芳", day(0), at=day(0)),
    "save": lambda memory: memory.save(named("王芳", "t1"), turn_id="t1", at=day(0)),
    "derive": lambda memory: memory.derive(Draft("用户姓王", premises=("f2",)), turn_id="t1", at=day(0)),
    "save more": lambda memory: memory.save(Draft("用户是王家人"), turn_id="t1", at=day(0)),
    "justify": lambda memory: memory.justify("f3", Justification("推理", ("f4",)), turn_id="t1", at=day(0)),
    "cite": lambda memory: memory.cite("f2", [Source("t1", "我叫王芳")], turn_id="t1", at=day(1)),
    "settle": lambda memory: memory.settle("t1", "answered", at=day(1)),
    "hear again": lambda memory: memory.hear("我改名叫王方", day(9), at=day(9)),
    "update": lambda memory: memory.update("f2", named("王方", "t8"), how="change", turn_id="t8", at=day(9)),
    "unsupport": lambda memory: memory.unsupport({"f3": ("f2",)}, turn_id="t8", at=day(9)),
    "undo": lambda memory: memory.undo([9, 10], turn_id="t8", at=day(9)),
    "retract": lambda memory: memory.retract("f2", turn_id="t8", at=day(9)),
    "erase": lambda memory: memory.erase(["f4"], ["t1"], turn_id="t8", at=day(10)),
    "hear at last": lambda memory: memory.hear("我回来了", day(11), at=day(11)),
    "erase all": lambda memory: memory.erase_all(),
    "hear anew": lambda memory: memory.hear("从头开始", day(12), at=day(12)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _saves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are written in the middle of a life too, on the thread that is in trouble."""
    monkeypatch.setattr(open_memory, "_SAVED_AFTER", 3)
    monkeypatch.setattr(Background, "start", lambda _, work: work())


def opened(path: Path, dimension: int = 8) -> FolderMemory:
    return FolderMemory(path, "wang", CharacterEmbedder(f"test:{dimension}", dimension))


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[State]]:
    """The folder as it lies before each change, and at the end, and the states that belong to them."""
    folders = [tmp_path_factory.mktemp("life") / str(number) for number in range(len(CHANGES) + 1)]
    opened(folders[0]).close()
    states = []
    for before, after, change in zip(folders, folders[1:], CHANGES.values(), strict=False):
        shutil.copytree(before, after)
        memory = opened(after)
        states.append(state(memory))
        change(memory)
        memory.close()
    return folders, [*states, state(opened(folders[-1]))]


def assert_sound(path: Path, *expected: State) -> None:
    memory = opened(path)
    assert state(memory) in expected
    assert memory.check() == []
    memory.close()


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_the_disk_refuses_leaves_the_old_state_or_the_new(
    lives: tuple[list[Path], list[State]], tmp_path: Path, name: str, trouble: Trouble
) -> None:
    number = list(CHANGES).index(name)
    before, (old, new) = lives[0][number], lives[1][number : number + 2]
    for at in range(1, sys.maxsize):
        path = shutil.copytree(before, tmp_path / str(at))
        memory = opened(path)
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, at, trouble)
            is_refused = changes(memory, CHANGES[name])
            left = state(memory) if not trouble.reads_fail else None
            disk.lift()
            assert left in (None, old, new), f"call {at}"
            assert state(memory) in ([old, new] if is_refused else [new]), f"call {at}"
            assert disk.was_in_trouble or not is_refused
        memory._lock.is_broken = True  # what an in-process reading again gives is what a new process would read
        assert state(memory) in (old, new), f"call {at}"
        if is_refused and state(memory) == old:
            CHANGES[name](memory)
        assert state(memory) == new, f"call {at}"
        assert memory.check() == [], f"call {at}"
        memory.close()
        assert_sound(path, new)
        shutil.rmtree(path)
        if not disk.was_in_trouble:
            break
    assert at > 1


def changes(memory: FolderMemory, change: Change) -> bool:
    """Make a change; whether it was refused, and then by an error that a person can be told."""
    try:
        change(memory)
    except StoreError as error:
        assert code_of(error) in WORDINGS
        return True
    return False
