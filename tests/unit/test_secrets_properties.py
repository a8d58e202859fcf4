"""Whatever the digits and their spacing, a valid number is masked, and masking is done once."""

import re
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tools.secrets import mask
from tools.secrets.checksums import is_identity, is_old_identity, luhn

DIGITS = st.text("0123456789", min_size=15, max_size=15)
GAPS = st.sampled_from([" ", "-", "  ", " - ", "\u3000", "\u00a0", "–"])
SIZES = st.lists(st.integers(1, 8), min_size=19, max_size=19)
HAN = str.maketrans("0123456789", "零一二三四五六七八九")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A number that its check digit makes a bank card's: 13 to 19 digits of those that are issued."""
    head = draw(st.sampled_from(["4", "51", "55", "2221", "2720", "34", "37", "36", "62", "6011", "81", "9558"]))
    length = draw(st.integers(13 if head == "4" else 14, 19))
    body = (head + draw(DIGITS) + "00000")[: length - 1]
    card = next(body + check for check in "0123456789" if luhn(body + check))
    assume(not is_old_identity(card) and not is_identity(card))  # masked as well, but called an identity number
    return card


@st.composite
def identities(draw: st.DrawFn) -> str:
    """A citizen's number with its check character."""
    place = draw(st.sampled_from(["110105", "310115", "440308", "659001", "810000"]))
    born = date(1930, 1, 1) + timedelta(days=draw(st.integers(0, 33_000)))
    body = f"{place}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return next(body + check for check in "0123456789X" if is_identity(body + check))


def spaced(number: str, gap: str, sizes: list[int]) -> str:
    """The number in groups of these sizes."""
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    return gap.join(group for group in groups if group)


def longest_digits(text: str) -> int:
    return max((len(run) for run in re.findall(r"[0-9X]+", text)), default=0)


@given(cards())
def test_a_card_is_masked_without_a_word_about_it(card: str) -> None:
    assert mask(f"给你：{card}。").text == f"给你：银行卡号（已隐去、尾号{card[-4:]}）。"


@given(cards(), GAPS, SIZES)
def test_a_card_is_masked_in_any_spacing(card: str, gap: str, sizes: list[int]) -> None:
    number = spaced(card, gap, sizes)
    assert mask(number).text == f"银行卡号（已隐去、尾号{card[-4:]}）"
    assert mask(f"我的银行卡号是{number}。").text == f"我的银行卡号是（已隐去、尾号{card[-4:]}）。"


@given(cards(), st.sampled_from([HAN, WIDE]))
def test_a_card_is_masked_in_chinese_and_in_wide_digits(card: str, digits: dict[int, int]) -> None:
    masked = mask(f"卡号是{card.translate(digits)}").text
    assert masked == f"卡号是（已隐去、尾号{card[-4:]}）"


@given(identities(), GAPS, SIZES)
def test_an_identity_number_is_masked_in_any_spacing(number: str, gap: str, sizes: list[int]) -> None:
    assert mask(f"麻烦登记{number}，谢谢").text == f"麻烦登记身份证号（已隐去、尾号{number[-4:]}），谢谢"
    masked = mask(f"麻烦登记{spaced(number, gap, sizes)}，谢谢").text
    assert masked == f"麻烦登记身份证号（已隐去、尾号{number[-4:]}），谢谢"


@given(st.text("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789@#$%&*!", min_size=4, max_size=24).filter(
    lambda word: any(c.isdigit() for c in word) and not word.isdigit() and word[0].isalnum() and word[-1] != "!"))  # fmt: skip
def test_nothing_of_a_password_stays(password: str) -> None:
    for said, kept in (("我的密码是{}", "我的密码是（已隐去）"), ("my password is {}", "my password is (hidden)")):
        assert mask(said.format(password)).text == kept


PIECES = st.sampled_from(
    ["密码", "密码是", "password ", "is ", "我的", "卡号", "身份证", "4111111111111111", "11010519491231002X", "tiger1", "或", "，",
     "。", " ", "是", "从", "改成", "护照", "E12345678", "（", "）", "（已隐去）", "(hidden)", "验证码", "123456", "六二二二", "key ",
     "for ", "订单", "-", "助记词", "「", "」", "\n"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_masking_is_idempotent_and_keeps_at_most_four_digits_of_a_number(said: str) -> None:
    masked = mask(said)
    assert mask(masked.text) == type(masked)(masked.text)
    for hidden in re.findall(r"（已隐去(.*?)）", masked.text):
        assert longest_digits(hidden) in (0, 4)


@given(st.text(max_size=200))
def test_any_text_can_be_masked(said: str) -> None:
    masked = mask(said)
    assert mask(masked.text).text == masked.text
