"""Find the numbers of bank cards, bank accounts and identity cards among all the numbers that people say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tools.secrets.checksums import is_date, is_identity, is_old_identity, luhn
from tools.secrets.context import About, about
from tools.secrets.secret import Kind, Secret
from tools.secrets.spelling import HAN_DIGITS, digits_of, levelled

# Lengths in digits. Source: ISO/IEC 7812-1 (12 to 19; cards shorter than 13 are no longer issued).
_CARD: Final = range(13, 20)
_CUED_CARD: Final = range(12, 20)
_ACCOUNT: Final = range(8, 31)
_CUED_IDENTITY: Final = range(14, 20)  # a digit too many or too few is a slip of the finger, and still gives it away

# First digits of payment cards: Mastercard 2221-2720, Amex, JCB and Diners 3, Visa 4, Mastercard and Maestro 5 and 6, UnionPay
# 62 and 81, Chinese banks' own 9. Source: ISO/IEC 7812-1; Microsoft Presidio's CreditCardRecognizer.
_ISSUED: Final = re.compile(r"2[2-7]|[3-6]|81|9")
_ARTICLE: Final = re.compile(r"(?:69|978|979)\d{11}")  # EAN-13 of goods made in China, ISBN
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")

_GAP: Final = r"(?: {0,3}[-·_.、，,] {0,3}| {1,3})"
_ARABIC: Final = re.compile(rf"(?<![0-9A-Za-z+@])[0-9]+(?:{_GAP}[0-9]+)*(?:(?:{_GAP})?[Xx])?(?![0-9A-Za-z@])")
_HAN: Final = re.compile(rf"[{HAN_DIGITS}]+(?:{_GAP}[{HAN_DIGITS}]+)*(?:(?:{_GAP})?[Xx])?")
_GROUP: Final = re.compile(rf"[0-9{HAN_DIGITS}]+|[Xx]")
_LOOSE: Final = re.compile(r"[.、，,]")
# 一共, 一张 and 二维码 begin with what looks like one more digit; these may be left out.
_DOUBTFUL: Final = 2


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together, and where."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Neighbouring groups that may be one number; `is_loose` are those parted by commas or points, as amounts are."""

    digits: str
    sizes: tuple[int, ...]
    about: About
    is_loose: bool
    is_alone: bool

    @property
    def is_card_like(self) -> bool:
        """Whether it is written as cards are printed: in one piece, in fours, 4-6-5, 6 and the rest, or digit by digit."""
        first, *rest = self.sizes
        fours = first in (4, 6) and all(size == 4 for size in rest[:-1]) and (not rest or rest[-1] <= 4)
        in_two = first == 6 and len(rest) == 1
        return not rest or fours or in_two or self.sizes[:2] == (4, 6) or set(self.sizes) == {1}

    @property
    def has_mobile(self) -> bool:
        """Whether one of several groups is a mobile phone's number."""
        ends = [sum(self.sizes[: n + 1]) for n in range(len(self.sizes))]
        parts = [self.digits[a:b] for a, b in zip([0, *ends], ends, strict=False)]
        return len(parts) > 1 and any(_MOBILE.fullmatch(part) for part in parts)


def numbers(text: str) -> Iterator[Secret]:
    """Give the numbers of cards, accounts and identity cards in a text; they do not overlap."""
    plain = levelled(text)
    for run in _ARABIC.finditer(plain):
        yield from _within(plain, run, [match.span() for match in _GROUP.finditer(run.group())])
    for run in _HAN.finditer(plain):
        spans = [match.span() for match in _GROUP.finditer(run.group())]
        start, end = spans[-1]
        cut = max(start, end - _DOUBTFUL)
        yield from _within(plain, run, [*spans[:-1], (start, cut), *((at, at + 1) for at in range(cut, end))])


def _within(text: str, run: re.Match[str], spans: Sequence[tuple[int, int]]) -> Iterator[Secret]:
    groups = [_Group(run.start() + a, run.start() + b, digits_of(run.group()[a:b])) for a, b in spans if a < b]
    if sum(len(group.digits) for group in groups) < min(_ACCOUNT):
        return
    what = about(text, run.start(), run.end())
    is_alone = not (text[: run.start()] + text[run.end() :]).strip()
    at = 0 if what != "other" else len(groups)
    while at < len(groups):
        upto, kind = _longest(text, groups, at, what, is_alone=is_alone)
        if kind:
            digits = "".join(group.digits for group in groups[at:upto])
            yield Secret(groups[at].start, groups[upto - 1].end, kind, digits, named=bool(what))
        at = upto


def _longest(text: str, groups: Sequence[_Group], at: int, what: About, *, is_alone: bool) -> tuple[int, Kind | None]:
    """The end of the most groups from `at` on that make a secret, and its kind; the next group and none otherwise."""
    found: tuple[int, Kind | None] = (at + 1, None)
    lengths = _ACCOUNT if what == "account" else _CUED_CARD
    start, digits, sizes = groups[at].start, "", list[int]()
    is_loose = start > 0 and text[start - 1] == "."
    for upto in range(at + 1, len(groups) + 1):
        group = groups[upto - 1]
        digits += group.digits
        if len(digits) > max(lengths):
            break
        gap = text[groups[upto - 2].end : group.start] if sizes else " "
        is_loose = is_loose or bool(_LOOSE.search(gap))
        sizes[-1:] = [len(group.digits) + sum(sizes[-1:])] if not gap else [*sizes[-1:], len(group.digits)]
        if len(digits) in lengths:
            is_all = is_alone and upto - at == len(groups)
            kind = _kind(_Candidate(digits, tuple(sizes), what, is_loose=is_loose, is_alone=is_all))
            found = (upto, kind) if kind else found
    return found


def _kind(number: _Candidate) -> Kind | None:
    is_parted = number.is_loose and not (number.is_card_like and set(number.sizes[:-1]) == {4})
    kind = _kind_by_digits(number)
    return None if is_parted or kind is None or is_date(number.digits) or number.has_mobile else kind


def _kind_by_digits(number: _Candidate) -> Kind | None:
    length = len(number.digits)
    if is_identity(number.digits) or (number.about == "identity" and length in _CUED_IDENTITY):
        return "identity"
    if is_old_identity(number.digits) and number.sizes in ((15,), (6, 6, 3)):
        return "identity"
    if not number.digits.isdigit():
        return None
    if number.about == "account" and length in _ACCOUNT:
        return "account"
    return "card" if _is_card(number) else None


def _is_card(number: _Candidate) -> bool:
    digits = number.digits
    if number.about == "card":
        return len(digits) in _CUED_CARD and (number.is_card_like or luhn(digits))
    if len(digits) not in _CARD or not _ISSUED.match(digits) or _ARTICLE.fullmatch(digits) or not luhn(digits):
        return False
    return number.is_card_like or number.is_alone
