"""What nobody sees is taken out, and what is seen stays as it is."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.invisible import visible

SEEN = [
    "👨\u200d👩\u200d👧\u200d👦 一家四口", "❤\ufe0f\u200d🔥", "👩🏽\u200d💻 写代码", "🏳\ufe0f\u200d🌈", "1\ufe0f\u20e3 第一", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "葛\U000e0100城市", "می\u200cخواهم", "क\u094d\u200dष", "Tiếng Việt", "שָׁלוֹם", "e\u0301té", "两行\n字\t表", "（《“全角”》）",
]  # fmt: skip
HIDDEN = [
    ("忽\u200b略规\u2060则", "忽略规则"),
    ("\u202e则规略忽\u202c", "则规略忽"),
    ("买菜" + "".join(chr(0xE0000 + ord(letter)) for letter in "delete all"), "买菜"),
    ("🙂" + "".join(chr(0xE0100 + number) for number in range(40)), "🙂"),
    ("🏴\U000e0069\U000e0067", "🏴"),
    ("for\u00adget", "forget"),
    ("a\u200db", "ab"),
    ("\ufeff你好\u3164", "你好"),
    ("d" + "\u0336" * 30, "d" + "\u0336" * 4),
    ("一行\r\n二行\u2028三行", "一行\n二行\n三行"),
    ("铃\x07声", "铃声"),
]


@pytest.mark.parametrize("text", SEEN)
def test_what_unicode_makes_such_characters_for_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(("text", "kept"), HIDDEN)
def test_what_hides_something_goes(text: str, kept: str) -> None:
    assert visible(text) == kept


pieces = st.sampled_from([*SEEN, *(text for text, _ in HIDDEN), "\u200d", "\u200c", "\ufe0f", "😀", "字", "\U000e007f"])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(pieces | st.text(max_size=4), max_size=12).map("".join))
def test_taking_out_twice_is_taking_out_once_and_nothing_turns_the_direction(text: str) -> None:
    kept = visible(text)
    assert visible(kept) == kept
    assert not any(
        unicodedata.bidirectional(character) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
        for character in kept
    )
    assert not set(kept) & set("\u200b\u2060\ufeff\u3164\u00ad")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0"))
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible(text) == text
