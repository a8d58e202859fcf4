"""`sebastian chat`: a conversation in the terminal, or with a pipe."""

import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Iterator

from rich.markup import escape

from cli.command import Command, Failed, Invocation
from cli.language import either
from cli.printing import fail, say
from cli.reaching import Home, add_reaching_arguments, reached
from cli.tables import change_lines, console

HELLO = "跟塞巴斯蒂安说话。Ctrl-C 停下这一轮，Ctrl-D 离开。"
STOPPED_TURN = "停下了，不等它答。您的话已经记下。"
# Around what takes no room on the line, for readline to count the rest.
PROMPT = "\001\033[1;36m\002你 › \001\033[0m\002"


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
            text = input(PROMPT if console().color_system else "你 › ")
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
    """Take one turn; gives 0 where it went well."""
    screen = console()
    try:
        with screen.status("[dim]想…[/dim]"):
            reply = home.ask("POST", "/chat/text", json={"text": text, "thread_id": thread})
    except KeyboardInterrupt:
        say(f"\n{STOPPED_TURN}")
        return 1
    except Failed as error:
        return fail(str(error))
    screen.print(escape(reply["response"]), style="bold")
    for line in change_lines(reply["memory"] or []):
        screen.print(f"  {escape(line)}", style="green" if screen.is_terminal else None)
    return 0


COMMAND = Command("chat", "在终端里对话", "talk in the terminal", run, add_arguments)
