"""BM25 over words, pairs and characters, changed one text at a time."""

import random

import numpy as np
import pytest

from store.lexical import LexicalIndex
from store.words import terms

TEXTS = {
    1: "我养了一只小狗叫板栗",
    2: "我在出版社当校对",
    3: "Caroline painted a sunrise last year",
    4: "打印机的型号是HL-1208",
    5: "我对花生过敏",
}


@pytest.fixture
def index() -> LexicalIndex:
    made = LexicalIndex()
    for item_id, text in TEXTS.items():
        made.add(item_id, text)
    return made


def test_the_text_that_shares_the_rarest_words_comes_first(index: LexicalIndex) -> None:
    assert index.search("花生还能吃吗", 3)[0][0] == 5
    assert index.search("出版社的校对", 3)[0][0] == 2


def test_a_single_character_finds_the_word_it_stands_in(index: LexicalIndex) -> None:
    assert index.search("狗叫什么", 1)[0][0] == 1


def test_latin_words_and_numbers_are_found_whatever_their_case_width_or_inflection(index: LexicalIndex) -> None:
    assert index.search("ｈｌ－１２０８", 1)[0][0] == 4
    assert index.search("who paints SUNRISES", 1)[0][0] == 3


def test_only_what_is_allowed_is_found(index: LexicalIndex) -> None:
    assert [item_id for item_id, _ in index.search("我", 5, allowed={2, 5})] in ([2, 5], [5, 2])


def test_nothing_is_found_without_a_shared_term(index: LexicalIndex) -> None:
    assert index.search("zzz", 5) == []
    assert index.search("", 5) == []
    assert LexicalIndex().search("我", 5) == []


def test_no_more_than_k_are_found_and_best_first(index: LexicalIndex) -> None:
    found = index.search("我在家养花", 2)
    assert len(found) == 2
    assert found[0][1] >= found[1][1] > 0


def test_a_removed_text_is_not_found_and_can_come_back(index: LexicalIndex) -> None:
    index.remove([5, 99])
    assert len(index) == 4
    assert index.search("花生", 5) == []
    index.add(5, TEXTS[5])
    assert index.search("花生", 5)[0][0] == 5


def test_a_text_added_again_takes_the_place_of_the_old(index: LexicalIndex) -> None:
    index.add(5, "我对芒果过敏")
    assert len(index) == 5
    assert index.search("花生", 5) == []
    assert index.search("芒果", 5)[0][0] == 5


def test_scores_of_ids_are_those_of_the_search(index: LexicalIndex) -> None:
    found = dict(index.search("我养了什么狗", 5))
    assert index.scores("我养了什么狗", list(found)) == pytest.approx(list(found.values()))
    with pytest.raises(KeyError):
        index.scores("狗", [99])


def test_common_words_say_little_even_among_three_texts() -> None:
    index = LexicalIndex()
    for item_id, text in enumerate(("我是老师，我的家在北方", "什么都好", "游艇")):
        index.add(item_id, text)
    assert index.search("我的那艘游艇是什么颜色的", 1)[0][0] == 2


def test_what_was_changed_in_any_order_is_as_if_made_at_once() -> None:
    chooser = random.Random(5)
    alphabet = "天地玄黄宇宙洪荒日月盈昃"
    texts = {item_id: "".join(chooser.choices(alphabet, k=8)) for item_id in range(400)}
    changed, fresh = LexicalIndex(), LexicalIndex()
    for item_id in range(400):
        changed.add(item_id, "别的" * 5)
        changed.add(item_id, texts[item_id])
        if item_id % 2:
            changed.remove([item_id])
    for item_id in range(0, 400, 2):
        fresh.add(item_id, texts[item_id])
    wanted = list(range(0, 400, 2))
    assert len(changed) == len(fresh) == 200
    for _ in range(5):
        query = "".join(chooser.choices(alphabet, k=3))
        order = [np.argsort(-each.scores(query, wanted), kind="stable")[:1].tolist() for each in (changed, fresh)]
        assert set(dict(changed.search(query, 400))) == set(dict(fresh.search(query, 400)))
        assert order[0] == order[1]


def test_terms_keep_repetitions_and_cut_english_inflections() -> None:
    assert terms("狗狗").count("\x02狗") == 2
    assert len({terms(word)[0] for word in ("painting", "painted", "paints", "paint")}) == 1
    assert terms("，。！") == []
