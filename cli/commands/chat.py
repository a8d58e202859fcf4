"""`sebastian chat`: a conversation in the terminal, or with a pipe; the answer stands there while it is made."""

import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from cli.command import Command, Failed, Invocation
from cli.language import either
from cli.printing import fail, harmless, say
from cli.reaching import Home, add_reaching_arguments, reached
from cli.tables import change_lines, console

HELLO: Final = "跟塞巴斯蒂安说话。Ctrl-C 停下这一轮，Ctrl-D 离开。"
STOPPED_TURN: Final = "停下了，不等它答。您的话已经记下。"
NOT_SENT: Final = "停下了。这句话也许没有送到。"
THINKING: Final = "想…"
DOING: Final = {
    "recall_memory": "回想…", "save_memory": "记下…", "update_memory": "更新…", "derive_memory": "推想…", "forget_memory": "忘掉…",
}  # fmt: skip
# Around what takes no room on the line, for readline to count the rest.
PROMPT: Final = "\001\033[1;36m\002你 › \001\033[0m\002"
PLAIN_PROMPT: Final = "你 › "


def add_arguments(parser: ArgumentParser) -> None:
    """Whose memory, where, and in which thread."""
    add_reaching_arguments(parser)
    parser.add_argument(
        "--thread",
        metavar="NAME",
        default="",
        help=either("接着哪一段对话；不填则另起一段", "which conversation to go on with; by default a new one"),
    )


def run(invocation: Invocation) -> int:
    """Talk until the end of the input."""
    thread = invocation.asked.thread or f"terminal-{secrets.token_hex(6)}"
    is_terminal = sys.stdin.isatty()
    with reached(invocation, talks=True) as home:
        if is_terminal:
            console().print(f"[dim]{HELLO}[/dim]")
        codes = [_turn(home, text, thread) for text in (_typed() if is_terminal else _piped())]
    return 0 if is_terminal else max(codes, default=0)


def _typed() -> Iterator[str]:
    """What is typed, a line at a time, with editing and the lines of this conversation to go back to.

    They are not kept on disk: what is erased from memory is not to be found in another file.
    """
    import readline  # it takes hold of input() by being imported

    readline.set_auto_history(True)
    while True:
        try:
            text = input(PROMPT if console().color_system else PLAIN_PROMPT)
        except EOFError:
            say()
            return
        except KeyboardInterrupt:
            say()
            continue
        if text.strip():
            yield text


def _piped() -> Iterator[str]:
    yield from (line.strip() for line in sys.stdin if line.strip())


def _turn(home: Home, text: str, thread: str) -> int:
    """Take one turn; gives 0 where it went well. Ctrl-C leaves the answer, and the server stops making it."""
    arrived = False
    try:
        with (
            _Answer(console()) as answer,
            home.happening("/chat/text", json={"text": text, "thread_id": thread}) as told,
        ):
            arrived = True
            for name, content in told:
                answer.take(name, content)
    except KeyboardInterrupt:
        say(STOPPED_TURN if arrived else NOT_SENT)
        return 1
    except Failed as error:
        return fail(str(error))
    return 0


class _Answer:
    """An answer on the screen: what is done meanwhile, the words as they come, and at the end what changed in memory.

    Leaving it ends the line, whatever came of the answer.
    """

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._waiting = screen.status(f"[dim]{THINKING}[/dim]")
        self._line_is_open = False

    def __enter__(self) -> "_Answer":
        """Show that it is awaited."""
        self._waiting.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Put the screen in order."""
        self._waiting.stop()
        self._end_line()

    def take(self, name: str, content: Any) -> None:
        """Show one event of the turn. Raises Failed for the one that says that it failed."""
        if name == "token":
            self._waiting.stop()
            self._line_is_open = True
            words = harmless(content["text"])
            self._screen.print(words, end="", style="bold", markup=False, soft_wrap=True)
            self._screen.file.flush()
        elif name == "tool" and not self._line_is_open:
            self._waiting.update(f"[dim]{DOING.get(content['name'], THINKING)}[/dim]")
        elif name == "done":
            self._waiting.stop()
            self._end_line()
            for line in change_lines(content["memory"] or []):
                style = "green" if self._screen.is_terminal else None
                self._screen.print(f"  {escape(harmless(line))}", style=style)
        elif name == "error":
            raise Failed(content["message"])

    def _end_line(self) -> None:
        if self._line_is_open:
            self._line_is_open = False
            say()


COMMAND = Command("chat", "在终端里对话", "talk in the terminal", run, add_arguments)
