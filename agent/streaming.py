"""A turn as it happens: what the model says while it says it, and the tools that run.

Nothing that was passed on is taken back. A model that speaks token by token is passed on as it speaks; one whose answer is
checked as a whole (the embedded one) is heard once the check is done. What a model says before it calls a tool was said:
it stands before the answer, where the doors that answer in one piece leave it out. All of it is made harmless on its way, as
the answer is.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage
from langchain_core.tracers._streaming import _StreamingCallbackHandler  # the mark by which models know to stream

from agent.harmless import HarmlessPieces

T = TypeVar("T")

_GAP: Final = "\n\n"
_SENTENCE: Final = re.compile(r"[^。！？!?\n]*[。！？!?\n]+|[^。！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer; the pieces joined are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolRun:
    """A tool is about to run; what it is given stays inside."""

    name: str


Piece = Token | ToolRun


class Saying:
    """What has been passed on so far, message by message, made harmless, without the blanks around each."""

    def __init__(self) -> None:
        self.said = ""
        self._message: str | None = None
        self._pieces = HarmlessPieces()
        self._part = ""  # of the message that is being said
        self._blanks = ""  # that belong to it only if more comes

    def take(self, message: str | None, text: str) -> str:
        """Give what is to be passed on when a message goes on with `text`."""
        before = ""
        if message != self._message:
            before = self.pause()
            self._message, self._pieces, self._part, self._blanks = message, HarmlessPieces(), "", ""
        return before + self._trimmed(self._pieces.take(text))

    def pause(self) -> str:
        """Give what is still to be passed on of a message that is over."""
        return self._trimmed(self._pieces.rest())

    def finish(self, answer: str) -> str:
        """Give what is still to be passed on of the answer, which is the last message as it now stands."""
        before = ""
        if not answer.startswith(self._part):
            before = self.pause()
            self._part = ""
        return before + self._passed_on(answer[len(self._part) :])

    def _trimmed(self, text: str) -> str:
        given = self._blanks + text
        words = given.rstrip()
        self._blanks = given[len(words) :]
        return self._passed_on(words)

    def _passed_on(self, words: str) -> str:
        if not words:
            return ""
        gap = _GAP if self.said and not self._part else ""
        self._part += words
        self.said += gap + words
        return gap + words


class Listener(BaseCallbackHandler, _StreamingCallbackHandler[Any]):
    """Hears a turn, and has its model speak token by token where it can.

    Args:
        tell: is given each piece, in order, from the threads of the graph, one at a time.
        has_gone: whether whoever listens has gone (see `agent.abandoning`).
    """

    run_inline = True

    def __init__(self, tell: Callable[[Piece], None], has_gone: Callable[[], bool]) -> None:
        self.has_gone = has_gone
        self.tell = tell
        self._saying = Saying()

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Do nothing: that it is there spares LangChain looking for another."""

    def on_llm_new_token(self, token: str | list[str | dict[str, Any]], *, run_id: UUID, **_: Any) -> None:
        """Pass on what the model says."""
        self._pass_on(self._saying.take(str(run_id), str(AIMessage(content=token).text)))

    def on_tool_start(self, serialized: dict[str, Any], *_: Any, **__: Any) -> None:
        """Name the tool that runs."""
        self._pass_on(self._saying.pause())
        self.tell(ToolRun(serialized["name"]))

    def finish(self, answer: str) -> str:
        """Pass on what is not said yet of the answer, sentence by sentence; gives all that was said in this turn."""
        for sentence in _SENTENCE.findall(self._saying.finish(answer)):
            self._pass_on(sentence)
        return self._saying.said

    def tap_output_iter(self, run_id: UUID, output: Iterator[T]) -> Iterator[T]:
        """Leave what chains give as it is."""
        return output

    def tap_output_aiter(self, run_id: UUID, output: AsyncIterator[T]) -> AsyncIterator[T]:
        """Leave what chains give as it is."""
        return output

    def _pass_on(self, words: str) -> None:
        if words:
            self.tell(Token(words))
