"""Facts to try rules on, in a real memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from store.facts import Draft, Fact, Source
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tools.rules import engine
from tools.when import find

BEIJING = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    """A moment in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@dataclass
class Talk:
    """Tells a memory one fact a turn, as the tools do: save or update, then cascade and derive."""

    memory: FolderMemory

    def tell(self, when: str, quote: str, statement: str, *, slot: tuple[str, str, str] = ("用户", "", ""),
             kind: str = "other", old: Fact | None = None, how: str = "change") -> tuple[Fact, list[Fact]]:  # fmt: skip
        """Tell one thing; gives the fact and what was derived."""
        moment = at(when)
        turn = self.memory.hear(quote, moment, at=moment)
        points = [m.interval for m in find(statement, moment) if m.kind == "point" and m.interval]
        draft = Draft(statement, kind, *slot, happened=points[0] if points else None, valid_from=moment,
                      sources=(Source(turn.id, quote),))  # type: ignore[arg-type]  # fmt: skip
        self.last_turn = turn.id
        if old is None:
            fact = self.memory.save(draft, turn_id=turn.id, at=moment)
        else:
            fact = self.memory.update(old.id, draft, how=how, turn_id=turn.id, at=moment)  # type: ignore[arg-type]
            engine.cascade(self.memory, old.id, turn_id=turn.id, at=moment, replaced_by=fact)
        return fact, engine.derive(self.memory, fact, turn_id=turn.id, at=moment)

    def forget(self, when: str, fact: Fact) -> None:
        """Retract a fact and mend what rests on it."""
        turn = self.memory.hear("忘了吧", at(when), at=at(when))
        self.last_turn = turn.id
        self.memory.retract(fact.id, turn_id=turn.id, at=at(when))
        engine.cascade(self.memory, fact.id, turn_id=turn.id, at=at(when), replaced_by=None)

    def current(self) -> list[str]:
        """Current statements that were derived."""
        return sorted(fact.statement for fact in self.memory.facts() if fact.is_derived)


@contextmanager
def talking(folder: Path) -> Iterator[Talk]:
    """A talk over an empty memory, examined at its end."""
    memory = FolderMemory(folder, "owner", CharacterEmbedder())
    try:
        yield Talk(memory)
        assert memory.check() == []
    finally:
        memory.close()
