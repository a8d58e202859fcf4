"""A talk with the real assistant over a model that does what the test tells it to."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent import Sebastian
from agent.reply import Reply
from agent.settings import Settings
from store.contract import Memory
from store.errors import ModelError
from store.facts import Fact
from tests.chat_models import ScriptedChat
from tests.embedders import CharacterEmbedder
from tests.stories import START

Said = AIMessage | ModelError
FINE = "好的。"


def asks_for(*wanted: tuple[str, dict[str, Any]]) -> AIMessage:
    """A message that calls several tools side by side."""
    calls = [
        {"name": name, "args": arguments, "id": f"call_{number}", "type": "tool_call"}
        for number, (name, arguments) in enumerate(wanted)
    ]
    return AIMessage("", tool_calls=calls)


def saves(statement: str, **slot: str) -> AIMessage:
    """A message that saves one thing."""
    return asks_for(("save_memory", {"statement": statement, **slot}))


def updates(statement: str, **slot: str) -> AIMessage:
    """A message that updates one thing."""
    return asks_for(("update_memory", {"statement": statement, **slot}))


def forgets(what: str) -> AIMessage:
    """A message that forgets."""
    return asks_for(("forget_memory", {"what": what}))


class Talk:
    """Says things to an assistant whose model answers with what was laid ready for it, then 「好的。」 for ever.

    `chat` puts another model in its place.
    """

    def __init__(self, folder: Path, chat: BaseChatModel | None = None) -> None:
        self.folder = folder
        self.embedder = CharacterEmbedder()
        self.model = ScriptedChat(script=self._answer)
        self._chat = chat or self.model
        self._ready: list[Said] = []
        self.sebastian = self._opened()

    @property
    def memory(self) -> Memory:
        """What is remembered."""
        return self.sebastian.memory()

    def say(self, text: str, *answers: Said, at: datetime = START, thread_id: str | None = None) -> Reply:
        """Take a turn in which the model says `answers`, all of which it must come to say."""
        self._ready[:] = answers
        reply = self.sebastian.chat(text, said_at=at, thread_id=thread_id)
        assert not self._ready, "the model was not asked as often as the test expects"
        return reply

    def fact(self, statement: str) -> Fact:
        """The current fact that says this."""
        found = [fact for fact in self.memory.facts() if fact.statement == statement]
        assert len(found) == 1, self.statements()
        return found[0]

    def statements(self) -> list[str]:
        """What is current, oldest first."""
        return [fact.statement for fact in self.memory.facts()]

    def shown(self) -> Sequence[BaseMessage]:
        """What the model was shown last."""
        return self.model.seen[-1]

    def tool_results(self) -> list[str]:
        """What the tools answered in the last turn, in order."""
        last = max(i for i, message in enumerate(self.shown()) if isinstance(message, HumanMessage))
        return [message.text for message in self.shown()[last:] if isinstance(message, ToolMessage)]

    def system(self) -> str:
        """The system message that the model was shown last."""
        return next(message.text for message in self.shown() if isinstance(message, SystemMessage))

    def reopen(self) -> None:
        """Close and open again, as a restart does; what was embedded before is no longer counted."""
        self.sebastian.close()  # waits for what is being mined
        self.embedder.embedded.clear()
        self.sebastian = self._opened()
        assert self.memory.check() == []

    def close(self) -> None:
        """Hold ledger, tables and index against each other, and give the folder back."""
        assert self.memory.check() == []
        self.sebastian.close()

    def _opened(self) -> Sebastian:
        names: dict[str, Any] = {"_env_file": None, "data": self.folder, "dashscope_api_key": None}
        names |= {"chat": "openai:scripted", "embedding": "openai:characters"}
        settings = Settings(**names)
        return Sebastian(settings=settings, chat_model=self._chat, embedder=self.embedder, clock=lambda: START)

    def _answer(self, shown: list[BaseMessage]) -> AIMessage:
        said = self._ready.pop(0) if self._ready else AIMessage(FINE)
        if isinstance(said, ModelError):
            raise said
        return said


def ops(reply: Reply) -> list[str]:
    """The operations in a reply's `memory`, in order."""
    return [change["op"] for change in reply.memory or []]
