"""The page and the curves that say what bench/latency.py measured, written from its JSON beside it."""

from pathlib import Path
from typing import Any, Final

from bench.curves import Points, draw

# What was set out to be reached: milliseconds p50 and p95 of a recall, of p95 a save, seconds of an opening.
RECALL_GOALS: Final = {"p50": ((10_000, 3.0), (100_000, 15.0)), "p95": ((10_000, 10.0), (100_000, 40.0))}
SAVE_GOALS: Final = {"p95": ((10_000, 10.0), (100_000, 10.0))}
OPEN_GOALS: Final = {"打开 open": ((100_000, 1.0),)}
ACROSS: Final = "记忆条数（话轮 + 事实） memories (turns + facts)"


def write(rows: list[dict[str, Any]], path: Path) -> None:
    """Write `<name>.md` and `<name>_*.svg` beside the JSON at `path`; a row is of one embedding and one size."""
    for name, drawing in _curves(rows).items():
        path.with_name(f"{path.stem}_{name}.svg").write_text(drawing, encoding="utf-8")
    path.with_suffix(".md").write_text(_page(rows, path.stem), encoding="utf-8")


def _curves(rows: list[dict[str, Any]]) -> dict[str, str]:
    first = rows[0]["embedding"]

    def of(value: Any, embedding: str = first) -> Points:
        return [(row["memories"], value(row)) for row in rows if row["embedding"] == embedding]

    recall = {(each if embedding == first else f"{each} {embedding}"): of(lambda found, each=each: found["recall"][f"ms_{each}"], embedding)
              for embedding in dict.fromkeys(row["embedding"] for row in rows) for each in ("p50", "p95")}  # fmt: skip
    save = {each: of(lambda found, each=each: found["save"][f"ms_{each}"]) for each in ("p50", "p95")}
    opening = {
        "打开 open": of(lambda found: found["open_s"]),
        "从账本重建 rebuild": of(lambda found: found["rebuild_s"]),
    }
    room = {
        "磁盘 disk": of(lambda found: sum(found["disk_mb"].values())),
        "内存 RSS": of(lambda found: found["rss_mb"]),
    }
    return {
        "recall": draw(
            "回忆一次（含嵌入） One recall, embedding included", "ms", recall, across=ACROSS, goals=RECALL_GOALS
        ),
        "save": draw("存一条事实（含落盘、嵌入） One durable save", "ms", save, across=ACROSS, goals=SAVE_GOALS),
        "open": draw("打开记忆库 Opening the store", "s", opening, across=ACROSS, goals=OPEN_GOALS),
        "room": draw("占用 Room", "MB", room, across=ACROSS),
    }


def _page(rows: list[dict[str, Any]], stem: str) -> str:
    head = ["| 嵌入 embedding | 条数 memories | 回忆 recall p50 / p95 ms | 其中嵌入 embedding p50 | 存 save p50 / p95 ms | 打开 open s | 重建 rebuild s |"
            " 账本重放 replay /s | 磁盘 disk MB | 内存 RSS MB | 最近邻召回 nearest 10 / 100 found |",
            "|---|---|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    runs = dict.fromkeys(f"`{run['command']}` · {run['commit']} · {run['machine']} · 负载 load {run['load']} · 种子 seed {run['seed']}  "
                         for run in (row["run"] for row in rows))  # fmt: skip
    return "\n".join([
        "# 速度与占用 Speed and room", "",
        *runs, "",
        *head, *map(_row, rows), "",
        *(f"![{name}]({stem}_{name}.svg)" for name in ("recall", "save", "open", "room")), "",
        "- 一条记忆是一个话轮或一个事实，各占一半。一个进程，一个线程；回忆含嵌入，问句都是没问过的；存含 fsync 与嵌入。叉号是目标。",
        "  A memory is a turn or a fact, half of each. One process, one thread; a recall embeds a question never asked before; a"
        " save includes fsync and embedding. Crosses are the goals.",
        "- 括号里是处理器时间：机器上有别的事时，两者不同。",
        "  In brackets: processor time, which differs from the clock's on a machine busy with other work.",
        "- 句子由种子编造，词频从齐普夫律；大批灌入时向量由真句子的向量两两混合而成，账本一次写完；量的那些轮次都走真路。",
        "  Sentences are made up, their words follow Zipf's law; the fill mixes vectors of real sentences and writes the ledger at"
        " once; the turns that are measured go the real way.",
        "- 灌入与测量各在一个进程里，所以内存是打开以后、谈过这些轮以后的，不含灌入。",
        "  Filling and measuring have a process each: the RAM is that of a memory that was opened and talked to.",
        "- 打开：话与事实留在账本里，用到才读；索引与列表取自快照，快照与账本逐字节相符才用，否则重建（「重建」一栏，含分词）。",
        "  Opening: what was said stays in the ledger and is read when needed; indexes come from snapshots, used only with the very"
        " bytes of the ledger they were made from, and made again otherwise (the column rebuild).",
        "- 8,192 条以上先按符号位粗找再精算；最后一栏是真正最近的 10 条、100 条里找到的份额。",
        "  Above 8,192 vectors the search compares signs first and then exactly; the last column is what share of the truly"
        " nearest it finds.", "",
    ])  # fmt: skip


def _row(found: dict[str, Any]) -> str:
    recall, save, near = found["recall"], found["save"], found["nearest_found"]
    return (
        f"| {found['embedding']} | {found['memories']:,} | {recall['ms_p50']} / {recall['ms_p95']} ({recall['cpu_ms_p50']}) | {found['embed']['ms_p50']}"
        f" | {save['ms_p50']} / {save['ms_p95']} ({save['cpu_ms_p50']}) | {found['open_s']} ({found['open_cpu_s']}) | {found['rebuild_s']:,} ({found['rebuild_cpu_s']:,})"
        f" | {found['replay_records_per_cpu_s']:,} | {sum(found['disk_mb'].values()):,.1f} | {found['rss_mb']:,.0f}"
        f" | {near['of_10']:.3f} / {near['of_100']:.3f} |"
    )
