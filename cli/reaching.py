"""The memory, wherever it is: at an address that was given, at the server that has the folder, or opened by this process.

Every command speaks HTTP, so that it is written once. Where no server has the folder, this process serves it to itself
over a socket in a private folder, for as long as the command runs.
"""

import logging
import os
import secrets
import socket
import tempfile
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import uvicorn
from httpx_sse import EventSource
from pydantic import SecretStr

from agent import Sebastian
from agent.settings import OWNER, Settings
from api.auth import load_token
from cli.address import address_of_server
from cli.asking import able_to_open
from cli.command import CreateApp, Failed, Invocation
from cli.language import either
from cli.printing import note

CONNECT_S: Final = 10.0
UNANSWERED: Final = "有一轮没有答完，话已经记下，以后会补上整理。"


def add_reaching_arguments(parser: ArgumentParser) -> None:
    """Whose memory, and where."""
    parser.add_argument(
        "--user",
        metavar="NAME",
        help=either("谁的记忆，默认是主人的", "whose memory, by default the owner's"),
    )
    parser.add_argument(
        "--url",
        metavar="URL",
        help=either(
            "服务的地址，令牌取自 TOKEN；不填则找本机的服务，没有就直接打开数据目录",
            "the server's address, with the token from TOKEN; by default the local server, or else the data folder itself",
        ),
    )


class Home:
    """A memory that was reached."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Send a request and give the JSON of its answer. Raises Failed with what the server says is wrong."""
        try:
            answer = self.client.request(method, path, **options)
        except httpx.HTTPError as error:
            raise _unreachable(self.client, error) from error
        require_success(answer)
        return answer.json()

    @contextmanager
    def happening(self, path: str, **options: Any) -> Iterator[Iterator[tuple[str, Any]]]:
        """Send a POST and give what happens, event by event, as it happens; to leave early tells the server to stop. Raises Failed."""
        with self.streamed("POST", path, headers={"Accept": "text/event-stream"}, **options) as answer:
            yield ((event.event, event.json()) for event in EventSource(answer).iter_sse())

    @contextmanager
    def streamed(self, method: str, path: str, **options: Any) -> Iterator[httpx.Response]:
        """Send a request whose answer is read as it comes. Raises Failed."""
        try:
            with self.client.stream(method, path, **options) as answer:
                if not answer.is_success:
                    answer.read()
                require_success(answer)
                yield answer
        except httpx.HTTPError as error:
            raise _unreachable(self.client, error) from error


def require_success(answer: httpx.Response) -> None:
    """Accept an answer that went well. Raises Failed."""
    if answer.is_success:
        return
    try:
        raise Failed(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        raise Failed(f"{answer.url.host} 答了 {answer.status_code}，不像是塞巴斯蒂安。请检查 --url。") from None


@contextmanager
def reached(invocation: Invocation, *, talks: bool = False) -> Iterator[Home]:
    """Reach the memory; `talks` says that turns will be taken, so that a chat model is needed.

    Raises:
        Failed: it cannot be reached.
        SebastianError: the folder cannot be opened, or a model not be made.
    """
    settings, asked = invocation.settings, invocation.asked
    given = getattr(asked, "url", "")
    url = given or address_of_server(settings)
    headers = {"X-Sebastian-User": getattr(asked, "user", OWNER)}
    timeout = httpx.Timeout(None, connect=CONNECT_S)
    if url:
        headers["Authorization"] = f"Bearer {load_token(settings).value}"
        with httpx.Client(base_url=url, headers=headers, timeout=timeout, trust_env=bool(given)) as client:
            yield Home(client)
        return
    with _served_here(able_to_open(settings), invocation.create_app, talks=talks) as (transport, token):
        headers["Authorization"] = f"Bearer {token}"
        with httpx.Client(
            transport=transport, base_url="http://localhost", headers=headers, timeout=timeout, trust_env=False
        ) as client:
            yield Home(client)


@contextmanager
def _served_here(
    settings: Settings, create_app: CreateApp, *, talks: bool
) -> Iterator[tuple[httpx.BaseTransport, str]]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    token = secrets.token_urlsafe(32)
    private = settings.model_copy(update={"token": SecretStr(token)})
    app = create_app(_opened(private, talks=talks))
    with tempfile.TemporaryDirectory(prefix="sebastian-") as folder, socket.socket(socket.AF_UNIX) as listener:
        path = str(Path(folder, "http"))
        listener.bind(path)
        listener.listen()
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                uds=path,
                loop="asyncio",
                http="h11",
                ws="none",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield httpx.HTTPTransport(uds=path), token
        finally:
            server.should_exit = True
            thread.join()
    if app.state.turns.in_flight:  # a thread waits for a model, which nothing can interrupt
        note(UNANSWERED)
        os._exit(0)


def _opened(settings: Settings, *, talks: bool) -> Sebastian:
    if talks:
        return Sebastian(settings=settings)
    from agent.models.no_chat import NoChat

    return Sebastian(settings=settings, chat_model=NoChat())


def _unreachable(client: httpx.Client, error: httpx.HTTPError) -> Failed:
    return Failed(
        f"连不上 {client.base_url}：{error or type(error).__name__}。请检查服务与 --url（server_unreachable）。"
    )
