"""What it means to erase, for every implementation: it is gone, nothing hints at it, and all else is as it was."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from store.contract import Memory
from store.errors import FactNotFound, InvalidInput, NothingToUndo
from store.facts import ERASED_WORDS, Change, Draft, Fact, Justification, Source, Turn
from tests.contract.conftest import Place
from tests.embedders import CharacterEmbedder
from tests.stories import LATER, day, named, tell_story


def known(memory: Memory) -> tuple[list[Turn], list[Fact], list[Turn], list[list[Change]]]:
    turns = memory.turns()
    changes = [memory.changes(turn_id) for turn_id in ("", *(turn.id for turn in turns))]
    return turns, memory.facts("all"), memory.pending(), changes


def found(memory: Memory, query: str) -> list[str]:
    return [hit.item.id for hit in memory.recall(query, now=LATER)]


def told(memory: Memory, words: str, number: int) -> tuple[Turn, Fact]:
    turn = memory.hear(words, day(number), at=day(number))
    draft = Draft(words.replace("我", "用户"), subject="用户", attribute="猫", sources=(Source(turn.id, words),))
    return turn, memory.save(draft, turn_id=turn.id, at=day(number))


def test_an_erased_fact_is_not_there_and_is_not_found(memory: Memory) -> None:
    _, other = told(memory, "我养了一只猫叫咪咪", 0)
    turn, fact = told(memory, "我对芒果过敏", 1)
    erasure = memory.erase([fact.id], [turn.id], turn_id="", at=day(2))
    with pytest.raises(FactNotFound):
        memory.get(fact.id)
    with pytest.raises(FactNotFound):
        memory.history(fact.id)
    assert memory.facts("all") == memory.facts(as_of=LATER) == memory.slot("用户", "猫") == [other]
    assert found(memory, "芒果过敏") == []
    assert found(memory, "养猫") != []
    assert (erasure.at, erasure.facts, erasure.turns) == (day(2), (fact.id,), (turn.id,))
    assert (erasure.records, erasure.vectors) == (2, 2)
    assert len(erasure.head_before) == len(erasure.head_after) == 64
    assert erasure.head_before != erasure.head_after


def test_the_turn_says_that_something_was_erased_and_nothing_of_what(memory: Memory) -> None:
    turn, fact = told(memory, "我对芒果过敏", 0)
    asking = memory.hear("彻底删掉我的过敏", day(1), at=day(1))
    memory.erase([fact.id], [turn.id], turn_id=asking.id, at=day(1))
    assert memory.changes(turn.id) == []
    assert memory.changes(asking.id) == [Change("erased", fact.id, "", seq=memory.seq)]
    assert memory.turn(turn.id) == replace(turn, text=ERASED_WORDS)
    assert [each.is_erased for each in memory.turns()] == [True, False]


def test_an_erasure_cannot_be_undone_and_what_was_done_before_it_can(memory: Memory) -> None:
    _, fact = told(memory, "我对芒果过敏", 0)
    _, other = told(memory, "我养了一只猫", 1)
    memory.erase([fact.id], turn_id="", at=day(2))
    with pytest.raises(NothingToUndo):
        memory.undo([memory.seq], turn_id="", at=day(3))
    assert [change.id for change in memory.last_changes()] == [other.id]
    memory.undo([change.seq for change in memory.last_changes()], turn_id="", at=day(3))
    assert memory.get(other.id).status == "retracted"
    assert memory.last_changes() == []


def test_all_versions_go_and_every_conclusion_from_one_of_them(memory: Memory) -> None:
    first = memory.save(named("王芳"), turn_id="", at=day(0))
    concluded = memory.derive(Draft("用户姓王", premises=(first.id,)), turn_id="", at=day(0))
    further = memory.derive(Draft("用户的姓很常见", premises=(concluded.id,)), turn_id="", at=day(0))
    memory.unsupport({concluded.id: (first.id,), further.id: (concluded.id,)}, turn_id="", at=day(1))
    second = memory.update(first.id, named("李芳"), how="change", turn_id="", at=day(1))
    third = memory.update(second.id, named("李方"), how="correction", turn_id="", at=day(2))
    erasure = memory.erase([second.id], turn_id="", at=day(3))
    assert erasure.facts == (first.id, concluded.id, further.id, second.id, third.id)
    assert memory.facts("all") == []


def test_a_conclusion_with_other_grounds_stays_and_forgets_the_further_ones(memory: Memory) -> None:
    nuts, spice = (memory.save(Draft(each), turn_id="", at=day(0)) for each in ("怕花生", "怕辣"))
    dish = memory.derive(Draft("不吃宫保鸡丁", premises=(nuts.id,)), turn_id="", at=day(0))
    memory.justify(dish.id, Justification("inference", (spice.id,)), turn_id="", at=day(0))
    memory.erase([spice.id], turn_id="", at=day(1))
    assert memory.facts() == [nuts, dish]
    memory.erase([nuts.id], turn_id="", at=day(2))
    assert memory.facts("all") == []


def test_a_conclusion_that_was_mended_stays_without_what_it_once_rested_on(memory: Memory) -> None:
    old, other = (memory.save(Draft(each), turn_id="", at=day(0)) for each in ("生于三月五日", "生日是三月五日"))
    sign = memory.derive(Draft("双鱼座", premises=(old.id,)), turn_id="", at=day(0))
    mended = memory.update(sign.id, Draft("双鱼座", premises=(other.id,)), how="change", turn_id="", at=day(1))
    assert memory.erase([old.id], turn_id="", at=day(2)).facts == (old.id, sign.id)
    assert memory.facts("all") == [other, mended]
    assert memory.history(mended.id) == [mended]


def test_words_that_are_erased_leave_the_facts_taken_from_them_without_a_quote(memory: Memory) -> None:
    turn, fact = told(memory, "我养了一只猫叫咪咪", 0)
    memory.erase([], [turn.id], turn_id="", at=day(1))
    left = replace(fact, sources=(Source(turn.id, ERASED_WORDS),))
    assert memory.facts("all") == [left]
    assert found(memory, "我的猫叫什么") == [fact.id]
    window = (day(0), day(1))  # when it was said is still known
    assert [hit.item for hit in memory.recall("我的猫叫什么", now=LATER, window=window)] == [left]


def test_words_that_are_erased_are_owed_nothing_and_their_turn_can_still_be_answered(memory: Memory) -> None:
    turn = memory.hear("彻底删掉芒果那件事", day(0), at=day(0))
    later = memory.hear("还好吗", day(1), at=day(1))
    assert memory.pending() == [turn, later]
    memory.erase([], [turn.id], turn_id=turn.id, at=day(1))
    assert memory.pending() == [later]
    memory.settle(turn.id, "answered", at=day(1))
    assert memory.recall("芒果", now=LATER, exclude_turn=turn.id) == []


def test_what_is_gone_already_or_never_was_is_refused_and_nothing_is_written(memory: Memory) -> None:
    turn, fact = told(memory, "我对芒果过敏", 0)
    memory.erase([fact.id], [turn.id], turn_id="", at=day(1))
    before = memory.seq
    for facts, turns in [([fact.id], []), ([], [turn.id]), (["f999"], []), ([], ["t999"])]:
        with pytest.raises(FactNotFound):
            memory.erase(facts, turns, turn_id="", at=day(2))
    with pytest.raises(FactNotFound):
        memory.erase([], [turn.id], turn_id="t999", at=day(2))
    with pytest.raises(InvalidInput):
        memory.erase([], turn_id="", at=day(2))
    assert memory.seq == before


def test_a_memory_that_erased_is_the_same_when_opened_again_and_embeds_nothing(
    place: Place, embedder: CharacterEmbedder
) -> None:
    memory = place.memory()
    tell_story(memory)
    memory.erase([memory.slot("用户", "生日")[0].id], ["t1"], turn_id="t6", at=day(10))
    before, embedded = known(memory), len(embedder.embedded)
    again = place.restart()
    assert known(again) == before
    assert again.check() == []
    assert len(embedder.embedded) == embedded
    named_now = again.slot("用户", "姓名")[0]
    again.erase([named_now.id], ["t6"], turn_id="", at=day(11))
    before = known(again)
    assert known(place.restart()) == before
    assert place.memory().check() == []


def test_after_an_erasure_memory_goes_on(place: Place) -> None:
    memory = place.memory()
    turn, fact = told(memory, "我对芒果过敏", 0)
    memory.erase([fact.id], [turn.id], turn_id="", at=day(1))
    later, again = told(memory, "我对芒果过敏", 2)
    assert set(found(memory, "芒果过敏")) == {again.id}
    restarted = place.restart()
    assert restarted.get(again.id) == again
    assert restarted.turn(later.id) == later
    assert restarted.check() == []


def test_what_waits_to_be_embedded_is_erased_as_well(place: Place, embedder: CharacterEmbedder) -> None:
    memory = place.memory()
    embedder.is_down = True
    turn, fact = told(memory, "我对芒果过敏", 0)
    told(memory, "我养了一只猫", 1)
    assert memory.erase([fact.id], [turn.id], turn_id="", at=day(2)).vectors == 0
    embedder.is_down = False
    assert found(memory, "我养了什么猫") != []
    assert not any("芒果" in text for text in embedder.embedded)
    assert memory.check() == []


def test_ids_begin_again_once_everything_is_erased(place: Place) -> None:
    memory = place.memory()
    turn, fact = told(memory, "我对芒果过敏", 0)
    memory.erase([fact.id], [turn.id], turn_id="", at=day(1))
    memory.erase_all()
    again = told(memory, "我养了一只猫", 0)
    assert [each.id for each in again] == [turn.id, fact.id]
    restarted = place.restart()
    assert (restarted.turns(), restarted.facts()) == ([again[0]], [again[1]])
    assert restarted.check() == []


def test_readers_and_writers_meet_a_memory_before_or_after_an_erasure(memory: Memory) -> None:
    gone = [told(memory, f"我对芒果过敏{number}", number) for number in range(12)]

    def ask(number: int) -> set[str]:
        memory.hear(f"今天吃了{number}个苹果", day(40), at=day(40))
        return {fact.id for fact in memory.facts("all")} | {*found(memory, "芒果过敏")}

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, number) for number in range(24)]
        for turn, fact in gone[:6]:
            memory.erase([fact.id], [turn.id], turn_id="", at=day(40))
        left = [each.result() for each in asked]
    assert all({fact.id for _, fact in gone[6:]} <= each for each in left)
    assert memory.facts("all") == [fact for _, fact in gone[6:]]
    assert memory.check() == []
