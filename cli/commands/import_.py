"""`sebastian import`: take in what was remembered or said elsewhere."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.command import Command, Failed, Invocation
from cli.language import either
from cli.printing import say
from cli.reaching import Home, add_reaching_arguments, reached
from cli.tables import console, day
from store.transfer import is_header

KINDS: Final = {
    "sebastian": "塞巴斯蒂安的导出", "chatgpt": "ChatGPT 的对话", "mem0": "mem0 的记忆", "langgraph": "LangMem／LangGraph 的记忆",
    "letta": "Letta 的记忆与对话", "telegram": "Telegram 的聊天", "chat": "聊天记录", "statements": "一行一条的记忆",
}  # fmt: skip
# Where the output is no terminal, progress is told at each of so many parts.
TOLD_PARTS = 10
INTERRUPTED = "停下了。再导入一次同一个文件，就从这里接着来。"


def add_arguments(parser: ArgumentParser) -> None:
    """What file, and whose words of it."""
    add_reaching_arguments(parser)
    parser.add_argument("file", type=Path, help=either("要导入的文件", "the file"))
    parser.add_argument(
        "--owner", metavar="NAME", default="", help=either("聊天记录里哪个名字是你", "which name in a chat is yours")
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        default=False,
        help=either("只说会导入什么", "only say what would be imported"),
    )
    parser.add_argument("--json", action="store_true", default=False, help=either("打印 JSON", "print JSON"))


def run(invocation: Invocation) -> int:
    """Import it, saying how far it is; Ctrl-C stops behind the item at work."""
    asked = invocation.asked
    if not asked.file.is_file():
        raise Failed(f"没有这个文件：{asked.file}")
    with asked.file.open("rb") as file:
        is_own = is_header(file.readline(1000))
    with reached(invocation, talks=not (asked.dry_run or is_own)) as home:
        with asked.file.open("rb") as file:
            form = {"owner": asked.owner, "dry_run": str(asked.dry_run).lower()}
            begun = home.ask("POST", "/import", files={"file": (asked.file.name, file)}, data=form)
        if not asked.json:
            _tell(begun, is_dry=asked.dry_run)
        ended = begun if begun["id"] is None else _followed(home, begun, is_shown=not asked.json)
    if asked.json:
        say(orjson.dumps(ended, option=orjson.OPT_INDENT_2).decode())
    return 0 if ended.get("state", "done") == "done" else 1


def _tell(begun: dict[str, Any], *, is_dry: bool) -> None:
    span = f"，{day(begun['first'])} 至 {day(begun['last'])}" if begun["first"] else ""
    say(
        f"认出是{KINDS[begun['kind']]}：共 {begun['total']} 条，{'会' if is_dry else '要'}导入 {begun['new']} 条{span}。"
    )
    if begun["known"]:
        say(f"以前导入过的 {begun['known']} 条，不再导入。")
    if begun["skipped"]:
        say(f"没有字的，或长过八千字、不像是话的 {begun['skipped']} 条，略过。")
    if is_dry:
        say("以上只是预演，什么也没有导入。")


def _followed(home: Home, begun: dict[str, Any], *, is_shown: bool) -> dict[str, Any]:
    """Look on until it is over; gives how it ended."""
    try:
        ended = _shown_on_terminal(home, begun) if is_shown and sys.stdout.isatty() else _told(home, begun, is_shown)
    except KeyboardInterrupt:
        home.ask("DELETE", f"/import/{begun['id']}")
        raise Failed(f"\n{INTERRUPTED}") from None
    except Failed as error:  # the server is gone
        raise Failed(f"{error}\n{INTERRUPTED}") from error
    if ended["error"]:
        raise Failed(f"已导入 {ended['new']} 条，然后出错了：{ended['error']['message']}\n{INTERRUPTED}")
    if is_shown:
        owed = f"，其中 {ended['owed']} 条话已记下、整理以后补上" if ended["owed"] else ""
        say(f"导入了 {ended['new']} 条{owed}。")
    return ended


def _shown_on_terminal(home: Home, begun: dict[str, Any]) -> dict[str, Any]:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console()) as bar:
        task = bar.add_task("", total=begun["total"], completed=begun["known"] + begun["skipped"], rate="")
        for now in _news(home, begun["id"]):
            rate = f"每分钟 {now['rate'] * 60:.0f} 条" if now["rate"] else ""
            bar.update(task, completed=now["done"], total=now["total"], rate=rate)
    return now


def _told(home: Home, begun: dict[str, Any], is_shown: bool) -> dict[str, Any]:
    told = -1
    for now in _news(home, begun["id"]):
        part = TOLD_PARTS * now["done"] // max(now["total"], 1)
        if is_shown and part > told and now["state"] == "running":
            told = part
            say(f"{now['done']}/{now['total']}")
    return now


def _news(home: Home, import_id: str) -> Iterator[dict[str, Any]]:
    """How it stands, whenever that has changed, and at last how it ended."""
    done = -1
    while True:
        now = home.ask("GET", f"/import/{import_id}", params={"after": done})
        yield now
        if now["state"] != "running":
            return
        done = now["done"]


COMMAND = Command("import", "导入别处的记忆与聊天", "import memories and chats from elsewhere", run, add_arguments)
