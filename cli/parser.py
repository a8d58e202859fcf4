"""argparse, speaking the reader's language, with a subcommand for every module in `cli/commands`."""

import argparse
import pkgutil
import re
from argparse import SUPPRESS
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

from cli import commands
from cli.command import Command
from cli.language import either

DEFAULT: Final = "serve"
# What argparse says of wrong arguments, and how it is said in Chinese.
_COMPLAINTS: Final = (
    (r"unrecognized arguments: (.*)", r"不认得的参数：\1"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"one of the arguments (.*) is required", r"这些参数要有一个：\1"),
    (r"argument (.*): expected (?:one argument|at least one argument)", r"\1 后面缺一个值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，可以是 \3"),
    (r"argument (.*): invalid (?:int|float) value: (.*)", r"\1 应是数字，而不是 \2"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
)


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` whose headings and complaints are in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"add_help": False, "allow_abbrev": False, "argument_default": SUPPRESS, **options})
        self._positionals.title = either("参数", "arguments")
        self._optionals.title = either("选项", "options")
        self.add_argument("-h", "--help", action="help", help=either("显示这些，然后退出", "show this and exit"))

    def format_usage(self) -> str:
        """The usage line, under the reader's word for it."""
        return super().format_usage().replace("usage:", either("用法：", "usage:"), 1)

    def format_help(self) -> str:
        """All the help, under the reader's words."""
        return super().format_help().replace("usage:", either("用法：", "usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """End with exit code 2, saying what is wrong with the arguments."""
        for pattern, chinese in _COMPLAINTS:
            if found := re.fullmatch(pattern, message):
                message = either(found.expand(chinese), message)
        super().error(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End; argparse's own word for a complaint is put in the reader's language."""
        super().exit(status, message and message.replace(": error: ", either("：", ": error: "), 1))


def found_commands() -> list[Command]:
    """Every command, in the order of their names, the default first."""
    modules = (import_module(f"{commands.__name__}.{found.name}") for found in pkgutil.iter_modules(commands.__path__))
    return sorted((module.COMMAND for module in modules), key=lambda command: (command.name != DEFAULT, command.name))


def make_parser(known: Iterable[Command]) -> Parser:
    """The parser of the whole command line; what is not given is not in the namespace."""
    parser = Parser(
        prog="sebastian",
        description=either(
            "塞巴斯蒂安：带永久记忆的私人助理。不写命令就是启动服务。",
            "Sebastian: a private assistant with permanent memory. Without a command it serves.",
        ),
    )
    parser.add_argument(
        "--check", action="store_true", help=either("检查安装是否完整，然后退出", "examine the installation and exit")
    )
    parser.add_argument(
        "--version", action="store_true", help=either("打印版本，然后退出", "print the version and exit")
    )
    below = parser.add_subparsers(
        dest="command", title=either("命令", "commands"), metavar=either("命令", "command"), parser_class=Parser
    )
    for command in known:
        summary = either(command.chinese, command.english)
        parsers = [below.add_parser(command.name, help=summary, description=summary)]
        parsers += [parser] if command.name == DEFAULT else []
        for each in parsers:
            command.add_arguments(each)
        add_data(parsers[0])
    add_data(parser)
    return parser


def add_data(parser: argparse.ArgumentParser) -> None:
    """Where the data folder is; every command takes it."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help=either("数据目录，默认 ~/.local/share/sebastian", "the data folder, by default ~/.local/share/sebastian"),
    )
