"""习惯: events of the owner's that tell of the same doing, on several days -> what the owner often does.

Derived when memory is tidied, and concluded again when an event goes or changes (see `tools.rules.engine`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeVar

from store.facts import Draft, Fact
from tools.rules.activity import Activity, activity
from tools.slots import OWNER_SUBJECT

Shared = TypeVar("Shared", int, str)

NAME: Final = "habit"
ATTRIBUTE: Final = "习惯"
# On so many days at least. Source: bench/results/tidy.md, which counts what two to six would propose.
LEAST_DAYS: Final = 3
# Over so long at least: one busy week makes no habit.
LEAST_SPAN: Final = timedelta(days=14)
# With no longer gap than this; Source: Lally et al., "How are habits formed" (2010): 66 days in the median.
LONGEST_GAP: Final = timedelta(days=66)
# The share of the days that a weekday, a part of the day or a place must have to be named.
_MOSTLY: Final = 0.75
_MOST_PREMISES: Final = 30
_DAY: Final = timedelta(days=1)
_ENGLISH_DAYS: Final = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip


class Doing(NamedTuple):
    """One event: the fact, what was done, on which day, and whether the day itself is known or only when it was told."""

    fact: Fact
    activity: Activity
    day: date
    is_dated: bool


def doings(facts: Iterable[Fact]) -> dict[str, list[Doing]]:
    """The owner's events by what was done."""
    found: dict[str, list[Doing]] = defaultdict(list)
    for fact in facts:
        doing = _doing(fact)
        if doing is not None:
            found[doing.activity.name].append(doing)
    return found


def habit(done: Sequence[Doing]) -> Draft | None:
    """The habit that events of one activity show; None where they are too few, too close or too far apart."""
    run = _latest_run(sorted(done, key=lambda doing: doing.day))
    if not run:
        return None
    premises = [doing.fact for doing in run[-_MOST_PREMISES:]]
    name = run[0].activity.name
    subject = premises[0].subject
    return Draft(
        statement=_english(run) if run[0].activity.is_english else _chinese(run),
        kind="preference",
        subject=subject,
        attribute=ATTRIBUTE,
        value=name,
        valid_from=max(premise.valid_from for premise in premises),
        rule=NAME,
        premises=tuple(premise.id for premise in premises),
    )


def mended(old: Fact, known: Sequence[Fact]) -> Draft | None:
    """What a habit becomes once an event it rests on has gone or changed; None where the others show none."""
    draft = habit(doings(known).get(old.value, []))
    return replace(draft, sources=old.sources) if draft is not None else None


def _doing(fact: Fact) -> Doing | None:
    """Read a fact; none where it is derived, a plan, another's, or of no certain day."""
    if fact.subject != OWNER_SUBJECT or fact.is_derived or fact.kind not in ("event", "other"):
        return None
    happened = fact.happened
    if happened is not None and (happened.end - happened.start > _DAY or happened.start > fact.valid_from):
        return None
    if happened is None and not _again(fact):
        return None
    read = activity(fact.statement)
    if read is None or (fact.kind == "other" and happened is None):
        return None
    day = (happened.start if happened is not None else fact.valid_from).date()
    return Doing(fact, read, day, happened is not None)


def _again(fact: Fact) -> bool:
    """Whether an event without a date is told as one more of its kind, so that it is not the same one told twice."""
    return any(word in fact.statement for word in ("又", "再次", "again"))


def _latest_run(done: Sequence[Doing]) -> list[Doing]:
    """The last stretch of events without a long gap that is long enough for a habit."""
    runs: list[list[Doing]] = []
    for doing in done:
        if not runs or doing.day - runs[-1][-1].day > LONGEST_GAP:
            runs.append([])
        runs[-1].append(doing)
    enough = (run for run in reversed(runs) if run[-1].day - run[0].day >= LEAST_SPAN and _days(run) >= LEAST_DAYS)
    return next(enough, [])


def _days(run: Sequence[Doing]) -> int:
    return len({doing.day for doing in run})


def _chinese(run: Sequence[Doing]) -> str:
    weekday, part, place = _mostly(run)
    when = (f"周{'一二三四五六日'[weekday]}" if weekday is not None else "") + part
    where = "、".join(word for word in (when, place) if word)
    mostly = f"，多在{where}" if where else ""
    return f"{OWNER_SUBJECT}经常{run[0].activity.name}（{_period(run[0].day, run[-1].day)}提到{_days(run)}次{mostly}）"


def _period(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    return f"{first.year}年{first.month}月到{'' if first.year == last.year else f'{last.year}年'}{last.month}月"


def _english(run: Sequence[Doing]) -> str:
    weekday, part, place = _mostly(run)
    first, last = run[0].day, run[-1].day
    begin = f"{_MONTHS[first.month - 1]} {first.year}"
    end = f"{_MONTHS[last.month - 1]} {last.year}"
    period = f"in {begin}" if begin == end else f"from {begin} to {end}"
    words = [f"on {_ENGLISH_DAYS[weekday]}" if weekday is not None else "", f"in the {part}" if part else "", place]
    mostly = ", mostly " + " ".join(word for word in words if word) if any(words) else ""
    return f"The user often {run[0].activity.name} (mentioned {_days(run)} times {period}{mostly})"


def _mostly(run: Sequence[Doing]) -> tuple[int | None, str, str]:
    """The weekday, part of the day and place that most of the events share."""
    of_day = {doing.day: doing for doing in run}.values()
    weekday = _shared([doing.day.weekday() if doing.is_dated else None for doing in of_day])
    part = _shared([doing.activity.part or None for doing in of_day])
    place = _shared([doing.activity.place or None for doing in of_day])
    return weekday, part or "", place or ""


def _shared(values: Sequence[Shared | None]) -> Shared | None:
    """The value that most have; None where none does."""
    value, count = Counter(values).most_common(1)[0]
    return value if count >= _MOSTLY * len(values) else None
