"""Read a birthday out of a fact, however completely it was told."""

import re
from datetime import date

from store.facts import Fact
from tools.when import CalendarDate, read_date

_SAYS_BIRTH = re.compile(r"生日|出生|生于|生辰|生的(?=$|[，。])|生人|[日号]落的?地|出世|birthday|born", re.I)
_IS_BORN = re.compile(
    r"出生|生于|降生|[日号]落的?地|出世|[日号初廿一二三四五六七八九十）]生(?!日|病|气|效|产|肖|意|活)|\bborn\b", re.I
)
_AFTER_BIRTH = re.compile(r"(?:生日|生辰|出生日期|出生于?|生于)[^，。；,;]*")


def birthday_of(fact: Fact) -> CalendarDate | None:
    """The birthday that a fact tells of its subject; None when it tells none.

    A fact in the slot 生日 does, by its value or its statement; any other only where it has no attribute and its
    statement says so of its subject. A value that leaves the year out takes it from the statement.
    """
    if fact.attribute not in ("生日", "") or fact.kind == "plan":
        return None
    if fact.kind == "event" and not _IS_BORN.search(fact.statement):
        return None  # a birthday that was celebrated
    if not fact.attribute and not _SAYS_BIRTH.search(fact.statement):
        return None
    year = fact.recorded_at.year
    lunar = bool(re.search("农历|阴历|旧历", fact.value + fact.statement))
    said = _AFTER_BIRTH.search(fact.statement)
    texts = [fact.value, said[0] if said else "", fact.statement]
    dates = [found for text in texts if text and (found := read_date(_marked(text, lunar), this_year=year))]
    dates = [d for d in dates if d.day is not None]
    return next((d for d in dates if d.year is not None), dates[0] if dates else None)


def solar_birthday(birthday: CalendarDate) -> date | None:
    """The solar date of birth; None without a year."""
    return birthday.solar()


def _marked(text: str, lunar: bool) -> str:
    return text if not lunar or re.search("农历|阴历|旧历", text) else "农历" + text
