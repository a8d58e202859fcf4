"""Listening: the port, the greeting once it listens, and an end that waits for nobody for ever."""

import errno
import os
import signal
import socket
from typing import NoReturn

import uvicorn

from agent.collecting import collect_rarely
from agent.models.weights import prepare_speech
from agent.models.weights_progress import Progress
from agent.settings import Settings, is_loopback
from agent.switching import switch_often
from api.auth import Token, is_weak, load_token
from api.logs import start_logging
from api.pace import PacedProtocol
from api.turns import Turns
from cli.address import forget_address, note_address
from cli.command import CreateApp
from cli.printing import STOPPED, say

WEAK = "\n注意：它太短，或太常见，容易被猜中。请换成 16 个字符以上的随机串，或留空由服务生成。"
GRACE_S = 5  # for turns in flight when the server stops; a container is killed 10 s after it is told to stop


def serve(settings: Settings, create_app: CreateApp, *, show_token: bool) -> None:
    """Serve until Ctrl-C.

    Raises:
        SebastianError: the data folder or a model cannot be used.
        OSError: the port is busy, or a file cannot be used.
    """
    start_logging(settings.log)
    with _bound(settings.host, settings.port) as bound:
        token = load_token(settings)
        say(f"正在启动：对话 {settings.chat_model}，向量 {settings.embedding_model}，数据 {settings.data}")
        # One event loop and parser whatever else is installed; the access line is ours (api/edge.py).
        app = create_app(settings=settings)
        prepare_speech(settings, Progress())
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=PacedProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        greeting = f"{address_line(settings)}\n{token_line(token, show_token=show_token)}"
        server = _Server(config, settings, greeting, app.state.turns)
        # The server raises it again once it has stopped in good order: it then ends as by Ctrl-C, and says so.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            server.run(sockets=[bound])
        finally:
            forget_address(settings)
            if app.state.turns.in_flight:
                _leave_at_once()
    say(STOPPED)  # where Ctrl-C is ignored from the start, as in a job of a script, no KeyboardInterrupt says it


def _leave_at_once() -> NoReturn:
    """End although a thread waits for a model, which nothing can interrupt: the memory is closed and the words on disk."""
    say("已停止。有一轮没有答完，话已经记下，以后会补上整理。")
    os._exit(0)


class _Server(uvicorn.Server):
    """Says its greeting, and notes where it is, once it listens and not before; once it is to stop, begins no turn any more."""

    def __init__(self, config: uvicorn.Config, settings: Settings, greeting: str, turns: Turns) -> None:
        super().__init__(config)
        self._settings = settings
        self._greeting = greeting
        self._turns = turns

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._turns.stop()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        collect_rarely()
        switch_often()
        note_address(self._settings)
        say(self._greeting)


def _bound(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is loaded, so that a busy one is said at once; it does not listen yet."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def system_trouble(error: OSError, settings: Settings) -> str:
    """Say in Chinese why it cannot listen or use a file, with the remedy."""
    if error.errno == errno.EADDRINUSE:
        return f"端口 {settings.port} 已被占用。请停掉占用它的程序，或用 --port 换一个（port_busy）。"
    if error.filename is None:
        return f"不能监听 {settings.host}:{settings.port}：{error}。请检查 --host 与 --port（cannot_listen）。"
    return f"不能使用 {error.filename}：{error.strerror}。请检查权限与磁盘空间（cannot_use_file）。"


def address_line(settings: Settings) -> str:
    """Where to find the server, with a warning where others can reach it unencrypted."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    line = f"塞巴斯蒂安已就绪：http://{host}:{settings.port}  接口文档在 /docs"
    if is_loopback(settings.host):
        return line
    return f"{line}\n注意：别的机器也能访问这里，而 HTTP 不加密，令牌和话会明文传输。请放在 HTTPS 反向代理之后。"


def token_line(token: Token, *, show_token: bool) -> str:
    """The token when it was made just now or is asked for, otherwise where it lies; and a warning where it is easily guessed."""
    weak = WEAK if is_weak(token.value) else ""
    if token.is_new or show_token:
        kept = f"（保存在 {token.path}）" if token.path else ""
        return f"令牌：{token.value}{kept}{weak}"
    if token.path:
        return f"令牌在 {token.path}，加 --show-token 可再打印"
    return f"令牌即所设的 TOKEN{weak}"
