"""Find the time expressions of a text and resolve each against the moment of speech."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from store.errors import InvalidTime
from store.facts import Interval
from tools.when import clock, date_patterns
from tools.when.frames import Again, Frames
from tools.when.mention import RECURRING, UNKNOWN, Mention, Reading, View
from tools.when.rules import RULES
from tools.when.script import simplified
from tools.when.spans import JOIN, LIST, between, names_its_frame, run_of_days
from tools.when.tense import Tense
from tools.when.views import Views

ANY_DAY = datetime(2024, 1, 1, tzinfo=UTC)
"""A day of speech where none is known."""
_BESIDE = ("（", "(", "，", ",", ", ", " ")
"""Between a weekday and its date."""
_TITLE = re.compile(r"《[^》]*》")
_BOUND = re.compile(
    r"\s?(?P<word>之前|以前|前(?!端|台|面|后|往|夕|半|一|排|任|妻|夫)|以后|之后|以来|至今|迄今|起(?=[，。就我至到]|$))(?!的?[两三几]?[天年月周])"
)
_DATES = frozenset({"day", "month", "year", "week", "range", "hour", "minute"})
_SINCE = ("以来", "至今", "迄今", "起")
_CLOCK = ("hour", "minute", "second")
_FROM = re.compile("[从自打][^，。]{0,4}$")
_IS = re.compile(r"(?:不|就|正好|刚好|应该|好像|也)?是")
_SINCE_OR_BY = re.compile(r"\b(?P<word>since|by|until|till|before)(?: the)? (?=\S*$)")
"""Before an English expression it is where a stretch begins or ends; 「by」 may be taken into the expression."""
_WITHIN = ("", "的", "的那个")
_LATER_DAY, _AT = (" ", " on ", ", "), (" at ", " around ", " about ", ", at ")
_WEEKDAY_NOTE = re.compile(r"\s?[，,（(]?\s?(?:周|星期|礼拜)[一二三四五六日天][)）]?")


@dataclass(frozen=True, slots=True)
class _Found:
    """`again` reads the same words from another point of view."""

    start: int
    end: int
    reading: Reading
    again: Again


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
    plain = simplified(text)
    views = Views(plain, now, tense)
    chosen = _chosen(plain, _candidates(plain, views), views)
    return [_mention(text, _bounded(plain, f, views.at(f.start))) for f in _join(plain, chosen, views)]


def points(text: str) -> list[Mention]:
    """Find the points in time that a text names, where only what is said of them counts, and no day of speech is known.

    Their intervals are as if it were said on `ANY_DAY`.
    """
    return [mention for mention in find(text, ANY_DAY) if mention.kind == "point"]


def _candidates(text: str, views: Views) -> list[_Found]:
    letters, lowered = frozenset(text), text.lower()
    if len(lowered) != len(text):
        lowered = text  # a few letters of other scripts grow in lower case, and the places would no longer agree
    found: list[tuple[int, int, int, _Found]] = []
    for order, rule in enumerate(RULES):
        if not rule.may_match(letters, lowered):
            continue
        for match in rule.pattern.finditer(lowered if rule.words else text):
            start, end = match.span()
            reading = rule.handler(match, views.at(start)) if end > start else None
            if reading is not None:
                found.append((start, -end, order, _Found(start, end, reading, partial(rule.handler, match))))
    found.sort(key=lambda f: f[:3])
    return [each[3] for each in found]


def _chosen(text: str, candidates: list[_Found], views: Views) -> list[_Found]:
    """The candidates that do not overlap, each in the frame of those before it and with the time of day after it."""
    titles = [match.span() for match in _TITLE.finditer(text)] if "《" in text else []
    frames = Frames(text)
    chosen: list[_Found] = []
    for found in candidates:
        if (chosen and found.start < chosen[-1].end) or any(a < found.start < b for a, b in titles):
            continue
        reading = frames.hung(found.start, found.reading, found.again, views.at(found.start))
        complete = _with_time(text, replace(found, reading=reading))
        frames.note(complete.end, text[complete.start : complete.end], complete.reading)
        chosen.append(complete)
    return chosen


def _with_time(text: str, found: _Found) -> _Found:
    """Take in what follows a date and belongs to it: its weekday, a part of the day, a clock time, 之前."""
    reading, end = found.reading, found.end
    if reading.kind == "recurring":
        return _recurring(text, found)
    unresolved = reading.interval is None and reading.lacks is not None and reading.kind == "point"
    if not unresolved and (reading.interval is None or reading.interval.precision != "day"):
        return found
    note = None if reading.lacks == "week" else _WEEKDAY_NOTE.match(text, end)
    end = note.end() if note else end
    tail = clock.TAIL.match(text, end)
    if tail is None or not (tail["part"] or clock.is_clock(tail)):
        return replace(found, end=end)
    moment = clock.at_time(tail, reading.interval.start, bare_afternoon=True) if reading.interval else None
    between = " " if reading.absolute.isascii() else ""
    absolute = reading.absolute + between + _spoken(tail) if reading.absolute else ""
    # 那天晚上 is as little known as 那天; 昨天午夜 may be either night, and is that day
    timed = replace(reading, interval=moment or reading.interval, absolute=absolute)
    return replace(found, end=tail.end(), reading=timed)


def _bounded(text: str, found: _Found, view: View) -> _Found:
    """2025年前, 下周五之前: up to the end of it, when that is to come; 07年以后, 去年起: from then until now."""
    bound = _BOUND.match(text, found.end)
    interval, said = found.reading.interval, text[found.start : found.end]
    if bound is None or interval is None or interval.precision not in _DATES or re.search("[前后内]$", said):
        return _in_english(text, found, view)
    clock_time = interval.precision in _CLOCK
    if clock_time and bound["word"] == "起" and not _FROM.search(text, max(0, found.start - 6), found.start):
        return found  # 六点起(床)
    before = bound["word"].endswith("前")
    if before and JOIN.search(said):
        return found  # 2020至2025年前: its two ends are said
    whole = interval.precision in ("year", "month") and bound["word"] not in _SINCE
    begin = interval.end if whole else interval.start
    until = view.now if bound["word"] in _SINCE and begin < view.now else max(view.now, interval.end)
    ends = (view.now, interval.start if clock_time else interval.end) if before else (begin, until)
    limited = Interval(ends[0], ends[1], "range") if ends[0] < ends[1] else None
    absolute = found.reading.absolute + bound[0] if found.reading.absolute else ""
    return replace(found, end=bound.end(), reading=replace(found.reading, interval=limited, absolute=absolute))


def _in_english(text: str, found: _Found, view: View) -> _Found:
    """Since Monday: from then until now; by Friday, until tomorrow: up to the end of it, when that is to come."""
    interval, said = found.reading.interval, text[found.start : found.end].lower()
    if interval is None or interval.precision not in _DATES or not said.isascii():
        return found
    outside = _SINCE_OR_BY.search(text[max(0, found.start - 12) : found.start].lower() + "_")
    word = outside["word"] if outside else said.partition(" ")[0]
    if word == "since":
        ends = interval.start, view.now
    elif word in ("by", "until", "till", "before"):
        last = interval.start if word == "before" or interval.precision in _CLOCK else interval.end
        ends = view.now, last
    else:
        return found
    if ends[0] >= ends[1]:
        return found
    plain = found.reading.absolute.removeprefix("on ").removeprefix("in ")
    absolute = plain if outside or not plain or plain.startswith(word) else f"{word} {plain}"
    return replace(found, reading=replace(found.reading, interval=Interval(*ends, "range"), absolute=absolute))


def _spoken(tail: re.Match[str]) -> str:
    words = tail[0].strip(" ，,")
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
    return replace(found, end=end)


def _join(text: str, chosen: list[_Found], views: Views) -> list[_Found]:
    """Make one of two that are joined by 到, 至 or a dash, and of days in a row (10号、11号)."""
    joined: list[_Found] = []
    for found in chosen:
        before = joined[-1] if joined else None
        reading = _joint(text, before, found, views) if before else None
        if before is None or reading is None:
            joined.append(found)
        else:
            joined[-1] = replace(before, end=found.end, reading=reading)
    return joined


def _joint(text: str, before: _Found, found: _Found, views: Views) -> Reading | None:
    """What two neighbours mean together; None where nothing joins them."""
    first, last = text[before.start : before.end], text[found.start : found.end]
    link = text[before.end : found.start]
    if link in _BESIDE and before.reading.lacks == "week" and found.reading.lacks != "week" and _is_day(found.reading):
        return found.reading  # 周五（12月13日, Friday, May 3rd
    if _IS.fullmatch(link) and found.reading.lacks == "week" and _is_day(before.reading):
        return before.reading  # 昨天不是周二吗
    if first.isascii() and last.isascii():
        if link in _LATER_DAY and before.reading.lacks == "day":
            timed = _on_day(before, found.reading, views)
            return timed.worded(f"{first} {timed.absolute}" if timed.absolute else "") if timed else None
        if link in _AT and found.reading.lacks == "day":
            timed = _on_day(found, before.reading, views)
            return timed.worded(timed.absolute + link + last if timed.absolute else "") if timed else None
    if link in _WITHIN and _narrows(before.reading, found.reading):
        return found.reading
    if not link and found.reading.lacks == "month" and _is_day(before.reading):
        return before.reading  # 今天二号
    if LIST.fullmatch(link) or (not link and found.reading.lacks == "week"):
        days = run_of_days(before.reading, found.reading)
        return days.worded(before.reading.absolute + link + last) if days and before.reading.absolute else days
    if not JOIN.fullmatch(link):
        return None
    if before.reading.kind == "recurring":
        return RECURRING
    reading = between(first, before.reading, last, found.reading, views.at(before.start), _reread)
    if reading is None:
        return UNKNOWN  # half of a span is not its meaning
    until = found.reading.absolute if names_its_frame(last) else ""
    words = (before.reading.absolute or first) + link + (until or last)
    return reading.worded(words if before.reading.absolute or until else "")


def _narrows(coarse: Reading, fine: Reading) -> bool:
    """两周后的周五, 三年前国庆, 上周前半周: the second says which part of the first is meant."""
    a, b = coarse.interval, fine.interval
    if a is None or b is None or coarse.kind != "point" or (coarse.absolute and not fine.absolute):
        return False
    return a.start <= b.start and b.end <= a.end and a.precision != "range" and (b.end - b.start) < (a.end - a.start)


def _on_day(time: _Found, day: Reading, views: Views) -> Reading | None:
    """6:45 tomorrow morning, 3pm on Friday, last night at 11:30: the clock time on that day, if it is known."""
    on = day.interval
    if on is None:
        return UNKNOWN if day.kind == "point" else None
    again = time.again(views.at(time.start).from_(on.start.replace(hour=0, minute=0)))
    at = again.interval if again else None
    if at is None or at.precision not in _CLOCK or on.end - on.start > timedelta(days=1):
        return None
    start = on.start.replace(hour=at.start.hour, minute=at.start.minute)
    if start < on.start and start + timedelta(hours=12) < on.end:
        start += timedelta(hours=12)  # 7:30 last night
    return Reading(Interval(start, start + (at.end - at.start), at.precision), day.absolute)


def _is_day(reading: Reading) -> bool:
    return reading.interval is not None and reading.interval.precision == "day"


def _reread(words: str, view: View) -> Reading | None:
    """Read an expression again from another point of view (the end of a span, seen from its beginning)."""
    for found in _candidates(words, Views(words, view.now, view.tense)):
        if found.start == 0:
            return _with_time(words, found).reading
    return None


def _mention(text: str, found: _Found) -> Mention:
    said, reading = text[found.start : found.end], found.reading
    interval = reading.interval
    if interval is not None:
        interval = Interval(interval.start, interval.end, interval.precision, said)
    return Mention(
        said, (found.start, found.end), interval, reading.kind, reading.duration, reading.bounds, reading.absolute
    )
