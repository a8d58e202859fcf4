"""`sebastian token`: further people's tokens; a running server heeds them at once."""

from argparse import ArgumentParser

from cli.command import Command, Invocation
from cli.language import either
from cli.printing import fail, say
from store.errors import InvalidInput


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with whose."""
    below = parser.add_subparsers(dest="action", required=True, metavar=either("做什么", "action"))
    add = below.add_parser("add", help=either("添一个，只显示一次", "make one, shown once"))
    add.add_argument("name", metavar=either("名字", "NAME"))
    below.add_parser("list", help=either("看有谁的", "whose there are"))
    remove = below.add_parser("remove", help=either("作废一个，记忆还在", "end one; the memory stays"))
    remove.add_argument("name", metavar=either("名字", "NAME"))


def run(invocation: Invocation) -> int:
    """Add, list or remove."""
    from agent.tokens import added, listed, removed

    asked, data = invocation.asked, invocation.settings.data
    try:
        if asked.action == "list":
            lines = listed(data)
        else:
            lines = added(data, asked.name) if asked.action == "add" else removed(data, asked.name)
        for line in lines:
            say(line)
    except InvalidInput as error:
        return fail(str(error.details.get("explanation", error)))
    return 0


COMMAND = Command(
    "token", "管别人的令牌：add、list、remove", "tokens of further people: add, list, remove", run, add_arguments
)
