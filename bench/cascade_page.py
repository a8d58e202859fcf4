"""The page that says what bench/cascade.py measured, written from its JSON beside it."""

from pathlib import Path
from typing import Any, Final

GOAL_MS: Final = 200


def write(results: dict[str, Any], path: Path) -> None:
    """Write `<name>.md` beside the JSON at `path`."""
    path.with_suffix(".md").write_text(_page(results["run"], results["falls"], results["computed"]), encoding="utf-8")


def _page(run: dict[str, Any], falls: dict[str, Any], computed: dict[str, Any]) -> str:
    before, after = falls["recall_before"], falls["recall_after"]
    return "\n".join([
        "# 前提没了之后 When a premise goes", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']} · 负载 load {run['load']} · 种子 seed {run['seed']} · {run['embedding']}", "",
        f"记忆里另有 {run['memories']:,} 条（话轮 + 事实）。Beside it {run['memories']:,} memories (turns + facts).", "",
        "| | 毫秒 ms p50 / p95 | 最快 least | 处理器 cpu p50 / p95 |", "|---|---|---|---|",
        _row(f"忘掉一个前提，{falls['fell']:,} 条推断（每链深 {run['depth']}）失据，目标 {GOAL_MS} ms。"
             f"One premise forgotten, {falls['fell']:,} inferences in chains of {run['depth']} fall; goal {GOAL_MS} ms", falls["forget"]),
        _row("撤销它，全部复原。The same undone, all is back", falls["undo"]),
        _row(f"同上，但其中 {falls['stood_with_others']} 条另有依据，改据以立。"
             f"The same, {falls['stood_with_others']} of them standing on other grounds", falls["forget_with_others"]),
        _row("回忆一次，之前。One recall, before", before),
        _row("回忆一次，之后。One recall, after", after), "",
        "| 规则重算 rules computed again | 结论 conclusions | 毫秒 ms | 处理器 cpu ms | 每条 ms each |", "|---|---|---|---|---|",
        *(_computed_row(name, found) for name, found in computed.items() if isinstance(found, dict)), "",
        "- 忙着别的事的机器上看处理器时间。垃圾回收照服务那样设（agent/collecting.py）。",
        "  On a machine busy with other work, the processor's time tells. Garbage is collected as by a server.",
        "- 计时从调用到全部落盘（含 fsync；新事实还含嵌入）。失据的一起写成一条账本记录。",
        "  Timed from the call until all is on disk (fsync, and embedding where a fact is new); all that falls is one record.",
        "- 亲属：一个前提（妹妹其实是哥哥）牵动全部结论；星座、到期日：每条结论各有一个前提，逐个更正。",
        "  亲属: one premise (a sister who is a brother) moves all; 星座 and 到期日: each conclusion has a premise of its own,"
        " corrected one by one.", "",
    ])  # fmt: skip


def _row(what: str, found: dict[str, float]) -> str:
    return f"| {what} | {found['ms_p50']} / {found['ms_p95']} | {found['ms_least']} | {found['cpu_ms_p50']} / {found['cpu_ms_p95']} |"


def _computed_row(name: str, found: dict[str, Any]) -> str:
    each = found["ms"] / max(1, found["computed_again"])
    return f"| {name} | {found['computed_again']:,} | {found['ms']} | {found['cpu_ms']} | {each:.2f} |"
