"""What is looked up in the tables, what undoing makes of facts, and what the tables find wrong with themselves."""

from array import array
from dataclasses import replace

import pytest

from store.errors import (
    CircularPremise,
    FactNotCurrent,
    FactNotFound,
    LedgerCorrupt,
    MissingPremise,
    NothingToUndo,
    UndoConflict,
)
from store.facts import Change, Draft, Fact, Justification, Source, Turn
from store.next_record import NextRecord
from store.projection import Projection, without_support
from store.records import (
    Cited,
    Closed,
    Derived,
    Erased,
    ErasureMade,
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
from store.tables import grounds_of, was_valid
from tests.stories import day

NO_MORE = Justification("inference", ("f2",))


def fact(number: int, value: str = "猫", **fields: object) -> Fact:
    plain = {"kind": "other", "subject": "用户", "attribute": "宠物", "happened": None, "valid_to": None, "sources": ()}
    given = {"valid_from": day(number), "recorded_at": day(number), "statement": f"用户养{value}"} | fields
    return Fact(id=f"f{number}", user="wang", value=value, **(plain | given))  # type: ignore[arg-type]


def turn(number: int) -> Turn:
    return Turn(f"t{number}", "wang", f"第{number}句", day(number), day(number))


def add(tables: Projection, *events: Event) -> list[tuple[Fact | Turn, ...]]:
    first = len(tables.turns) + len(tables.facts) + 1
    return [tables.apply(Record(seq, day(seq), event, b"")) for seq, event in enumerate(events, start=first)]


@pytest.fixture
def tables() -> Projection:
    """A turn, two facts, a conclusion from the first and one from that."""
    made = Projection("wang")
    add(made, Heard(turn(1)), Saved("t1", fact(2)), Saved("t1", fact(3, "狗")),
        Derived("t1", fact(4, "毛", premises=("f2",), rule="inference")),
        Derived("t1", fact(5, "梳子", premises=("f4",), rule="inference")))  # fmt: skip
    return made


def apply(tables: Projection, seq: int, event: Event) -> tuple[Fact | Turn, ...]:
    return tables.apply(Record(seq, day(seq), event, b""))


def test_every_record_gives_the_items_that_are_new_or_changed_a_new_one_first(tables: Projection) -> None:
    assert apply(tables, 6, Heard(turn(6))) == (turn(6),)
    new = fact(7, "鸟")
    assert apply(tables, 7, Updated("t6", "f3", "change", new)) == (new, tables.fact("f3"))
    assert apply(tables, 8, Retracted("t6", "f7", ("f2",))) == (
        replace(new, status="retracted", ended_at=day(8), merged_into="f2"),
    )
    assert apply(tables, 9, Unsupported("t6", {"f5": ("f4",)})) == (
        replace(fact(5, "梳子", premises=("f4",), rule="inference"), status="unsupported", ended_at=day(9)),
    )
    assert [each.id for each in apply(tables, 10, Undone("t6", (8,)))] == ["f7"]
    assert apply(tables, 11, Cited("t6", "f2", (Source("t6", "猫"),))) == (
        replace(fact(2), sources=(Source("t6", "猫"),)),
    )
    assert apply(tables, 12, Erased()) == apply(tables, 13, ErasureMade("t6", ("f9",), ())) == ()
    assert tables.fact("f7") == new


def test_what_ceased_to_be_true_ends_then_without_a_successor(tables: Projection) -> None:
    (ended,) = apply(tables, 6, Closed("t1", "f3", day(4)))
    assert ended == replace(fact(3, "狗"), status="superseded", valid_to=day(4), ended_at=day(6))
    assert [each.id for each in tables.slot("用户", "宠物")] == ["f2", "f4", "f5"]
    told = tables.changes("t1")[-1]
    assert (told.op, told.id, told.statement, told.before, told.seq) == (
        "retracted",
        "f3",
        "用户养狗",
        fact(3, "狗"),
        6,
    )


def test_an_erasure_is_told_in_its_turn_and_cannot_be_undone(tables: Projection) -> None:
    apply(tables, 6, Heard(turn(6)))
    apply(tables, 7, ErasureMade("t6", ("f8", "f9"), ("t1",)))
    assert tables.changes("t6") == [Change("erased", each, "", seq=7) for each in ("f8", "f9")]
    assert [change.seq for change in tables.last_changes()] == [2, 3, 4, 5]
    apply(tables, 8, ErasureMade("t1", (), ("t6",)))
    assert [change.op for change in tables.changes("t1")] == ["saved", "saved", "derived", "derived"]
    with pytest.raises(LedgerCorrupt):
        apply(tables, 9, ErasureMade("t9", (), ()))


def test_a_change_names_its_record_its_fact_and_its_grounds(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟", premises=("f2",))))
    apply(tables, 7, Retracted("t1", "f6", ("f2",)))
    apply(tables, 8, Unsupported("t1", {"f5": ("f4",)}))
    assert tables.changes("t1") == [
        Change("saved", "f2", "用户养猫", seq=2),
        Change("saved", "f3", "用户养狗", seq=3),
        Change("derived", "f4", "用户养毛", because=("f2",), seq=4),
        Change("derived", "f5", "用户养梳子", because=("f4",), seq=5),
        Change("updated", "f6", "用户养鸟", before=fact(3, "狗"), because=("f2",), seq=6),
        Change("retracted", "f6", "用户养鸟", before=fact(6, "鸟", premises=("f2",)), because=("f2",), seq=7),
        Change("unsupported", "f5", "用户养梳子", seq=8, because=("f4",),
               before=fact(5, "梳子", premises=("f4",), rule="inference")),
    ]  # fmt: skip


def test_undoing_several_changes_takes_the_last_back_first_and_says_what_each_was(tables: Projection) -> None:
    old, said = fact(3, "狗"), fact(6, "鸟")
    apply(tables, 6, Updated("t1", "f3", "change", said))
    apply(tables, 7, Retracted("t1", "f2", ()))
    given = apply(tables, 8, Undone("", (6, 7)))
    gone = replace(said, status="retracted", ended_at=day(8))
    assert given == (fact(2), old, gone)
    assert tables.changes("") == [
        Change("undone", "f2", "用户养猫", before=replace(fact(2), status="retracted", ended_at=day(7)), seq=8, undoes="retracted"),
        Change("undone", "f3", "用户养狗", before=said, seq=8, undoes="updated"),
    ]  # fmt: skip
    assert tables.history("f3") == [old] and tables.history("f6") == [gone]
    assert [each.id for each in tables.slot("用户", "宠物")] == ["f2", "f3", "f4", "f5"]
    assert [change.seq for change in tables.last_changes()] == [2, 3, 4, 5]
    with pytest.raises(LedgerCorrupt):
        apply(tables, 9, Undone("", (6,)))


def test_an_undone_conclusion_is_gone_and_an_undone_loss_is_back(tables: Projection) -> None:
    apply(tables, 6, Unsupported("t1", {"f4": ("f2",), "f5": ("f4",)}))
    apply(tables, 7, Undone("", (6,)))
    assert [each.status for each in tables.facts_in("all")] == ["current"] * 4
    (gone,) = apply(tables, 8, Undone("", (5,)))
    assert (gone.id, tables.fact("f5").status, tables.fact("f5").ended_at) == ("f5", "retracted", day(8))
    assert tables.changes("")[-1] == Change(
        "undone",
        "f5",
        "用户养梳子",
        before=fact(5, "梳子", premises=("f4",), rule="inference"),
        seq=8,
        undoes="derived",
    )


def test_what_stands_in_the_way_of_undoing_is_named(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟")))
    apply(tables, 7, Retracted("t1", "f6", ()))
    apply(tables, 8, Unsupported("t1", {"f5": ("f4",)}))
    apply(tables, 9, Retracted("t1", "f4", ()))
    for records, fault in (
        ((6,), "f6 has changed since: it is retracted"),
        ((3,), "f3 has changed since: it is superseded"),
        ((8,), "f5 rests on f4, which is gone"),
    ):
        with pytest.raises(UndoConflict) as refused:
            tables.reversal(records, seq=10, at=day(10))
        assert fault in str(refused.value)
        assert refused.value.details["id"] == fault.split(" rests on ")[-1].split(",")[0].split(" ")[0]
    assert len(tables.reversal((8, 9, 8), seq=10, at=day(10))) == 2
    for records in ((), (1,), (2, 99)):
        with pytest.raises(NothingToUndo, match=r"made no change that still stands"):
            tables.reversal(records, seq=10, at=day(10))


def test_an_update_whose_old_fact_is_not_as_it_left_it_is_not_undone(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟")))
    tables._replace(replace(tables.fact("f3"), superseded_by="f9"))
    with pytest.raises(UndoConflict):
        tables.reversal((6,), seq=7, at=day(7))


def test_evidence_that_is_there_is_not_added_again(tables: Projection) -> None:
    apply(tables, 6, Cited("t1", "f2", (Source("t1", "猫"),)))
    apply(tables, 7, Cited("", "f2", (Source("t1", "猫"), Source("t1", "只"))))
    assert tables.fact("f2").sources == (Source("t1", "猫"), Source("t1", "只"))
    for event in (Cited("t9", "f2", ()), Cited("t1", "f2", (Source("t9", ""),)), Cited("t1", "f9", ())):
        with pytest.raises(LedgerCorrupt, match="record 8 does not fit those before it"):
            apply(tables, 8, event)


def test_further_grounds_are_added_once(tables: Projection) -> None:
    more = Justification("inference", ("f3",))
    for seq in (6, 7):
        (justified,) = apply(tables, seq, Justified("t1", "f4", more))
        assert justified == tables.fact("f4") and justified.alternatives == (more,)
    apply(tables, 8, Justified("t1", "f4", Justification("别的", ("f3",))))
    assert len(tables.fact("f4").alternatives) == 2
    with pytest.raises(LedgerCorrupt):
        apply(tables, 9, Justified("t9", "f4", more))
    assert grounds_of(tables.fact("f4")) == ["f2", "f3", "f3"]


def test_losing_support_changes_the_status_and_the_end_alone() -> None:
    whole = fact(4, alternatives=(NO_MORE,), confidence=0.5, premises=("f2",), rule="inference", merged_into="")
    assert without_support(whole, at=day(9)) == replace(whole, status="unsupported", ended_at=day(9))


def test_the_tables_differ_by_name_from_those_of_other_records(tables: Projection) -> None:
    records = [Record(1, day(1), Heard(turn(1)), b""), Record(2, day(2), Saved("t1", fact(2)), b"")]
    short = Projection("wang")
    for record in records:
        short.apply(record)
    assert short.differences(records) == []
    found = short.differences(records[:1])
    assert {"facts", "slots", "changes", "standing", "plain_turns", "plain_records"} == set(found)


def test_tables_are_made_again_from_what_they_gave_and_from_nothing_less(tables: Projection) -> None:
    again = Projection.of("wang", **tables.tables())
    assert again.tables() == tables.tables() and again.user == "wang"
    given = tables.tables()
    given["more"] = given.pop("slots")
    with pytest.raises(TypeError, match=r"\['more', 'slots'\]"):
        Projection.of("wang", **given)


def test_plain_and_eventful_turns_are_told_apart_for_the_snapshot(tables: Projection) -> None:
    apply(tables, 6, Saved("", fact(6, "鱼")))
    kept = tables.tables()
    assert kept["plain_turns"] == array("q", [1, 1, 1, 1, 0]) and kept["plain_records"] == array("q", [2, 3, 4, 5, 6])
    assert (list(kept["eventful"]), list(kept["altered"])) == ([], [])
    apply(tables, 7, Retracted("t1", "f3", ()))
    assert (list(kept["eventful"]), list(kept["altered"])) == (["t1"], ["f3"])
    apply(tables, 8, Heard(turn(8)))
    apply(tables, 9, ErasureMade("t8", ("f1",), ()))
    apply(tables, 10, Undone("", (7,)))
    assert list(kept["eventful"]) == ["t1", "t8", ""]


def test_slots_forget_what_has_ended_and_take_back_what_is_current_again(tables: Projection) -> None:
    apply(tables, 6, Saved("t1", fact(6, "红", attribute="颜色")))
    apply(tables, 7, Retracted("t1", "f6", ()))
    assert tables.slot("用户", "颜色") == [] and ("用户", "颜色") not in tables.tables()["slots"]
    apply(tables, 8, Undone("t1", (7,)))
    assert tables.slot("用户", "颜色") == [tables.fact("f6")]
    apply(tables, 9, Saved("t1", fact(9, "x", attribute="")))
    apply(tables, 10, Retracted("t1", "f9", ()))
    assert list(tables.tables()["slots"]) == [("用户", "宠物"), ("用户", "颜色")]


def test_premises_that_are_missing_or_have_ended_are_listed(tables: Projection) -> None:
    apply(tables, 6, Retracted("t1", "f3", ()))
    assert tables.missing_premises(("f2", "f3", "f9", "f4")) == ["f3", "f9"]
    assert [each.id for each in tables.facts_in("retracted")] == ["f3"]


def test_what_rests_on_a_fact_is_found_to_any_depth_and_by_whatever_grounds(tables: Projection) -> None:
    assert tables.resting_on("f2", ("f3",)) is None
    assert tables.resting_on("f2", ("f3", "f5")) == "f5"
    assert tables.resting_on("f2", ("f2",)) == "f2"
    assert tables.resting_on("f2", ("f99", "f4")) == "f4"
    apply(tables, 6, Justified("t1", "f5", Justification("inference", ("f3",))))
    apply(tables, 7, Retracted("t1", "f5", ()))
    assert tables.resting_on("f3", ("f5",)) == "f5", "an undo may bring it back"
    tables.facts["f3"] = replace(tables.fact("f3"), premises=("f5",))  # a circle, which no record makes
    assert tables.resting_on("f1", ("f5",)) is None


def test_a_fact_held_from_its_beginning_until_its_end() -> None:
    whole = fact(2, valid_to=day(4), status="superseded")
    assert [was_valid(whole, day(moment)) for moment in (1, 2, 3, 4)] == [False, True, True, False]
    assert [was_valid(fact(2), day(moment)) for moment in (1, 2, 99)] == [False, True, True]
    for status in ("retracted", "unsupported"):
        assert not was_valid(fact(2, status=status), day(3))


def test_the_check_names_each_thing_that_does_not_agree(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟")))
    assert tables.check() == []
    tables.facts["f2"] = fact(2, status="retracted")
    tables.facts["f3"] = replace(tables.fact("f3"), superseded_by="f4")
    tables.facts["f4"] = fact(4, "毛", premises=("f7",), alternatives=(Justification("", ("f8",)),), ended_at=day(5))
    tables.facts["f5"] = fact(5, sources=(Source("t9", ""), Source("t1", "")))
    assert tables.check() == [
        "f2: it is retracted, and its end does not agree",
        "f3: f4 did not take its place",
        "f4: there is no premise f7",
        "f4: there is no premise f8",
        "f4: it is current, and its end does not agree",
        "f5: there is no turn t9",
    ]


def test_what_is_not_there_or_has_ended_is_refused_by_name(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟")))
    with pytest.raises(FactNotFound, match="there is no fact 'f9'") as no_fact:
        tables.fact("f9")
    with pytest.raises(FactNotFound, match="there is no turn 't9'") as no_turn:
        tables.require_turn("t9")
    assert (no_fact.value.details, no_turn.value.details) == ({"id": "f9"}, {"id": "t9"})
    tables.require_turn("")
    with pytest.raises(FactNotCurrent, match="fact f3 is superseded; change the current one instead"):
        tables.current_fact("f3")
    with pytest.raises(FactNotFound):
        tables.changes("t9")


def test_a_tidying_that_is_passed_over_does_not_hide_what_else_was_done_in_its_moment(tables: Projection) -> None:
    for seq, event in (
        (6, Retracted("", "f5", ("f4",))), (7, Retracted("", "f4", ())), (8, Retracted("", "f3", ("f2",))),
    ):  # fmt: skip
        tables.apply(Record(seq, day(6), event, b""))
    assert [change.seq for change in tables.last_changes(told=True)] == [6, 7, 8]
    tables.apply(Record(9, day(9), Retracted("", "f2", ("f1",)), b""))
    assert [change.seq for change in tables.last_changes()] == [9]
    assert [change.seq for change in tables.last_changes(told=True)] == [6, 7, 8]


def test_the_next_record_refuses_what_the_tables_do_not_bear(tables: Projection) -> None:
    apply(tables, 6, Updated("t1", "f3", "change", fact(6, "鸟")))
    record = NextRecord(tables, 7, day(7))
    with pytest.raises(MissingPremise, match="at least one premise") as none:
        record.derived(Draft("结论"), "t1")
    with pytest.raises(MissingPremise, match="f2 cannot support what replaces it") as itself:
        record.updated("f2", Draft("新", premises=("f2",)), "change", "t1")
    with pytest.raises(MissingPremise, match="f4 cannot rest on") as ended:
        record.justified("f4", Justification("", ("f3", "f2")), "t1")
    assert [each.value.details["missing"] for each in (none, itself, ended)] == [[], ["f2"], ["f3"]]
    for fact_id, premises in (("f4", ()), ("f2", ("f6",))):
        with pytest.raises(MissingPremise):
            record.justified(fact_id, Justification("", premises), "t1")
    with pytest.raises(CircularPremise, match="f5 rests on f4 itself") as circle:
        record.justified("f4", Justification("", ("f6", "f5")), "t1")
    assert circle.value.details == {"id": "f4", "premise": "f5"}


def test_no_change_is_made_in_a_turn_that_is_not_there(tables: Projection) -> None:
    record = NextRecord(tables, 6, day(6))
    for change in (
        lambda: record.settled("t9", "answered"),
        lambda: record.saved(Draft("话"), "t9"),
        lambda: record.cited("f2", (), "t9"),
        lambda: record.cited("f2", (Source("t9", ""),), "t1"),
        lambda: record.retracted("f2", (), "t9"),
        lambda: record.justified("f4", Justification("", ("f3",)), "t9"),
        lambda: record.unsupported({"f4": ()}, "t9"),
        lambda: record.undone((2,), "t9"),
    ):
        with pytest.raises(FactNotFound, match="t9"):
            change()


def test_the_next_record_says_what_was_asked_for(tables: Projection) -> None:
    apply(tables, 6, Heard(turn(6)))
    record = NextRecord(tables, 7, day(7))
    assert record.heard("话", day(5), "voice", "厨房", None) == Heard(
        Turn("t7", "wang", "话", day(5), day(7), "voice", "厨房", None)
    )
    saved, derived = record.saved(Draft("话"), "t6"), record.derived(Draft("结论", premises=("f2",)), "t6")
    assert isinstance(saved, Saved) and (saved.turn_id, saved.fact.id, saved.fact.valid_from) == ("t6", "f7", day(6))
    assert isinstance(derived, Derived) and (derived.turn_id, derived.fact.premises) == ("t6", ("f2",))
    changed = record.updated("f2", Draft("新"), "change", "t6")
    corrected = record.updated("f2", Draft("新"), "correction", "t6")
    assert isinstance(changed, Updated) and isinstance(corrected, Updated)
    assert (changed.turn_id, changed.old_id, changed.how, changed.fact.valid_from) == ("t6", "f2", "change", day(6))
    assert (corrected.how, corrected.fact.valid_from) == ("correction", day(2))
    assert record.cited("f2", [Source("t1", "猫")], "t6") == Cited("t6", "f2", (Source("t1", "猫"),))
    assert record.retracted("f2", ("f3",), "t6") == Retracted("t6", "f2", ("f3",))
    more = Justification("inference", ("f3",))
    assert record.justified("f4", more, "t6") == Justified("t6", "f4", more)
    assert record.unsupported({"f4": ("f2",)}, "t6") == Unsupported("t6", {"f4": ("f2",)})
    assert record.undone((5, 4, 5), "t6") == Undone("t6", (4, 5))
    assert [change.id for change in record.taken_back((5, 4))] == ["f5", "f4"]
    assert {change.seq for change in record.taken_back((5, 4))} == {7}


def test_what_is_gone_does_not_hide_a_conclusion_that_would_be_back_without_its_premises(tables: Projection) -> None:
    apply(tables, 6, Unsupported("t1", {"f5": ("f4",)}))
    apply(tables, 7, Retracted("t1", "f4", ()))
    apply(tables, 8, Saved("t1", fact(8, "鱼")))
    with pytest.raises(UndoConflict, match="f5 rests on f4, which is gone"):
        tables.reversal((6, 8), seq=9, at=day(9))
