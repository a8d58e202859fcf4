"""A premise that goes takes with it what rests on nothing else; what has other grounds stands on those."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import FactNotFound
from store.facts import Draft, Fact, How, Justification, Source
from tests.unit.rule_facts import Talk, at, talking
from tools.erase import withdraw
from tools.rules import engine
from tools.rules.merged import merge
from tools.undo import undo_last

TOLD, LATER, LAST = "2023-03-01T10:00", "2023-03-02T10:00", "2023-03-03T10:00"
NUTS, SPICE = ("用户", "过敏", "花生"), ("用户", "忌口", "辣")


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path / "memory") as one:
        yield one


def nuts(talk: Talk, when: str = TOLD, statement: str = "用户对花生过敏") -> Fact:
    return talk.tell(when, "我对花生过敏", statement, slot=NUTS)[0]


def spice(talk: Talk, when: str = TOLD) -> Fact:
    return talk.tell(when, "我不吃辣", "用户不吃辣", slot=SPICE)[0]


def infer(talk: Talk, statement: str, *premises: Fact, confidence: float = 0.7) -> Fact:
    ids = tuple(premise.id for premise in premises)
    draft = Draft(statement, rule="inference", premises=ids, confidence=confidence)
    return talk.memory.derive(draft, turn_id=talk.last_turn, at=at(TOLD))


def justify(talk: Talk, conclusion: Fact, *premises: Fact) -> Fact:
    more = Justification("inference", tuple(premise.id for premise in premises))
    return talk.memory.justify(conclusion.id, more, turn_id=talk.last_turn, at=at(TOLD))


def chain(talk: Talk, premise: Fact, depth: int) -> list[Fact]:
    found = [premise]
    for number in range(depth):
        found.append(infer(talk, f"结论{number}", found[-1]))
    return found[1:]


def changed(talk: Talk) -> list[tuple[str, str]]:
    return [(change.op, change.statement) for change in talk.memory.changes(talk.last_turn)]


def forget(talk: Talk, premise: Fact) -> None:
    talk.forget(LATER, premise)


def change_by(how: How) -> Callable[[Talk, Fact], None]:
    def change(talk: Talk, premise: Fact) -> None:
        talk.tell(LATER, "现在不了", "用户对花生不过敏", slot=("用户", "过敏", "无"), old=premise, how=how)

    return change


@pytest.mark.parametrize("cause", [forget, change_by("change"), change_by("correction")])
def test_all_that_rests_on_a_premise_falls_with_it_in_one_record(
    talk: Talk, cause: Callable[[Talk, Fact], None]
) -> None:
    premise = nuts(talk)
    found = chain(talk, premise, 5)
    cause(talk, premise)
    assert [talk.memory.get(fact.id).status for fact in found] == ["unsupported"] * 5
    fell = talk.memory.changes(talk.last_turn)[1:]
    assert [change.because for change in fell] == [(premise.id,), *((fact.id,) for fact in found[:-1])]
    assert len({change.seq for change in fell}) == 1


def test_what_rests_on_a_fact_that_was_undone_falls(talk: Talk) -> None:
    premise, turn = nuts(talk), talk.last_turn
    later = talk.memory.hear("那宫保鸡丁呢", at(LATER), at=at(LATER))
    talk.last_turn = later.id
    found = chain(talk, premise, 3)
    talk.memory.settle(later.id, "answered", at=at(LATER))
    changes = talk.memory.changes(turn)
    talk.memory.undo([change.seq for change in changes], turn_id=later.id, at=at(LAST))
    engine.cascade_all(talk.memory, {premise.id: None}, turn_id=later.id, at=at(LAST))
    assert {talk.memory.get(fact.id).status for fact in found} == {"unsupported"}


def test_a_conclusion_from_two_that_fell_falls_once(talk: Talk) -> None:
    premise = nuts(talk)
    left, right = infer(talk, "左", premise), infer(talk, "右", premise)
    both = infer(talk, "都", left, right)
    forget(talk, premise)
    fell = {change.id: change.because for change in talk.memory.changes(talk.last_turn)[1:]}
    assert fell == {left.id: (premise.id,), right.id: (premise.id,), both.id: (left.id, right.id)}


def test_a_conclusion_with_other_grounds_stands_on_those_and_so_does_what_rests_on_it(talk: Talk) -> None:
    first, second = nuts(talk), spice(talk)
    dish = justify(talk, infer(talk, "用户不吃宫保鸡丁", first), second)
    place = infer(talk, "用户不去川菜馆", dish)
    forget(talk, first)
    (dish_now,) = talk.memory.dependents(second.id)
    (place_now,) = talk.memory.dependents(dish_now.id)
    assert [(each.statement, each.confidence) for each in (dish_now, place_now)] == [
        (dish.statement, 0.7), (place.statement, 0.7),
    ]  # fmt: skip
    assert (dish_now.premises, dish_now.alternatives, dish_now.valid_from) == ((second.id,), (), dish.valid_from)
    assert [op for op, _ in changed(talk)] == ["retracted", "updated", "updated"]
    talk.forget(LAST, second)
    assert talk.current() == []


def test_grounds_that_still_hold_are_kept_and_those_that_fell_are_not(talk: Talk) -> None:
    told = [nuts(talk), spice(talk), *(talk.tell(TOLD, each, each)[0] for each in ("用户上火", "用户口腔溃疡"))]
    dish = infer(talk, "用户不吃宫保鸡丁", told[0])
    for each in told[1:]:
        justify(talk, dish, each)
    talk.forget(LATER, told[2])
    assert changed(talk) == [("retracted", "用户上火")]
    forget(talk, told[0])
    (dish_now,) = talk.memory.dependents(told[1].id)
    assert dish_now.alternatives == (Justification("inference", (told[3].id,)),)


def test_two_conclusions_do_not_hold_each_other_up(talk: Talk) -> None:
    first, second = nuts(talk), spice(talk)
    left, right = infer(talk, "左", first), infer(talk, "右", second)
    justify(talk, right, left)
    talk.forget(LATER, second)  # the right one stands on the left one now
    assert talk.current() == ["右", "左"]
    (right_now,) = talk.memory.dependents(left.id)
    justify(talk, right_now, first)
    talk.forget(LAST, first)
    assert talk.current() == []


@pytest.mark.parametrize("how", ["change", "correction"])
def test_an_inference_stands_where_what_took_its_premises_place_says_the_same(talk: Talk, how: How) -> None:
    premise = nuts(talk)
    found = chain(talk, premise, 3)
    new, _ = talk.tell(LATER, "我一吃花生就起疹子", "用户一吃花生就起疹子", slot=NUTS, old=premise, how=how)
    assert talk.current() == [fact.statement for fact in found]
    (first,) = talk.memory.dependents(new.id)
    assert (first.statement, first.valid_from, first.confidence) == (found[0].statement, found[0].valid_from, 0.7)
    assert [op for op, _ in changed(talk)] == ["updated"] * 4


def test_an_inference_that_was_told_too_stands_on_the_owners_words(talk: Talk) -> None:
    premise = nuts(talk)
    dish = infer(talk, "用户不吃宫保鸡丁", premise)
    turn = talk.memory.hear("我不吃宫保鸡丁", at(TOLD), at=at(TOLD))
    talk.memory.cite(dish.id, [Source(turn.id, turn.text)], turn_id=turn.id, at=at(TOLD))
    forget(talk, premise)
    told = talk.memory.facts()
    assert [(fact.statement, fact.is_derived, fact.confidence) for fact in told] == [(dish.statement, False, None)]


def test_what_was_lost_and_is_told_again_brings_its_inferences_back(talk: Talk) -> None:
    premise = nuts(talk)
    found = chain(talk, premise, 3)
    forget(talk, premise)
    again, derived = talk.tell(LAST, "我还是对花生过敏", "用户吃不了花生", slot=NUTS)
    assert [fact.statement for fact in derived] == [fact.statement for fact in found]
    assert [fact.premises for fact in derived] == [(again.id,), (derived[0].id,), (derived[1].id,)]
    assert {fact.confidence for fact in derived} == {0.7}
    assert [op for op, _ in changed(talk)] == ["saved", "derived", "derived", "derived"]
    assert engine.derive(talk.memory, again, turn_id=talk.last_turn, at=at(LAST)) == []


def test_an_inference_from_two_comes_back_with_the_second_of_them(talk: Talk) -> None:
    premises = [nuts(talk), talk.tell(TOLD, "宫保鸡丁里有花生", "宫保鸡丁里有花生")[0]]
    infer(talk, "用户不吃宫保鸡丁", *premises)
    for premise in premises:
        talk.forget(LATER, premise)
    assert nuts(talk, LAST) and talk.current() == []
    talk.tell(LAST, "宫保鸡丁里有花生", "宫保鸡丁里有花生")
    assert talk.current() == ["用户不吃宫保鸡丁"]


def test_what_the_owner_took_back_does_not_come_back_by_itself(talk: Talk) -> None:
    premise = nuts(talk)
    dish = infer(talk, "用户不吃宫保鸡丁", premise)
    talk.forget(LATER, dish)
    talk.forget(LATER, premise)
    nuts(talk, LAST)
    assert talk.current() == []


def test_an_inference_from_a_computed_fact_goes_and_comes_with_it(talk: Talk) -> None:
    def told(when: str, day: str, old: Fact | None = None) -> Fact:
        slot = ("用户", "生日", day)
        return talk.tell(when, f"我生日{day}", f"用户的生日是{day}", slot=slot, old=old, how="correction")[0]

    def inferred() -> list[str]:
        return [statement for statement in talk.current() if "同事" in statement]

    first = told(TOLD, "8月2日")
    sign = next(fact for fact in talk.memory.facts() if fact.attribute == "星座")
    infer(talk, "用户和同事同星座", sign)
    second = told(LATER, "8月3日", first)  # the same sign
    assert inferred() == ["用户和同事同星座"]
    third = told(LATER, "10月3日", second)
    assert inferred() == []
    told(LAST, "8月3日", third)
    assert inferred() == ["用户和同事同星座"]


def test_undo_brings_back_exactly_what_fell(talk: Talk) -> None:
    first, second, third = nuts(talk), spice(talk), talk.tell(TOLD, "上火", "用户上火")[0]
    found = chain(talk, first, 4)
    justify(talk, found[0], second, third)
    justify(talk, found[2], third)
    before = talk.memory.facts()
    for premise in (first, second, third):
        talk.forget(LATER, premise)
    assert talk.current() == []
    for _ in range(3):
        undo_last(talk.memory, turn_id="", at=at(LAST))
    assert talk.memory.facts() == before


def test_taking_back_a_change_lets_conclusions_rest_on_the_old_words_again(talk: Talk) -> None:
    old = [nuts(talk), spice(talk)]
    turn = talk.memory.hear("换个说法", at(LATER), at=at(LATER))
    new = [
        talk.memory.update(fact.id, Draft(f"{fact.statement}的", "other", fact.subject, fact.attribute, fact.value),
                           how="correction", turn_id=turn.id, at=at(LATER))
        for fact in old
    ]  # fmt: skip
    later = talk.memory.hear("那宫保鸡丁呢", at(LATER), at=at(LATER))
    talk.last_turn = later.id
    infer(talk, "用户不吃宫保鸡丁", *new)
    undone = [change.seq for change in talk.memory.changes(turn.id)]
    talk.memory.undo(undone, turn_id=later.id, at=at(LAST))
    gone = {after.id: talk.memory.get(before.id) for before, after in zip(old, new, strict=True)}
    (dish,) = engine.cascade_all(talk.memory, gone, turn_id=later.id, at=at(LAST))
    assert dish.premises == tuple(fact.id for fact in old)


def test_of_what_rests_on_an_erased_fact_only_what_has_other_grounds_is_left(talk: Talk) -> None:
    first, second = nuts(talk), spice(talk)
    dish = justify(talk, infer(talk, "用户不吃宫保鸡丁", first), second)
    butter = infer(talk, "用户不吃花生酱", first)
    turn = talk.memory.hear("彻底删除", at(LATER), at=at(LATER))
    withdraw(talk.memory, [first.id], turn_id=turn.id, at=at(LATER))
    talk.memory.erase([first.id], turn_id=turn.id, at=at(LATER))
    assert talk.current() == [dish.statement]
    assert [fact.premises for fact in talk.memory.facts() if fact.is_derived] == [(second.id,)]
    with pytest.raises(FactNotFound):
        talk.memory.get(butter.id)


def test_what_is_merged_keeps_the_grounds_of_both(talk: Talk) -> None:
    kept, gone, other = nuts(talk), nuts(talk, statement="用户对花生严重过敏"), spice(talk)
    dish = infer(talk, "用户不吃宫保鸡丁", kept)
    twin = justify(talk, infer(talk, "用户不吃宫保鸡丁", gone, other), other)
    alone = justify(talk, infer(talk, "用户不吃花生酱", gone), other)
    merge(talk.memory, gone, kept, turn_id=talk.last_turn, at=at(LATER))
    both = tuple(Justification("inference", ids) for ids in ((kept.id, other.id), (other.id,)))
    assert talk.memory.get(dish.id) == replace(dish, alternatives=both)
    assert talk.memory.get(twin.id).merged_into == dish.id
    (alone_now,) = (fact for fact in talk.memory.dependents(kept.id) if fact.statement == alone.statement)
    assert (alone_now.alternatives, alone_now.confidence) == (alone.alternatives, 0.7)
