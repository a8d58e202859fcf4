"""What a secret is: where it stands in a text, what kind it is, and what of it may be kept."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "card", "account", "identity", "passport", "licence", "permit", "password", "code", "key", "phrase"
]  # fmt: skip

# What is kept of a number, so that its owner still knows which one was meant; a short one would be half told by it.
TAIL: Final = 4
_LONG_ENOUGH: Final = 8
_NUMBERED: Final[tuple[Kind, ...]] = ("card", "account", "identity", "passport", "licence", "permit")


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret at text[start:end]; `value` is it without its spacing, `named` whether the words around say its kind."""

    start: int
    end: int
    kind: Kind
    value: str
    named: bool

    @property
    def tail(self) -> str:
        """The last four characters of a number; empty for what is secret to the last character."""
        return self.value[-TAIL:] if self.kind in _NUMBERED and len(self.value) >= _LONG_ENOUGH else ""
