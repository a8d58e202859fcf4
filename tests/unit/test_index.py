"""Vectors, words and candidates kept in step: what is owed, what is stray, what a failing model costs."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from store import index as index_module
from store.errors import ModelUnavailable
from store.facts import ERASED_WORDS, Fact, Turn
from store.index import BATCH, MemoryIndex, log_progress, text_of
from store.mending import MendingLock
from store.records import fact_id_of, turn_id_of
from tests.embedders import CharacterEmbedder
from tests.stories import START, day


class Chain:
    """A ledger of which only hashes are asked."""

    seq = 2000

    def digest_at(self, seq: int) -> bytes | None:
        return seq.to_bytes(32) if 1 <= seq <= self.seq else None


def turn(number: int, text: str = "") -> Turn:
    return Turn(turn_id_of(number), "wang", text or f"第{number}句话", START, START)


def fact(number: int, statement: str) -> Fact:
    return Fact(fact_id_of(number), "wang", statement, "other", "用户", "", "", None, START, None, START, ())


class Home:
    """An index over items by number, and what it told of its progress."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.embedder = CharacterEmbedder(dimension=16)
        self.items: dict[int, Fact | Turn] = {}
        self.told: list[tuple[int, int]] = []
        self.index = self.made()

    def made(self) -> MemoryIndex:
        return MemoryIndex(
            self.path, self.embedder, lock=MendingLock(lambda: None), chain=Chain(),
            progress=lambda done, total: self.told.append((done, total)),
        )  # fmt: skip

    def put(self, *items: Fact | Turn) -> None:
        for item in items:
            self.items[int(item.id[1:])] = item
        self.index.put_all(items)

    def restart(self) -> None:
        """Close it, open it again and load it from the items."""
        self.index.close()
        self.open_again()

    def open_again(self) -> None:
        self.index = self.made()
        self.index.load(self.items.values(), self.items.__getitem__)

    def found(self, words: str) -> list[int]:
        return [number for number, _ in self.index.lexical.search(words, 5)]

    def check(self) -> list[str]:
        return self.index.check(list(self.items.values()))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.index.abandon()


def test_what_is_put_is_found_by_its_words_at_once_and_by_its_vector_once_embedded(home: Home) -> None:
    home.put(turn(1, "我养了一只猫"), fact(2, "用户养猫"))
    assert set(home.found("养猫")) == {1, 2}
    assert home.index.vectors.ids() == set()
    assert home.check() == ["2 items wait to be embedded"]
    home.index.embed_owed()
    assert home.index.vectors.ids() == {1, 2} and home.check() == []
    assert home.embedder.embedded == ["我养了一只猫", "我养猫"]
    assert home.told == []


def test_an_item_entered_again_is_neither_read_nor_embedded_again(home: Home) -> None:
    home.put(fact(2, "用户养猫"))
    home.index.embed_owed()
    home.put(fact(2, "用户养猫"))
    home.index.embed_owed()
    assert home.embedder.embedded == ["我养猫"]
    home.put(turn(3, ERASED_WORDS))
    home.index.embed_owed()
    assert (home.embedder.embedded, home.found("抹去")) == (["我养猫"], [])
    assert home.check() == []


def test_what_a_failing_model_owes_is_embedded_once_it_answers(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.put(turn(1), turn(2))
    home.embedder.is_down = True
    with caplog.at_level(logging.WARNING):
        home.index.embed_owed()
        assert home.index.embed_query("第一句") == (None, None)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    assert home.check() == ["2 items wait to be embedded"]
    home.embedder.is_down = False
    rows, known = home.index.embed_query("第1句话在哪里。第2句话在哪里。")
    assert rows is not None and known is not None
    assert (rows.shape, known.shape[1]) == ((3, 16), 16)
    assert "第1句话在哪里。" not in home.embedder.embedded, "a question is embedded as one"
    assert home.check() == []


def test_many_are_embedded_in_batches_and_the_progress_is_told(home: Home) -> None:
    home.put(*(turn(number) for number in range(1, 2 * BATCH + 2)))
    home.index.embed_owed()
    total = 2 * BATCH + 1
    assert home.told == [(BATCH, total), (2 * BATCH, total), (total, total)]
    assert len(home.index.vectors) == total
    home.told.clear()
    home.put(*(turn(number) for number in range(1000, 1000 + BATCH)))
    home.index.embed_owed()
    assert home.told == []


def test_a_writer_leaves_what_it_owes_to_who_embeds_already_and_nothing_stays_owed(home: Home) -> None:
    embed, asked, go = home.embedder.embed, Event(), Event()

    def slow(texts: list[str], **how: bool) -> NDArray[np.float32]:
        asked.set()
        assert go.wait(60)
        return embed(texts, **how)

    home.embedder.embed = slow  # type: ignore[method-assign,assignment]
    home.put(turn(1))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(home.index.embed_owed)
        assert asked.wait(60)
        home.put(turn(2))
        pool.submit(home.index.embed_owed).result(60)
        assert not first.done()
        go.set()
        first.result(60)
    assert home.check() == []


def test_a_question_waits_for_what_was_owed_before_it(home: Home) -> None:
    embed, asked, go, questions = home.embedder.embed, Event(), Event(), Event()

    def slow(texts: list[str], *, query: bool = False) -> NDArray[np.float32]:
        if query:
            questions.set()
        else:
            asked.set()
            assert go.wait(60)
        return embed(texts, query=query)

    home.embedder.embed = slow  # type: ignore[method-assign,assignment]
    home.put(turn(1))
    with ThreadPoolExecutor(2) as pool:
        pool.submit(home.index.embed_owed)
        assert asked.wait(60)
        question = pool.submit(home.index.embed_query, "第一句")
        assert questions.wait(60)
        assert not question.done()
        go.set()
        assert question.result(60)[0] is not None
        assert 1 in home.index.vectors


def test_a_vector_for_words_that_were_erased_meanwhile_is_not_kept(home: Home) -> None:
    home.put(turn(1, "秘密"), turn(2, "别的"))
    embed = home.embedder.embed

    def erased_while_embedding(texts: list[str], **how: bool) -> NDArray[np.float32]:
        home.index.forget([home.items.pop(1)], home.items.__getitem__)
        home.put(turn(1, "新的话"))
        home.embedder.embed = embed  # type: ignore[method-assign]
        return embed(texts)

    home.embedder.embed = erased_while_embedding  # type: ignore[method-assign,assignment]
    home.index.embed_owed()
    assert home.index.vectors.vectors([1])[0] == pytest.approx(embed(["新的话"])[0])
    assert home.check() == []


def test_a_restart_embeds_only_what_has_no_vector(home: Home) -> None:
    home.put(turn(1), turn(2))
    home.index.embed_owed()
    home.put(turn(3))
    home.restart()
    assert home.embedder.embedded == ["第1句话", "第2句话", "第3句话"]
    assert home.check() == []


def test_words_that_were_kept_are_completed_and_those_of_nothing_dropped(home: Home) -> None:
    home.put(turn(1, "苹果"), turn(2, "香蕉"))
    home.index.embed_owed()
    home.index.prepared_save()()
    home.restart()
    assert home.index.had_words and home.found("香蕉") == [2]
    del home.items[2]
    home.items[3] = turn(3, "樱桃")
    home.restart()
    assert (home.found("香蕉"), home.found("樱桃"), home.found("苹果")) == ([], [3], [1])
    assert home.check() == []


def test_no_words_were_kept_where_nothing_was_saved(home: Home) -> None:
    home.put(turn(1))
    home.restart()
    assert not home.index.had_words


def test_vectors_of_nothing_in_the_ledger_are_removed_from_disk(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.put(turn(1), turn(2))
    home.index.embed_owed()
    del home.items[2]
    with caplog.at_level(logging.WARNING):
        home.restart()
    assert "1 vectors of nothing in the ledger are removed" in caplog.text
    assert home.index.vectors.ids() == {1} and home.check() == []


def test_a_lost_index_is_rebuilt_and_written_and_the_log_says_so(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.put(*(turn(number) for number in range(1, 20)))
    home.index.embed_owed()
    home.index.close()
    (home.path / "index.faiss").write_bytes(b"?")
    with caplog.at_level(logging.WARNING):
        home.open_again()
    assert "the index is rebuilt" in caplog.text
    assert (home.index.vectors.lost, home.check()) == ("", [])
    assert home.embedder.embedded[19:] == home.embedder.embedded[:19]


def test_a_rebuilt_index_is_not_written_while_anything_is_owed(home: Home) -> None:
    home.put(turn(1))
    home.index.embed_owed()
    home.index.close()
    (home.path / "index.faiss").write_bytes(b"?")
    home.embedder.is_down = True
    home.open_again()
    assert home.index.vectors.lost
    assert (home.path / "index.faiss").read_bytes() == b"?"


def test_progress_is_told_while_words_are_read_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_WORDS_TOLD", 2)
    home.put(*(turn(number) for number in range(1, 6)))
    home.restart()
    assert home.told == [(2, 5), (4, 5)]


def test_what_is_forgotten_is_gone_and_others_that_lost_their_vector_are_owed_one(home: Home) -> None:
    home.put(turn(1, "苹果"), turn(2, "香蕉"), turn(3, "樱桃"))
    home.index.embed_owed()
    home.index.vectors.remove([1, 2])
    home.index.forget([home.items.pop(2)], home.items.__getitem__)
    assert (home.found("香蕉"), 2 in home.index.candidates) == ([], False)
    assert home.check()[0] == "1 items wait to be embedded"
    home.index.embed_owed()
    assert home.index.vectors.ids() == {1, 3} and home.check() == []


def test_erasing_leaves_nothing_here_or_on_disk(home: Home) -> None:
    home.put(turn(1))
    home.index.embed_owed()
    home.index.prepared_save()()
    home.put(turn(2))
    home.index.erase()
    home.items.clear()
    assert home.check() == []
    assert sorted(each.name for each in home.path.iterdir()) == ["vectors.log"]
    assert (home.found("句话"), len(home.index.vectors), set(home.index.candidates.numbers())) == ([], 0, set())
    home.put(turn(1, "新的"))
    home.index.embed_owed()
    assert home.check() == []


def test_the_check_says_which_of_the_three_is_out_of_step(home: Home) -> None:
    home.put(turn(1, "苹果"), turn(2, "香蕉"))
    home.index.embed_owed()
    items = list(home.items.values())
    assert home.index.check([*items, turn(3)]) == [
        "1 items have no vector, 0 vectors have no item",
        "the words are not those of the items",
        "1 of 200 items are not found by their words, t3 for one",
        "the candidates are not the items",
    ]
    assert home.index.check(items[:1])[0] == "0 items have no vector, 1 vectors have no item"
    home.index.lexical.add(2, "香蕉皮")
    assert home.check() == ["1 of 200 items are not found by their words, t2 for one"]
    home.index.lexical.add(2, "樱桃")
    assert home.check() == ["1 of 200 items are not found by their words, t2 for one"]


def test_text_without_terms_is_in_step_too(home: Home) -> None:
    home.put(turn(1, "……"))
    home.index.embed_owed()
    assert home.check() == []


def test_of_many_items_every_so_manyth_is_looked_up(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_CHECKED", 2)
    home.put(*(turn(number, "苹果") for number in range(1, 7)))
    home.index.embed_owed()
    for number in (1, 2, 3):
        home.index.lexical.add(number, "樱桃派")
    assert home.check() == ["1 of 2 items are not found by their words, t1 for one"]


def test_facts_are_found_by_the_word_that_questions_to_them_use() -> None:
    assert text_of(fact(1, "用户的妈妈喜欢用户")) == "我的妈妈喜欢我"
    assert text_of(turn(1, "用户说的")) == "用户说的"


def test_progress_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_progress(3, 10)
    assert "3/10" in caplog.text


def test_candidates_that_were_kept_are_taken(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.put(turn(1))
    home.index.embed_owed()
    kept = home.index.candidates
    home.index.close()
    again = MemoryIndex(tmp_path, home.embedder, lock=MendingLock(lambda: None), chain=Chain(), candidates=kept)
    again.load([], home.items.__getitem__)
    assert again.candidates is kept and again.check(list(home.items.values())) == []
    assert set(again.candidates.choose(now=day(1), window=(START, START + timedelta(1)))) == {1}
    again.abandon()


def test_a_question_whose_background_cannot_be_embedded_is_searched_by_words(home: Home) -> None:
    embed = home.embedder.embed

    def down_for_documents(texts: list[str], *, query: bool = False) -> NDArray[np.float32]:
        if not query:
            raise ModelUnavailable("down")
        return embed(texts, query=True)

    home.embedder.embed = down_for_documents  # type: ignore[method-assign,assignment]
    assert home.index.embed_query("什么") == (None, None)
