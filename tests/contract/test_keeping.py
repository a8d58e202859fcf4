import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store.contract import Memory
from store.facts import Draft, Size
from tests.contract.conftest import Place
from tests.embedders import CharacterEmbedder
from tests.stories import day, named, tell_story


def everything(memory: Memory) -> list[object]:
    turns, facts = memory.turns(), memory.facts("all")
    changes = [memory.changes(turn.id) for turn in turns]
    return [memory.seq, turns, facts, memory.pending(), changes, memory.slot("用户", "姓名")]


def test_a_restart_tells_the_same_story_and_embeds_nothing(place: Place, embedder: CharacterEmbedder) -> None:
    memory = place.memory()
    tell_story(memory)
    before, embedded = everything(memory), len(embedder.embedded)
    again = place.restart()
    assert everything(again) == before
    assert len(embedder.embedded) == embedded == 8
    assert again.check() == []


def test_its_size_is_what_a_listing_counts_whatever_happened_and_after_a_restart(place: Place) -> None:
    memory = place.memory()
    assert memory.size == Size(0, 0, 0)
    tell_story(memory)
    for each in (memory, place.restart()):
        assert each.size == Size(len(each.facts()), len(each.turns()), each.seq)
        assert 0 < each.size.facts < len(each.facts("all"))
    again = place.memory()
    first = again.turns()[0]
    again.erase([], [first.id], turn_id="", at=day(30))
    assert again.size == Size(len(again.facts()), len(again.turns()), again.seq)


def test_another_embedding_model_embeds_everything_once(place: Place) -> None:
    tell_story(place.memory())
    place.embedder = CharacterEmbedder("test:other", dimension=32)
    assert place.restart().check() == []
    assert len(place.embedder.embedded) == 8
    assert place.restart().check() == []
    assert len(place.embedder.embedded) == 8


def test_words_are_kept_though_the_embedding_model_is_down(
    place: Place, embedder: CharacterEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    memory = place.memory()
    embedder.is_down = True
    with caplog.at_level(logging.WARNING):
        turn = memory.hear("我把钥匙放在门口的抽屉里", day(0), at=day(0))
        found = memory.recall("钥匙放在哪里", now=day(1))
    assert [each.item for each in found] == [turn]
    assert "model_unavailable" in caplog.text
    assert "钥匙" not in caplog.text
    assert memory.check() == ["1 items wait to be embedded"]
    memory = place.restart()
    assert memory.turns() == [turn]
    assert embedder.embedded == []
    embedder.is_down = False
    memory.hear("好了吗", day(1), at=day(1))
    assert sorted(embedder.embedded) == ["好了吗", "我把钥匙放在门口的抽屉里"]
    assert memory.check() == []


def test_what_waits_is_embedded_at_the_next_start(place: Place, embedder: CharacterEmbedder) -> None:
    embedder.is_down = True
    tell_story(place.memory())
    embedder.is_down = False
    assert place.restart().check() == []
    assert len(embedder.embedded) == 8


def test_erasing_leaves_no_byte_of_what_was_said(place: Place) -> None:
    memory = place.memory()
    tell_story(memory)
    memory = place.restart()
    memory.hear("王芳又来了", day(10), at=day(10))
    assert memory.erase_all() == 12
    assert (memory.seq, memory.turns(), memory.facts("all"), memory.recall("王芳", now=day(99))) == (0, [], [], [])
    for path in place.path.rglob("*"):
        assert path.is_dir() or "王".encode() not in path.read_bytes()
    assert place.restart().seq == 0


def test_a_new_life_after_erasing_has_nothing_of_the_old(place: Place, memory: Memory) -> None:
    tell_story(memory)
    memory.erase_all()
    turn = memory.hear("我养了一只乌龟", day(20), at=day(20))
    memory.save(Draft("用户养了一只乌龟"), turn_id=turn.id, at=day(20))
    assert memory.check() == []
    again = place.restart()
    assert again.check() == []
    assert [fact.statement for fact in again.facts("all")] == ["用户养了一只乌龟"]
    assert len(again.turns()) == 1


def test_many_threads_write_and_read_without_losing_a_word(memory: Memory) -> None:
    def talk(speaker: int) -> None:
        for number in range(20):
            turn = memory.hear(f"{speaker}说第{number}句", day(number), at=day(number))
            memory.save(Draft(f"{speaker}知道{number}"), turn_id=turn.id, at=day(number))
            memory.recall(f"{speaker}说了什么", now=day(99))
            memory.settle(turn.id, "answered", at=day(number))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(talk, range(4)))
    assert memory.seq == 4 * 20 * 3
    assert {turn.text for turn in memory.turns()} == {f"{a}说第{b}句" for a in range(4) for b in range(20)}
    assert [len(memory.changes(turn.id)) for turn in memory.turns()] == [1] * 80


def test_two_users_share_nothing(place: Place) -> None:
    place.memory("a").save(named("甲"), turn_id="", at=day(0))
    assert place.memory("b").facts("all") == []
    assert place.memory("b").recall("用户叫什么", now=day(1)) == []


def test_check_sees_a_ledger_changed_behind_its_back(place: Place) -> None:
    memory = place.memory()
    tell_story(memory)
    ledgers: list[Path] = list(place.path.rglob("ledger.jsonl"))
    ledgers[0].write_bytes(ledgers[0].read_bytes().replace("王方".encode(), "王圆".encode()))
    assert memory.check() != []
