"""What is found in a text: a mention of time, and the point of view it is read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Literal

from store.facts import Interval
from tools.when.durations import Duration
from tools.when.tense import Tense

MentionKind = Literal["point", "duration", "recurring"]
Frame = Literal["day", "week", "month", "year"]
Bounds = tuple[Duration, Duration | None]
"""The least and the most that a length may be; the most is None where it is open."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text.

    Attributes:
        said: the words.
        span: where they stand, as [start, end) character offsets.
        interval: what they mean; None when that cannot be said for certain (never a guess).
        kind: a point or stretch of time, a length of time, or something that comes again (每周三, 农历八月十六).
        duration: the length, for kind "duration".
        bounds: the least and the most of a length that is told as a range (3~6个月, 三五天, 六个月以下); `duration` is
            None then.
        absolute: how to say it so that it stays true when read later; empty where the words do already.
    """

    said: str
    span: tuple[int, int]
    interval: Interval | None
    kind: MentionKind = "point"
    duration: Duration | None = None
    bounds: Bounds | None = None
    absolute: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule made of the words it matched; `absolute`, `bounds` as in Mention.

    `lacks`: the frame that the words leave out and an expression before them may give: of 下午 the day, of 周五 the week,
    of 10号 the month, of 八月 and 国庆 the year (tools/when/frames.py).
    """

    interval: Interval | None
    absolute: str = ""
    kind: MentionKind = "point"
    duration: Duration | None = None
    bounds: Bounds | None = None
    lacks: Frame | None = None

    def worded(self, absolute: str) -> "Reading":
        """The same with another wording."""
        return replace(self, absolute=absolute)

    def without(self, frame: Frame) -> "Reading":
        """The same, saying that the words leave a frame out."""
        return replace(self, lacks=frame)


UNKNOWN = Reading(None)
RECURRING = Reading(None, kind="recurring")

_FAR_AHEAD, _JUST_OVER = 270, 10
"""Days: who plans for a date that was last week means no date of next year."""


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is read: the moment of speech, whether of past or future, and what the clause is about.

    `lunar`: the text speaks of the lunar calendar. `yearly`: of a birthday or another day that comes every year.
    `habit`: of what someone usually does. `framed`: `now` is not the moment of speech but where an expression before
    this one begins, on which this one hangs. `firm`: the tense is said of this very expression, not only beside it.
    """

    now: datetime
    tense: Tense = "unknown"
    lunar: bool = False
    yearly: bool = False
    habit: bool = False
    framed: bool = False
    firm: bool = True

    @property
    def today(self) -> date:
        """The day of speech in the user's zone."""
        return self.now.date()

    @property
    def zone(self) -> tzinfo | None:
        """The user's zone."""
        return self.now.tzinfo

    @property
    def recurs(self) -> bool:
        """Whether a date without a year is one that comes again here."""
        return self.habit or self.yearly

    def from_(self, start: datetime) -> "View":
        """The view from where another expression begins, forward."""
        return replace(self, now=start, tense="future", framed=True)

    def choose(self, days: Sequence[date], neutral: date, *, here: date | None = None) -> date:
        """Of the days that an expression may mean the last or the next one, as the tense says, else `neutral`.

        Args:
            days: every candidate.
            neutral: what is meant where the tense says nothing, or no candidate suits it.
            here: what counts as today (the first of the month, to choose among months).

        Where the tense is not firm, the other one is meant if it is less than half as far: 「订了10月4日的票」 on 1 October.
        """
        today = here or self.today
        last = max((d for d in days if d <= today), default=None)
        coming = min((d for d in days if d >= today), default=None)
        if self.tense == "unknown":
            return neutral
        if last is None or coming is None or self.framed:
            return (last if self.tense == "past" else coming) or neutral
        ago, ahead = (today - last).days, (coming - today).days
        if self.tense == "past":
            return coming if not self.firm and ahead * 2 < ago else last
        over = ago < _JUST_OVER and ahead > _FAR_AHEAD if self.firm else ago * 2 < ahead
        return last if over else coming
