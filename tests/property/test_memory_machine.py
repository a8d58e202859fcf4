"""Random lives: whatever is heard, saved, updated, derived, taken back and restarted, memory is what a dict says."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store.errors import CircularPremise, NothingToUndo, UndoConflict
from store.facts import ERASED_WORDS, Draft, Fact, How, Justification, Source, Turn
from store.folder import Folder
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.stories import day

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
ATTRIBUTES = st.sampled_from(["", "姓名", "城市", "工作"])
HOWS: st.SearchStrategy[How] = st.sampled_from(["change", "correction"])


class MemoryMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.path = Path(tempfile.mkdtemp())
        self.embedder = CharacterEmbedder(dimension=8)
        self.older: dict[str, bytes] = {}
        self.days = 0
        self.turns: dict[str, Turn] = {}
        self.facts: dict[str, Fact] = {}
        self.owed: dict[str, None] = {}
        self.changes: dict[str, list[tuple[str, str, str]]] = {}  # what was done, to which fact, and to which before it
        self.standing: list[
            tuple[str, Fact, Fact | None]
        ] = []  # turn, the fact a change made or ended, what was before
        self.open()

    def open(self) -> None:
        self.folder = Folder(self.path, self.embedder)
        self.memory: FolderMemory = self.folder.memory("wang")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.close()
            shutil.rmtree(self.path)

    def current(self) -> list[Fact]:
        return [fact for fact in self.facts.values() if fact.status == "current"]

    def pick(self, data: st.DataObject) -> Fact:
        return data.draw(st.sampled_from(self.current()))

    def last_turn(self) -> str:
        return next(reversed(self.turns), "")

    def note(self, op: str, fact: Fact, before: Fact | None = None) -> None:
        self.facts[fact.id] = fact
        self.changes.setdefault(self.last_turn(), []).append((op, fact.id, before.id if before else ""))
        self.standing.append((self.last_turn(), fact, before))

    @rule(text=WORDS)
    def hear(self, text: str) -> None:
        self.days += 1
        turn = self.memory.hear(text, day(self.days - 1), at=day(self.days))
        assert turn == Turn(turn.id, "wang", text, day(self.days - 1), day(self.days))
        self.turns[turn.id] = turn
        self.owed[turn.id] = None

    @precondition(lambda self: self.turns)
    @rule(data=st.data(), is_answered=st.booleans())
    def settle(self, data: st.DataObject, is_answered: bool) -> None:
        turn_id = data.draw(st.sampled_from(list(self.turns)))
        self.memory.settle(turn_id, "answered" if is_answered else "failed", at=day(self.days))
        if is_answered:
            self.owed.pop(turn_id, None)

    @rule(statement=WORDS, attribute=ATTRIBUTES)
    def save(self, statement: str, attribute: str) -> None:
        sources = tuple(Source(turn_id, "话") for turn_id in list(self.turns)[-1:])
        draft = Draft(statement, subject="用户", attribute=attribute, sources=sources)
        self.note("saved", self.memory.save(draft, turn_id=self.last_turn(), at=day(self.days)))

    @precondition(lambda self: self.current())
    @rule(data=st.data(), statement=WORDS, attribute=ATTRIBUTES, how=HOWS)
    def update(self, data: st.DataObject, statement: str, attribute: str, how: How) -> None:
        old, at = self.pick(data), day(self.days)
        draft = Draft(statement, subject="用户", attribute=attribute, valid_from=at)
        new = self.memory.update(old.id, draft, how=how, turn_id=self.last_turn(), at=at)
        if how == "change":
            ended = replace(old, status="superseded", valid_to=at, superseded_by=new.id, ended_at=at)
        else:
            ended = replace(old, status="retracted", superseded_by=new.id, ended_at=at)
        self.facts[old.id] = ended
        self.note("updated", new, old)

    @precondition(lambda self: self.current())
    @rule(data=st.data(), statement=WORDS)
    def derive(self, data: st.DataObject, statement: str) -> None:
        premises = data.draw(st.lists(st.sampled_from([fact.id for fact in self.current()]), min_size=1, unique=True))
        draft = Draft(statement, rule="推理", premises=tuple(premises), confidence=0.25)
        self.note("derived", self.memory.derive(draft, turn_id=self.last_turn(), at=day(self.days)))

    @precondition(lambda self: self.current())
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        old, at = self.pick(data), day(self.days)
        fact = self.memory.retract(old.id, turn_id=self.last_turn(), at=at)
        assert fact == replace(old, status="retracted", ended_at=at)
        self.note("retracted", fact, old)

    @precondition(lambda self: self.current())
    @rule(data=st.data())
    def unsupport(self, data: st.DataObject) -> None:
        at = day(self.days)
        chosen = st.lists(st.sampled_from(self.current()), min_size=1, max_size=3, unique_by=lambda fact: fact.id)
        old = data.draw(chosen)
        ended = self.memory.unsupport({each.id: each.premises for each in old}, turn_id=self.last_turn(), at=at)
        assert ended == [replace(each, status="unsupported", ended_at=at) for each in old]
        for fact, before in zip(ended, old, strict=True):
            self.note("unsupported", fact, before)

    def rests_on(self, premise: str, conclusion: str) -> bool:
        fact = self.facts[premise]
        cited = (*fact.premises, *(each for more in fact.alternatives for each in more.premises))
        return premise == conclusion or any(self.rests_on(each, conclusion) for each in cited)

    @precondition(lambda self: any(fact.is_derived for fact in self.current()))
    @rule(data=st.data())
    def justify(self, data: st.DataObject) -> None:
        fact = data.draw(st.sampled_from([each for each in self.current() if each.is_derived]))
        ids = [each.id for each in self.current()]
        premises = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        more = Justification("推理", tuple(premises))
        if any(self.rests_on(premise, fact.id) for premise in premises):
            with pytest.raises(CircularPremise):
                self.memory.justify(fact.id, more, turn_id=self.last_turn(), at=day(self.days))
            return
        if more not in fact.alternatives:
            self.facts[fact.id] = replace(fact, alternatives=(*fact.alternatives, more))
        assert self.memory.justify(fact.id, more, turn_id=self.last_turn(), at=day(self.days)) == self.facts[fact.id]

    @precondition(lambda self: self.current() and self.turns)
    @rule(data=st.data())
    def cite(self, data: st.DataObject) -> None:
        fact, source = self.pick(data), Source(self.last_turn(), "又说")
        more = () if source in fact.sources else (source,)
        self.facts[fact.id] = replace(fact, sources=(*fact.sources, *more))
        assert self.memory.cite(fact.id, [source], turn_id=self.last_turn(), at=day(self.days)) == self.facts[fact.id]

    def would_stand_on_nothing(self, last: list[tuple[str, Fact, Fact | None]]) -> bool:
        """Whether these changes taken back would leave a conclusion without a premise of its own."""
        after = {fact.id: fact.status for fact in self.facts.values()}
        touched = {}
        for _, fact, before in reversed(last):
            if before is None or before.id != fact.id:
                touched[fact.id], after[fact.id] = fact, "retracted"
            if before is not None:
                touched[before.id], after[before.id] = before, "current"
        back = [fact for fact in touched.values() if after[fact.id] == "current"]
        return any(after[premise] != "current" for fact in back for premise in fact.premises)

    @precondition(lambda self: self.standing)
    @rule()
    def undo_the_last_changes(self) -> None:
        at, turn_id = day(self.days), self.standing[-1][0]
        last = [entry for entry in self.standing if entry[0] == turn_id]
        changes = self.memory.last_changes()
        if self.would_stand_on_nothing(last):
            with pytest.raises(UndoConflict):
                self.memory.undo([change.seq for change in changes], turn_id=self.last_turn(), at=at)
            return
        undone = self.memory.undo([change.seq for change in changes], turn_id=self.last_turn(), at=at)
        self.standing = [entry for entry in self.standing if entry[0] != turn_id]
        told = self.changes.setdefault(self.last_turn(), [])
        for change, (_, fact, before) in zip(undone, reversed(last), strict=True):
            if before is None or before.id != fact.id:
                self.facts[fact.id] = replace(self.facts[fact.id], status="retracted", ended_at=at)
            if before is not None:
                self.facts[before.id] = before
            told.append(("undone", (before or fact).id, fact.id))
            assert (change.op, change.id) == told[-1][:2]

    @rule()
    def undo_nothing(self) -> None:
        with pytest.raises(NothingToUndo):
            self.memory.undo([self.memory.seq + 1], turn_id="", at=day(self.days))

    @rule()
    def restart(self) -> None:
        embedded = len(self.embedder.embedded)
        self.folder.close()
        self.open()
        assert len(self.embedder.embedded) == embedded

    @rule(tail=st.binary(min_size=1, max_size=40).filter(lambda tail: b"\n" not in tail))
    def restart_after_a_torn_write(self, tail: bytes) -> None:
        self.folder.close()
        ledger = self.path / "users/wang/ledger.jsonl"
        ledger.write_bytes(ledger.read_bytes() + tail)
        self.open()

    @rule(name=st.sampled_from(["tables.snap", "words.snap"]))
    def restart_with_an_older_snapshot(self, name: str) -> None:
        self.folder.close()
        path = self.path / "users/wang" / name
        now = path.read_bytes() if path.exists() else None
        if name in self.older:
            path.write_bytes(self.older.pop(name))
        if now is not None:
            self.older[name] = now
        self.open()

    @rule(name=st.sampled_from(["index.faiss", "index.json", "vectors.log", "tables.snap", "words.snap"]))
    def restart_without_a_part_of_the_index(self, name: str) -> None:
        self.folder.close()
        (self.path / "users/wang" / name).unlink(missing_ok=True)
        self.open()

    @rule(text=WORDS)
    def hear_while_the_embedding_model_is_down(self, text: str) -> None:
        self.embedder.is_down = True
        self.hear(text)
        self.embedder.is_down = False
        assert self.memory.recall("什么", now=day(self.days)) is not None

    def gone_with(self, chosen: str) -> set[str]:
        """The fact with all its versions, and what rests on one of them."""
        gone, found = set[str](), {chosen}
        while found != gone:
            gone = set(found)
            found |= {fact.superseded_by for fact in self.facts.values() if fact.id in gone and fact.superseded_by}
            found |= {fact.id for fact in self.facts.values() if fact.superseded_by in gone}
        while True:
            resting = {fact.id for fact in self.facts.values() if gone & set(fact.premises)}
            if resting <= gone:
                return gone
            gone |= resting

    def as_left(self, fact: Fact, gone: set[str], wordless: set[str]) -> Fact:
        sources = [Source(each.turn, ERASED_WORDS if each.turn in wordless else each.quote) for each in fact.sources]
        return replace(
            fact,
            sources=tuple(dict.fromkeys(sources)),
            superseded_by="" if fact.superseded_by in gone else fact.superseded_by,
            alternatives=tuple(each for each in fact.alternatives if not gone & set(each.premises)),
        )

    def change_left(self, op: str, fact_id: str, before_id: str) -> tuple[str, str, str] | None:
        left = [each for each in (fact_id, before_id) if each in self.facts]
        if op == "erased":
            return op, fact_id, before_id
        if not left:
            return None
        if op != "updated" or len(left) == 2:
            return op, left[0], left[-1]
        if left[0] == before_id:
            return "retracted", before_id, before_id
        return "derived" if self.facts[fact_id].premises else "saved", fact_id, ""

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(list(self.facts)))
        with_words = [turn.id for turn in self.turns.values() if not turn.is_erased]
        turns = data.draw(st.lists(st.sampled_from(with_words), max_size=2, unique=True)) if with_words else []
        gone = self.gone_with(chosen)
        in_order = [fact_id for fact_id in self.facts if fact_id in gone]
        erasure = self.memory.erase([chosen], turns, turn_id=self.last_turn(), at=day(self.days))
        assert list(erasure.facts) == in_order
        wordless = {turn.id for turn in self.turns.values() if turn.is_erased or turn.id in turns}
        for turn_id in turns:
            self.turns[turn_id] = replace(self.turns[turn_id], text=ERASED_WORDS)
            self.owed.pop(turn_id, None)
        self.facts = {
            each.id: self.as_left(each, gone, wordless) for each in self.facts.values() if each.id not in gone
        }
        self.changes = {
            turn_id: [left for each in told if (left := self.change_left(*each))]
            for turn_id, told in self.changes.items()
        }
        self.changes.setdefault(self.last_turn(), []).extend(("erased", each, "") for each in in_order)
        standing = []
        for turn_id, fact, before in self.standing:
            old = self.as_left(before, gone, wordless) if before and before.id not in gone else None
            if fact.id not in gone:
                standing.append((turn_id, self.as_left(fact, gone, wordless), old))
            elif old:
                standing.append((turn_id, self.facts[old.id], old))
        self.standing = standing

    @precondition(lambda self: len(self.turns) > 3)
    @rule()
    def erase_everything(self) -> None:
        self.memory.erase_all()
        for table in (self.turns, self.facts, self.owed, self.changes, self.standing):
            table.clear()

    @invariant()
    def memory_is_what_the_dicts_say(self) -> None:
        if not hasattr(self, "memory"):
            return
        memory, current = self.memory, self.current()
        assert memory.check() == []
        assert memory.turns() == list(self.turns.values())
        assert memory.facts("all") == list(self.facts.values())
        assert [turn.id for turn in memory.pending()] == [turn_id for turn_id in self.turns if turn_id in self.owed]
        for attribute in ("姓名", "城市", "工作"):
            in_slot = [fact for fact in current if (fact.subject, fact.attribute) == ("用户", attribute)]
            assert memory.slot("用户", attribute) == in_slot
        for fact in self.facts.values():
            assert memory.dependents(fact.id) == [each for each in current if fact.id in each.premises]
        for turn_id in ("", *self.turns):
            told = [(op, fact_id) for op, fact_id, _ in self.changes.get(turn_id, [])]
            assert [(each.op, each.id) for each in memory.changes(turn_id)] == told
        now = day(self.days)
        assert memory.facts(as_of=now) == [fact for fact in current if fact.valid_from <= now]


MemoryMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None, derandomize=True)
test_memory_is_what_the_dicts_say = MemoryMachine.TestCase
