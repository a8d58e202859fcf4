"""What the command line shows of memory: tables whose columns align in Chinese, in colour where there is a terminal."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.printing import harmless

STATUSES: Final = {"current": "现行", "superseded": "被取代", "retracted": "已撤回", "unsupported": "失据"}
OPS: Final = {
    "saved": "记住了", "updated": "更新了", "derived": "推出了", "retracted": "忘掉了", "unsupported": "失据了",
    "undone": "撤销了", "erased": "抹去了",
}  # fmt: skip
# Where the output is no terminal, nothing is wrapped: a line is a row.
_UNWRAPPED: Final = 10_000


def console() -> Console:
    """The terminal, or the pipe, that results go to."""
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _UNWRAPPED, soft_wrap=False)


def show_facts(facts: Sequence[dict[str, Any]]) -> None:
    """Print facts, a row each."""
    table = Table(box=box.SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False, show_edge=False)
    table.add_column("编号", style="cyan", no_wrap=True)
    table.add_column("记忆", overflow="fold")
    table.add_column("状态", no_wrap=True)
    table.add_column("自", no_wrap=True)
    table.add_column("记于", no_wrap=True)
    for fact in facts:
        row = fact["id"], fact["statement"], STATUSES[fact["status"]], day(fact["valid_from"]), day(fact["recorded_at"])
        table.add_row(*(escape(harmless(cell)) for cell in row), style=None if fact["status"] == "current" else "dim")
    console().print(table)


def change_lines(changes: Sequence[dict[str, Any]]) -> list[str]:
    """Say each change of memory in a line."""
    return [f"{OPS[change['op']]} {change['id']} {change['statement']}".rstrip() for change in changes]


def why_lines(why: dict[str, Any], depth: int = 0) -> list[str]:
    """Say a fact and its grounds, each a level further in."""
    indent = "  " * depth
    status = "" if why["status"] == "current" else f"（{STATUSES[why['status']]}）"
    rule = f"　规则：{why['rule']}" if why["rule"] else ""
    lines = [f"{indent}{why['id']} {why['statement']}{status}{rule}"]
    lines += [f"{indent}  {day(quote['said_at'])} 说「{' '.join(quote['quote'].split())}」" for quote in why["quotes"]]
    for premise in why["premises"]:
        lines += why_lines(premise, depth + 1)
    for grounds in why["alternatives"]:
        lines.append(f"{indent}  另有依据：")
        for premise in grounds:
            lines += why_lines(premise, depth + 2)
    return lines


def day(time: str | None) -> str:
    """The day of an ISO 8601 time, empty for none."""
    return datetime.fromisoformat(time).date().isoformat() if time else ""
