"""A transcript as it is meant, from a transcript as an engine wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.heard.homophones import Taken, with_names
from tools.heard.loops import without_loops
from tools.heard.names import Name
from tools.heard.numbers import written
from tools.heard.punctuation import punctuated
from tools.heard.script import simplified


@dataclass(frozen=True, slots=True)
class Heard:
    """The words as they are taken to be meant, and which of them were taken for a known name.

    `text` is empty where the engine made everything up (loops.py).
    """

    text: str
    taken: tuple[Taken, ...] = ()


def as_heard(raw: str, known: Sequence[Name] = ()) -> Heard:
    """Put a transcript right: simplified characters, marks, figures, and known names in place of what sounds like them.

    Idempotent, so that an engine may have done any of it already.
    """
    taken: list[Taken] = []
    while True:
        text, found = with_names(punctuated(without_loops(simplified(raw))), known)
        text = written(text, keep=[name.text for name in known])
        taken += found
        if text == raw:
            return Heard(text, tuple(taken))
        raw = text  # one part may make work for another: a loop that is cut leaves marks side by side
