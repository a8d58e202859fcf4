"""Characters that err in a transcript, and the names in it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.heard.numbers import written
from tools.heard.script import simplified


def plain(text: str, *, figures: bool) -> str:
    """The characters that count: NFKC, simplified, without marks and spaces; with `figures`, numbers as figures."""
    text = simplified(unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[\W_]", "", written(text) if figures else text)


def edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for number, a in enumerate(one, 1):
        next_row = [number]
        for place, b in enumerate(other, 1):
            next_row.append(min(row[place] + 1, next_row[-1] + 1, row[place - 1] + (a != b)))
        row = next_row
    return row[-1]


@dataclass
class Score:
    """Edits and characters, with numbers as they are and in figures; names said and heard; names put where none was said."""

    edits: int = 0
    characters: int = 0
    edits_in_figures: int = 0
    characters_in_figures: int = 0
    names: int = 0
    names_right: int = 0
    false_names: list[str] = field(default_factory=list)

    def count(self, said: str, heard: str, names: Iterable[str] = (), known: Iterable[str] = ()) -> None:
        """Add one recording."""
        self.edits += edits(plain(said, figures=False), plain(heard, figures=False))
        self.characters += len(plain(said, figures=False))
        self.edits_in_figures += edits(plain(said, figures=True), plain(heard, figures=True))
        self.characters_in_figures += len(plain(said, figures=True))
        text = simplified(heard)
        for name in names:
            self.names += 1
            self.names_right += name in text
        self.false_names += [f"{name}: {said}" for name in known if name in text and name not in said]

    def summary(self) -> dict[str, float | int | list[str]]:
        """The figures as they are reported."""
        return {
            "cer": round(self.edits / max(1, self.characters), 4),
            "cer_in_figures": round(self.edits_in_figures / max(1, self.characters_in_figures), 4),
            "characters": self.characters,
            "names": self.names,
            "names_right": self.names_right,
            "false_names": self.false_names,
        }
