"""Killed at any step that touches the disk, a memory reopens as it was before the change or after it."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from store import open_memory
from store.background_work import Background
from store.facts import Draft
from store.folder import Folder
from store.folder_memory import FolderMemory
from store.keys import Secret
from tests.crash.killing import Killed, Killer, State, state
from tests.embedders import CharacterEmbedder
from tests.secrets_of_tests import KEY
from tests.stories import day, named

Change = Callable[[FolderMemory], object]

FIRST_LIFE: list[Change] = [
    lambda memory: memory.hear("我叫王芳", day(0), at=day(0)),
    lambda memory: memory.save(named("王芳", "t1"), turn_id="t1", at=day(0)),
    lambda memory: memory.derive(Draft("用户姓王", premises=("f2",)), turn_id="t1", at=day(0)),
    lambda memory: memory.settle("t1", "answered", at=day(0)),
    lambda memory: memory.hear("我改名叫王方", day(9), at=day(9)),
    lambda memory: memory.update("f2", named("王方", "t5"), how="change", turn_id="t5", at=day(9)),
    lambda memory: memory.unsupport({"f3": ("f2",)}, turn_id="t5", at=day(9)),
    lambda memory: memory.retract("f6", turn_id="t5", at=day(9)),
]
SECOND_LIFE: list[Change] = [
    lambda memory: memory.hear("我回来了", day(20), at=day(20)),
    lambda memory: memory.erase_all(),
    lambda memory: memory.hear("从头开始", day(21), at=day(21)),
]


def live(path: Path, acknowledged: list[State], secret: Secret | None = None) -> None:
    for changes in (FIRST_LIFE, SECOND_LIFE):
        with Folder(path, CharacterEmbedder(dimension=8), secret=secret) as folder:
            memory = folder.memory("wang")
            for change in changes:
                change(memory)
                acknowledged.append(state(memory))


def live_until(path: Path, at: int, *, halves_writes: bool, secret: Secret | None = None) -> tuple[list[State], int]:
    """Give the states acknowledged before the kill, the empty one first, and how many steps were begun."""
    acknowledged: list[State] = [(0, [], [], [], [])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            open_memory, "_SAVED_AFTER", 3
        )  # snapshots in the middle of a life too, on the thread to be killed
        patch.setattr(Background, "start", lambda _, work: work())
        killer = Killer(patch, at, halves_writes=halves_writes)
        with suppress(Killed):
            live(path, acknowledged, secret)
    return acknowledged, killer.steps


@pytest.mark.parametrize(("halves_writes", "secret"), [(False, None), (True, None), (True, KEY)])
def test_a_kill_at_any_step_leaves_the_old_state_or_the_new(
    tmp_path: Path, halves_writes: bool, secret: Secret | None
) -> None:
    every, steps = live_until(tmp_path / "whole", sys.maxsize, halves_writes=False, secret=secret)
    assert len(every) == 1 + len(FIRST_LIFE) + len(SECOND_LIFE)
    assert steps > 60
    for at in range(1, steps + 1):
        path = tmp_path / str(at)
        acknowledged, _ = live_until(path, at, halves_writes=halves_writes, secret=secret)
        old, new = every[len(acknowledged) - 1], every[len(acknowledged) :][:1]
        with Folder(path, CharacterEmbedder(dimension=8), secret=secret) as folder:
            memory = folder.memory("wang")
            assert state(memory) in [old, *new], f"killed at step {at}"
            assert memory.check() == [], f"killed at step {at}"
            memory.hear("还好吗", day(30), at=day(30))
        embedder = CharacterEmbedder(dimension=8)
        with Folder(path, embedder, secret=secret) as folder:
            assert folder.check() == []
            assert embedder.embedded == []


def test_no_byte_outlives_an_erasure_that_was_finished(tmp_path: Path) -> None:
    live(tmp_path, [])
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or "王".encode() not in path.read_bytes()


def test_what_a_killed_process_acknowledged_is_there(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from store.folder import Folder; from tests.embedders import *\n"
        "from tests.stories import day\n"
        "memory = Folder(Path(sys.argv[1]), CharacterEmbedder()).memory('wang')\n"
        "for number in range(100000): print(memory.hear(f'第{number}句', day(0), at=day(0)).id, flush=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        acknowledged = [process.stdout.readline().strip() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        memory = folder.memory("wang")
        heard = [turn.id for turn in memory.turns()]
        assert heard[: len(acknowledged)] == acknowledged
        assert len(heard) <= len(acknowledged) + 1
        assert memory.check() == []
