"""Whatever is in memory, tidying it twice is tidying it once, and one undo brings back every fact as it was."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.facts import Draft, Fact, Interval, Kind, Source
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.stories import day
from tools.tidy import tidy
from tools.undo import undo_last

SAID = st.sampled_from(
    ["喜欢爬山", "喜欢爬山。", "爱爬山", "喜欢爬山，常去香山", "不喜欢爬山", "养了两只猫", "养了2只猫", "养了三只猫", "又去打羽毛球了", "打羽毛球了", "跑了五公里"]
)  # fmt: skip
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["preference", "event", "event", "plan", "other"])
SLOTS = st.sampled_from([("", ""), ("", ""), ("喜欢", "爬山"), ("习惯", "爬山")])
TOLD = st.tuples(SAID, KINDS, SLOTS, st.integers(0, 60), st.booleans())


def remember(memory: FolderMemory, told: tuple[str, Kind, tuple[str, str], int, bool]) -> Fact:
    words, kind, slot, number, is_dated = told
    at = day(number)
    turn = memory.hear(words, at, at=at)
    happened = Interval(at, at + timedelta(hours=1), "hour") if is_dated else None
    draft = Draft(f"用户{words}", kind, "用户", *slot, happened=happened, sources=(Source(turn.id, words),))
    return memory.save(draft, turn_id=turn.id, at=at)


@settings(max_examples=50, deadline=None)
@given(told=st.lists(TOLD, max_size=24), inferred=st.lists(st.integers(0, 23), max_size=4))
def test_tidying_is_idempotent_and_undone_at_once_for_good(
    told: list[tuple[str, Kind, tuple[str, str], int, bool]], inferred: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        memory = FolderMemory(Path(folder), "owner", CharacterEmbedder(dimension=8))
        facts = [remember(memory, each) for each in told]
        for number in inferred[: len(facts)]:
            premise = facts[number % len(facts)]
            memory.derive(Draft("推断", rule="inference", premises=(premise.id,)), turn_id="", at=day(61))
        before = {fact.id: fact for fact in memory.facts()}
        changes = tidy(memory, day(100))
        assert tidy(memory, day(101)) == []
        assert {fact.statement for fact in memory.facts("unsupported")} == set()
        assert memory.check() == []
        if changes:
            undo_last(memory, turn_id="", at=day(102))
        after = {fact.id: fact for fact in memory.facts()}
        assert after.keys() == before.keys()
        assert all(after[each].premises == before[each].premises for each in before)
        assert tidy(memory, day(103)) == []
        memory.close()
