"""A talk with the embedded model's own code, whose labels and answers are laid ready."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from agent.models.local.chat import LocalChat
from agent.reply import Reply
from tests.graph.talking import Talk
from tests.runtimes import ReplayingRuntime
from tests.stories import START

Labels = Mapping[str, str]


class Home(Talk):
    """A talk with the embedded model, whose labels the test gives."""

    def __init__(self, folder: Path) -> None:
        self.runtime = ReplayingRuntime()
        super().__init__(folder, LocalChat(runtime=self.runtime))

    def tell(self, text: str, labels: Labels | None = None, at: datetime = START) -> Reply:
        """Take a turn in which the clauses are about this."""
        self.runtime.labels = dict(labels or {})
        return self.sebastian.chat(text, said_at=at)

    def asked(self) -> str:
        """What the model was asked last, beyond its constant examples."""
        return self.runtime.prompts["answer"][-1].rpartition("<|im_start|>user\n")[2]
