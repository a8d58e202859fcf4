"""Postings merged, moved and found again, and the set of ids that everything is searched within."""

from hashlib import blake2b

import numpy as np
import pytest

from store.idset import IdSet
from store.postings import GrowingPostings, SortedPostings, flat, term_key
from store.words import names_in, smallest_terms, terms

Told = dict[int, list[tuple[int, int]]]


def grown(told: Told) -> dict[int, GrowingPostings]:
    made = {key: GrowingPostings() for key in told}
    for key, postings in told.items():
        for slot, count in postings:
            made[key].slots.append(slot)
            made[key].counts.append(count)
    return made


def told_by(postings: SortedPostings) -> Told:
    found = postings.find(postings.keys.tolist())
    return {
        key: list(zip(slots.tolist(), counts.tolist(), strict=True))
        for key, (slots, counts) in zip(postings.keys.tolist(), found, strict=True)
    }


FIRST: Told = {7: [(0, 1), (2, 3)], 3: [(1, 1)], 2**63: [(0, 2)]}
SECOND: Told = {3: [(4, 2)], 5: [(3, 1), (4, 1)]}


def test_postings_are_sorted_by_term_and_found_again() -> None:
    postings = SortedPostings.empty().merged(flat(grown(FIRST)))
    assert postings.keys.tolist() == [3, 7, 2**63]
    assert told_by(postings) == FIRST
    assert [slots.tolist() for slots, _ in postings.find([5, 7, 1, 2**64 - 1])] == [[], [0, 2], [], []]
    assert [postings.starts.dtype, postings.slots.dtype, postings.counts.dtype] == [np.int64, np.int32, np.uint16]


def test_later_postings_go_behind_those_of_the_same_term() -> None:
    postings = SortedPostings.empty().merged(flat(grown(FIRST))).merged(flat(grown(SECOND)))
    assert told_by(postings) == {3: [(1, 1), (4, 2)], 5: [(3, 1), (4, 1)], 7: [(0, 1), (2, 3)], 2**63: [(0, 2)]}
    assert told_by(SortedPostings.of(postings.arrays())) == told_by(postings)


def test_what_was_left_out_is_in_no_posting_and_the_rest_has_moved_up() -> None:
    moved = np.array([-1, 0, 1, -1, 2], dtype=np.int32)
    postings = SortedPostings.empty().merged(flat(grown(FIRST)))
    assert told_by(postings.merged(flat(grown(SECOND)), moved)) == {3: [(0, 1), (2, 2)], 5: [(2, 1)], 7: [(1, 3)]}
    nothing = postings.merged(flat({}), np.full(5, -1, dtype=np.int32))
    assert (nothing.keys.tolist(), nothing.starts.tolist(), told_by(nothing)) == ([], [0], {})


def test_what_grows_is_copied() -> None:
    postings = grown({1: [(0, 1)]})[1]
    slots, counts = postings.arrays()
    postings.slots.append(5)
    postings.counts.append(9)
    assert (slots.tolist(), counts.tolist(), slots.dtype, counts.dtype) == ([0], [1], np.int32, np.uint16)
    assert [each.tolist() for each in flat({1: postings, 0: postings})] == [[0, 0, 1, 1], [0, 5, 0, 5], [1, 9, 1, 9]]


def test_a_term_is_64_bits_that_do_not_change() -> None:
    assert term_key("猫") == term_key("猫") != term_key("狗")
    assert term_key("猫") == int.from_bytes(blake2b("猫".encode(), digest_size=8).digest(), "little")


def test_a_set_of_ids_holds_what_it_was_made_of() -> None:
    some = IdSet.of([5, 2, 2])
    assert (list(some), len(some), some.numbers.tolist()) == ([2, 5], 2, [2, 5])
    assert [each in some for each in (2, np.int64(5), 3, 6, -1, "2")] == [True, True, False, False, False, False]
    assert (list(IdSet.of([])), 0 in IdSet.of([])) == ([], False)
    assert list(some & IdSet.of([2, 3])) == [2] and list(IdSet.of([9, 2]) & some) == [2]


@pytest.mark.parametrize("ids", [[2, 3, 5], [2, 9, 5, 1000], [], [6]])
def test_membership_of_many_is_that_of_each(ids: list[int]) -> None:
    some = IdSet.of([2, 5])
    assert some.among(np.array(ids, dtype=np.int64)).tolist() == [each in some for each in ids]


def test_a_text_is_taken_apart_into_words_pairs_and_characters() -> None:
    assert terms("养花生") == ["养", "花生", "\x01养花", "\x01花生", "\x02养", "\x02花", "\x02生"]
    assert terms("ＡＢＣ猫") == ["abc", "猫", "\x02猫"]
    assert smallest_terms("养花 Painting 12") == {"\x02养", "\x02花", "paint", "12"}


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("cities", "city"), ("tried", "try"), ("ties", "tie"), ("dies", "die"), ("painting", "paint"), ("sing", "sing"),
        ("sting", "sting"), ("boxing", "box"), ("played", "play"), ("used", "used"), ("red", "red"), ("cars", "car"), ("bus", "bus"),
        ("gas", "gas"), ("glass", "glass"), ("stopping", "stop"), ("calling", "call"), ("kisses", "kiss"), ("making", "mak"),
        ("make", "make"), ("house", "hous"), ("houses", "hous"), ("anna's", "anna"), ("hl-1208", "hl-1208"), ("cafés", "cafés"),
        ("3d", "3d"),
    ],
)  # fmt: skip
def test_an_english_inflection_is_cut_off(word: str, stem: str) -> None:
    assert terms(word) == [stem]


def test_names_are_those_of_people_places_makes_and_latin_words_in_capitals() -> None:
    found = names_in("张伟和 Alice 去了 hp 的店，看 HL-1208")
    assert "张伟" in found and "Alice" in found
    assert "hp" not in found and "店" not in found
