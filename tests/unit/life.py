"""A memory to try the tools' code on, told one fact a turn without a model."""

from datetime import datetime
from pathlib import Path
from typing import Any

from store.facts import Fact, Turn
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.stories import START
from tools.admit import Proposal, drafted
from tools.rules import engine


class Life:
    """Tells and looks things up in a real memory."""

    def __init__(self, folder: Path) -> None:
        self.memory = FolderMemory(folder, "owner", CharacterEmbedder())

    def hear(self, text: str, at: datetime = START) -> Turn:
        """Keep a turn."""
        return self.memory.hear(text, at, at=at)

    def tell(self, statement: str, at: datetime = START, *, said: str = "", **slot: Any) -> Fact:
        """Say something in a turn of its own and save it as the tools do; the fact."""
        turn = self.hear(said or statement.replace("用户", "我"), at)
        draft = drafted(Proposal(statement, **slot), turn)
        fact = self.memory.save(draft, turn_id=turn.id, at=at)
        engine.derive(self.memory, fact, turn_id=turn.id, at=at)
        return fact

    def retract(self, fact: Fact, at: datetime) -> None:
        """Take a fact back in a turn of its own."""
        turn = self.hear("把那件事忘掉", at)
        self.memory.retract(fact.id, turn_id=turn.id, at=at)

    def close(self) -> None:
        """Hold the memory against its own ledger, and close it."""
        assert self.memory.check() == []
        self.memory.close()
