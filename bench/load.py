"""Sixty-four clients on one memory over HTTP, reading and writing, and the history of it held against what was acknowledged.

    python -m bench.load --minutes 10 [--json OUT]

A real server on loopback, its chat model a script that answers at once or, to one turn in twenty, after two seconds. One
client alone comes first, and again at the end, when the memory is as large as the others have made it: memory's own part
(hear, save, get, recall, timed inside the server) is told for all three, by the clock, from the call to its end with whatever it
waits for (the disk, a lock, the interpreter), and in computing time, which leaves that out; so is what a turn or a search
waits for those that compute before it (agent/computing.py). Checked: no error but 429 and 503; a save that was acknowledged
is there for every read that begins later; of two saves the one that was acknowledged before the other began comes first in
the ledger; reads never go back; reads do not wait for the slow turns.
"""

import argparse
import asyncio
import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.collecting import collect_rarely
from agent.computing import Place
from agent.switching import switch_often
from bench.run_record import run_record
from store.folder_memory import FolderMemory
from tests.chat_models import calls
from tests.http.serving import TOKEN, make_sebastian, serving

SEED = 20250501
CLIENTS = 64
THINK_S = 1.0
SLOW_S = 2.0
SLOW_SHARE = 0.05
WRITES = 0.4
IDLE_S = 90.0
SLOW_WORD = "慢慢想"
OWN_PART = ("hear", "save", "get", "recall")
TURN_TO_COMPUTE = "turn to compute"
ALLOWED = (200, 429, 503)
NO_ANSWER = 0

# By operation: when it began, how long it took by the clock, and how long its thread computed; seconds.
Times = dict[str, list[tuple[float, float, float]]]


# the server


def serve(data: Path) -> None:
    """Serve until there is nothing more to be read, then write the times of memory's own part to `data`/times.json."""
    times: Times = {name: [] for name in (*OWN_PART, TURN_TO_COMPUTE)}
    for name in OWN_PART:
        setattr(FolderMemory, name, _timed(getattr(FolderMemory, name), times[name]))
    setattr(Place, Place.enter.__name__, _timed(Place.enter, times[TURN_TO_COMPUTE]))
    logging.disable(logging.WARNING)
    with make_sebastian(data / "data", answer, clock=None) as sebastian, serving(sebastian) as served:
        collect_rarely()  # both as in cli/serving.py
        switch_often()
        print(served.url, flush=True)
        sys.stdin.read()
        problems = sebastian.memory().check()
    (data / "times.json").write_text(json.dumps({"times": times, "check": problems}), encoding="utf-8")


def answer(messages: list[BaseMessage]) -> AIMessage:
    """Save what the user says, then greet; one who is asked to think slowly does so first."""
    asked = messages[-1]
    words = str(asked.content) if isinstance(asked, HumanMessage) else ""
    if SLOW_WORD in words:
        time.sleep(SLOW_S)
        return AIMessage("好的。")
    if "编号" in words:
        name = words.removeprefix("记住：").removesuffix("。")
        return calls("save_memory", statement=name, attribute=name.split("的编号")[0], value=name[-12:])
    return AIMessage("好的。")


def _timed(method: Callable[..., Any], into: list[tuple[float, float, float]]) -> Callable[..., Any]:
    @wraps(method)
    def timed(*args: Any, **named: Any) -> Any:
        begun, computed = time.monotonic(), time.thread_time()
        try:
            return method(*args, **named)
        finally:
            into.append((begun, time.monotonic() - begun, time.thread_time() - computed))

    return timed


# the clients


@dataclass
class History:
    """What the clients saw: saves as (begun, acknowledged, seq), and reads with what contradicted them."""

    saves: list[tuple[float, float, int]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    reads: list[tuple[float, float]] = field(default_factory=list)
    turns: list[tuple[float, float]] = field(default_factory=list)
    not_saved: int = 0
    contradictions: list[str] = field(default_factory=list)
    seen_seq: int = 0

    def saved(self, begun: float, seq: int) -> None:
        """Note a save that was acknowledged just now."""
        self.saves.append((begun, time.monotonic(), seq))
        self.seen_seq = max(self.seen_seq, seq)

    def disordered(self) -> int:
        """Count the saves that stand in the ledger before one that was acknowledged ere they began."""
        count, latest = 0, 0
        by_ack = sorted(self.saves, key=lambda each: each[1])
        at = 0
        for begun, _, seq in sorted(self.saves):
            while at < len(by_ack) and by_ack[at][1] < begun:
                latest = max(latest, by_ack[at][2])
                at += 1
            count += seq < latest
        return count


async def talk(client: httpx.AsyncClient, number: int, history: History, until: float) -> None:
    """Read and write with pauses until the time is over."""
    chooser = random.Random(SEED + number)
    written = 0
    while time.monotonic() < until:
        is_slow, code = chooser.random() < SLOW_SHARE, f"{chooser.getrandbits(48):012x}"
        written += 1
        text = SLOW_WORD if is_slow else f"记住：第{number}家{written}号的编号是{code}。"
        try:
            await (write(client, text, history) if chooser.random() < WRITES else read(client, chooser, history))
        except httpx.HTTPError:
            history.answers[NO_ANSWER] += 1
        await asyncio.sleep(chooser.expovariate(1 / THINK_S))


async def write(client: httpx.AsyncClient, text: str, history: History) -> None:
    """Say something and note what was acknowledged."""
    begun = time.monotonic()
    reply = await client.post("/chat/text", json={"text": text})
    history.answers[reply.status_code] += 1
    if reply.status_code == 200 and text != SLOW_WORD:
        history.turns.append((begun, time.monotonic() - begun))
        saved = [each["id"] for each in reply.json()["memory"] or [] if each["op"] == "saved"]
        history.not_saved += not saved
        for fact_id in saved[:1]:
            history.saved(begun, int(fact_id[1:]))


async def read(client: httpx.AsyncClient, chooser: random.Random, history: History) -> None:
    """Read one way or another, and hold what is found against what was acknowledged before."""
    begun, least = time.monotonic(), history.seen_seq
    kind = chooser.random()
    if kind < 0.5 and history.saves:
        seq = chooser.choice(history.saves)[2]
        reply = await client.get(f"/memories/f{seq}")
        if reply.status_code not in ALLOWED:
            history.contradictions.append(f"f{seq} was acknowledged and is answered with {reply.status_code}")
    elif kind < 0.8:
        reply = await client.get("/health")
        if reply.status_code == 200 and reply.json()["seq"] < least:
            history.contradictions.append(f"the ledger stands at {reply.json()['seq']} after {least} was acknowledged")
    else:
        reply = await client.get("/memories", params={"query": "编号是什么", "limit": 5})
    history.answers[reply.status_code] += 1
    history.reads.append((begun, time.monotonic() - begun))


async def load(url: str, seconds: float) -> tuple[History, list[float]]:
    """One client alone, then all of them, then the one again; the history, and when each part began and the last ended."""
    history = History()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    limits = httpx.Limits(max_connections=CLIENTS, keepalive_expiry=1)  # the server lets go after five seconds
    async with httpx.AsyncClient(base_url=url, headers=headers, limits=limits, timeout=300, trust_env=False) as client:
        begun = time.monotonic()
        await talk(client, 0, history, begun + IDLE_S)
        full = time.monotonic()
        async with asyncio.TaskGroup() as clients:
            for number in range(1, CLIENTS + 1):
                clients.create_task(talk(client, number, history, full + seconds))
        again = time.monotonic()
        await talk(client, 0, history, again + IDLE_S)
        return history, [begun, full, again, time.monotonic()]


def run(seconds: float) -> dict[str, Any]:
    """Start the server, load it, stop it, and give what was found."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        command = [sys.executable, "-m", "bench.load", "--serve", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            history, parts = asyncio.run(load(server.stdout.readline().strip(), seconds))
            server.communicate()
        told = json.loads((Path(folder) / "times.json").read_text(encoding="utf-8"))
    full = parts[1:3]
    return {
        "clients": CLIENTS, "seconds": round(full[1] - full[0]), "requests": sum(history.answers.values()),
        "answers": {str(status): count for status, count in sorted(history.answers.items())},
        "errors": sum(count for status, count in history.answers.items() if status not in ALLOWED),
        "saves": len(history.saves), "not_saved": history.not_saved, "contradictions": history.contradictions[:20],
        "out_of_order": history.disordered(), "check": told["check"],
        "own_part_p95_ms": _p95s(OWN_PART, told["times"], 1, parts),
        "own_part_computing_p95_ms": _p95s(OWN_PART, told["times"], 2, parts),
        "waiting_p95_ms": _p95s([TURN_TO_COMPUTE], told["times"], 1, parts),
        "read_ms": _middle_and_p95(history.reads, *full), "turn_ms": _middle_and_p95(history.turns, *full),
    }  # fmt: skip


def _middle_and_p95(took: list[tuple[float, float]], first: float, last: float) -> dict[str, float]:
    """Give the middle and the p95, in milliseconds, of what began between two moments."""
    p50, p95 = np.percentile([each * 1000 for begun, each in took if first <= begun < last], [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def _p95s(names: Sequence[str], times: Times, which: int, parts: list[float]) -> dict[str, dict[str, float | None]]:
    """Give the p95 in milliseconds by name, of the clock (1) or of computing (2), for each part of the load."""

    def p95(name: str, first: float, last: float) -> float | None:
        took = [each[which] * 1000 for each in times[name] if first <= each[0] < last]
        return round(float(np.percentile(took, 95)), 2) if took else None

    named = dict(zip(("idle", "busy", "idle_again"), pairwise(parts), strict=True))
    return {name: {part: p95(name, *span) for part, span in named.items()} for name in names}


def page(found: dict[str, Any]) -> str:
    """Say it for people."""
    run = found["run"]
    own, computing, waiting = (
        "；".join(
            f"{name} {each['idle']} → {each['busy']} → {each['idle_again'] or '–'}"
            for name, each in found[part].items()
        )
        for part in ("own_part_p95_ms", "own_part_computing_p95_ms", "waiting_p95_ms")
    )
    return "\n".join([
        "# 并发 Load", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']} · 负载 load {run['load']} · 种子 seed {run['seed']}", "",
        "| 客户端 clients | 秒 s | 请求 requests | 429/503 以外的错 errors | 存下 saves | 与已确认的相悖 contradictions | 次序颠倒 out of order | 读 reads p50 / p95 ms | 话轮 turns p50 / p95 ms |",
        "|---|---|---|---|---|---|---|---|---|",
        f"| {found['clients']} | {found['seconds']} | {found['requests']} | **{found['errors']}** | {found['saves']} | **{len(found['contradictions'])}** | "
        f"**{found['out_of_order']}** | {found['read_ms']['p50']} / {found['read_ms']['p95']} | {found['turn_ms']['p50']} / {found['turn_ms']['p95']} |", "",
        "记忆自己的那部分，p95 毫秒，从调用到返回，等磁盘、等锁、等解释器都算在内；一个客户端 → 六十四个 → 记忆已经长大以后又是一个 "
        "Memory's own part, p95 ms, from the call to its end, waiting for disk, locks and the interpreter included; one client → "
        f"sixty-four → one again, the memory grown: {own}", "",
        f"其中计算的时间，不含等待 Of which computing, without the waiting: {computing}", "",
        "话轮与检索一个接一个地算（agent/computing.py）；轮到之前的等待不在上面，p95 毫秒 Turns and searches compute one after another; "
        f"what each waits before it is its turn is not in the above, p95 ms: {waiting}", "",
    ])  # fmt: skip


def main() -> None:
    """Be the clients, or the server that they start."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve)
        return
    record = run_record(seed=SEED)
    found = run(chosen.minutes * 60) | {"run": record}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")
        chosen.json.with_suffix(".md").write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
