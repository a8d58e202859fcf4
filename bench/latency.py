"""What memory itself takes of a turn: hear, recall and settle, embedding included, the disk's fsync too.

    python -m bench.latency --json bench/results/latency.json [--embedding local:...] [--sizes 1000,10000] [--turns 200]

A memory in a folder is filled with facts, each from a turn of its own, and then talked to. The sentences are made up from
a seed. No model of conversation is called.
"""

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agent.models import make_embedder
from agent.settings import Settings
from bench.run_record import milliseconds, resident_mb, run_record
from store.contract import Embedder
from store.facts import Draft, Source
from store.folder_memory import FolderMemory

SEED = 7
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
WHO = ("我", "我妹妹", "我同事老周", "我爸", "我的邻居", "我女儿", "我们老板", "我表哥")
DID = ("买了", "弄丢了", "修好了", "送给朋友", "寄走了", "借出去", "收到了", "看中了", "退掉了", "换了")
WHAT = (
    "鼠标",
    "自行车",
    "咖啡机",
    "围巾",
    "吉他",
    "相机",
    "雨伞",
    "字典",
    "台灯",
    "行李箱",
    "手表",
    "帐篷",
    "鱼竿",
    "毛毯",
)
LIKE = (
    "黑色的",
    "蓝色的",
    "旧的",
    "新款的",
    "二手的",
    "很贵的",
    "打折的",
    "木头的",
    "会响的",
    "折叠的",
    "轻便的",
    "限量的",
)
WHERE = ("在青岛", "在楼下超市", "在网上", "在公司", "在火车站", "在学校门口", "在昆明", "在旧货市场", "在医院旁边")
ASKS = ("我的{}在哪儿买的？", "{}后来怎么样了？", "谁的{}丢了？", "我那个{}是什么颜色？", "你记得{}的事吗")


def main() -> int:
    """Measure each size and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--embedding", default="")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--turns", type=int, default=200)
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    embedder = make_embedder(Settings(embedding=chosen.embedding))
    results: dict[str, Any] = {"run": run_record(seed=SEED, embedding=embedder.name, turns=chosen.turns)}
    for size in map(int, chosen.sizes.split(",")):
        results[str(size)] = measure(embedder, size, chosen.turns)
        print(f"{size:7} facts {json.dumps(results[str(size)])}", flush=True)
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(embedder: Embedder, size: int, turns: int) -> dict[str, Any]:
    """Fill a memory with `size` facts and as many turns, and time `turns` more."""
    chooser = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        memory = FolderMemory(Path(folder), "u", embedder)
        start = time.perf_counter()
        for place in range(size):
            _tell(memory, chooser, BEGIN + place * timedelta(hours=3))
        filled = time.perf_counter() - start
        times: dict[str, list[float]] = {"hear": [], "recall": [], "settle": []}
        for place in range(turns):
            _turn(memory, chooser, BEGIN + (size + place) * timedelta(hours=3), times)
        memory.close()
        start = time.perf_counter()
        FolderMemory(Path(folder), "u", embedder).close()
        opened = time.perf_counter() - start
    whole = [sum(parts) for parts in zip(*times.values(), strict=True)]
    return {"turn": milliseconds(whole), **{name: milliseconds(each) for name, each in times.items()},
            "fill_ms_each": round(filled / size * 1000, 2), "open_s": round(opened, 2), "rss_mb": resident_mb()}  # fmt: skip


def _sentence(chooser: random.Random) -> str:
    who, where, did, like, what = (chooser.choice(words) for words in (WHO, WHERE, DID, LIKE, WHAT))
    return f"{who}{where}{did}一个{like}{what}，花了{chooser.randrange(10, 9000)}块"


def _tell(memory: FolderMemory, chooser: random.Random, at: datetime) -> None:
    turn = memory.hear(_sentence(chooser), at, at=at)
    statement = turn.text.replace("我", "用户", 1)
    memory.save(Draft(statement, sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=at)
    memory.settle(turn.id, "answered", at=at)


def _turn(memory: FolderMemory, chooser: random.Random, at: datetime, times: dict[str, list[float]]) -> None:
    words = chooser.choice(ASKS).format(chooser.choice(WHAT)) if chooser.random() < 0.5 else _sentence(chooser)
    marks = [time.perf_counter()]
    turn = memory.hear(words, at, at=at)
    marks.append(time.perf_counter())
    memory.recall(words, now=at, exclude_turn=turn.id)
    marks.append(time.perf_counter())
    memory.settle(turn.id, "answered", at=at)
    marks.append(time.perf_counter())
    for name, start, end in zip(times, marks, marks[1:], strict=False):
        times[name].append(end - start)


if __name__ == "__main__":
    sys.exit(main())
