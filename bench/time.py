"""How well time expressions are understood: value right, near, wrong and none, on the everyday (`core`) cases of a set.

    python -m bench.time --data DIR --json bench/results/time.json

DIR holds `cases.jsonl`: {"id", "source", "text", "ref", "expect", "core"} with the expectations of three public test
suites (Recognizers-Text, jionlp, duckling). Scoring needs no judge:

- right: it begins where one of the expected values begins (to the minute for clock times, the day otherwise and for
  spans of more than two days) and at least half of their union is common to both; where the expected value is open on
  one side, its one end agrees; a duration, or both ends of one told as a range (3~6个月), agree within 2 %; something
  recurring is recognised as that;
- near: it overlaps an expected value but is not right (前两天 read as three days where the suite says two);
- wrong: it names a time that none of the expected values touches;
- none: nothing was resolved.

The suites contradict one another here and there (what 前两天 spans, whether 3月 is this year's), which bounds the sum.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from bench.run_record import run_record
from tools.when import Duration, Mention, find

_OPEN = {"-inf", "inf"}
_CLOCK_ORIGIN = date(2000, 1, 1)


class Span(NamedTuple):
    """An expected value; an open end is None. `clock` values have no date."""

    start: datetime | None
    end: datetime | None
    clock: bool = False


def moment(text: str) -> datetime:
    """Read the suites' timestamps; those that name a month or year have zeros for what they leave out."""
    text = text.replace("T", " ").replace("-00 ", "-01 ").replace("-00-", "-01-")
    for form in ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime.combine(_CLOCK_ORIGIN, time.fromisoformat(text), UTC)


def reference(ref: Any) -> datetime:
    """The moment of speech of a case."""
    if isinstance(ref, str):
        return moment(ref)
    parts = list(ref.values()) if isinstance(ref, dict) else list(ref or [2021, 6, 14])
    year, month, day, hour, minute = (parts + [1, 1, 0, 0][len(parts) - 1 :])[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def overlap(a: Span, b: Span) -> float:
    """What two spans have in common, as a part of their union."""
    if not (a.start and a.end and b.start and b.end):
        return 0.0
    common = (min(a.end, b.end) - max(a.start, b.start)).total_seconds()
    union = (max(a.end, b.end) - min(a.start, b.start)).total_seconds()
    return max(common, 0.0) / union if union else 1.0


def agree(found: Span, expected: Span, fine: bool) -> str:
    """right, near or wrong."""
    long = bool(expected.start and expected.end and expected.end - expected.start > timedelta(days=2))
    step = timedelta(minutes=1) if fine and not long else timedelta(days=1)
    if expected.start is None or expected.end is None:
        pairs = [(found.start, expected.start)] if expected.start else [(found.end, expected.end)]
        return "right" if all(a and b and abs(a - b) <= step for a, b in pairs) else "wrong"
    if found.start and found.end and found.start == found.end:
        found = Span(found.start, found.end + timedelta(seconds=1))
    starts = found.start is not None and abs(found.start - expected.start) < step
    share = overlap(found, expected)
    if starts and (share >= 0.5 or expected.end - expected.start <= timedelta(seconds=60)):
        return "right"
    return "near" if share > 0 else "wrong"


def expected_values(case: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """(sort, alternatives) of each thing that a case expects; the sort is span, duration or recurring."""
    expect = case["expect"]
    if isinstance(expect, list):
        for mention in expect:
            yield from _recognizers(mention)
    elif expect.get("type") == "time_delta":
        yield "duration", [expect["time"]]
    elif expect.get("type") == "time_period":
        yield "recurring", []
    elif expect.get("kind") == "datetime":
        yield "span", [_duckling(expect)]
    else:
        ends = [None if t in _OPEN else moment(t) for t in expect["time"]]
        yield "span", [Span(ends[0], ends[1] + timedelta(seconds=1) if ends[1] else None)]


def _recognizers(mention: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    sort = mention["type"].split(".")[-1]
    if sort == "duration":
        yield "duration", [{"second": float(mention["values"][0]["value"])}]
        return
    if sort == "set":
        yield "recurring", []
        return
    spans = []
    for value in mention["values"]:
        start, end = value.get("value") or value.get("start"), value.get("value") or value.get("end")
        a, b = (moment(t) if t else None for t in (start, end))
        width = {"date": timedelta(days=1), "datetime": timedelta(minutes=1), "time": timedelta(minutes=1)}.get(sort)
        spans.append(Span(a, b + width if b and width else b, sort in ("time", "timerange")))
    yield "span", spans


def _duckling(expect: dict[str, Any]) -> Span:
    start = moment(expect["times"][0])
    if len(expect["times"]) > 1:
        return Span(start, moment(expect["times"][1]))
    days = {"Day": 1, "Week": 7, "Month": 31, "Year": 365}.get(expect["grain"])
    small = {"Hour": 3600, "Minute": 60, "Second": 1}.get(expect["grain"], 1)
    return Span(start, start + (timedelta(days=days) if days else timedelta(seconds=small)))


def nominal_days(length: Duration | dict[str, float]) -> float:
    """A length in days, a month taken as 30 and a year as 365 of them, only to compare two."""
    if isinstance(length, Duration):
        years, months = divmod(length.months, 12)
        return years * 365 + months * 30 + length.days + length.seconds / 86400
    per = {"year": 365, "month": 30, "day": 1, "hour": 1 / 24, "minute": 1 / 1440, "second": 1 / 86400}
    return sum(
        int(n) * per[unit] + (n % 1) * {"year": 360, "month": 30}.get(unit, per[unit])
        for unit, n in length.items()
        if unit in per
    )


def verdict(sort: str, values: list[Any], mentions: list[Mention]) -> str:
    """What became of one expected thing."""
    if sort == "recurring":
        return "right" if any(m.kind == "recurring" for m in mentions) else _otherwise(mentions)
    if sort == "duration":
        lengths = [m for m in mentions if m.duration is not None or m.bounds is not None]
        if not lengths:
            return _otherwise(mentions)
        if any(_same_length(m, values[0]) for m in lengths):
            return "right"
        return "near" if isinstance(values[0], list) and any(m.bounds for m in lengths) else "wrong"
    found = [m.interval for m in mentions if m.interval is not None]
    verdicts = [agree(_dateless(i, v), v, _is_fine(v)) for i in found for v in values]
    return next((name for name in ("right", "near", "wrong") if name in verdicts), "none")


def _same_length(mention: Mention, goal: dict[str, float] | list[dict[str, float]]) -> bool:
    """Whether a length, or both bounds of one (3~6个月, 六个月以下), agree within 2 %."""
    if isinstance(goal, dict):
        return mention.duration is not None and _close(nominal_days(mention.duration), nominal_days(goal))
    if mention.bounds is None:
        return False
    least, most = mention.bounds
    below = ("zero" in goal[0] and least == Duration()) or _close(nominal_days(least), nominal_days(goal[0]))
    above = (
        most is None
        if "infinite" in goal[1]
        else most is not None and _close(nominal_days(most), nominal_days(goal[1]))
    )
    return below and above


def _close(days: float, goal: float) -> bool:
    return abs(days - goal) <= 0.02 * goal


def _dateless(interval: Any, value: Span) -> Span:
    if not value.clock:
        return Span(interval.start, interval.end)
    start = datetime.combine(_CLOCK_ORIGIN, interval.start.time(), UTC)
    return Span(start, start + (interval.end - interval.start))


def _is_fine(value: Span) -> bool:
    ends = [t for t in (value.start, value.end) if t]
    return value.clock or any((t.hour, t.minute, t.second) not in ((0, 0, 0), (23, 59, 59)) for t in ends)


def _otherwise(mentions: list[Mention]) -> str:
    return "wrong" if any(m.interval is not None for m in mentions) else "none"


def measure(cases: list[dict[str, Any]]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Figures, and (verdict, id, text) of each case that is not right."""
    tally: Counter[str] = Counter()
    by_source: dict[str, Counter[str]] = {}
    misses = []
    for case in cases:
        mentions = find(case["text"], reference(case["ref"]))
        verdicts = [verdict(sort, values, mentions) for sort, values in expected_values(case)]
        worst = next((v for v in ("wrong", "none", "near") if v in verdicts), "right")
        tally[worst] += 1
        by_source.setdefault(case["source"], Counter())[worst] += 1
        if worst != "right":
            misses.append((worst, case["id"], case["text"]))
    return {"cases": len(cases), **_shares(tally), "by_source": {s: _shares(c) for s, c in by_source.items()}}, misses


def _shares(tally: Counter[str]) -> dict[str, float]:
    total = sum(tally.values())
    return {name: round(tally[name] / total, 3) for name in ("right", "near", "wrong", "none")}


_SENTENCES = {
    "no time": "你觉得我应该怎么跟老板说加薪的事情呢，我有点紧张不知道怎么开口",
    "one": "我上周末跟同事去郊区爬山，山顶风特别大，帽子都被吹跑了好几次",
    "three": "昨天下午三点我跟小王去了医院，医生说下周三再来复查，别忘了带片子",
    "English": "Last Friday I met an old friend who moved to Spain three years ago.",
}
"""About 30 characters each."""


def cost_us(runs: int = 200, best_of: int = 7) -> dict[str, int]:
    """CPU time of one `find` in microseconds, the least of several means, by how many mentions a sentence holds."""
    now, costs = datetime(2024, 3, 16, 9, tzinfo=UTC), {}
    for name, sentence in _SENTENCES.items():
        means = []
        for _ in range(best_of):
            begun = process_time()
            for _ in range(runs):
                find(sentence, now)
            means.append((process_time() - begun) / runs)
        costs[name] = round(min(means) * 1e6)
    return costs


def main() -> int:
    """Measure and print one line; write the figures where --json says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with cases.jsonl")
    parser.add_argument("--json", type=Path, help="where the figures go")
    parser.add_argument("--misses", action="store_true", help="print each case that is not right")
    args = parser.parse_args()
    source = args.data / "cases.jsonl"
    if not source.exists():
        print(f"skipped: {source} is absent")
        return 0
    cases = [case for line in source.read_text("utf-8").splitlines() if (case := json.loads(line))["core"]]
    figures, misses = measure(cases)
    print("time core", figures)
    for miss in misses if args.misses else ():
        print(*miss)
    costs = cost_us()
    print("µs a sentence of 30 characters", costs)
    if args.json:
        record = {**run_record(), "time_zh core": figures, "find_us": costs}
        args.json.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
