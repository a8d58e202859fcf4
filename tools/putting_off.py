"""A plan put off or brought forward by a length of time: 「HPV那针往后顺延一周」; the new day is reckoned, never guessed."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from store.facts import Draft, Fact, Interval
from tools.when import parse_duration
from tools.when.grammar import say_day
from tools.when.relative import LENGTH

PUT_OFF: Final = re.compile(
    rf"^(?P<what>.*?)(?:又|被|已经|得|要|临时|可能)*(?:往后|往前|向后|向前)?"
    rf"(?P<way>顺延|推迟|延后|推后|延期|推|拖|提前|提早|挪前|挪后|挪)了?(?P<len>{LENGTH})(?!前|后|内)"
)
_EARLIER: Final = re.compile(r"提前|提早|往前|向前|挪前")
_DAY: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]")


def put_off(old: Fact, draft: Draft) -> Draft | None:
    """The plan on its new day, the rest of it as it was; None where the statement moves it by no length, or it had no day."""
    found = PUT_OFF.search(draft.statement)
    length = parse_duration(found["len"]) if found else None
    if found is None or length is None or old.happened is None:
        return None
    sign = -1 if _EARLIER.search(found.group()) else 1
    start, end = (length.shift(moment, sign) for moment in (old.happened.start, old.happened.end))
    happened = Interval(start, end, old.happened.precision, old.happened.said)
    return replace(draft, statement=_on_its_new_day(old, draft, start), happened=happened)


def _on_its_new_day(old: Fact, draft: Draft, start: datetime) -> str:
    """The old statement with the new day, where it names one day; else the new one, and the day behind it."""
    day = say_day(start.date())
    if len(_DAY.findall(old.statement)) == 1:
        return _DAY.sub(day, old.statement)
    return f"{draft.statement}，改到{day}"
