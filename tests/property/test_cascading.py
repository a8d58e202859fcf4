"""Random webs of told facts, rules and inferences: whatever changes, what is current rests on what is current."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import CircularPremise
from store.facts import Draft, Fact, How, Justification
from store.folder_memory import FolderMemory
from store.records import seq_of
from tests.unit.rule_facts import Talk, at, talking
from tools.rules.birthday import birthday_of
from tools.rules.cascading import is_computed
from tools.rules.grounds import grounds, stand_in
from tools.rules.zodiac import zodiac
from tools.undo import undo_last

WHEN = "2023-03-01T10:00"
PEOPLE = ("用户", "用户的妈妈")
BIRTHDAYS = ("1990年8月2日", "1991年8月9日", "1992年10月3日")
TELLINGS = [
    *((f"{who}的生日是{day}", (who, "生日", day)) for who in PEOPLE for day in BIRTHDAYS),
    *((f"用户{word}", ("用户", "过敏", word)) for word in ("对花生过敏", "对虾过敏")),
    ("用户不喜欢自己的星座", ("用户", "不喜欢", "")),
    ("用户怕辣", ("用户", "", "")),
]
CONCLUSIONS = [f"结论{number}" for number in range(6)]
HOWS: st.SearchStrategy[How] = st.sampled_from(["change", "correction"])
Shot = dict[str, Fact]


class Life:
    """Does one thing a turn, and remembers what the facts were before each turn that can be undone."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.before: list[Shot] = []

    @property
    def memory(self) -> FolderMemory:
        """What it is about."""
        return self.talk.memory

    def shot(self) -> Shot:
        """All facts as they are."""
        return {fact.id: fact for fact in self.memory.facts("all")}

    def told(self) -> list[Fact]:
        """What can be updated or forgotten."""
        return [fact for fact in self.memory.facts() if not fact.is_derived]

    def act(self, data: st.DataObject) -> None:
        """One random turn."""
        told, current = self.told(), self.memory.facts()
        acts = ["tell"] + ["change", "forget", "infer", "infer"] * bool(told)
        acts += ["justify"] * any(fact.is_derived for fact in current) + ["undo"] * bool(self.before)
        act = data.draw(st.sampled_from(acts))
        if act == "undo":
            return self.undo()
        if act == "justify":
            return self.justify(data, current)
        before = self.shot()
        if act in ("tell", "change"):
            statement, slot = data.draw(st.sampled_from(TELLINGS))
            old = data.draw(st.sampled_from(told)) if act == "change" else None
            self.talk.tell(WHEN, statement, statement, slot=slot, old=old, how=data.draw(HOWS))
        elif act == "forget":
            self.talk.forget(WHEN, data.draw(st.sampled_from(told)))
        else:
            self.infer(data, current)
        self.before.append(before)
        return None

    def infer(self, data: st.DataObject, current: list[Fact]) -> None:
        """A model concludes something from one to three facts."""
        premises = data.draw(st.lists(st.sampled_from(current), min_size=1, max_size=3, unique_by=lambda fact: fact.id))
        turn = self.memory.hear("嗯", at(WHEN), at=at(WHEN))
        ids = tuple(fact.id for fact in premises)
        draft = Draft(data.draw(st.sampled_from(CONCLUSIONS)), rule="inference", premises=ids, confidence=0.5)
        self.memory.derive(draft, turn_id=turn.id, at=at(WHEN))

    def justify(self, data: st.DataObject, current: list[Fact]) -> None:
        """A conclusion gets further grounds, which undo knows nothing of."""
        conclusion = data.draw(st.sampled_from([fact for fact in current if fact.is_derived]))
        premises = data.draw(st.lists(st.sampled_from(current), min_size=1, max_size=2, unique_by=lambda fact: fact.id))
        more = Justification("inference", tuple(fact.id for fact in premises))
        try:
            fact = self.memory.justify(conclusion.id, more, turn_id="", at=at(WHEN))
        except CircularPremise:
            return
        for shot in self.before:
            if fact.id in shot:
                shot[fact.id] = replace(shot[fact.id], alternatives=fact.alternatives)

    def undo(self) -> None:
        """Take the last turn back: every fact that was there is again what it was, and no other is current."""
        before = self.before.pop()
        undo_last(self.memory, turn_id="", at=at(WHEN))
        after = self.shot()
        assert {fact_id: after[fact_id] for fact_id in before} == before
        assert [fact for fact in self.memory.facts() if fact.id not in before] == []


def examine(life: Life, before: Shot) -> None:
    """What must hold after every turn."""
    memory = life.memory
    current = {fact.id: fact for fact in memory.facts()}
    for fact in current.values():
        assert all(premise in current and seq_of(premise) < seq_of(fact.id) for premise in fact.premises), fact
        if fact.rule == "星座":
            birthday = birthday_of(memory.get(fact.premises[0]))
            assert birthday is not None and fact.value == zodiac(birthday.month, birthday.day or 0)
    fell = [fact for fact in memory.facts("unsupported") if before.get(fact.id, fact).status == "current"]
    for fact in fell:
        for each in grounds(fact):
            holds = all(stand_in(memory, premise) is not None for premise in each.premises)
            assert not holds or is_computed(each.rule), fact


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_what_is_current_rests_on_what_is_current_and_undo_brings_all_back(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, talking(Path(folder)) as talk:
        life = Life(talk)
        for _ in range(data.draw(st.integers(4, 16))):
            before = life.shot()
            life.act(data)
            examine(life, before)
        while life.before:
            life.undo()
        assert life.memory.facts() == []
