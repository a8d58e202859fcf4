"""`sebastian mcp`: the memory for other assistants, over standard input and output (Model Context Protocol)."""

import logging
from argparse import ArgumentParser

from cli.command import Command, Invocation
from cli.language import either


def add_arguments(parser: ArgumentParser) -> None:
    """Where the running server listens, where it is not the default."""
    parser.add_argument("--host", help=either("服务监听的地址", "address that the server listens on"))
    parser.add_argument("--port", type=int, help=either("服务监听的端口", "port that the server listens on"))


def run(invocation: Invocation) -> int:
    """Serve until the other side closes; the log goes to standard error, since standard output belongs to the protocol."""
    from api.logs import start_logging
    from api.mcp_stdio import serve_stdio

    start_logging(invocation.settings.log, logging.WARNING)
    serve_stdio(invocation.settings)
    return 0


COMMAND = Command(
    "mcp",
    "经标准输入输出供别的助手使用（MCP）",
    "the memory for other assistants, over MCP on stdio",
    run,
    add_arguments,
)
