"""A large export: read in little room, told of while it is taken in, and nothing twice, wherever it was cut short."""

import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.importing.reading import read_file
from bench.large_export import write_export
from tests.chat_models import calls
from tests.http.serving import Serve, make_sebastian, serving
from tests.http.test_import import ended, imported, said, send

CONVERSATIONS, BYTES = 200, 12_000_000
ROOT = Path(__file__).parents[2]
# Takes in an export until the model has been asked so often; then the process is gone, in the middle of a turn.
DIES = """
import os, signal, sys
from pathlib import Path
from tests.http.serving import make_sebastian, serving
from tests.http.test_import import imported
from tests.http.test_large_import import saves_what_it_is_told
left = iter(range(int(sys.argv[3])))
def answers(messages):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return saves_what_it_is_told(messages)
with serving(make_sebastian(Path(sys.argv[1]), answers)) as served:
    imported(served, Path(sys.argv[2]))
"""


def saves_what_it_is_told(messages: Sequence[BaseMessage]) -> AIMessage:
    """A model that saves every sentence, and then answers."""
    if isinstance(messages[-1], HumanMessage):
        return calls("save_memory", statement=messages[-1].text.replace("我", "用户", 1))
    return AIMessage("好。")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An export, and what its owner said, oldest first."""
    path = tmp_path_factory.mktemp("export") / "conversations.json"
    return path, write_export(path, CONVERSATIONS, BYTES, asked=1)


def test_what_the_assistant_said_takes_no_room(export: tuple[Path, list[str]]) -> None:
    path, spoken = export
    tracemalloc.start()
    try:
        found = read_file(path, owner="", zone=ZoneInfo("Asia/Shanghai"))
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.text for item in found.items] == spoken
    assert path.stat().st_size >= BYTES
    assert peak_bytes < BYTES / 10


def test_progress_is_told_and_an_import_that_was_stopped_goes_on_there(
    serve: Serve, export: tuple[Path, list[str]]
) -> None:
    path, spoken = export
    served = serve(saves_what_it_is_told)
    begun = send(served, path).json()
    assert (begun["total"], begun["new"]) == (CONVERSATIONS, CONVERSATIONS)
    halfway = served.client.get(f"/import/{begun['id']}", params={"after": 50}).json()
    assert halfway["done"] > 50
    assert halfway["rate"] > 0
    assert halfway["left_s"] > 0
    served.client.delete(f"/import/{begun['id']}")
    stopped = ended(served, begun["id"])
    assert stopped["state"] == "stopped"
    again = imported(served, path)
    assert (again["state"], again["known"] + again["new"]) == ("done", CONVERSATIONS)
    assert again["known"] == stopped["new"]
    assert [text for text, _ in said(served)] == spoken


@pytest.mark.parametrize("asked", [100, 101])
def test_an_import_that_was_killed_goes_on_there(export: tuple[Path, list[str]], tmp_path: Path, asked: int) -> None:
    path, spoken = export
    command = [sys.executable, "-c", DIES, str(tmp_path / "data"), str(path), str(asked)]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=600).returncode == -signal.SIGKILL
    with serving(make_sebastian(tmp_path / "data", saves_what_it_is_told)) as served:
        again = imported(served, path)
        assert (again["state"], again["known"] + again["new"]) == ("done", CONVERSATIONS)
        assert [text for text, _ in said(served)] == spoken
        memory = served.sebastian.memory()
        assert memory.check() == []
        assert memory.pending() == []
        statements = [fact.statement for fact in memory.facts("all")]
        assert len(statements) == len(set(statements)) > CONVERSATIONS / 2
