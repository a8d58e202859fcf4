"""Mask the secrets in what a user says, so that the sentence still says what it said about everything else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from tools.secrets.context import MASKED
from tools.secrets.documents import documents
from tools.secrets.keys import keys, phrases
from tools.secrets.numbers import numbers
from tools.secrets.passwords import passwords
from tools.secrets.secret import Kind, Secret
from tools.secrets.spelling import is_chinese, is_latin

_MOST_ROUNDS: Final = 8
_NAMES: Final[dict[Kind, tuple[str, str]]] = {
    "card": ("银行卡号", "card number"),
    "account": ("银行账号", "bank account number"),
    "identity": ("身份证号", "ID number"),
    "passport": ("护照号", "passport number"),
    "licence": ("驾驶证号", "driving licence number"),
    "permit": ("证件号", "document number"),
    "password": ("密码", "password"),
    "code": ("验证码", "security code"),
    "key": ("密钥", "access key"),
    "phrase": ("助记词", "recovery phrase"),
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets, and what kinds they were, each once, in the order of the text."""

    text: str
    kinds: tuple[Kind, ...] = ()


def find_secrets(text: str) -> list[Secret]:
    """Find the secrets in a text, in order; they do not overlap.

    Bank card, account and identity numbers (by check digit, form or the words around), the numbers of other papers,
    passwords, one-time codes, keys, tokens and recovery phrases. Phone numbers, addresses, birthdays, amounts,
    plates and the numbers of orders and parcels are none.
    """
    found = [*documents(text), *numbers(text), *passwords(text), *keys(text), *phrases(text)]
    masked = [match.span() for match in MASKED.finditer(text)]
    open_ones = [s for s in found if not any(s.start < end and start < s.end for start, end in masked)]
    return _disjoint(open_ones)


def mask(text: str) -> Masked:
    """Mask the secrets in a text. Idempotent: what is masked is not masked again.

    Of a number its last four characters stay, where it has eight or more; of a password, code, key or phrase nothing. What
    only stands alone once its neighbour is masked (a card number right behind a password) is masked after it.
    """
    kinds: dict[Kind, None] = {}
    for _ in range(_MOST_ROUNDS):
        masked = _masked_once(text)
        kinds |= dict.fromkeys(masked.kinds)
        if masked.text == text:
            break
        text = masked.text
    return Masked(text, tuple(kinds))


def _masked_once(text: str) -> Masked:
    found = find_secrets(text)
    ends = [0, *(secret.end for secret in found)]
    around = [text[end : secret.start] for end, secret in zip(ends, found, strict=False)]
    rest = text[ends[-1] :]
    chinese = not is_latin("".join([*around, rest]))
    masked = [
        _joined(words, _in_place_of(secret, chinese=chinese)) for words, secret in zip(around, found, strict=True)
    ]
    return Masked("".join([*masked, rest]), tuple(dict.fromkeys(secret.kind for secret in found)))


def note(kinds: Iterable[Kind], *, chinese: bool) -> str:
    """One short sentence for the end of the reply: what kinds were masked and not kept."""
    names = [_NAMES[kind][0 if chinese else 1] for kind in kinds]
    *most, last = names
    if chinese:
        return f"（你说的{'、'.join(most)}{'和' if most else ''}{last}已隐去，没有保存。）"
    return f"(The {', '.join(most)}{' and ' if most else ''}{last} you gave was hidden and is not kept.)"


def _joined(words: str, masked: str) -> str:
    """Chinese is written without blanks: the one before a Chinese mask goes."""
    bare = words.rstrip(" ")
    return (bare if masked.startswith("（") or (is_chinese(bare[-1:]) and is_chinese(masked)) else words) + masked


def _in_place_of(secret: Secret, *, chinese: bool) -> str:
    """The mask, without commas, at which a clause would be cut."""
    if chinese:
        name = "" if secret.named else _NAMES[secret.kind][0]
        return f"{name}（已隐去{'、尾号' if secret.tail else ''}{secret.tail}）"
    name = "" if secret.named else f"{_NAMES[secret.kind][1]} "
    return f"{name}(hidden{' except ' if secret.tail else ''}{secret.tail})"


def _disjoint(found: Iterable[Secret]) -> list[Secret]:
    """In order, with those that overlap made one; nothing is kept of its end, unless one holds the others whole."""
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda s: (s.start, -s.end)):
        last = kept[-1] if kept else None
        if last is None or secret.start >= last.end:
            kept.append(secret)
        elif secret.kind == last.kind and secret.end <= last.end:
            kept[-1] = replace(last, named=last.named or secret.named)
        elif secret.end > last.end or not secret.tail:
            kind = last.kind if last.tail == "" else secret.kind
            kept[-1] = replace(
                last, kind=kind, end=max(last.end, secret.end), value="", named=last.named or secret.named
            )
    return kept
