"""The turn as a LangGraph: hear -> think <-> act -> settle (design.md, section 1)."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, SystemMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.prebuilt import ToolNode
from langgraph.runtime import Runtime

from agent.abandoning import stop_if_abandoned
from agent.computing import standing_aside
from agent.erasing import Eraser
from agent.in_flight import TurnsInFlight
from agent.manners import answered, as_said, gave_up, notice, usable
from agent.masking import Mask, heard, noted, without_note
from agent.orders import carried_out
from agent.prompts import system_prompt
from agent.state import TurnContext, TurnInput, TurnOutput, TurnState
from agent.views import change_views
from store.contract import Memory, Outcome, Reranker
from store.errors import InvalidInput, InvalidTime
from store.facts import Change, Turn
from tools.explain import explain
from tools.recollect import lines, recollect

Clock = Callable[[], datetime]
MemoryOf = Callable[[str], Memory]

# Rounds of tool calls in one turn; what a model has not settled by then it will not.
MAX_ROUNDS: Final = 5
# Earlier messages of a thread that the model is shown.
MAX_SHOWN: Final = 12
# The tool that imported words are kept from.
FORGETTING: Final = "forget_memory"
RECURSION_LIMIT: Final = 4 * MAX_ROUNDS + 10


class Turning:
    """The nodes of the graph, over a chat model, the memories and a clock."""

    def __init__(
        self,
        chat: BaseChatModel,
        tools: Sequence[BaseTool],
        memory_of: MemoryOf,
        clock: Clock,
        zone: ZoneInfo,
        reranker: Reranker | None = None,
        *,
        mask: Mask,
        eraser: Eraser | None = None,
        in_flight: TurnsInFlight | None = None,
        recall_timer: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._plain: Runnable[Any, Any] = chat
        self._adding: Runnable[Any, Any] = chat.bind_tools([tool for tool in tools if tool.name != FORGETTING])
        self._with_tools: Runnable[Any, Any] = chat.bind_tools(list(tools))
        self._memory_of = memory_of
        self._clock = clock
        self._zone = zone
        self._reranker = reranker
        self._mask = mask
        self._eraser = eraser or Eraser()
        self._in_flight = in_flight or TurnsInFlight()
        self._recall_timer = recall_timer

    def hear(self, state: TurnState, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        """Keep the user's words before anything else; carry out what they order, or recall by reflex."""
        context = _context(runtime)
        said = heard(_last_said(state["messages"]), self._mask)
        text = said.text.strip()
        if not text:
            raise InvalidInput("the user's words are none that can be seen")
        memory = self._memory_of(context.user)
        turn = self._in_flight.begin(
            context.user,
            lambda: memory.turn(context.turn_id) if context.turn_id else self._keep(text, memory, context),
        )
        with self._in_flight.unless_it_fails(context.user, turn.id):
            return self._heard(said, text, turn, memory)

    def _heard(self, said: HumanMessage, text: str, turn: Turn, memory: Memory) -> dict[str, Any]:
        # what was said to somebody else, years ago perhaps, orders nothing here
        answer = None if turn.door == "import" else carried_out(text, turn, memory, self._eraser)
        if answer is not None:
            before = [RemoveMessage(REMOVE_ALL_MESSAGES)] if answer.has_erased else []
            messages = [*before, said, AIMessage(answer.text)]
            return {"turn_id": turn.id, "remembered": [], "memory": None, "messages": messages}
        with self._recall_timer():
            found = recollect(text, memory, now=turn.said_at, exclude_turn=turn.id, reranker=self._reranker)
        return {"turn_id": turn.id, "remembered": lines(found), "memory": None, "messages": [said]}

    def think(self, state: TurnState, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        """Let the model decide: tools to call, or the answer."""
        user, turn_id = _context(runtime).user, state["turn_id"]
        with self._in_flight.unless_it_fails(user, turn_id):
            return {"messages": [self._thought(state, self._memory_of(user))]}

    def _thought(self, state: TurnState, memory: Memory) -> AIMessage:
        turn = memory.turn(state["turn_id"])
        remembered = _standing(state["remembered"], memory.changes(state["turn_id"]))
        prompt = SystemMessage(system_prompt(turn.said_at, remembered) + notice(state["messages"]))
        may_call = _rounds(state["messages"]) < MAX_ROUNDS
        with_tools = self._adding if turn.door == "import" else self._with_tools
        model = with_tools if may_call else self._plain
        stop_if_abandoned()
        with standing_aside():
            answer = answered(model, prompt, _shown(state["messages"]))
        return usable(answer, may_call=may_call)

    def settle(self, state: TurnState, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        """Close the turn, read from the ledger what changed in it, and say what was masked."""
        user, turn_id = _context(runtime).user, state["turn_id"]
        memory = self._memory_of(user)
        outcome: Outcome = "failed" if gave_up(state["messages"][-1]) else "answered"
        memory.settle(turn_id, outcome, at=memory.turn(turn_id).recorded_at)
        self._in_flight.end(user, turn_id)
        return {"memory": change_views(memory.changes(turn_id)), "messages": noted(state["messages"])}

    def _keep(self, text: str, memory: Memory, context: TurnContext) -> Turn:
        now = self._now(context)
        return memory.hear(text, now, at=now, door=context.door, thread_id=context.thread_id or None)

    def _now(self, context: TurnContext) -> datetime:
        if not context.said_at:
            return self._clock()
        try:
            said_at = datetime.fromisoformat(context.said_at)
        except ValueError as error:
            raise InvalidTime(f"said_at {context.said_at!r} is not ISO-8601") from error
        return said_at if said_at.tzinfo else said_at.replace(tzinfo=self._zone)


def builder(turning: Turning, tools: Sequence[BaseTool]) -> StateGraph[TurnState, TurnContext, TurnInput, TurnOutput]:
    """The graph, not yet compiled, so that a server, the Studio and tests each add the checkpointer they need."""
    graph = StateGraph(TurnState, context_schema=TurnContext, input_schema=TurnInput, output_schema=TurnOutput)
    graph.add_node("hear", turning.hear)
    graph.add_node("think", turning.think)
    graph.add_node("act", ToolNode(tools, handle_tool_errors=explain))
    graph.add_node("settle", turning.settle)
    graph.add_edge(START, "hear")
    graph.add_conditional_edges("hear", _answered)
    graph.add_conditional_edges("think", _next)
    graph.add_edge("act", "think")
    graph.add_edge("settle", END)
    return graph


def _answered(state: TurnState) -> Literal["think", "settle"]:
    return "settle" if isinstance(state["messages"][-1], AIMessage) else "think"


def _next(state: TurnState) -> Literal["act", "settle"]:
    last = state["messages"][-1]
    return "act" if isinstance(last, AIMessage) and last.tool_calls else "settle"


def _context(runtime: Runtime[TurnContext]) -> TurnContext:
    return runtime.context or TurnContext()


def _last_said(messages: Sequence[AnyMessage]) -> HumanMessage:
    last = messages[-1] if messages else None
    if not isinstance(last, HumanMessage) or not last.text.strip():
        raise InvalidInput("the last message is to be the user's words")
    return last


def _standing(remembered: Sequence[str], changes: Sequence[Change]) -> list[str]:
    """The lines remembered, without those of facts that this turn itself has ended: the answer would repeat them."""
    ended = tuple(f"[{change.before.id}] " for change in changes if change.before is not None)
    return [line for line in remembered if not (ended and line.startswith(ended))]


def _rounds(messages: Sequence[AnyMessage]) -> int:
    """Rounds of tool calls since the user spoke."""
    count = 0
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        count += isinstance(message, AIMessage) and bool(message.tool_calls)
    return count


def _shown(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """This turn's messages whole, and of the thread before it the last few words of both sides, without tool traffic."""
    start = max(i for i, message in enumerate(messages) if isinstance(message, HumanMessage))
    spoken = [
        m for m in messages[:start] if isinstance(m, HumanMessage) or (isinstance(m, AIMessage) and not m.tool_calls)
    ]
    return [as_said(message) for message in [*map(without_note, spoken[-MAX_SHOWN:]), *messages[start:]]]
