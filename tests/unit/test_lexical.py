"""BM25 over words, pairs and characters, changed one text at a time."""

import random
from collections import Counter

import numpy as np
import pytest

from store import background, bm25, lexical
from store.idset import IdSet
from store.lexical import LexicalIndex
from store.postings import term_key
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


def by_hand(texts: dict[int, str], query: str, item_id: int) -> float:
    """BM25 as the books have it: k1 1.5, b 0.5, the background counted beside the texts."""
    having = {item: Counter(terms(text)) for item, text in texts.items()}
    middle = sum(map(sum, (each.values() for each in having.values()))) / len(texts)
    score = 0.0
    for term in dict.fromkeys(terms(query)):
        often = having[item_id][term]
        share = sum(term in each for each in having.values()) + background.share_having(term) * 40
        rarity = np.log1p((40 + len(texts) - share + 0.5) / (share + 0.5))
        length = sum(having[item_id].values())
        score += rarity * often * 2.5 / (often + 1.5 * (0.5 + 0.5 * length / middle))
    return score


@pytest.mark.parametrize("query", ["我养了什么狗", "我我我", "出版社 sunrise 花生", "打印机"])
def test_scores_are_those_of_the_formula_before_and_after_a_restart(index: LexicalIndex, query: str) -> None:
    wanted = [by_hand(TEXTS, query, item_id) for item_id in TEXTS]
    again = LexicalIndex.of(index.kept()())
    index.compact()
    for each in (index, again):
        assert each.scores(query, list(TEXTS)) == pytest.approx(wanted, rel=1e-4)
        assert dict(each.search(query, 9)) == pytest.approx(
            {item_id: score for item_id, score in zip(TEXTS, wanted, strict=True) if score}, rel=1e-4
        )


def test_a_word_said_again_and_again_counts_for_less_each_time() -> None:
    texts = {1: "花生" * 9, 2: "花生", 3: "苹果和香蕉都在桌子上"}
    index = LexicalIndex()
    for item_id, text in texts.items():
        index.add(item_id, text)
    assert index.scores("花生", [1, 2, 3]) == pytest.approx([by_hand(texts, "花生", each) for each in texts], rel=1e-4)
    assert index.length(1) == len(terms(texts[1]))


def test_several_queries_are_scored_side_by_side(index: LexicalIndex) -> None:
    queries = ["狗叫什么", "花生", "zzz"]
    scores = index.scores_by(queries, [5, 1, 5])
    assert scores.shape == (3, 3)
    for column, query in enumerate(queries):
        assert scores[:, column].tolist() == index.scores(query, [5, 1, 5]).tolist()
    assert scores[0].tolist() == scores[2].tolist()
    for missing in (6, 7, 10_000):
        with pytest.raises(KeyError, match=str(missing)):
            index.scores_by(["花生"], [5, missing])
        with pytest.raises(KeyError, match=str(missing)):
            index.length(missing)


def test_the_ideal_is_what_a_middling_text_with_every_term_once_would_score(index: LexicalIndex) -> None:
    words = dict.fromkeys(terms("花生过敏"))
    rarity = {
        word: np.log1p((45 - having + 0.5) / (having + 0.5))
        for word in words
        if (having := sum(word in terms(text) for text in TEXTS.values()) + 40 * background.share_having(word)) >= 0
    }
    assert index.ideal("花生过敏") == pytest.approx(sum(rarity.values()), rel=1e-6)
    assert index.ideal("花生过敏花生过敏") > index.ideal("花生过敏") > index.ideal("") == 0


def test_the_ids_are_those_of_the_texts_and_nothing_else(index: LexicalIndex) -> None:
    index.remove([2])
    assert list(index.ids()) == [1, 3, 4, 5]
    assert [each in index for each in (1, 2, 0, -1, 99, "1")] == [True, False, False, False, False, False]
    index.add(500, "远")
    assert list(index.ids()) == [1, 3, 4, 5, 500] and len(index) == 5


def test_nothing_of_a_removed_text_is_kept(index: LexicalIndex) -> None:
    index.add(9, "独一无二的词")
    index.remove([9, 2])
    kept = index.kept()()
    assert kept["ids"].tolist() == [1, 3, 4, 5]
    assert kept["lengths"].tolist() == [len(terms(TEXTS[each])) for each in (1, 3, 4, 5)]
    assert term_key("独一无二") not in kept["keys"].tolist() and term_key("花生") in kept["keys"].tolist()
    fresh = LexicalIndex()
    for each in (1, 3, 4, 5):
        fresh.add(each, TEXTS[each])
    for name, array in fresh.kept()().items():
        assert kept[name].tolist() == array.tolist()


def test_what_is_kept_is_as_it_was_when_it_was_asked_for(index: LexicalIndex) -> None:
    later = index.kept()
    index.add(6, "后来说的话")
    index.remove([1])
    again = LexicalIndex.of(later())
    assert list(again.ids()) == [1, 2, 3, 4, 5]
    assert again.search("后来说的", 5) == [] or 6 not in dict(again.search("后来说的", 5))
    assert again.search("小狗", 1)[0][0] == 1


def test_an_index_made_again_goes_on_growing_and_shrinking() -> None:
    texts = {number: f"第{number}个苹果" if number % 3 else f"第{number}只香蕉" for number in range(1, 200)}
    index = LexicalIndex()
    for number in range(1, 100):
        index.add(number, texts[number])
    index = LexicalIndex.of(index.kept()())
    for number in range(100, 200):
        index.add(number, texts[number])
    index.remove(range(1, 150))
    left = {number: texts[number] for number in range(150, 200)}
    assert list(index.ids()) == list(left) and len(index) == 50
    found = dict(index.search("苹果", 100))
    assert set(found) == {number for number in left if number % 3}
    assert found == pytest.approx({number: by_hand(left, "苹果", number) for number in found}, rel=1e-4)


def test_a_common_word_is_looked_up_text_by_text_and_scores_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {number: f"苹果{number}号" + "香蕉" * (number % 3) for number in range(1, 60)}
    plain, common = LexicalIndex(), LexicalIndex()
    for number, text in texts.items():
        plain.add(number, text)
    monkeypatch.setattr(lexical, "RARE", 5)
    monkeypatch.setattr(bm25, "RARE", 5)
    for limit in (16_000_000, 200):
        monkeypatch.setattr(lexical, "_MOST_BY_SLOT", limit)
        common = LexicalIndex.of(plain.kept()())
        common.add(70, "苹果和香蕉")
        for query in ("苹果香蕉", "香蕉7号", "苹果香蕉"):
            wanted = {number: by_hand(texts | {70: "苹果和香蕉"}, query, number) for number in (*texts, 70)}
            assert dict(common.search(query, 100)) == pytest.approx(wanted, rel=1e-4)
            assert common.scores(query, list(wanted)) == pytest.approx(list(wanted.values()), rel=1e-4)


def test_more_queries_than_are_remembered_are_answered_alike(index: LexicalIndex) -> None:
    first = index.search("花生过敏", 5)
    for number in range(40):
        index.search(f"花生{number}", 5)
    assert index.search("花生过敏", 5) == first
    index.add(8, "花生花生花生")
    assert index.search("花生过敏", 5) != first


def test_nobody_asks_for_less_than_one(index: LexicalIndex) -> None:
    for k in (0, -1):
        assert index.search("花生", k) == []
    assert len(index.search("我", 1)) == 1


def test_allowed_may_be_any_container(index: LexicalIndex) -> None:
    for allowed in ({2, 5}, IdSet.of([2, 5]), [2, 5]):
        assert sorted(dict(index.search("我", 9, allowed))) == [2, 5]
    assert index.search("我", 9, IdSet.of([])) == []
