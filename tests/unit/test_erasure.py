"""What stays when facts and words are erased: everything else, exactly as it was, at every moment."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.erasure import erased, reached
from store.errors import FactNotFound
from store.facts import ERASED_WORDS, Change, Fact, Justification, Source, Turn
from store.projection import Projection
from store.records import (
    Cited,
    Closed,
    Derived,
    Erased,
    Event,
    Heard,
    Justified,
    Record,
    Retracted,
    Saved,
    Undone,
    Unsupported,
    Updated,
)
from tests.histories import Life, lives
from tests.stories import day

Ids = Collection[str]


def without(records: Sequence[Record], facts: Ids, turns: Ids = ()) -> list[Record]:
    pairs = erased(records, facts=facts, turns=turns)
    return [record if event is record.event else replace(record, event=event) for record, event in pairs]


def as_left(fact: Fact, facts: Ids, turns: Ids, told: Ids) -> Fact:
    """A fact that stays, as it should be; `told` are the turns that it was written with."""
    sources = [Source(each.turn, ERASED_WORDS if each.turn in turns else each.quote) for each in fact.sources]
    said = "" if fact.happened is None else fact.happened.said
    return replace(
        fact,
        sources=tuple(dict.fromkeys(sources)),
        superseded_by="" if fact.superseded_by in facts else fact.superseded_by,
        merged_into="" if fact.merged_into in facts else fact.merged_into,
        alternatives=tuple(each for each in fact.alternatives if not set(each.premises) & set(facts)),
        happened=fact.happened and replace(fact.happened, said=ERASED_WORDS if set(told) & set(turns) else said),
    )


def as_deduplicated(fact: Fact) -> Fact:
    return replace(fact, sources=tuple(dict.fromkeys(fact.sources)))


def change_left(change: Change, facts: Ids) -> tuple[str, str] | None:
    """The op and the id that a change should have, none where it goes."""
    named = [each for each in (change.id, change.before.id if change.before else "") if each and each not in facts]
    if not named:
        return None
    if change.op != "updated" or len(named) == 2:
        return change.op, named[0]
    if change.id in facts:
        return "retracted", named[0]
    return "derived" if change.because else "saved", change.id


def tables_of(records: Sequence[Record]) -> Projection:
    tables = Projection("wang")
    for record in records:
        tables.apply(record)
    return tables


def written_with(records: Sequence[Record]) -> dict[str, set[str]]:
    """The turns that each fact was written with."""
    events = [record.event for record in records]
    facts = [event.fact for event in events if isinstance(event, Saved | Derived | Updated)]
    return {fact.id: {source.turn for source in fact.sources} for fact in facts}


def assert_only_that_is_gone(life: Life, facts: Ids, turns: Ids) -> list[Record]:
    before, after, told = Projection("wang"), Projection("wang"), written_with(life.records)
    left = without(life.records, facts, turns)
    for old, new in zip(life.records, left, strict=True):
        before.apply(old)
        after.apply(new)
        stay = [as_left(fact, facts, turns, told[fact.id]) for fact in before.facts.values() if fact.id not in facts]
        assert [as_deduplicated(fact) for fact in after.facts.values()] == stay
    assert after.check() == []
    assert [turn.id for turn in after.turns.values()] == [turn.id for turn in before.turns.values()]
    assert {turn.id for turn in after.turns.values() if turn.is_erased} == {*turns}
    assert [turn.id for turn in after.pending()] == [turn.id for turn in before.pending() if turn.id not in turns]
    for turn_id in ("", *before.turns):
        told_left = [change_left(change, facts) for change in before.changes(turn_id)]
        assert [(each.op, each.id) for each in after.changes(turn_id)] == [each for each in told_left if each]
    for fact_id in after.facts:
        dependents = [fact.id for fact in before.dependents(fact_id) if fact.id not in facts]
        assert [fact.id for fact in after.dependents(fact_id)] == dependents
        assert {fact.id for fact in after.history(fact_id)} <= {fact.id for fact in before.history(fact_id)} - {*facts}
    assert [fact.id for fact in after.slot("用户", "姓名")] == [
        fact.id for fact in before.slot("用户", "姓名") if fact.id not in facts
    ]
    text = repr([record.event for record in left])
    assert not any(f"'{before.fact(each).statement}'" in text for each in facts)
    assert not any(f"'{old.text}'" in text for old in before.turns.values() if old.id in turns and not old.is_erased)
    return left


@settings(max_examples=300, deadline=None, derandomize=True)
@given(life=lives(), data=st.data())
def test_whatever_is_erased_the_rest_is_at_every_moment_what_it_was(life: Life, data: st.DataObject) -> None:
    for _ in range(2):  # what was erased once is no obstacle to erasing again
        ids, known = list(life.tables.facts), [turn.id for turn in life.tables.turns.values() if not turn.is_erased]
        chosen = data.draw(st.lists(st.sampled_from(ids), max_size=2)) if ids else []
        turns = data.draw(st.lists(st.sampled_from(known), max_size=2)) if known else []
        facts = reached(life.tables, chosen, with_versions=data.draw(st.booleans()))
        words_gone = {turn.id for turn in life.tables.turns.values() if turn.is_erased}
        left = assert_only_that_is_gone(life, facts, {*turns, *words_gone})
        life = Life(tables_of(left), left)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(life=lives(), data=st.data())
def test_what_a_fact_takes_with_it_is_whole(life: Life, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(list(life.tables.facts)))
    gone = reached(life.tables, [chosen])
    assert {fact.id for fact in life.tables.history(chosen)} <= {*gone}
    for fact in life.tables.facts.values():
        assert fact.id in gone or not {*fact.premises} & {*gone}
    assert reached(life.tables, gone, with_versions=False) == gone


def fact(number: int, *premises: str, **fields: object) -> Fact:
    plain = {"kind": "other", "subject": "", "attribute": "", "value": "", "happened": None, "valid_to": None}
    given = {"valid_from": day(number), "recorded_at": day(number), "statement": f"事{number}", "sources": ()} | fields
    return Fact(id=f"f{number}", user="wang", premises=premises, **(plain | given))  # type: ignore[arg-type]


def turn(number: int) -> Turn:
    return Turn(f"t{number}", "wang", f"第{number}句", day(number), day(number), thread_id="厨房")


def history(*events: Event) -> list[Record]:
    return [Record(seq, day(seq), event, b"") for seq, event in enumerate(events, start=1)]


def events_left(records: Sequence[Record], facts: Ids, turns: Ids = ()) -> list[Event]:
    left = without(records, facts, turns)
    tables_of(left)
    return [record.event for record in left]


def test_words_that_are_erased_leave_their_turn_and_no_quote() -> None:
    told = fact(2, sources=(Source("t1", "王芳"), Source("t1", "我叫")))
    records = history(Heard(turn(1)), Saved("t1", told), Heard(turn(3)), Cited("t3", "f2", (Source("t1", "第一"),)))
    heard, saved, _, cited = events_left(records, (), ["t1"])
    assert heard == Heard(replace(turn(1), text=ERASED_WORDS, thread_id=None))
    assert saved == Saved("t1", replace(told, sources=(Source("t1", ERASED_WORDS),)))
    assert cited == Cited("t3", "f2", (Source("t1", ERASED_WORDS),))


def test_a_fact_whose_older_version_is_gone_was_saved_and_one_that_follows_was_derived() -> None:
    records = history(
        Saved("", fact(1)),
        Saved("", fact(2)),
        Updated("", "f1", "change", fact(3)),
        Saved("", fact(4)),
        Updated("", "f4", "correction", fact(5, "f2")),
    )
    assert events_left(records, ["f1", "f4"])[2:] == [
        Saved("", fact(3)),
        Erased(),
        Derived("", fact(5, "f2")),
    ]


def test_a_fact_whose_successor_is_gone_ended_all_the_same() -> None:
    records = history(
        Saved("", fact(1)),
        Saved("", fact(2)),
        Saved("", fact(3)),
        Updated("", "f1", "change", fact(4, "f3", valid_from=day(2))),
        Updated("", "f2", "correction", fact(5, "f3")),
    )
    assert reached(tables_of(records), ["f3"]) == ["f3", "f4", "f5"]
    events = events_left(records, ["f3", "f4", "f5"])
    assert events[2:] == [Erased(), Closed("", "f1", day(2)), Retracted("", "f2", ())]
    tables = tables_of(history(*events))
    assert (tables.fact("f1").status, tables.fact("f1").valid_to) == ("superseded", day(2))
    assert tables.fact("f2").status == "retracted"
    again = history(*events, Undone("", (4,)))
    assert tables_of(again).fact("f1") == fact(1)


def test_one_record_for_several_facts_keeps_those_that_stay() -> None:
    records = history(
        Saved("", fact(1)),
        Saved("", fact(2)),
        Derived("", fact(3, "f1")),
        Derived("", fact(4, "f2")),
        Unsupported("", {"f3": ("f1",), "f4": ("f1", "f2")}),
        Undone("", (5,)),
    )
    assert events_left(records, ["f1", "f3"])[4:] == [Unsupported("", {"f4": ("f2",)}), Undone("", (5,))]
    assert events_left(records, ["f1", "f2", "f3", "f4"]) == [Erased()] * 6


def test_an_undone_change_of_what_is_gone_is_no_longer_undone() -> None:
    records = history(
        Saved("", fact(1)), Saved("", fact(2)), Retracted("", "f1", ()), Retracted("", "f2", ()), Undone("", (3, 4))
    )
    assert events_left(records, ["f1"])[2:] == [Erased(), Retracted("", "f2", ()), Undone("", (4,))]


def test_a_change_undone_and_made_again_is_erased_at_every_link() -> None:
    records = history(
        Saved("", fact(1)),
        Updated("", "f1", "change", fact(2)),
        Undone("", (2,)),
        Updated("", "f1", "change", fact(4)),
    )
    gone = reached(tables_of(records), ["f4"])
    assert gone == ["f1", "f4"]
    assert events_left(records, gone) == [Erased(), Saved("", fact(2)), Undone("", (2,)), Erased()]


def test_what_was_merged_into_it_says_the_same_and_goes_with_it() -> None:
    records = history(
        Saved("", fact(1)),
        Saved("", fact(2)),
        Saved("", fact(3)),
        Updated("", "f2", "change", fact(4)),
        Retracted("", "f4", ("f1",)),
        Retracted("", "f3", ("f1",)),
        Undone("", (6,)),
    )
    gone = reached(tables_of(records), ["f1"])
    assert gone == ["f1", "f2", "f4"]
    assert events_left(records, gone)[5:] == [Retracted("", "f3", ()), Undone("", (6,))]


def test_further_grounds_that_name_what_is_gone_are_dropped_and_the_conclusion_stays() -> None:
    records = history(
        Saved("", fact(1)),
        Saved("", fact(2)),
        Derived("", fact(3, "f1")),
        Justified("", "f3", Justification("推理", ("f1", "f2"))),
        Justified("", "f3", Justification("推理", ("f1",))),
    )
    gone = reached(tables_of(records), ["f2"])
    assert gone == ["f2"]
    tables = tables_of(history(*events_left(records, gone)))
    assert tables.fact("f3").alternatives == (Justification("推理", ("f1",)),)


def test_what_rests_on_it_goes_to_any_depth_and_whatever_its_status() -> None:
    records = history(
        Saved("", fact(1)),
        Derived("", fact(2, "f1")),
        Derived("", fact(3, "f2")),
        Unsupported("", {"f3": ("f2",)}),
        Saved("", fact(5)),
        Updated("", "f2", "change", fact(6, "f5")),
    )
    assert reached(tables_of(records), ["f1"]) == ["f1", "f2", "f3"]  # what is supported by other facts stays
    assert reached(tables_of(records), ["f2"]) == ["f2", "f3", "f6"]


def test_what_is_not_there_takes_nothing_with_it() -> None:
    with pytest.raises(FactNotFound):
        reached(Projection("wang"), ["f9"])
