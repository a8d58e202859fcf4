from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from store.contract import Memory
from store.errors import CircularPremise, FactNotCurrent, FactNotFound, InvalidInput, InvalidTime, MissingPremise
from store.facts import Draft, Fact, Interval, Justification, Source, Turn
from tests.contract.conftest import Place
from tests.stories import START, day, named, tell_story


def test_a_turn_keeps_the_words_as_said(memory: Memory) -> None:
    turn = memory.hear("我是张三\n", day(0), at=day(1), door="voice", thread_id="客厅")
    assert turn == Turn(turn.id, "wang", "我是张三\n", day(0), day(1), "voice", "客厅")
    assert memory.turn(turn.id) == turn
    assert memory.turns() == [turn]


def test_a_fact_keeps_what_its_draft_said(memory: Memory) -> None:
    turn = memory.hear("昨天买了鼠标，三年退换", day(0), at=day(0))
    bought = Interval(day(-1), day(0), "day", "昨天")
    said = ("用户买了鼠标", "possession", "用户", "鼠标", "黑", bought)
    sources = (Source(turn.id, "买了鼠标"),)
    fact = memory.save(Draft(*said, day(-1), sources, "三包"), turn_id=turn.id, at=day(0))
    assert fact == Fact(fact.id, "wang", *said, day(-1), None, day(0), sources, "三包")
    assert memory.get(fact.id) == fact
    assert memory.facts() == [fact]


def test_a_fact_is_true_since_its_turn_was_said_unless_it_says_otherwise(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(5))
    assert memory.save(named("王芳"), turn_id=turn.id, at=day(5)).valid_from == day(0)
    assert memory.save(named("王芳"), turn_id="", at=day(6)).valid_from == day(6)
    assert memory.save(replace(named("王芳"), valid_from=day(-9)), turn_id=turn.id, at=day(6)).valid_from == day(-9)


def test_a_change_closes_the_old_fact_and_a_correction_retracts_it(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    first = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    later = memory.hear("我改名叫王方", day(9), at=day(9))
    second = memory.update(first.id, named("王方"), how="change", turn_id=later.id, at=day(9))
    third = memory.update(second.id, named("汪方"), how="correction", turn_id=later.id, at=day(9))
    assert memory.get(first.id).status == "superseded"
    assert memory.get(first.id).valid_to == second.valid_from == day(9)
    assert memory.get(second.id).status == "retracted"
    assert memory.get(second.id).superseded_by == third.id
    assert [fact.id for fact in memory.history(second.id)] == [first.id, second.id, third.id]
    assert memory.slot("用户", "姓名") == [third]


def test_what_corrects_a_fact_was_true_from_the_same_time(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    wrong = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    later = memory.hear("不对，是王方", day(9), at=day(9))
    right = memory.update(wrong.id, named("王方"), how="correction", turn_id=later.id, at=day(9))
    assert memory.facts(as_of=day(1)) == [right]


def test_facts_as_of_a_moment_are_those_that_held_then(memory: Memory) -> None:
    tell_story(memory)
    assert [fact.value for fact in memory.facts(as_of=day(1))] == ["王芳", "4-5"]
    assert [fact.value for fact in memory.facts(as_of=day(9))] == ["王方", "4-5"]
    assert memory.facts(as_of=day(-1)) == []


def test_facts_are_listed_by_status_oldest_first(memory: Memory) -> None:
    tell_story(memory)
    every = memory.facts("all")
    assert [fact.value for fact in every] == ["王芳", "3-5", "双鱼座", "王方", "4-5", ""]
    for status in ("current", "superseded", "retracted", "unsupported"):
        assert memory.facts(status) == [fact for fact in every if fact.status == status]


def test_changes_are_what_the_ledger_says_of_the_turn(memory: Memory) -> None:
    tell_story(memory)
    first, second = memory.turns()
    assert [change.op for change in memory.changes(first.id)] == ["saved", "saved", "derived"]
    ops = ["updated", "updated", "unsupported", "saved", "retracted"]
    assert [change.op for change in memory.changes(second.id)] == ops
    renamed = memory.changes(second.id)[0]
    assert renamed.statement == "用户叫王方"
    assert renamed.before is not None
    assert (renamed.before.statement, renamed.before.status) == ("用户叫王芳", "current")


def test_a_change_outside_any_turn_is_kept_apart(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    fact = memory.save(named("王芳"), turn_id=turn.id, at=day(0))
    memory.retract(fact.id, turn_id="", at=day(1))
    assert [change.op for change in memory.changes(turn.id)] == ["saved"]
    assert [change.op for change in memory.changes("")] == ["retracted"]


def test_a_conclusion_knows_its_premises_and_they_know_it(memory: Memory) -> None:
    premise = memory.save(named("王芳"), turn_id="", at=day(0))
    fact = memory.derive(Draft("用户姓王", rule="姓", premises=(premise.id,)), turn_id="", at=day(0))
    assert fact.is_derived
    assert memory.dependents(premise.id) == [fact]
    memory.unsupport({fact.id: (premise.id,)}, turn_id="", at=day(1))
    assert memory.dependents(premise.id) == []
    assert memory.get(fact.id).status == "unsupported"
    assert memory.changes("")[-1].because == (premise.id,)


def test_a_recomputed_conclusion_replaces_the_old_one(memory: Memory) -> None:
    first = memory.save(named("王芳"), turn_id="", at=day(0))
    fact = memory.derive(Draft("用户姓王", premises=(first.id,)), turn_id="", at=day(0))
    second = memory.update(first.id, named("李芳"), how="change", turn_id="", at=day(1))
    again = memory.update(fact.id, Draft("用户姓李", premises=(second.id,)), how="change", turn_id="", at=day(1))
    assert memory.dependents(second.id) == [again]
    assert memory.changes("")[-1].because == (second.id,)


def test_a_premise_that_is_missing_or_not_current_is_named(memory: Memory) -> None:
    old = memory.save(named("王芳"), turn_id="", at=day(0))
    new = memory.update(old.id, named("王方"), how="change", turn_id="", at=day(1))
    for premises, missing in [((old.id, new.id), [old.id]), (("f999",), ["f999"]), ((), [])]:
        with pytest.raises(MissingPremise) as error:
            memory.derive(Draft("用户姓王", premises=premises), turn_id="", at=day(1))
        assert error.value.details["missing"] == missing
    with pytest.raises(MissingPremise):
        memory.update(new.id, Draft("用户姓王", premises=(new.id,)), how="change", turn_id="", at=day(2))


def test_further_grounds_for_a_conclusion_are_kept_and_change_nothing_else(place: Place) -> None:
    memory = place.memory()
    nuts, spice, hot = (memory.save(Draft(each), turn_id="", at=day(0)) for each in ("怕花生", "怕辣", "上火"))
    inferred = Draft("不吃宫保鸡丁", rule="inference", premises=(nuts.id,), confidence=1)
    dish = memory.derive(inferred, turn_id="", at=day(0))
    assert (dish.confidence, type(dish.confidence), dish.alternatives) == (1.0, float, ())
    turn = memory.hear("我还怕辣，又上火", day(1), at=day(1))
    more = [Justification("inference", (spice.id,)), Justification("inference", (spice.id, hot.id))]
    for each in (*more, more[0]):
        memory.justify(dish.id, each, turn_id=turn.id, at=day(1))
    justified = replace(dish, alternatives=tuple(more))
    assert memory.get(dish.id) == justified
    assert (memory.changes(turn.id), memory.dependents(spice.id)) == ([], [])
    memory.retract(hot.id, turn_id="", at=day(2))
    again = place.restart()
    assert again.get(dish.id) == place.restart().get(dish.id) == justified
    assert place.memory().check() == []


def test_grounds_that_are_not_there_or_not_current_are_refused(memory: Memory) -> None:
    told, gone = (memory.save(Draft(each), turn_id="", at=day(0)) for each in ("怕花生", "怕辣"))
    dish = memory.derive(Draft("不吃宫保鸡丁", premises=(told.id,)), turn_id="", at=day(0))
    memory.retract(gone.id, turn_id="", at=day(1))
    before = memory.seq
    for premises, missing in [((told.id, gone.id), [gone.id]), (("f999",), ["f999"]), ((), [])]:
        with pytest.raises(MissingPremise) as error:
            memory.justify(dish.id, Justification("inference", premises), turn_id="", at=day(2))
        assert error.value.details["missing"] == missing
    with pytest.raises(MissingPremise):  # what was told needs no grounds
        memory.justify(told.id, Justification("inference", (dish.id,)), turn_id="", at=day(2))
    with pytest.raises(FactNotCurrent):
        memory.justify(gone.id, Justification("inference", (told.id,)), turn_id="", at=day(2))
    with pytest.raises(FactNotFound):
        memory.justify("f999", Justification("inference", (told.id,)), turn_id="", at=day(2))
    assert memory.seq == before


def test_no_conclusion_comes_to_rest_on_itself(memory: Memory) -> None:
    told, other = (memory.save(Draft(each), turn_id="", at=day(0)) for each in ("怕花生", "怕辣"))
    first = memory.derive(Draft("甲", premises=(told.id,)), turn_id="", at=day(0))
    second = memory.derive(Draft("乙", premises=(other.id,)), turn_id="", at=day(0))
    third = memory.derive(Draft("丙", premises=(second.id,)), turn_id="", at=day(0))
    memory.justify(second.id, Justification("推理", (first.id,)), turn_id="", at=day(1))
    before = memory.seq
    for conclusion, premise in [(first, first), (first, second), (first, third), (second, third)]:
        with pytest.raises(CircularPremise) as error:
            memory.justify(conclusion.id, Justification("推理", (told.id, premise.id)), turn_id="", at=day(1))
        assert error.value.details == {"id": conclusion.id, "premise": premise.id}
    assert memory.seq == before


def test_a_turn_is_pending_until_it_is_answered(place: Place, memory: Memory) -> None:
    first, second = (memory.hear(text, day(0), at=day(0)) for text in ("一", "二"))
    memory.settle(first.id, "failed", at=day(0))
    assert memory.pending() == place.restart().pending() == [first, second]
    again = place.memory()
    again.settle(first.id, "answered", at=day(1))
    again.settle(first.id, "failed", at=day(1))
    assert again.pending() == [second]


ENDINGS: list[Callable[[Memory, str], object]] = [
    lambda memory, fact_id: memory.update(fact_id, named("李四"), how="change", turn_id="", at=day(2)),
    lambda memory, fact_id: memory.update(fact_id, named("李四"), how="correction", turn_id="", at=day(2)),
    lambda memory, fact_id: memory.retract(fact_id, turn_id="", at=day(2)),
    lambda memory, fact_id: memory.unsupport({fact_id: ()}, turn_id="", at=day(2)),
]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_fact_ends_once(memory: Memory, end: Callable[[Memory, str], object]) -> None:
    fact = memory.save(named("王芳"), turn_id="", at=day(0))
    end(memory, fact.id)
    seq = memory.seq
    for again in ENDINGS:
        with pytest.raises(FactNotCurrent) as error:
            again(memory, fact.id)
        assert error.value.details["status"] == memory.get(fact.id).status
        with pytest.raises(FactNotFound):
            again(memory, "f999")
    assert memory.seq == seq


MOMENT = datetime(2022, 5, 1)  # noqa: DTZ001 - the lack of a zone is what is tested
REFUSED: list[tuple[type[InvalidInput], Callable[[Memory], object]]] = [
    (InvalidInput, lambda memory: memory.hear(" \n", START, at=START)),
    (InvalidInput, lambda memory: memory.hear("半个\ud83d", START, at=START)),
    (InvalidInput, lambda memory: memory.save(Draft(""), turn_id="", at=START)),
    (InvalidInput, lambda memory: memory.save(Draft("事", confidence=1.1), turn_id="", at=START)),
    (InvalidTime, lambda memory: memory.hear("话", MOMENT, at=START)),
    (InvalidTime, lambda memory: memory.hear("话", START, at=MOMENT)),
    (InvalidTime, lambda memory: memory.hear("话", day(1), at=START)),
    (InvalidTime, lambda memory: memory.save(Draft("事"), turn_id="", at=MOMENT)),
    (InvalidTime, lambda memory: memory.save(Draft("事", valid_from=MOMENT), turn_id="", at=START)),
    (InvalidTime, lambda memory: memory.save(
        Draft("事", happened=Interval(day(2), day(1), "day")), turn_id="", at=START)),
    (FactNotFound, lambda memory: memory.save(Draft("事"), turn_id="t999", at=START)),
    (FactNotFound, lambda memory: memory.save(Draft("事", sources=(Source("t999", ""),)), turn_id="", at=START)),
    (FactNotFound, lambda memory: memory.settle("t999", "answered", at=START)),
    (InvalidTime, lambda memory: memory.recall("话", now=MOMENT)),
    (InvalidTime, lambda memory: memory.facts(as_of=MOMENT)),
]  # fmt: skip


@pytest.mark.parametrize(("error", "act"), REFUSED)
def test_what_cannot_be_used_is_refused_and_nothing_written(
    memory: Memory, error: type[InvalidInput], act: Callable[[Memory], object]
) -> None:
    with pytest.raises(error) as refused:
        act(memory)
    assert type(refused.value) is error
    assert (memory.seq, memory.turns(), memory.facts("all")) == (0, [], [])


def test_of_conclusions_that_fall_together_all_are_marked_or_none(memory: Memory) -> None:
    told = memory.save(Draft("怕花生"), turn_id="", at=day(0))
    drafts = [Draft(each, premises=(told.id,)) for each in ("甲", "乙")]
    first, second = (memory.derive(draft, turn_id="", at=day(0)) for draft in drafts)
    before = memory.seq
    memory.retract(told.id, turn_id="", at=day(1))
    for wrong in ("f999", told.id):
        with pytest.raises((FactNotFound, FactNotCurrent)):
            memory.unsupport({first.id: (), wrong: ()}, turn_id="", at=day(1))
    assert memory.unsupport({}, turn_id="", at=day(1)) == []
    assert memory.seq == before + 1
    assert memory.facts() == [first, second]
    memory.unsupport({second.id: (told.id,), first.id: (told.id,)}, turn_id="", at=day(1))
    assert (memory.seq, memory.facts()) == (before + 2, [])


def test_what_is_not_there_is_said(memory: Memory) -> None:
    for ask in (memory.get, memory.turn, memory.history, memory.changes):
        with pytest.raises(FactNotFound):
            ask("f999")
    assert memory.slot("用户", "姓名") == memory.dependents("f999") == []


def test_a_fact_said_again_gains_evidence_and_changes_nothing_else(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    fact = memory.save(replace(named("王芳"), sources=(Source(turn.id, "我叫王芳"),)), turn_id=turn.id, at=day(0))
    again = memory.hear("王芳就是我", day(3), at=day(3))
    source = Source(again.id, "王芳就是我")
    for _ in range(2):
        memory.cite(fact.id, [source], turn_id=again.id, at=day(3))
    assert memory.facts() == [replace(fact, sources=(*fact.sources, source))]
    assert memory.changes(again.id) == []
    with pytest.raises(FactNotFound):
        memory.cite(fact.id, [Source("t99", "?")], turn_id=again.id, at=day(3))


def test_a_fact_retracted_because_another_says_the_same_names_it_until_it_is_back(memory: Memory) -> None:
    turn = memory.hear("我叫王芳", day(0), at=day(0))
    kept, gone = (memory.save(named("王芳", turn.id), turn_id=turn.id, at=day(0)) for _ in range(2))
    merged = memory.retract(gone.id, turn_id="", at=day(1), because=(kept.id,))
    assert (merged.status, merged.merged_into) == ("retracted", kept.id)
    memory.undo([memory.seq], turn_id="", at=day(2))
    assert memory.get(gone.id) == gone
    assert memory.retract(gone.id, turn_id="", at=day(3)).merged_into == ""
