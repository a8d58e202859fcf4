"""Composition: the app (`create_app`) and the command line (`main`)."""

import argparse
import errno
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn, TextIO

import uvicorn
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from pydantic import ValidationError

from agent import Sebastian
from agent.collecting import collect_rarely
from agent.keeping import Kept, backed_up, checked, restored
from agent.models.weights import prepare_speech
from agent.models.weights_progress import Progress
from agent.settings import Settings, explain
from agent.tidying import tidied
from agent.tokens import Tokens, added, listed, removed
from agent.tracing import settle_tracing
from api import backup, chat, completions, health, memories, metrics, page, tidy, undo
from api.auth import BearerGate, Token, is_weak, load_token
from api.body_limit import BodyLimit
from api.docs import add_documentation
from api.edge import Edge
from api.errors import code_of, error_line, install_error_handlers
from api.installation import inspect_installation, version
from api.langserve_routes import add_agent_routes
from api.logs import start_logging
from api.mcp_door import mcp_routes, mcp_server, user_of_request
from api.mcp_stdio import serve_stdio
from api.own_site import OwnSite
from api.tries import Tries
from api.turns import Turns
from store.errors import FolderLocked, InvalidInput, SebastianError

STOPPED = "已停止。"
WEAK = "\n注意：它太短，或太常见，容易被猜中。请换成 16 个字符以上的随机串，或留空由服务生成。"
GRACE_S = 5  # for turns in flight when the server stops; a container is killed 10 s after it is told to stop
DESCRIPTION = """带永久记忆的私人助理。除 `/health` 与本页外，每个请求都要带 `Authorization: Bearer <TOKEN>`。

出错时一律答 `{"error": {"code", "message"}}`：`code` 稳定不变，`message` 说明原因与补救办法。
"""


def create_app(sebastian: Sebastian | None = None, settings: Settings | None = None) -> FastAPI:
    """Compose the app around an assistant, made from `settings` when none is given; its end closes the assistant.

    Raises:
        StoreError: the data folder is locked or its ledger corrupt.
        ModelUnavailable: the models that the settings name cannot be made.
    """
    if sebastian is None:
        sebastian = Sebastian(settings=settings or Settings())
    assistant = sebastian
    settle_tracing(assistant.settings)
    tools = mcp_server(assistant.outside, user_of_request)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield
        assistant.close()

    app = FastAPI(
        title="塞巴斯蒂安 Sebastian",
        version=version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=_telemetry(assistant.settings),
    )
    app.state.sebastian = assistant
    app.state.turns = Turns(assistant)
    install_error_handlers(app)
    the_page = page.page_routes(page.read_assets())
    for routes in (
        chat.router,
        completions.router,
        memories.router,
        undo.router,
        tidy.router,
        backup.router,
        health.router,
        metrics.router,
        the_page,
    ):
        app.include_router(routes)
    app.router.routes.extend(mcp_routes(tools))
    add_agent_routes(app, app.state.turns)
    add_documentation(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, max_audio_mb=assistant.settings.max_audio_mb)
    chosen = assistant.settings
    app.add_middleware(BearerGate, token=load_token(chosen).value, tokens=Tokens(chosen.data), tries=Tries())
    app.add_middleware(OwnSite, hosts=chosen.host_names, any_host=not (chosen.host_names or _is_loopback(chosen.host)))
    app.add_middleware(Edge, metrics=assistant.metrics)
    return app


def _telemetry(settings: Settings) -> TelemetryConfig:
    """What FastAPI tells OpenTelemetry: nothing, or by the owner's choice which request took how long.

    Where to is said by the environment that the OpenTelemetry SDK defines (`OTEL_EXPORTER_OTLP_ENDPOINT`).
    """
    is_on = settings.tracing == "otel"
    return {"tracing": is_on, "metrics": False, "logs": False, "auto_configure": is_on}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 well, 1 could not start or the check failed, 2 wrong arguments."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.dry_run and asked.command != "tidy":
        parser.error("--dry-run 只用于 tidy")
    if asked.words and asked.command not in {"token", "restore"}:
        parser.error(f"多余的参数：{' '.join(asked.words)}")
    if asked.command == "restore" and len(asked.words) != 1:
        parser.error("restore 要写明备份文件")
    if asked.version:
        _say(f"sebastian {version()}")
        return 0
    chosen = {name: getattr(asked, name) for name in ("host", "port", "data") if getattr(asked, name) is not None}
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        return _fail(f"设置有误，请改正后再启动：\n{explain(error)}")
    try:
        if asked.check:
            return _check(settings)
        if asked.command == "tidy":
            return _tidy(settings, dry_run=asked.dry_run)
        if asked.command == "check":
            return _said(checked(settings, fix=asked.fix, backup=asked.backup))
        if asked.command == "backup":
            return _said(backed_up(settings, asked.to))
        if asked.command == "restore":
            return _said(restored(settings, Path(asked.words[0]), replace=asked.replace))
        if asked.command == "token":
            return _token(settings, asked.words, parser)
        if asked.command == "mcp":
            return _mcp(settings)
        return _serve(settings, show_token=asked.show_token)
    except SebastianError as error:
        return _fail(f"无法启动：{error_line(code_of(error), error.details)}\n{error}")
    except OSError as error:
        return _fail(f"无法启动：{_system_trouble(error, settings)}")
    except KeyboardInterrupt:
        _say(STOPPED)
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sebastian", description="塞巴斯蒂安：带永久记忆的私人助理。")
    parser.add_argument(
        "command",
        nargs="?",
        choices=["serve", "tidy", "check", "backup", "restore", "token", "mcp"],
        default="serve",
        help="serve 启动服务（默认）；tidy 归整记忆；check 检查数据目录；backup 备份；restore 恢复；"
        "token 管别人的令牌：token add 名字、token list、token remove 名字；mcp 经标准输入输出供别的助手使用",
    )
    parser.add_argument(
        "words", nargs="*", metavar="…", help="restore 要恢复的备份文件；token 的 add、list、remove 与名字"
    )
    parser.add_argument("--fix", action="store_true", help="与 check 合用：修复能修的")
    parser.add_argument("--from", dest="backup", type=Path, metavar="FILE", help="与 check --fix 合用：账本从它修复")
    parser.add_argument("--to", type=Path, metavar="FILE", help="与 backup 合用：备份到这个文件")
    parser.add_argument("--replace", action="store_true", help="与 restore 合用：已有的记忆另外放好，换成备份里的")
    parser.add_argument("--host", help="监听的地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, help="监听的端口，默认 8000")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据目录，默认 ~/.local/share/sebastian")
    parser.add_argument("--dry-run", action="store_true", help="与 tidy 合用：只说会做什么，不改记忆")
    parser.add_argument("--show-token", action="store_true", help="启动时打印令牌")
    parser.add_argument("--check", action="store_true", help="检查安装是否完整，然后退出")
    parser.add_argument("--version", action="store_true", help="打印版本，然后退出")
    return parser


def _serve(settings: Settings, *, show_token: bool) -> int:
    start_logging(settings.log)
    with _bound(settings.host, settings.port) as bound:
        token = load_token(settings)
        _say(f"正在启动：对话 {settings.chat_model}，向量 {settings.embedding_model}，数据 {settings.data}")
        # One event loop and parser whatever else is installed; the access line is ours (api/edge.py).
        app = create_app(settings=settings)
        prepare_speech(settings, Progress())
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        server = _Server(
            config, f"{address_line(settings)}\n{token_line(token, show_token=show_token)}", app.state.turns
        )
        try:
            server.run(sockets=[bound])
        finally:
            if app.state.turns.in_flight:
                _leave_at_once()
    _say(STOPPED)  # where Ctrl-C is ignored from the start, as in a job of a script, no KeyboardInterrupt says it
    return 0


def _mcp(settings: Settings) -> int:
    start_logging(settings.log, logging.WARNING)  # to standard error: standard output belongs to the protocol
    serve_stdio(settings)
    return 0


def _tidy(settings: Settings, *, dry_run: bool) -> int:
    if not settings.data.is_dir():
        return _fail(f"{settings.data} 里还没有记忆。请检查 --data 或 SEBASTIAN_DATA。")
    try:
        for line in tidied(settings, dry_run=dry_run):
            _say(line)
    except FolderLocked:
        return _fail("服务正在运行，记忆由它掌管：请用 POST /tidy 让它归整，或停掉它再来（folder_locked）。")
    return 0


def _said(kept: Kept) -> int:
    for line in kept.lines:
        _say(line)
    return 0 if kept.is_good else 1


def _token(settings: Settings, words: Sequence[str], parser: argparse.ArgumentParser) -> int:
    match words:
        case ["add", name]:
            lines = added(settings.data, name)
        case ["list"]:
            lines = listed(settings.data)
        case ["remove", name]:
            lines = removed(settings.data, name)
        case _:
            parser.error("用法：token add 名字、token list、token remove 名字")
    try:
        for line in lines:
            _say(line)
    except InvalidInput as error:
        return _fail(str(error.details.get("explanation", error)))
    return 0


def _leave_at_once() -> NoReturn:
    """End although a thread waits for a model, which nothing can interrupt: the memory is closed and the words on disk."""
    _say("已停止。有一轮没有答完，话已经记下，以后会补上整理。")
    os._exit(0)


class _Server(uvicorn.Server):
    """Says its greeting once it listens, and not before; once it is to stop, begins no turn any more."""

    def __init__(self, config: uvicorn.Config, greeting: str, turns: Turns) -> None:
        super().__init__(config)
        self._greeting = greeting
        self._turns = turns

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._turns.stop()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        collect_rarely()
        _say(self._greeting)


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


def _system_trouble(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {settings.port} 已被占用。请停掉占用它的程序，或用 --port 换一个（port_busy）。"
    if error.filename is None:
        return f"不能监听 {settings.host}:{settings.port}：{error}。请检查 --host 与 --port（cannot_listen）。"
    return f"不能使用 {error.filename}：{error.strerror}。请检查权限与磁盘空间（cannot_use_file）。"


def address_line(settings: Settings) -> str:
    """Where to find the server, with a warning where others can reach it unencrypted."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    line = f"塞巴斯蒂安已就绪：http://{host}:{settings.port}  接口文档在 /docs"
    if _is_loopback(settings.host):
        return line
    return f"{line}\n注意：别的机器也能访问这里，而 HTTP 不加密，令牌和话会明文传输。请放在 HTTPS 反向代理之后。"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def token_line(token: Token, *, show_token: bool) -> str:
    """The token when it was made just now or is asked for, otherwise where it lies; and a warning where it is easily guessed."""
    weak = WEAK if is_weak(token.value) else ""
    if token.is_new or show_token:
        kept = f"（保存在 {token.path}）" if token.path else ""
        return f"令牌：{token.value}{kept}{weak}"
    if token.path:
        return f"令牌在 {token.path}，加 --show-token 可再打印"
    return f"令牌即所设的 TOKEN{weak}"


def _check(settings: Settings) -> int:
    findings = inspect_installation(settings, Path(__file__).parent)
    for finding in findings:
        _say(f"{'通过' if finding.is_good else '不通过'}  {finding.text}")
    is_good = all(finding.is_good for finding in findings)
    _say("检查通过。" if is_good else "检查不通过，请重新安装 sebastian-memory。")
    return 0 if is_good else 1


def _fail(text: str) -> int:
    _say(text, to=sys.stderr)
    return 1


def _say(text: str, to: TextIO | None = None) -> None:
    """The one place that prints."""
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
