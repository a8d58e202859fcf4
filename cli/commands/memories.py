"""`sebastian memories`: list, search, show, why, history, forget, erase."""

import sys
from argparse import ArgumentParser
from typing import Any

import orjson

from cli.command import Command, Failed, Invocation
from cli.language import either
from cli.parser import add_data
from cli.printing import say
from cli.reaching import Home, add_reaching_arguments, reached
from cli.tables import change_lines, show_facts, why_lines

PAGE = 1000


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, to which memory."""
    _add_common(parser)
    below = parser.add_subparsers(
        dest="action", required=True, title=either("动作", "actions"), metavar=either("动作", "action")
    )
    listing = below.add_parser("list", help=either("列出，新的在前", "list, newest first"))
    listing.add_argument(
        "--status",
        choices=["current", "superseded", "retracted", "unsupported", "all"],
        default="current",
        help=either("状态，all 为全部", "which status, all for every one"),
    )
    listing.add_argument(
        "--as-of", default=None, help=either("看那一刻（ISO 8601）成立的", "as of a moment (ISO 8601)")
    )
    listing.add_argument("--limit", type=int, default=None, help=either("最多几条", "how many at most"))
    searching = below.add_parser("search", help=either("检索", "search"))
    searching.add_argument("query", help=either("检索的话", "words to look for"))
    searching.add_argument(
        "--limit", type=int, default=20, help=either("最多几条，默认 20", "how many at most, by default 20")
    )
    for name, chinese, english in (
        ("show", "看一条", "show one"),
        ("why", "为什么记得：前提，直到原话", "why it is remembered: premises, down to what was said"),
        ("history", "一条的各个版本", "every version of one"),
        ("forget", "忘掉一条，可以撤销", "forget one; it can be undone"),
        ("erase", "抹去一条，连字节一起，不能恢复", "erase one, bytes and all, for good"),
    ):
        one = below.add_parser(name, help=either(chinese, english))
        one.add_argument("id", help=either("编号，如 f5", "its id, f5 for one"))
    one.add_argument("--yes", action="store_true", default=False, help=either("不再问", "do not ask"))
    for each in below.choices.values():  # `memories list --json` and `memories --json list` are both what one writes
        _add_common(each)
        add_data(each)


def _add_common(parser: ArgumentParser) -> None:
    add_reaching_arguments(parser)
    parser.add_argument("--json", action="store_true", help=either("打印 JSON，给程序读", "print JSON, for programs"))


def run(invocation: Invocation) -> int:
    """Do it."""
    asked, as_json = invocation.asked, hasattr(invocation.asked, "json")
    with reached(invocation) as home:
        if asked.action == "list":
            _show(as_json, _listed(home, status=asked.status, as_of=asked.as_of, limit=asked.limit))
        elif asked.action == "search":
            answer = home.ask("GET", "/memories", params={"query": asked.query, "limit": asked.limit})
            _show(as_json, answer["memories"])
        elif asked.action in ("show", "history"):
            fact = home.ask("GET", f"/memories/{asked.id}")
            _show(as_json, fact["history"] if asked.action == "history" else [fact])
        elif asked.action == "why":
            why = home.ask("GET", f"/memories/{asked.id}/why")
            _print(as_json, why, why_lines(why))
        else:
            _take_away(
                home, asked.id, erases=asked.action == "erase", is_sure=getattr(asked, "yes", False), json=as_json
            )
    return 0


def _listed(home: Home, *, status: str, as_of: str | None, limit: int | None) -> list[dict[str, Any]]:
    """All that there are, page by page, or as many as are wanted."""
    found: list[dict[str, Any]] = []
    wanted = float("inf") if limit is None else limit
    while len(found) < wanted:
        params = {"status": status, "as_of": as_of, "limit": min(PAGE, wanted - len(found)), "offset": len(found)}
        answer = home.ask("GET", "/memories", params={key: value for key, value in params.items() if value is not None})
        found += answer["memories"]
        if not answer["memories"] or len(found) >= answer["total"]:
            break
    return found


def _take_away(home: Home, fact_id: str, *, erases: bool, is_sure: bool, json: bool) -> None:
    if erases and not is_sure:
        _confirm(home.ask("GET", f"/memories/{fact_id}"))
    answer = home.ask("DELETE", f"/memories/{fact_id}", params={"erase": erases})
    lines = change_lines(answer["memory"])
    if receipt := answer.get("receipt"):
        lines.append(f"抹去记忆 {receipt['facts']} 条、原话 {receipt['turns']} 段、对话 {receipt['threads']} 段。")
    _print(json, answer, lines)


def _confirm(fact: dict[str, Any]) -> None:
    """Ask before what cannot be taken back. Raises Failed where the answer is no, or nobody is there to give one."""
    if not sys.stdin.isatty():
        raise Failed("抹去不能恢复。请加 --yes 表示确定（confirmation_needed）。")
    say(f"{fact['id']} {fact['statement']}\n它的各个版本、由它得出的结论、说到它的原话，都会连字节一起抹去，不能恢复。")
    if input("确定抹去吗？输入 yes：").strip().lower() not in ("yes", "y", "是", "确定"):
        raise Failed("没有抹去。")


def _show(json: bool, facts: list[dict[str, Any]]) -> None:
    if json:
        _print(json, facts, [])
    elif facts:
        show_facts(facts)
    else:
        say("没有。")


def _print(json: bool, answer: Any, lines: list[str]) -> None:
    if json:
        say(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    for line in [] if json else lines:
        say(line)


COMMAND = Command("memories", "看、查、忘、抹记忆", "see, search, forget and erase memories", run, add_arguments)
