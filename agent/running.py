"""One run of the graph: timed, counted, in a thread of talk or by itself."""

from dataclasses import replace
from typing import Any

from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig

from agent.assembly import Assembly
from agent.computing import computing
from agent.graph import RECURSION_LIMIT
from agent.masking import heard
from agent.metrics import Metrics, Stopwatch
from agent.reply import Reply
from agent.settings import Settings
from agent.state import TurnContext
from agent.streaming import Listener
from agent.tracing import traced
from agent.usage import tokens_of


class Running:
    """Runs turns over the parts of an assistant."""

    def __init__(self, parts: Assembly, settings: Settings, metrics: Metrics) -> None:
        self._parts = parts
        self._settings = settings
        self._metrics = metrics

    def __call__(self, text: str, context: TurnContext, listener: Listener | None = None) -> Reply:
        """Take it to its end, in its thread where it has one; a listener hears it. Raises as `Sebastian.chat`."""
        watching = [Stopwatch(self._metrics), *([listener] if listener else [])]
        config: RunnableConfig = {
            "recursion_limit": RECURSION_LIMIT,
            "max_concurrency": 1,
            "callbacks": list(watching),
        }
        if not context.thread_id:
            reply = self._invoke(self._parts.graph, text, context, config)
        else:
            with self._parts.threads.running(context.user, context.thread_id) as name:
                reply = self._invoke(
                    self._parts.threaded, text, context, {**config, "configurable": {"thread_id": name}}
                )
        return replace(reply, response=listener.finish(reply.response)) if listener else reply

    def _invoke(self, graph: Any, text: str, context: TurnContext, config: RunnableConfig) -> Reply:
        with traced(self._settings), computing():
            state = graph.invoke(
                # masked here, for the checkpointer writes the input before the first node runs
                {"messages": [heard(HumanMessage(text), self._parts.mask)]}, config, context=context,
                output_keys=["messages", "memory", "turn_id"],
            )  # fmt: skip
        self._metrics.changed(change["op"] for change in state["memory"] or [])
        messages = state["messages"]
        return Reply(messages[-1].text.strip(), state["memory"], state["turn_id"], tokens_of(messages))

    def owes(self, user: str, turn_id: str) -> bool:
        """Whether a turn ended without its mining: politely, but its model had given no answer that could be used."""
        return any(turn.id == turn_id for turn in self._parts.memory_of(user).pending())
