"""Whom 他 or 她 means where an utterance opens with it: the one person of that sex who was spoken of just before.

「大学室友阿豪去了加拿大」, and then 「他老婆是当地人」. Where two could be meant nobody is taken for it.
"""

import re
from collections.abc import Sequence
from typing import Final

from agent.models.local.subjects import subject_of
from tools.ellipsis import points_back
from tools.kin_sex import is_of_other_sex
from tools.slots import OWNER_SUBJECT, kin_at_start

_LINE: Final = re.compile(r"^\[f\d+\] (?P<statement>[^（]+)（(?P<beside>.*)）$")
_POSSESSIVE: Final = re.compile(rf"^{OWNER_SUBJECT}(?:家)?的?")
_OF_EITHER: Final = ("对象", "爱人")  # though the table of relatives knows them as a man


def with_antecedent(said: str, lines: Sequence[str], today: str) -> str:
    """The utterance with the person in the place of the 他 or 她 that it opens with; as it was where that is not certain.

    Args:
        said: the user's words.
        lines: what was recalled, as the prompt shows it; what the turn before told stands among them.
        today: the day of speech as the lines say it: 2024年5月11日.
    """
    opens = points_back(said)
    if opens is None:
        return said
    pronoun = opens.group()[-1]
    told = [found for line in lines if (found := _LINE.match(line)) and found["beside"].startswith(f"{today}说的")]
    people = {who for found in told if (who := _person(found["statement"])) and not _is_other_sex(who, pronoun)}
    if len(people) != 1:
        return said
    rest = said[opens.end() :]
    of = "的" if kin_at_start(rest) else ""
    return f"{said[: opens.end() - 1]}我{people.pop()}{of}{rest}"


def _person(statement: str) -> str:
    """The relative or acquaintance whom a statement is of, as said: 大学室友阿豪; empty where it is of none."""
    bare = _POSSESSIVE.sub("", statement)
    named = subject_of(bare) if kin_at_start(bare) else None
    return named.said if named is not None else ""


def _is_other_sex(who: str, pronoun: str) -> bool:
    kin = kin_at_start(who)
    if kin is None or kin[0] in _OF_EITHER:
        return False
    return is_of_other_sex(kin[1], pronoun)
