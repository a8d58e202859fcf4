import pytest

from store.errors import FactNotCurrent, FactNotFound, LedgerCorrupt
from store.facts import Fact, Justification, Source, Turn
from store.projection import Projection
from store.records import Derived, Event, Heard, Justified, Record, Retracted, Saved, Settled, Unsupported, Updated
from tests.stories import day


def fact(number: int, value: str = "猫", **fields: object) -> Fact:
    plain = {"kind": "other", "subject": "用户", "attribute": "宠物", "happened": None, "valid_to": None, "sources": ()}
    given = {"valid_from": day(number), "recorded_at": day(number), "statement": f"用户养{value}"} | fields
    return Fact(id=f"f{number}", user="wang", value=value, **(plain | given))  # type: ignore[arg-type]


def turn(number: int) -> Turn:
    return Turn(f"t{number}", "wang", f"第{number}句", day(number), day(number))


def apply(*events: Event) -> Projection:
    tables = Projection("wang")
    for seq, event in enumerate(events, start=1):
        tables.apply(Record(seq, day(seq), event, b""))
    return tables


def test_a_change_closes_the_old_fact_when_the_new_one_begins() -> None:
    tables = apply(Heard(turn(1)), Saved("t1", fact(2)), Updated("t1", "f2", "change", fact(3, "狗")))
    old = tables.fact("f2")
    assert (old.status, old.superseded_by, old.valid_to, old.ended_at) == ("superseded", "f3", day(3), day(3))
    assert [each.id for each in tables.slot("用户", "宠物")] == ["f3"]


def test_a_correction_retracts_the_old_fact_and_leaves_its_valid_time() -> None:
    tables = apply(Heard(turn(1)), Saved("t1", fact(2)), Updated("t1", "f2", "correction", fact(3, "狗")))
    old = tables.fact("f2")
    assert (old.status, old.superseded_by, old.valid_to, old.ended_at) == ("retracted", "f3", None, day(3))


def test_history_is_the_whole_chain_from_whichever_link() -> None:
    tables = apply(
        Heard(turn(1)),
        Saved("t1", fact(2)),
        Updated("t1", "f2", "change", fact(3, "狗")),
        Updated("t1", "f3", "correction", fact(4, "鸟")),
    )
    for each in ("f2", "f3", "f4"):
        assert [link.id for link in tables.history(each)] == ["f2", "f3", "f4"]


def test_as_of_is_half_open_and_leaves_out_what_was_taken_back() -> None:
    tables = apply(
        Heard(turn(1)),
        Saved("t1", fact(2)),
        Updated("t1", "f2", "change", fact(3, "狗")),
        Saved("t1", fact(4, "鸟")),
        Retracted("t1", "f4", ()),
    )
    assert [each.id for each in tables.facts_as_of(day(1))] == []
    assert [each.id for each in tables.facts_as_of(day(2))] == ["f2"]
    assert [each.id for each in tables.facts_as_of(day(3))] == ["f3"]
    assert [each.id for each in tables.facts_as_of(day(99))] == ["f3"]


def test_changes_say_what_was_before_and_because_of_what() -> None:
    tables = apply(
        Heard(turn(1)),
        Saved("t1", fact(2)),
        Derived("t1", fact(3, "毛", premises=("f2",))),
        Heard(turn(4)),
        Updated("t4", "f2", "change", fact(5, "狗")),
        Unsupported("t4", {"f3": ("f2",)}),
        Retracted("t4", "f5", ()),
    )
    assert [(each.op, each.id, each.because) for each in tables.changes("t1")] == [
        ("saved", "f2", ()),
        ("derived", "f3", ("f2",)),
    ]
    updated, unsupported, retracted = tables.changes("t4")
    assert updated.before is not None and (updated.before.id, updated.before.status) == ("f2", "current")
    assert (unsupported.op, unsupported.statement, unsupported.because) == ("unsupported", "用户养毛", ("f2",))
    assert retracted.before == fact(5, "狗")


def test_dependents_are_current_facts_that_cite_it() -> None:
    tables = apply(
        Heard(turn(1)),
        Saved("t1", fact(2)),
        Derived("t1", fact(3, "毛", premises=("f2",))),
        Derived("t1", fact(4, "爪", premises=("f2",))),
        Unsupported("t1", {"f3": ("f2",)}),
    )
    assert [each.id for each in tables.dependents("f2")] == ["f4"]


def test_a_fact_without_an_attribute_is_in_no_slot() -> None:
    assert apply(Heard(turn(1)), Saved("t1", fact(2, attribute=""))).slot("用户", "") == []


def test_a_turn_stays_owed_until_it_is_answered() -> None:
    tables = apply(Heard(turn(1)), Heard(turn(2)), Settled("t1", "failed"))
    assert [each.id for each in tables.pending()] == ["t1", "t2"]
    tables.apply(Record(4, day(4), Settled("t1", "answered"), b""))
    tables.apply(Record(5, day(5), Settled("t1", "failed"), b""))
    assert [each.id for each in tables.pending()] == ["t2"]


@pytest.mark.parametrize(
    "event",
    [
        Settled("t9", "answered"),
        Saved("t9", fact(3)),
        Saved("t1", fact(3, sources=(Source("t9", ""),))),
        Derived("t1", fact(3, premises=("f9",))),
        Updated("t1", "f9", "change", fact(3)),
        Retracted("t1", "f9", ()),
        Unsupported("t9", {"f2": ()}),
        Unsupported("t1", {"f2": (), "f9": ()}),
        Justified("t1", "f9", Justification("", ("f2",))),
        Justified("t1", "f2", Justification("", ("f9",))),
    ],
)
def test_a_record_that_speaks_of_what_is_not_there_is_corruption_and_changes_nothing(event: Event) -> None:
    tables = apply(Heard(turn(1)), Saved("t1", fact(2)))
    with pytest.raises(LedgerCorrupt):
        tables.apply(Record(3, day(3), event, b""))
    records = [Record(1, day(1), Heard(turn(1)), b""), Record(2, day(2), Saved("t1", fact(2)), b"")]
    assert tables.differences(records) == []


def test_what_has_ended_cannot_end_again() -> None:
    tables = apply(Heard(turn(1)), Saved("t1", fact(2)), Updated("t1", "f2", "change", fact(3, "狗")))
    with pytest.raises(FactNotCurrent) as error:
        tables.current_fact("f2")
    assert error.value.details == {"id": "f2", "status": "superseded", "superseded_by": "f3"}
    with pytest.raises(FactNotFound):
        tables.current_fact("f9")
