"""The tools, for a model that is not ours: another assistant that the owner talks to shares this memory through them.

It calls the very tools that our own model calls, under the same checks. What it saves must be in words of the owner's that
it hands over (`said`), and what it forgets must be ordered by them; they are heard as a turn and cited. Secrets go before anything is written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime
from pydantic import ValidationError

from agent.in_flight import TurnsInFlight
from agent.masking import Mask, mask_of, masked_together
from agent.models import make_embedder, make_reranker
from agent.settings import OWNER, Settings
from agent.state import TurnContext
from agent.unlocking import secret_of
from store.contract import Memory
from store.errors import FactNotFound, InvalidInput
from store.facts import Change, Turn
from store.folder import Folder
from tools.descriptions import SAID, WHY
from tools.explain import explain
from tools.secrets import note
from tools.toolbox import NOTHING_FOUND, MemoryOf, make_tools
from tools.why import told_why, why

# Those that write down what the owner told, or forget what the owner orders: both are held against the owner's words.
_TELLING: Final = ("save_memory", "update_memory", "forget_memory")
_RECALLING: Final = "recall_memory"
_SAID_SCHEMA: Final = {"type": "string", "description": SAID}
_WHY_SCHEMA: Final = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}


@dataclass(frozen=True, slots=True)
class Card:
    """A tool as it is shown to a model: its name, what it is told of it, and the JSON schema of its arguments."""

    name: str
    description: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool answered, and whether it refused."""

    text: str
    is_refusal: bool = False


class Outside:
    """The five tools and `why` over the memories that `memory_of` gives; but for the owner's, only words that are told begin one."""

    def __init__(
        self,
        memory_of: MemoryOf,
        tools: Sequence[BaseTool],
        clock: Callable[[], datetime],
        *,
        knows: Callable[[str], bool],
        mask: Mask,
        in_flight: TurnsInFlight,
        changed: Callable[[Iterable[Change]], None] = lambda _: None,
    ) -> None:
        self._memory_of = memory_of
        self._knows = knows
        self._tools = {tool.name: tool for tool in tools}
        self._clock = clock
        self._mask = mask
        self._in_flight = in_flight
        self._changed = changed

    def cards(self) -> list[Card]:
        """The tools there are."""
        return [*map(_card, self._tools.values()), Card("why", WHY, _WHY_SCHEMA)]

    def call(self, name: str, arguments: Mapping[str, Any], user: str) -> Told:
        """Carry out one call; a refusal says in one sentence how to go on.

        Raises:
            SebastianError: other than InvalidInput: what lies on disk, or the embedding model, failed.
        """
        given, kinds = masked_together(arguments, self._mask)
        try:
            text = self._carried_out(name, given, user)
        except InvalidInput as error:
            return Told(explain(error), is_refusal=True)
        except ValidationError as error:
            fields = "、".join(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors() if fault["loc"]))
            return Told(f"[invalid_arguments] 参数不对：{fields or name}。请照说明改正。", is_refusal=True)
        return Told(f"{text}\n{note(kinds, chinese=True)}" if kinds else text)

    def _carried_out(self, name: str, given: dict[str, Any], user: str) -> str:
        if name == "why":
            return told_why(why(self._known(user), _words(given, "id")), self._clock())
        tool = self._tools.get(name)
        if tool is None:
            return self._no_such(name)
        state: dict[str, Any]
        if name in _TELLING:
            said = _words(given, "said")
            memory = self._memory_of(user)
            state = {"turn_id": self._heard(said, memory).id}
        elif name == _RECALLING and not self._has_begun(user):
            return NOTHING_FOUND
        else:
            memory = self._known(user)
            now = self._clock()
            state = {"turn_id": "", "unheard": Turn("", memory.user, "", now, now, "mcp")}
        state |= {"messages": [], "remembered": []}
        runtime = ToolRuntime(state, TurnContext(user=memory.user), {}, lambda _: None, None, None)
        before = memory.seq
        text = str(tool.invoke({**given, "runtime": runtime}))
        self._changed(change for change in memory.changes(state["turn_id"]) if change.seq > before)
        return text

    def _known(self, user: str) -> Memory:
        if not self._has_begun(user):
            raise FactNotFound(f"{user} has no memory")
        return self._memory_of(user)

    def _has_begun(self, user: str) -> bool:
        return user == OWNER or self._knows(user)

    def _no_such(self, name: str) -> str:
        raise InvalidInput(f"there is no tool {name!r}")

    def _heard(self, said: str, memory: Memory) -> Turn:
        """The turn of these words: heard now, or the last one where it said the same through this door.

        It counts as answered at once, for its mining is the other model's.
        """
        now = self._clock()

        def hear() -> Turn:
            last = memory.turns()[-1:]
            if last and last[0].door == "mcp" and last[0].text == said:
                return last[0]
            turn = memory.hear(said, now, at=now, door="mcp")
            memory.settle(turn.id, "answered", at=now)
            return turn

        turn = self._in_flight.begin(memory.user, hear)
        self._in_flight.end(memory.user, turn.id)
        return turn


@contextmanager
def opened(settings: Settings) -> Iterator[Outside]:
    """The tools over a data folder that no server has open, without a chat model.

    Raises:
        FolderLocked: `folder_locked`, a server has the folder.
        StoreError, ModelError: see Folder and make_embedder.
    """
    zone = ZoneInfo(settings.timezone)
    with Folder(settings.data, make_embedder(settings), secret=secret_of(settings)) as folder:
        tools = make_tools(folder.memory, make_reranker(settings))
        mask = mask_of(keep_secrets=settings.keep_secrets)
        yield Outside(
            folder.memory, tools, lambda: datetime.now(zone), knows=folder.has, mask=mask, in_flight=TurnsInFlight()
        )


def _card(tool: BaseTool) -> Card:
    schema: dict[str, Any] = tool.tool_call_schema.model_json_schema()  # type: ignore[union-attr]
    properties, required = dict(schema["properties"]), list(schema.get("required", []))
    if tool.name in _TELLING:
        properties["said"] = _SAID_SCHEMA
        required.append("said")
    return Card(tool.name, tool.description, {"type": "object", "properties": properties, "required": required})


def _words(given: dict[str, Any], name: str) -> str:
    """Take an argument that must be words out of those given. Raises InvalidInput."""
    words = given.pop(name, None)
    if not isinstance(words, str) or not words.strip():
        raise InvalidInput(f"{name} is to be words")
    return words.strip()
