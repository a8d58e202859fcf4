"""Find the time expressions of a text and resolve each against the moment of speech."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from store.errors import InvalidTime
from store.facts import Interval
from tools.when import clock, date_patterns, dates, english, occasions, relative
from tools.when.durations import parse_duration
from tools.when.mention import RECURRING, UNKNOWN, Mention, Reading, View
from tools.when.spans import JOIN, between, names_its_frame, shared_unit, shared_unit_pattern
from tools.when.tense import Tense, clauses, guess_tense

Handler = Callable[[re.Match[str], View], Reading | None]

_YEARLY = re.compile(r"生日|出生|生于|生辰|忌日|纪念日|诞辰|\bbirthday|\banniversary", re.I)
_HABIT = re.compile(
    r"每|一般|通常|总是|习惯|从来|老是|经常|常常|常(?=[去来吃喝做])|往往|平时|一向|天天|喜欢|讨厌|最爱|都会|闭馆|开放|营业|停业|休馆|放映|不(?=[吃喝营接])|\b(?:usually|always|often)\b",
    re.I,
)
_TITLE = re.compile(r"《[^》]*》")
_LUNAR = re.compile(r"农历|阴历|旧历")
_EVERY = re.compile(
    r"每(?:逢|隔)?(?:[一二两三四五六七八九十\d]+|半)?个?(?:季度|小时|分钟|(?:周|星期|礼拜)[一二三四五六日天末]?|年|月|天|日|早|晚|晨|当)"
    r"|天天|年年|月月|周周|逢年过节"
)
_LASTING = re.compile(rf"(?<![第那有这某每哪头前后上下近])(?P<len>{relative.LENGTH})(?!级|代|糕|货|纪|轻|龄|份)")
_BOUND = re.compile(r"\s?(?P<word>之前|以前|前(?!端|台|面|后|往|夕|半)|以后|之后|以来)(?!的?[两三几]?[天年月周])")
_DATES = frozenset({"day", "month", "year", "week", "range", "hour", "minute"})
_WEEKDAY_NOTE = re.compile(r"\s?[，,（(]?\s?(?:周|星期|礼拜)[一二三四五六日天][)）]?")


def _lasting(m: re.Match[str], view: View) -> Reading | None:
    length = None if relative.BARE_MONTHS.search(m["len"]) else parse_duration(m["len"])
    return Reading(None, kind="duration", duration=length) if length else None


def _every(m: re.Match[str], view: View) -> Reading:
    return RECURRING


RULES: tuple[tuple[re.Pattern[str], Handler], ...] = (
    (_EVERY, _every),
    (shared_unit_pattern, shared_unit),
    (date_patterns.FIRST_OF, dates.first_of),
    (date_patterns.FULL, dates.full),
    (date_patterns.YEAR_FIRST, dates.day_month_year),
    (date_patterns.YEAR_MONTH, dates.year_month),
    (date_patterns.SHORT, dates.short),
    (date_patterns.CALENDAR, dates.calendar),
    (occasions.FESTIVAL, occasions.on_festival),
    (occasions.SEASON, occasions.season),
    (date_patterns.REL_MONTH, dates.rel_month),
    (relative.REL_DAY, relative.rel_day),
    (relative.WEEK, relative.week),
    (relative.AGO, relative.ago),
    (relative.WINDOW, relative.window),
    (relative.WITHIN, relative.within),
    (date_patterns.YEAR_ONLY, dates.year_only),
    (date_patterns.BARE_YEAR, dates.bare_year),
    (date_patterns.PART_ONLY, dates.part_only),
    (date_patterns.DAY_ONLY, dates.day_only),
    (relative.VAGUE, relative.vague),
    (clock.ALONE, clock.alone),
    (clock.PART_ALONE, clock.part_alone),
    (_LASTING, _lasting),
    *english.RULES,
)
"""Patterns with their handlers; of matches that overlap the leftmost and then the longest wins, then the earlier
rule."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    reading: Reading


def find(text: str, now: datetime, *, tense: Tense = "unknown") -> list[Mention]:
    """Find what a text says about time, in order of appearance.

    Args:
        text: Chinese or English.
        now: the moment of speech, aware; its zone is the user's.
        tense: whether the talk is of the past or the future; "unknown" guesses from the words of each clause.

    Returns:
        Mentions that do not overlap. One that cannot be resolved has no interval: never a wrong date.

    Raises:
        InvalidTime: `now` has no zone (`invalid_time`).
    """
    if now.tzinfo is None:
        raise InvalidTime("the moment of speech has no zone; give an aware datetime")
    views = _Views(text, now, tense)
    titles = [match.span() for match in _TITLE.finditer(text)]
    chosen: list[_Found] = []
    for found in _candidates(text, views):
        if (chosen and found.start < chosen[-1].end) or any(a < found.start < b for a, b in titles):
            continue
        chosen.append(_with_time(text, found))
    return [_mention(text, _bounded(text, f, views.at(f.start))) for f in _join(text, chosen, views)]


class _Views:
    """The point of view at each place of a text: one a clause, whose words say whether it is past, habit, a
    birthday."""

    def __init__(self, text: str, now: datetime, tense: Tense) -> None:
        whole = tense if tense != "unknown" else guess_tense(text)
        lunar = bool(_LUNAR.search(text))
        self._starts: list[int] = []
        self._views: list[View] = []
        for start, words in clauses(text):
            near = tense if tense != "unknown" else guess_tense(words)
            view = View(now, near if near != "unknown" else whole, lunar, bool(_YEARLY.search(words)),
                        bool(_HABIT.search(words)))  # fmt: skip
            self._starts.append(start)
            self._views.append(view)

    def at(self, position: int) -> View:
        """The view of the clause that holds a character."""
        return self._views[bisect_right(self._starts, position) - 1]


def _candidates(text: str, views: _Views) -> list[_Found]:
    found: list[tuple[int, int, int, Reading]] = []
    for order, (pattern, handler) in enumerate(RULES):
        for match in pattern.finditer(text):
            reading = handler(match, views.at(match.start()))
            if reading is not None and match.end() > match.start():
                found.append((match.start(), -match.end(), order, reading))
    return [_Found(start, -end, reading) for start, end, _, reading in sorted(found, key=lambda f: f[:3])]


def _with_time(text: str, found: _Found) -> _Found:
    """Take in what follows a date and belongs to it: its weekday, a part of the day, a clock time, 之前."""
    reading, end = found.reading, found.end
    if reading.kind == "recurring":
        return _recurring(text, found)
    if reading.interval is None or reading.interval.precision != "day":
        return found
    note = _WEEKDAY_NOTE.match(text, end)
    end = note.end() if note else end
    tail = clock.TAIL.match(text, end)
    moment = clock.at_time(tail, reading.interval.start) if tail else None
    if tail is None or moment is None:
        return _Found(found.start, end, reading)
    words = _spoken(tail)
    absolute = reading.absolute + words if reading.absolute else ""
    return _Found(found.start, tail.end(), replace(reading, interval=moment, absolute=absolute))


def _bounded(text: str, found: _Found, view: View) -> _Found:
    """2025年前, 下周五之前: up to the end of it, when that is to come; 07年以后: from its beginning until now."""
    bound = _BOUND.match(text, found.end)
    interval = found.reading.interval
    if (
        bound is None
        or interval is None
        or interval.precision not in _DATES
        or re.search("[前后内]$", text[: found.end])
    ):
        return found
    before = bound["word"].endswith("前")
    begin = interval.end if interval.precision in ("year", "month") and bound["word"] != "以来" else interval.start
    ends = (view.now, interval.end) if before else (begin, max(view.now, interval.end))
    limited = Interval(ends[0], ends[1], "range") if ends[0] < ends[1] else None
    absolute = found.reading.absolute + bound[0] if found.reading.absolute else ""
    return _Found(found.start, bound.end(), replace(found.reading, interval=limited, absolute=absolute))


def _spoken(tail: re.Match[str]) -> str:
    words = tail[0].lstrip(" ，,")
    part = tail["part"]
    if part in ("早", "晚", "夜", "晨") and not words.startswith((part + "上", part + "间")):
        words = {"早": "早上", "晚": "晚上", "夜": "夜里", "晨": "早晨"}[part] + words[1:]
    return words


def _recurring(text: str, found: _Found) -> _Found:
    """每年 + 农历八月十六, 每周一 + 下午八点: what directly follows belongs to it."""
    end = found.end
    for pattern in (date_patterns.CALENDAR, date_patterns.DAY_ONLY, clock.TAIL):
        follows = pattern.match(text, end)
        end = follows.end() if follows and follows[0].strip(" ，,的-") else end
    return _Found(found.start, end, found.reading)


def _join(text: str, chosen: list[_Found], views: _Views) -> list[_Found]:
    """Make one of two that are joined by 到, 至 or a dash."""
    joined: list[_Found] = []
    for found in chosen:
        before = joined[-1] if joined else None
        if before is None or not JOIN.fullmatch(text, before.end, found.start):
            joined.append(found)
            continue
        if before.reading.kind == "recurring":
            joined[-1] = _Found(before.start, found.end, RECURRING)
            continue
        first, last = text[before.start : before.end], text[found.start : found.end]
        reading = between(first, before.reading, last, found.reading, views.at(before.start), _reread)
        if reading is None:
            joined[-1] = _Found(before.start, found.end, UNKNOWN)  # half of a span is not its meaning
            continue
        until = found.reading.absolute if names_its_frame(last) else ""
        words = (before.reading.absolute or first) + text[before.end : found.start] + (until or last)
        reworded = bool(before.reading.absolute or until)
        joined[-1] = _Found(before.start, found.end, reading.worded(words if reworded else ""))
    return joined


def _reread(words: str, view: View) -> Reading | None:
    """Read an expression again from another point of view (the end of a span, seen from its beginning)."""
    for found in _candidates(words, _Views(words, view.now, view.tense)):
        if found.start == 0:
            return _with_time(words, found).reading
    return None


def _mention(text: str, found: _Found) -> Mention:
    said, reading = text[found.start : found.end], found.reading
    interval = reading.interval
    if interval is not None:
        interval = Interval(interval.start, interval.end, interval.precision, said)
    return Mention(said, (found.start, found.end), interval, reading.kind, reading.duration, reading.absolute)
