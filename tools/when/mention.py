"""What is found in a text: a mention of time, and the point of view it is read from."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Literal

from store.facts import Interval
from tools.when.durations import Duration
from tools.when.tense import Tense

MentionKind = Literal["point", "duration", "recurring"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text.

    Attributes:
        said: the words.
        span: where they stand, as [start, end) character offsets.
        interval: what they mean; None when that cannot be said for certain (never a guess).
        kind: a point or stretch of time, a length of time, or something that comes again (每周三, 农历八月十六).
        duration: the length, for kind "duration".
        absolute: how to say it so that it stays true when read later; empty where the words do already.
    """

    said: str
    span: tuple[int, int]
    interval: Interval | None
    kind: MentionKind = "point"
    duration: Duration | None = None
    absolute: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule made of the words it matched; `absolute` as in Mention."""

    interval: Interval | None
    absolute: str = ""
    kind: MentionKind = "point"
    duration: Duration | None = None

    def worded(self, absolute: str) -> "Reading":
        """The same with another wording."""
        return replace(self, absolute=absolute)


UNKNOWN = Reading(None)
RECURRING = Reading(None, kind="recurring")


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is read: the moment of speech, whether of past or future, and what the clause is about.

    `lunar`: the text speaks of the lunar calendar. `yearly`: of a birthday or another day that comes every year.
    `habit`: of what someone usually does.
    """

    now: datetime
    tense: Tense = "unknown"
    lunar: bool = False
    yearly: bool = False
    habit: bool = False

    @property
    def today(self) -> date:
        """The day of speech in the user's zone."""
        return self.now.date()

    @property
    def zone(self) -> tzinfo | None:
        """The user's zone."""
        return self.now.tzinfo

    def nearest(self, earlier: date, later: date, neutral: date) -> date:
        """Of three candidates the one that suits the tense."""
        return {"past": earlier, "future": later, "unknown": neutral}[self.tense]
