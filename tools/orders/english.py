"""The order to forget, in English: an imperative without a subject, or a polite question; never 「I forgot」 or 「don't forget」."""

import re
from typing import Final

from tools.orders.parts import Order

_BEFORE: Final = (
    r"(?:(?:please|kindly|just|now|then|ok|okay|hey|sebastian|can you|could you|would you|will you|you can|you may|you should|"
    r"i want you to|i'd like you to|i would like you to|go ahead and|also)[, ]+)*"
)
_THOROUGH: Final = r"(?:permanently|completely|irreversibly|irrevocably|totally|fully|physically|forever|for good|from (?:the )?disk|without (?:a )?trace)"
_ABOUT: Final = (
    r"(?:(?:everything|anything|all|whatever|what)(?: (?:that )?(?:i|i've|i have|you)(?: ever)? (?:said|told you|mentioned|know|remember))?"
    r" (?:about|of)|about|the fact that|that)"
)
_END: Final = rf"(?P<end>(?: ?(?:please|thanks|thank you|for me|now|any ?more|from (?:your )?(?:memory|memories|records)|{_THOROUGH}))*)"
_FORGET: Final = re.compile(
    rf"{_BEFORE}(?P<how>{_THOROUGH} )?(?P<verb>forget|delete|remove|erase|wipe|purge|scrub|stop remembering|stop keeping|"
    rf"(?:don't|do not|never) (?:remember|keep|store|save))(?P<how2> {_THOROUGH})?(?: (?P<about>{_ABOUT}))? (?P<what>.+?){_END}",
    re.IGNORECASE,
)
_OF_MEMORY: Final = re.compile(r"^(?:my|our|me)\b|\b(?:memory|memories|record)$", re.IGNORECASE)
_NO_OBJECT: Final = re.compile(
    r"(?:it|that|this|them|him|her|these|those|about it|about that|the past|me|us|to\b.*|how\b.*|why\b.*|when\b.*|what\b.*|i\b.*|you\b.*|he\b.*|she\b.*)",
    re.IGNORECASE,
)
_JUST_SAID: Final = re.compile(r"i(?:'ve| have)? (?:just )?(?:said|told)\b.*", re.IGNORECASE)
_BREAK: Final = re.compile(r"[,;!\n]+|(?<=\?)|\.(?=\s|$)")
_ASIDE: Final = re.compile(
    r"(?:and )?(?:please|thanks|thank you|hi|hello|hey|ok|okay|sorry|sebastian|i (?:don't|do not) need it any ?more|it(?:'s| is) outdated)",
    re.IGNORECASE,
)
_THOROUGHLY: Final = re.compile(
    rf"(?:and )?(?:{_THOROUGH}|leave no traces?|don't leave (?:a|any) traces?|no traces?|(?:and )?not recoverable)",
    re.I,
)


def parts(said: str) -> list[str]:
    """The clauses of an utterance; a question keeps its mark."""
    return [part.strip() for part in _BREAK.split(said.replace("’", "'")) if part and part.strip()]


def order(clause: str) -> Order | None:
    """The order that a clause gives; None where it gives none."""
    found = _FORGET.fullmatch(clause.rstrip("? "))
    if found is None or (clause.endswith("?") and not re.match(r"(?:can|could|would|will) you", clause, re.I)):
        return None
    what = found["what"].strip()
    if found["about"] and what.lower() in ("me", "myself", "us"):
        return Order("everything", _thorough_in(found), is_sure=True, is_english=True)
    tells = bool(found["about"]) and found["about"].lower().endswith("that")
    if _JUST_SAID.fullmatch(what) or (not tells and _NO_OBJECT.fullmatch(what)):
        return None
    is_sure = bool(found["about"] or _OF_MEMORY.search(what) or "from" in found["end"])
    about = "about " if found["about"] and found["about"].lower().endswith(("about", "of")) else ""
    return Order(f"{about}{what}", _thorough_in(found), is_sure, is_english=True)


def is_reason(clause: str) -> bool:
    """Whether a clause only says why; English ones are left to the model."""
    return False


def thing_in(clause: str) -> str:
    """What a clause says something of that is a reason to have it forgotten: left to the model."""
    return ""


def pointed_at(clause: str, part: str) -> str:
    """The order `part` with what it points at put in; always empty: 「delete that one」 is left to the model."""
    return ""


def is_thorough(clause: str) -> bool:
    """Whether a clause asks that nothing be left on the disk."""
    return _THOROUGHLY.fullmatch(clause) is not None


def is_aside(clause: str) -> bool:
    """Whether a clause adds nothing to an order."""
    return _ASIDE.fullmatch(clause) is not None


def _thorough_in(found: re.Match[str]) -> bool:
    return bool(found["how"] or found["how2"] or re.search(_THOROUGH, found["end"], re.IGNORECASE))
