"""A Sebastian that runs elsewhere, reached over HTTP: the same methods, the same answers, the same errors."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import quote

import httpx
from httpx_sse import EventSource
from langchain_core.messages.ai import UsageMetadata

from agent.listening import Spoken
from agent.looking import Listed, Order
from agent.reply import Reply
from agent.sebastian import Sebastian
from agent.settings import OWNER
from agent.state import ChangeView
from agent.streaming import Listener, Token, ToolRun
from agent.views import Json
from store.errors import InvalidInput, RemoteError, SebastianError, ServerUnreachable, TurnAbandoned, refused_by_disk
from store.facts import Door, How, Kind

if TYPE_CHECKING:
    from agent.models.speech import Transcript

TIMEOUT_S: Final = 180.0
_PAGE: Final = 1000


class RemoteSebastian(Sebastian):
    """What `Sebastian(url=…, token=…)` gives. Thread-safe; close it, or use it as a context manager.

    Only the owner's own methods reach through HTTP. The parts behind them (`memory()`, `graph`, `settings`, …) lie in the
    process that has the data folder, and asking for one raises AttributeError.

    Args:
        url: where the server is, such as `http://127.0.0.1:8000`.
        token: the server's token.
        timeout_s: the longest wait for an answer; a turn lasts as long as its model.
        transport: in place of the network.
    """

    def __init__(
        self,
        *,
        url: str,
        token: str | None = None,
        timeout_s: float = TIMEOUT_S,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=timeout_s, transport=transport, trust_env=False
        )

    def __getattr__(self, name: str) -> Any:
        """Say why a part of the assistant is not here."""
        raise AttributeError(f"{name} lies in the process that has the data folder; it is not reached over HTTP")

    def chat(
        self,
        text: str,
        *,
        said_at: datetime | None = None,
        thread_id: str | None = None,
        user: str = OWNER,
        door: Door = "text",
        spoken: Spoken | None = None,
        listener: Listener | None = None,
    ) -> Reply:
        """Take one turn, as `Sebastian.chat`; a `said_at` in the future is refused, and the door is always `text`.

        Raises InvalidInput for `spoken`: over HTTP, `POST /chat/audio` listens.
        """
        if spoken is not None:
            raise InvalidInput("how words were heard is not told over HTTP")
        when = {"said_at": said_at.isoformat() if said_at else None, "thread_id": thread_id}
        if listener is not None:
            return self._listened({"text": text, **when}, user, listener)
        asked = {"messages": [{"role": "user", "content": text}], **when}
        answer = self._ask("POST", "/v1/chat/completions", user, json=asked)
        ours = answer["sebastian"]
        usage = _usage(answer["usage"]) if ours["usage_reported"] else None
        turn_id = answer["id"].removeprefix("chatcmpl-")
        return Reply(answer["choices"][0]["message"]["content"], ours["memory"], turn_id, usage)

    def _listened(self, asked: Json, user: str, listener: Listener) -> Reply:
        """Take one turn and tell the listener what happens in it; usage is not told in a stream."""
        events = {"Accept": "text/event-stream"}
        with self._streamed("POST", "/chat/text", user, json=asked, headers=events) as response:
            for event in EventSource(response).iter_sse():
                if listener.has_gone():
                    break
                told = event.json()
                if event.event == "token":
                    listener.tell(Token(told["text"]))
                elif event.event == "tool":
                    listener.tell(ToolRun(told["name"]))
                elif event.event == "done":
                    return Reply(told["response"], told["memory"], told["turn"])
                elif event.event == "error":
                    raise _error(response.status_code, {"error": told})
        raise TurnAbandoned("nobody waits for the answer any more")

    def transcribe(self, path: Path, media_type: str, user: str = OWNER) -> "Transcript":
        """Give the words of a recording, as `Sebastian.transcribe`."""
        from agent.models.speech import Transcript

        with path.open("rb") as recording:
            sent = {"file": (path.name, recording, media_type)}
            heard = self._ask("POST", "/v1/audio/transcriptions", user, files=sent)
        return Transcript(heard["text"], **heard["sebastian"])

    def memories(
        self,
        query: str | None = None,
        *,
        status: Listed = "current",
        as_of: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        kind: Kind | None = None,
        order: Order = "recorded",
        limit: int | None = 100,
        offset: int = 0,
        user: str = OWNER,
    ) -> list[Json]:
        """List or search memories, as `Sebastian.memories`."""
        times = {"as_of": as_of, "since": since, "until": until}
        given = {name: time.isoformat() for name, time in times.items() if time is not None}
        words = {name: value for name, value in (("query", query), ("kind", kind)) if value is not None}
        asked = {"status": status, "order": order, **words, **given}
        found: list[Json] = []
        while limit is None or len(found) < limit:
            size = _PAGE if limit is None else min(limit - len(found), _PAGE)
            page = {"limit": size, "offset": offset + len(found)}
            answer = self._ask("GET", "/memories", user, params={**asked, **page})
            found += answer["memories"]
            if len(answer["memories"]) < size:
                break
        return found

    def get(self, fact_id: str, user: str = OWNER) -> Json:
        """One memory and its versions, as `Sebastian.get`."""
        return self._ask("GET", f"/memories/{_part(fact_id)}", user)

    def why(self, fact_id: str, user: str = OWNER) -> Json:
        """The reasons for a memory, as `Sebastian.why`."""
        return self._ask("GET", f"/memories/{_part(fact_id)}/why", user)

    def forget(self, fact_id: str, user: str = OWNER) -> list[ChangeView]:
        """Retract a fact, as `Sebastian.forget`."""
        return _changes(self._ask("DELETE", f"/memories/{_part(fact_id)}", user))

    def erase(self, fact_id: str, user: str = OWNER) -> Json:
        """Remove a fact from disk, as `Sebastian.erase`."""
        return self._ask("DELETE", f"/memories/{_part(fact_id)}", user, params={"erase": True})

    def erase_all(self, user: str = OWNER) -> int:
        """Start over, as `Sebastian.erase_all`."""
        return int(self._ask("DELETE", "/memories", user, params={"all": True, "erase": True})["erased"])

    def correct(self, fact_id: str, statement: str, user: str = OWNER, *, how: How = "correction") -> Reply:
        """Give a fact other words, as `Sebastian.correct`."""
        asked = {"statement": statement, "how": how}
        answer = self._ask("PATCH", f"/memories/{_part(fact_id)}", user, json=asked)
        return Reply("", answer["memory"], answer["turn"])

    def undo(self, user: str = OWNER, *, turn: str | None = None, fact: str | None = None) -> list[ChangeView]:
        """Take back the last changes, or those of a turn, as `Sebastian.undo`."""
        asked = {name: value for name, value in (("turn", turn), ("fact", fact)) if value is not None}
        return _changes(self._ask("POST", "/undo", user, params=asked))

    def tidy(self, user: str = OWNER, *, settled: timedelta | None = None) -> list[ChangeView]:
        """Tidy, as `Sebastian.tidy`; `settled` is not reached over HTTP. Raises InvalidInput where it is given."""
        if settled is not None:
            raise InvalidInput("settled cannot be given over HTTP")
        return _changes(self._ask("POST", "/tidy", user))

    def back_up(self, file: IO[bytes], user: str = OWNER) -> None:
        """Write a backup of a user's memory to a file, as `Sebastian.back_up`."""
        with self._streamed("POST", "/backup", user) as response:
            try:
                for block in response.iter_bytes():
                    file.write(block)
            except OSError as error:
                raise refused_by_disk("the backup cannot be written", error) from error

    def health(self) -> Json:
        """State without secrets, as `Sebastian.health`."""
        return self._ask("GET", "/health", OWNER)

    def close(self) -> None:
        """Close the connection; the server goes on."""
        self._http.close()

    def _ask(self, method: str, path: str, user: str, **given: Any) -> Json:
        """Send a request and give the JSON of its answer.

        Raises:
            ServerUnreachable: `server_unreachable`, nobody answers there, or not in time.
            SebastianError: what the answer says, by its code.
        """
        with self._streamed(method, path, user, **given) as response:
            body = _body(response)
        if not isinstance(body, dict):
            raise RemoteError("what answers there is no Sebastian")
        return body

    @contextmanager
    def _streamed(
        self, method: str, path: str, user: str, headers: Mapping[str, str] | None = None, **given: Any
    ) -> Iterator[httpx.Response]:
        """Send a request whose answer is read as it comes. Raises as `_ask`."""
        sent = {"X-Sebastian-User": user, **(headers or {})}
        try:
            with self._http.stream(method, path, headers=sent, **given) as response:
                if not response.is_success:
                    raise _error(response.status_code, _body(response))
                yield response
        except (httpx.TransportError, httpx.InvalidURL, UnicodeError) as error:
            raise ServerUnreachable(f"{self._http.base_url} does not answer: {type(error).__name__}") from error


def _body(response: httpx.Response) -> Any:
    try:
        return json.loads(response.read())
    except ValueError as error:
        raise RemoteError(f"{response.status_code} without JSON: no Sebastian answers there") from error


def _usage(reported: dict[str, int]) -> UsageMetadata:
    return UsageMetadata(
        input_tokens=reported["prompt_tokens"],
        output_tokens=reported["completion_tokens"],
        total_tokens=reported["total_tokens"],
    )


def _changes(answer: Json) -> list[ChangeView]:
    changes: list[ChangeView] = answer["memory"]
    return changes


def _part(fact_id: str) -> str:
    """An id as one part of a path, whatever is in it: two dots would lead elsewhere."""
    return quote(fact_id, safe="").replace(".", "%2E")


def _kinds(root: type[SebastianError]) -> Iterator[tuple[str, type[SebastianError]]]:
    for kind in root.__subclasses__():
        yield kind.code, kind
        yield from _kinds(kind)


_BY_CODE: Final[dict[str, type[SebastianError]]] = dict(_kinds(SebastianError))


def _error(status: int, body: object) -> SebastianError:
    """The error that a body tells of; one with a code that is not of the tree is the caller's fault, or the server's."""
    told = body.get("error") if isinstance(body, dict) else None
    code, message = (told.get("code"), told.get("message")) if isinstance(told, dict) else (None, None)
    otherwise = InvalidInput if 400 <= status < 500 and code else RemoteError
    kind = _BY_CODE.get(str(code), otherwise)
    return kind(str(message or f"{status}: no Sebastian answers there"))
