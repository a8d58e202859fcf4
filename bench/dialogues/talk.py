"""Hold dialogues with a running server over HTTP, each with a user of its own and so with an empty memory."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.dialogues.dialogue import Dialogue, Restart, Turn
from bench.dialogues.matching import missed

RESTART_S = 300
ASK_AGAIN_S = 0.5
MOST_FACTS = 1000


class ServerGone(Exception):
    """The server cannot be talked to, or does not accept the token: going on would measure nothing."""


@dataclass(frozen=True, slots=True)
class Held:
    """One turn as it went. `seconds` is the time of its answer; `missed` names what was expected and not met.

    `heard` is the transcript of a turn that was spoken.
    """

    at: str
    say: str
    reply: str
    memory: list[dict[str, Any]] | None
    seconds: float
    missed: list[str]
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One dialogue as it went; `skipped` says why it was not held."""

    id: str
    category: str
    turns: list[Held] = field(default_factory=list)
    skipped: str = ""

    @property
    def passed(self) -> bool:
        """Whether it was held and every turn brought what it should."""
        return not self.skipped and not any(turn.missed for turn in self.turns)

    def as_json(self) -> dict[str, Any]:
        """As written to the results."""
        return asdict(self) | {"passed": self.passed}


def recording(folder: Path, dialogue: Dialogue, number: int) -> Path:
    """Where speak.py writes what is said in the turn of that number, from 0."""
    return folder / f"{dialogue.id}.{number + 1}.wav"


def is_spoken(dialogue: Dialogue, folder: Path) -> bool:
    """Whether all that is said in it is there as recordings."""
    return all(recording(folder, dialogue, number).exists() for number in range(len(dialogue.said)))


class Server:
    """A server that is asked.

    Args:
        base: its address.
        token: its bearer token.
        timeout_s: how long to wait for an answer.
        restart_command: shell command that restarts it with its data kept.
        spoken: folder of recordings (bench/speech/speak.py) that are sent in place of the words.
    """

    def __init__(
        self,
        base: str,
        token: str,
        *,
        timeout_s: float,
        restart_command: str | None = None,
        spoken: Path | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=base, headers=headers, timeout=timeout_s, trust_env=False)
        self._restart_command = restart_command
        self._spoken = spoken

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *ended: object) -> None:
        self._client.close()

    def hold(self, dialogue: Dialogue, user: str) -> Outcome:
        """Say every turn of a dialogue as `user`; a failed turn does not end it.

        Raises:
            ServerGone: there is no server, or it refuses the token.
        """
        if dialogue.restarts and self._restart_command is None:
            return Outcome(dialogue.id, dialogue.category, skipped="needs --restart-cmd")
        held: list[Held] = []
        for turn in dialogue.turns:
            if isinstance(turn, Restart):
                self._restart()
            else:
                held.append(self._take(turn, user, self._spoken and recording(self._spoken, dialogue, len(held))))
        return Outcome(dialogue.id, dialogue.category, held)

    def _take(self, turn: Turn, user: str, spoken: Path | None) -> Held:
        started = time.perf_counter()
        try:
            answer = self._say(turn, user) if spoken is None else self._speak(turn, user, spoken)
        except httpx.HTTPStatusError as refused:
            seconds = time.perf_counter() - started
            return Held(turn.at, turn.say, "", None, seconds, [f"HTTP {refused.response.status_code}"])
        except httpx.TimeoutException:
            return Held(turn.at, turn.say, "", None, time.perf_counter() - started, ["no answer in time"])
        seconds = time.perf_counter() - started
        reply, memory = answer["response"], answer["memory"]
        return Held(turn.at, turn.say, reply, memory, round(seconds, 3),
                    missed(turn.expected, reply, memory, lambda: self._facts(user)), answer.get("text"))  # fmt: skip

    def _say(self, turn: Turn, user: str) -> dict[str, Any]:
        return self._ask("POST", "/chat/text", user, json={"text": turn.say, "said_at": turn.at})

    def _speak(self, turn: Turn, user: str, spoken: Path) -> dict[str, Any]:
        files = {"file": (spoken.name, spoken.read_bytes(), "audio/wav")}
        return self._ask("POST", "/chat/audio", user, files=files, data={"said_at": turn.at})

    def _facts(self, user: str) -> Sequence[str]:
        answer = self._ask("GET", f"/memories?status=current&limit={MOST_FACTS}", user)
        return [str(fact["statement"]) for fact in answer["memories"]]

    def _ask(self, method: str, path: str, user: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._client.request(method, path, headers={"X-Sebastian-User": user}, **options)
        except (httpx.ConnectError, httpx.RemoteProtocolError) as gone:
            raise ServerGone(f"{self._client.base_url}: {gone}") from gone
        if response.status_code in (401, 403):
            raise ServerGone(f"{self._client.base_url} refuses the token: HTTP {response.status_code}")
        answer: dict[str, Any] = response.raise_for_status().json()
        return answer

    def _restart(self) -> None:
        assert self._restart_command is not None
        subprocess.run(self._restart_command, shell=True, check=True, stdout=subprocess.DEVNULL)
        give_up = time.monotonic() + RESTART_S
        while not self._answers():
            if time.monotonic() > give_up:
                raise ServerGone(f"no answer {RESTART_S} s after its restart")
            time.sleep(ASK_AGAIN_S)

    def _answers(self) -> bool:
        try:
            return self._client.get("/health").is_success
        except httpx.TransportError:
            return False
