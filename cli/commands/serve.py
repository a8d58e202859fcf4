"""`sebastian serve`: the HTTP server, until Ctrl-C."""

from argparse import ArgumentParser

from api.errors import code_of, error_line
from cli.asking import able_to_open
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import fail
from cli.serving import serve, system_trouble
from store.errors import SebastianError


def add_arguments(parser: ArgumentParser) -> None:
    """Where to listen, and whether to print the token."""
    parser.add_argument(
        "--host", help=either("监听的地址，默认 127.0.0.1", "address to listen on, by default 127.0.0.1")
    )
    parser.add_argument("--port", type=int, help=either("监听的端口，默认 8000", "port to listen on, by default 8000"))
    parser.add_argument(
        "--show-token", action="store_true", help=either("启动时打印令牌", "print the token when it starts")
    )


def run(invocation: Invocation) -> int:
    """Serve."""
    try:
        serve(
            able_to_open(invocation.settings), invocation.create_app, show_token=hasattr(invocation.asked, "show_token")
        )
    except SebastianError as error:
        return fail(f"无法启动：{error_line(code_of(error), error.details)}\n{error}")
    except OSError as error:
        return fail(f"无法启动：{system_trouble(error, invocation.settings)}")
    return 0


COMMAND = Command("serve", "启动服务（默认）", "serve over HTTP (the default)", run, add_arguments)
