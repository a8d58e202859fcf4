"""Slips put right in the same breath: 「约的是周四，啊不对，是周五」 says only 「约的是周五」."""

import re
from collections.abc import Sequence
from typing import Final

from agent.models.local.subjects import Subject, subject_of
from tools.clauses import Clause
from tools.slip import of_its_kind, with_value
from tools.slots import OWNER_SUBJECT, kin_at_start
from tools.taking_back import of_an_earlier_turn, takes_back
from tools.when import points
from tools.wording import bigrams

_SOMEBODY: Final = re.compile(r"^(应该)?是(我|咱)(们|家)?的?(?P<kin>.{1,4})$")
_IS: Final = re.compile(r"^(?:应该|其实)?(?P<verb>是|在|叫|姓|属|到|去)(?P<value>.+?)(?:才对|来着)?$")
_DENIES: Final = re.compile(r"^(?:并|而|才|可)?(?:不|没|别)")


def repaired(spoken: Sequence[Clause]) -> list[Clause]:
    """The clauses with such slips carried out, and the words that announce them gone.

    Words that take something back announce one only where what follows can stand in the place of what was said before them;
    else they are about an earlier turn, and stay.
    """
    kept: list[Clause] = []
    slipped = False
    for place, clause in enumerate(spoken):
        last = max((at for at, each in enumerate(kept) if each.act != "filler"), default=-1)
        told = kept[last] if last >= 0 and kept[last].act == "assert" else None
        if clause.act == "repair":
            slipped = told is not None
        elif _announces(clause) and told is not None and (slipped or _is_slip(told, spoken[place:])):
            slipped = True
        elif slipped and told is not None and clause.act in ("assert", "correct"):
            kept[last] = _spliced(told, clause)
            slipped = False
        else:
            kept.append(clause)
    return kept


def _announces(clause: Clause) -> bool:
    return clause.act == "correct" and takes_back(clause.text) and not of_an_earlier_turn(clause.text)


def _is_slip(told: Clause, behind: Sequence[Clause]) -> bool:
    """Whether what follows the words that take back is in the place of what was told before them."""
    right = next((clause for clause in behind if not _announces(clause) and clause.act != "repair"), None)
    if right is None or right.act not in ("assert", "correct") or _DENIES.match(right.text):
        return False
    return _mended(told.text, right.text) is not None or bool(bigrams(told.text) & bigrams(right.text))


def _spliced(wrong: Clause, right: Clause) -> Clause:
    """The wrong clause with what the right one gives in its place; the right one where it stands alone."""
    mended = _mended(wrong.text, right.text)
    return right if mended is None else Clause(mended, wrong.act, wrong.sentence)


def _mended(wrong: str, right: str) -> str | None:
    relative = _SOMEBODY.match(right)
    mistaken = subject_of(wrong)
    if relative and mistaken is not None and mistaken.said and kin_at_start(relative["kin"]) and kin_in(mistaken):
        return wrong.replace(mistaken.said, f"我{relative['kin']}", 1)
    given = _IS.match(right)
    value = given["value"] if given else right
    before = _last_time(wrong)
    if before and _last_time(value) == value:  # 「约在明天，哦不，后天上午」
        head, _, rest = wrong.rpartition(before)
        return f"{head}{value}{rest}"
    if given is not None and given["verb"] in wrong:
        head, verb, _ = wrong.rpartition(given["verb"])
        return f"{head}{verb}{value}"
    return with_value(wrong, value, "") or of_its_kind(wrong, value)


def _last_time(text: str) -> str:
    """The last expression of a point in time, all of it that stands together; empty where there is none."""
    spans = [mention.span for mention in points(text)]
    if not spans:
        return ""
    start, end = spans[-1]
    for before in reversed(spans[:-1]):
        start = before[0] if before[1] >= start else start
    return text[start:end]


def kin_in(subject: Subject) -> bool:
    """Whether a subject is a relative or acquaintance of the speaker."""
    return subject.name.startswith(f"{OWNER_SUBJECT}的")
