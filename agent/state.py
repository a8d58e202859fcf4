"""What flows through the graph in one turn, and what stays outside it."""

from dataclasses import dataclass
from typing import Annotated, NotRequired, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages

from agent.settings import OWNER
from store.facts import Door


@dataclass(frozen=True)
class TurnContext:
    """What the door knows of a turn: whose it is, when the words were said (ISO-8601, empty for now), how they came.

    `turn_id` names words that were heard before and are still to be mined; then nothing is heard anew.
    """

    user: str = OWNER
    said_at: str = ""
    door: Door = "text"
    thread_id: str = ""
    turn_id: str = ""


class ChangeView(TypedDict):
    """One change of memory as the reply shows it."""

    op: str
    id: str
    statement: str
    before: NotRequired[dict[str, str]]
    because: NotRequired[list[str]]
    undoes: NotRequired[str]


class TurnInput(TypedDict):
    """What a caller gives: messages, of which the last is the user's words."""

    messages: Annotated[list[AnyMessage], add_messages]


class TurnState(TurnInput):
    """One turn in flight: `remembered` are the lines recalled by reflex, `memory` the changes read from the ledger."""

    turn_id: str
    remembered: list[str]
    memory: list[ChangeView] | None


class TurnOutput(TypedDict):
    """What a caller gets back."""

    messages: Annotated[list[AnyMessage], add_messages]
    memory: list[ChangeView] | None
