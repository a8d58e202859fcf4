"""The page beside the figures: peers.md, Chinese first and English beside it."""

from typing import Any

from bench.peers.durability import FILLED
from bench.peers.measure import TIMED
from bench.peers.peer import PEERS

HEAD = """# 同类对照：别人会选的两样 / Peers that one would pick instead

由 `python -m bench.peers` 写成；数字全在旁边的 `peers.json`。同一台机器、同一次运行、同一个向量模型（`{embedding}`）、同一批题，
每位用户一个库，先全部说完再问，一个线程，用时含向量计算。都不调用对话模型：mem0 用 `infer=False`，LangMem 直接调用它的两个工具，
我们只听（`hear`）不整理。

Written by `python -m bench.peers`; every figure is in `peers.json` beside it. One machine, one run, one embedding model, the
same questions; one store a user, everything told first, then asked; one thread, embedding included in the times. No chat
model is called: mem0 with `infer=False`, LangMem by its two tools, ours by `hear` without mining.

- 机器 machine：{machine}，负载 load {loads}
- 版本 commit：`{commit}`，种子 seed {seed}，每集至多 at most {limit} 题 questions
- 命令 command：`{command}`；加 `--keep` 时，没有重新量的留用先前的，各自的版本在 `peers.json` 里
  with `--keep` what is not measured anew stays as it was; the commit of each figure is in `peers.json`
"""
KILLS = "kill -9"
NOTES = f"""## 怎样读 / Notes

- **毫秒**：p50 / p95，括号里是 CPU 用时的 p50。机器与别的工作共用，墙上时间跟着它走，CPU 用时不跟。
  *Milliseconds*: p50 / p95, and in brackets p50 by the CPU. The machine was shared: the clock on the wall feels that, the
  CPU's does not.
- **沉默**：拿与记忆无关的句子去问，什么也不给的比例。那两家没有这一刀；我们的 R@k 是切过之后的。
  *Silence*: share of sentences about nothing for which nothing came up. The peers have no such cut; our R@k is after it.
- **向量**：我们的配方不看行首的说话人（他由按词的检索去看），那两家拿到的是原话：只靠向量时这样更好。
  *Vectors*: our recipe leaves out the speaker at the head of a line, whom the search by words sees; the peers are given the
  words as told, which is better where vectors are all there is.
- **mem0** 配 FAISS 时只有稠密检索（它的 BM25 要换一种库）；每加一条，都把整个索引与全部文字重写一遍，没有 fsync。
  With FAISS it searches densely only (its BM25 wants another store) and writes index and texts anew for every memory,
  without fsync.
- **LangMem** 的库只在内存里：磁盘 0 字节，关了就没有；每次检索与全部向量逐一比较。
  Its store lives in memory: no bytes on disk and nothing left when it closes; a search compares with every vector.
- **我们**的一次「加」写完账本、fsync 之后才返回。Our add returns after the ledger's fsync.
- 大库先垫底再计时：mem0 垫底是一次写入（逐条加，一万条要很久），计时的 {TIMED} 条仍走它的 `add`。
  Large stores are filled first. mem0's is filled in one write (one by one would take very long); the {TIMED} adds that are
  timed go through its `add`.
- **kill -9** 断的是进程，不是电。每轮库里先有 {FILLED} 条，再逐条加，在某一刻杀掉；另一个进程打开它，用原话去找每一条答复过的。
  It ends a process and is no power cut. Each round holds {FILLED} memories first, adds one at a time and is killed at some
  moment; another process opens the folder and looks for every acknowledged memory by its own words.
"""


def page(results: dict[str, Any]) -> str:
    """Word the figures that there are."""
    measured = list(dict.fromkeys(name for peer in PEERS for name in results[peer]))
    sizes = [name for name in measured if name.startswith("at ")]
    sets = [name for name in measured if name not in (*sizes, KILLS)]
    return "\n".join(
        [
            HEAD.format(**results["run"], loads=_loads(results)),
            _quality(results, sets),
            _speed(results, sizes),
            _kills(results),
            NOTES,
        ]
    )


def _quality(results: dict[str, Any], sets: list[str]) -> str:
    rows = []
    for name in sets:
        for peer in (peer for peer in PEERS if name in results[peer]):
            found = results[peer][name]
            silent = "–" if found["silent"] is None else _share(found["silent"])
            shares = " | ".join(_share(found[figure]) for figure in ("R@5", "R@10", "MRR"))
            rows.append(f"| {name}（{found['questions']}） | {_name(results, peer)} | {shares} | {silent} | {_ms(found['add'])} "
                        f"| {_ms(found['search'])} | {found['bytes_each']:,} |")  # fmt: skip
    return _table(
        "找得对不对 / What comes up",
        "集（题） set (questions) | | R@5 | R@10 | MRR | 沉默 silence | 加 add ms | 找 search ms | 字节／条 bytes each",
        rows,
    )


def _speed(results: dict[str, Any], sizes: list[str]) -> str:
    rows = []
    for size in sizes:
        for peer in (peer for peer in PEERS if size in results[peer]):
            found = results[peer][size]
            rows.append(f"| {int(size.removeprefix('at ')):,} | {_name(results, peer)} | {_ms(found['add'])} | {_ms(found['search'])} "
                        f"| {found['open']['ms_p50']:.0f}（{found['open']['cpu_ms_p50']:.0f}） | {found['bytes_each']:,} | {found['rss_mb']:.0f} |")  # fmt: skip
    return _table(
        "库大了以后 / With size",
        "条 memories | | 加 add ms | 找 search ms | 打开 open ms | 字节／条 bytes each | 内存 RSS MB",
        rows,
    )


def _kills(results: dict[str, Any]) -> str:
    rows = []
    for peer in (peer for peer in PEERS if KILLS in results[peer]):
        found = results[peer][KILLS]
        rows.append(f"| {_name(results, peer)} | {found['rounds']} | {found['acknowledged']:,} | {found['found']:,} "
                    f"| {found['stores_harmed']} |")  # fmt: skip
    return _table(
        "加到一半 kill -9 / Killed while adding",
        " | 次 times | 答复过 acknowledged | 找得回 found again | 有丢失的库 stores that lost something",
        rows,
    )


def _loads(results: dict[str, Any]) -> str:
    loads = [found["load"] for peer in PEERS for found in results[peer].values() if "load" in found]
    return f"{min(loads)}–{max(loads)}"


def _table(title: str, head: str, rows: list[str]) -> str:
    columns = f"| {head}"
    width = columns.count("|")
    return "\n".join([f"## {title}", "", f"{columns} |", "|---" * width + "|", *rows, ""])


def _name(results: dict[str, Any], peer: str) -> str:
    versions = next(iter(results[peer].values()))["versions"]
    if peer == "sebastian":
        return "**塞巴斯蒂安**"
    return " + ".join(f"{name} {version}" for name, version in versions.items())


def _share(share: float) -> str:
    return f"{share:.3f}".removeprefix("0") if share < 1 else "1"


def _ms(times: dict[str, float]) -> str:
    return f"{times['ms_p50']:.1f} / {times['ms_p95']:.1f}（{times['cpu_ms_p50']:.1f}）"
