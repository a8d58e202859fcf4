"""Import a large ChatGPT export as people do, and cut it short on the way: by Ctrl-C, and by killing the server.

    python -m bench.large_import --json bench/results/large_import.json [--conversations 2000] [--megabytes 200]

`sebastian serve` runs by itself, over the embedded vectors and a chat model that answers at once with a memory to be
saved, so that what is measured is ours. `sebastian import` is stopped by Ctrl-C at a third and begun again; at two thirds
the server is killed with SIGKILL and started again, and the import a third time. Then everything that was said has to be
there once, and the examination of the memory finds nothing.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bench.large_export import write_export
from bench.made_memory import SEED
from bench.run_record import run_record
from tests.loopback.servers.listening import Exchange
from tests.loopback.servers.openai import OpenAIServer, calls, says

ROOT: Final = Path(__file__).parents[1]
TOKEN: Final = "a-token-for-measuring"
STOP_S: Final = 120

Process = subprocess.Popen[str]


def main() -> int:
    """Measure and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--conversations", type=int, default=2_000)
    parser.add_argument("--megabytes", type=float, default=200.0)
    chosen = parser.parse_args()
    model = OpenAIServer()
    with tempfile.TemporaryDirectory(prefix="large-import-") as folder, model:
        model.will(saves_what_it_is_told)
        found = measure(Path(folder), model, chosen.conversations, int(chosen.megabytes * 1e6))
    found |= {"run": run_record(seed=SEED)}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if (found["missing"], found["twice"], found["check_code"]) == (0, 0, 0) else 1


def saves_what_it_is_told(exchange: Exchange) -> None:
    """Answer at once: a memory to be saved for what is said, and a word for what a tool gives back."""
    last = exchange.asked.body["messages"][-1]
    statement = str(last["content"]).replace("我", "用户", 1)
    reply = says("好。") if last["role"] == "tool" else calls(("save_memory", {"statement": statement}))
    reply(exchange)


def measure(folder: Path, model: OpenAIServer, conversations: int, size_bytes: int) -> dict[str, Any]:
    """Import in three parts, the first ended by Ctrl-C, the second by the server's death; gives the figures."""
    export = folder / "conversations.json"
    said = write_export(export, conversations, size_bytes)
    home = Home(folder, model)
    with home.served() as server:
        idle_mb = memory_mb(server, "VmRSS")
        parts = [home.imported(export, server, until=1 / 3, then=lambda command: command.send_signal(signal.SIGINT))]
        parts += [home.imported(export, server, until=2 / 3, then=lambda _: server.kill())]
    with home.served() as server:
        parts += [home.imported(export, server)]
        heard = home.heard()
        server.send_signal(signal.SIGINT)
        server.wait(STOP_S)
    with home.command("check") as check:
        check.communicate()
    return {"conversations": conversations, "file_mb": round(export.stat().st_size / 1e6, 1), "said": len(said),
            "idle_mb": idle_mb, "peak_mb": max(part["peak_mb"] for part in parts), "parts": parts,
            "missing": len(set(said) - set(heard)), "twice": len(heard) - len(set(heard)),
            "in_order": heard == said, "check_code": check.returncode}  # fmt: skip


def memory_mb(process: Process, which: str) -> float:
    """Give a process's memory as the kernel counts it: VmRSS now, VmHWM at its most."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1e3 * 1.024, 1)


@dataclass
class Home:
    """A data folder, and the command line over it."""

    folder: Path
    model: OpenAIServer

    def __post_init__(self) -> None:
        """Choose a free port."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self._port = listener.getsockname()[1]
        chosen = {**self.model.settings(), "embedding": "local:use-multilingual-v3", "rerank": "", "tidy": "false",
                  "data": str(self.folder / "data"), "port": str(self._port)}  # fmt: skip
        named = {f"SEBASTIAN_{name.upper()}": value for name, value in chosen.items()}
        self._environment = {**os.environ, **named, "TOKEN": TOKEN, "PYTHONPATH": str(ROOT), "NO_PROXY": "*"}

    def command(self, *arguments: str) -> Process:
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "server", *arguments], env=self._environment, cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @contextmanager
    def served(self) -> Iterator[Process]:
        """Serve until the block ends; its log is not kept."""
        with self.command("serve") as server:
            assert server.stdout is not None
            while "已就绪" not in server.stdout.readline():
                assert server.poll() is None, "the server did not start"
            drain = subprocess.Popen(["cat"], stdin=server.stdout, stdout=subprocess.DEVNULL)
            try:
                yield server
            finally:
                server.kill()
                drain.wait()

    def imported(
        self, export: Path, server: Process, *, until: float = 1.0, then: Callable[[Process], object] = lambda _: None
    ) -> dict[str, Any]:
        """Import until such a share is behind us and then do that; gives how it went."""
        began_s, read_s, told = time.monotonic(), 0.0, list[str]()
        peak_mb, is_done = 0.0, False
        with self.command("import", str(export)) as command:
            assert command.stdout is not None
            for line in command.stdout:
                told.append(line.strip())
                read_s = read_s or time.monotonic() - began_s
                done, _, total = line.partition("/")
                if done.isdecimal() and not is_done and int(done) >= until * int(total):
                    is_done, peak_mb = True, memory_mb(server, "VmHWM")
                    then(command)
        peak_mb = peak_mb or memory_mb(server, "VmHWM")
        return {"read_s": round(read_s, 1), "whole_s": round(time.monotonic() - began_s, 1), "peak_mb": peak_mb,
                "code": command.returncode, "told": told}  # fmt: skip

    def heard(self) -> list[str]:
        """What was said, in its order, as the export has it."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(trust_env=False, timeout=STOP_S, headers=headers) as client:
            lines = client.get(f"http://127.0.0.1:{self._port}/export").text.splitlines()
        return [event["text"] for event in map(json.loads, lines) if event.get("op") == "heard"]


if __name__ == "__main__":
    raise SystemExit(main())
