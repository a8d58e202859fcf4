"""Hold what the rules compute against independent sources over every day of 1900-2100, and count what differs.

    python -m bench.rules [--json bench/results/rules.json] [--every N]

Sources, none of which the rules use: borax for the lunar calendar, its names and terms (its own tables); ephem for the sun
and the moon (VSOP87 and the lunar theory in libastro), by which the national standard GB/T 33661-2017 defines terms and
months; dateutil for ages, terms and spans; ISO 8601's own arithmetic for weekdays. A difference is explained in its `why` or
counted as unexplained, which makes the exit code 1.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from time import process_time
from typing import Any, Final, NamedTuple

import ephem
from borax.calendars.festivals2 import FestivalLibrary
from borax.calendars.lunardate import LunarDate, TermUtils
from dateutil.relativedelta import relativedelta

from bench.rules_page import page
from bench.run_record import run_record
from tools.rules.age import full_years, nominal_years
from tools.rules.elapsed import years_and_months
from tools.rules.expiry import expiry
from tools.rules.lunar import lunar_words
from tools.rules.shengxiao import shengxiao
from tools.rules.solar_terms import TERMS
from tools.rules.weekday import weekday
from tools.when import CalendarDate, Duration
from tools.when.calendar import lunar_known, lunar_of, solar_of, solar_term
from tools.when.festivals import festival

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2100, 12, 31)
# China's calendar counts by the meridian of 120° E (GB/T 33661-2017, 4.1).
CHINA: Final = timezone(timedelta(hours=8))
# Nearer to midnight than this, ephem's time of a term or new moon does not say on which day it falls: its terms of
# 1951-2024 lie within seconds of the almanacs', and what ΔT will be in 2100 is known to some minutes only
# (Morrison & Stephenson 2004; Hong Kong Observatory's note to its conversion table names 2089 and 2097).
NEAR_MIDNIGHT: Final = timedelta(seconds=30)


class Difference(NamedTuple):
    """Where two sources disagree: the check, the day or year and name, ours and theirs."""

    check: str
    at: str
    ours: str
    theirs: str
    why: str = ""


def days(every: int = 1) -> Iterator[date]:
    """Every day, or every so manieth, of 1900-2100."""
    for number in range(0, (LAST - FIRST).days + 1, every):
        yield FIRST + timedelta(days=number)


def lunar_days(every: int = 1) -> tuple[int, list[Difference]]:
    """Lunar dates, there and back, and animals, against borax; days of the months that differ against ephem's new moon."""
    count, found = 0, []
    for day in days(every):
        if not lunar_known(day):
            continue
        count += 1
        ours, other = lunar_of(day), LunarDate.from_solar(day)
        theirs = (other.year, -other.month if other.leap else other.month, other.day)
        if ours != theirs:
            found.append(Difference("lunar", day.isoformat(), str(ours), str(theirs), _by_the_moon(day, ours, theirs)))
        if solar_of(*ours) != day:
            found.append(Difference("lunar back", day.isoformat(), str(solar_of(*ours)), day.isoformat()))
        elif other.animal != shengxiao(CalendarDate(day.year, day.month, day.day)):
            found.append(Difference("animal", day.isoformat(), str(ours[0]), other.animal))
    return count, found


def _by_the_moon(day: date, ours: tuple[int, int, int], theirs: tuple[int, int, int]) -> str:
    """Which of two lunar dates has its month begin on the day of the new moon."""
    first = day - timedelta(days=ours[2] - 1)
    moon = new_moon_before(day)
    if moon.date() == first:
        return f"our month begins with the new moon of {moon:%Y-%m-%d %H:%M} by China's time"
    begins = (day - timedelta(days=theirs[2] - 1)).isoformat()
    return "" if begins == moon.date().isoformat() else f"neither: new moon {moon}"


def new_moon_before(day: date) -> datetime:
    """The last new moon before the end of a day, by China's time."""
    return by_chinas_time(ephem.previous_new_moon(ephem.Date((day.year, day.month, day.day, 16))))


def by_chinas_time(moment: ephem.Date) -> datetime:
    """A moment of ephem's, which is in universal time, by China's."""
    return moment.datetime().replace(tzinfo=UTC).astimezone(CHINA)


def terms(every: int = 1) -> tuple[int, list[Difference]]:
    """The day of each of the 24 terms of each year against the sun's apparent longitude."""
    count, found = 0, []
    for year in range(FIRST.year, LAST.year + 1, every):
        for place, name in enumerate(TERMS):
            count += 1
            ours = solar_term(year, name)
            moment = term_moment(year, place)
            if ours == moment.date():
                continue
            midnight = datetime.combine(max(ours, moment.date()), time.min, CHINA) if ours else moment
            near = abs(moment - midnight)
            why = f"the sun reaches it {near.total_seconds():.0f} s from midnight" if near <= NEAR_MIDNIGHT else ""
            found.append(Difference("term", f"{year} {name}", str(ours), f"{moment:%Y-%m-%d %H:%M:%S}", why))
    return count, found


def terms_by_table(every: int = 1) -> tuple[int, list[Difference]]:
    """The same days against borax's table of them."""
    count, found = 0, []
    for year in range(FIRST.year, LAST.year + 1, every):
        for name in TERMS:
            count += 1
            ours, theirs = solar_term(year, name), TermUtils.day_start_from_term(year, name)
            if ours != theirs:
                moment = term_moment(year, TERMS.index(name))
                why = f"the sun reaches it at {moment:%Y-%m-%d %H:%M:%S}" if moment.date() == ours else ""
                found.append(Difference("term by table", f"{year} {name}", str(ours), str(theirs), why))
    return count, found


def term_moment(year: int, place: int) -> datetime:
    """When, by China's time, the sun reaches the longitude of the term at a place of TERMS (小寒, the first, is 285°)."""
    goal = (285 + 15 * place) % 360
    moment = ephem.Date(ephem.Date((year, 1, 5)) + place * 15.2184)
    for _ in range(8):
        behind = (goal - _longitude(moment) + 180) % 360 - 180
        moment = ephem.Date(moment + behind * 365.2422 / 360)
        if abs(behind) < 1e-7:
            break
    return by_chinas_time(moment)


def _longitude(moment: ephem.Date) -> float:
    """The sun's apparent geocentric longitude of date, in degrees."""
    sun = ephem.Sun(moment)
    place = ephem.Ecliptic(ephem.Equatorial(sun.g_ra, sun.g_dec, epoch=moment), epoch=moment)
    return math.degrees(place.lon)


def weekdays(every: int = 1) -> tuple[int, list[Difference]]:
    """Weekdays against the day count from a Monday (1900-01-01, ISO 8601)."""
    count, found = 0, []
    for day in days(every):
        count += 1
        theirs = "星期" + "一二三四五六日"[(day - FIRST).days % 7]
        if weekday(day) != theirs:
            found.append(Difference("weekday", day.isoformat(), weekday(day), theirs))
    return count, found


def lunar_names(every: int = 1) -> tuple[int, list[Difference]]:
    """How a lunar date is said, against borax's Chinese names."""
    count, found = 0, []
    for day in days(every):
        if not lunar_known(day) or lunar_of(day)[1:] != _borax_month_day(day):
            continue
        count += 1
        other = LunarDate.from_solar(day)
        theirs = "农历" + other.cn_str().partition("年")[2]
        if lunar_words(day) != theirs:
            found.append(Difference("lunar name", day.isoformat(), lunar_words(day), theirs))
    return count, found


def _borax_month_day(day: date) -> tuple[int, int]:
    other = LunarDate.from_solar(day)
    return (-other.month if other.leap else other.month), other.day


def ages(every: int = 1) -> tuple[int, list[Difference]]:
    """Full and nominal ages, spans and expiries of each day seen from some days of its life, against dateutil and borax."""
    count, found = 0, []
    for day in days(every):
        for later in (1, 59, 365, 366, 10_957, 29_219):
            at = day + timedelta(days=later)
            if at > LAST:
                continue
            count += 1
            theirs = relativedelta(at, day)
            leapling = (day.month, day.day) == (2, 29) and (at.month, at.day) == (2, 28)
            if (full_years(day, at), *years_and_months(day, at)) != (theirs.years, theirs.years, theirs.months):
                why = (
                    "born on 29 February: full only on 1 March (tools/rules/age.py); dateutil's is the 28th"
                    if leapling
                    else ""
                )
                found.append(Difference("age", f"{day} at {at}", str(full_years(day, at)), str(theirs.years), why))
            if lunar_known(day) and lunar_known(at):
                nominal = LunarDate.from_solar(at).year - LunarDate.from_solar(day).year + 1
                if nominal_years(day, at) != nominal:
                    found.append(Difference("nominal age", f"{day} at {at}", str(nominal_years(day, at)), str(nominal)))
    return count, found


def expiries(every: int = 1) -> tuple[int, list[Difference]]:
    """The end of terms of months and days from each day, against dateutil."""
    count, found = 0, []
    for day in days(every):
        for months, more in ((1, 0), (6, 0), (18, 0), (36, 0), (0, 45), (3, 7)):
            count += 1
            theirs = day + relativedelta(months=months) + timedelta(days=more)
            ours = expiry(day, Duration(months=months, days=more))
            if ours != theirs:
                found.append(Difference("expiry", f"{day} + {months} months {more} days", str(ours), str(theirs)))
    return count, found


_FESTIVALS: Final = {
    "元旦": "元旦", "春节": "春节", "除夕": "除夕", "元宵": "元宵节", "清明": "清明", "劳动节": "劳动节", "青年节": "青年节", "儿童节": "儿童节",
    "端午": "端午节", "七夕": "七夕", "中元": "中元节", "中秋": "中秋节", "国庆": "国庆节", "重阳": "重阳节", "教师节": "教师节", "母亲节": "母亲节",
    "父亲节": "父亲节", "情人节": "情人节", "感恩节": "感恩节", "腊八": "腊八节", "妇女节": "妇女节", "植树节": "植树节",
}  # fmt: skip
"""Ours, and what borax calls it."""


def public_festivals(every: int = 1) -> tuple[int, list[Difference]]:
    """Festivals of each year against borax's libraries of them."""
    theirs = [*FestivalLibrary.load_builtin("basic"), *FestivalLibrary.load_builtin("ext1")]
    by_name = {each.name: each for each in theirs}
    count, found = 0, []
    for name, other_name in _FESTIVALS.items():
        other = by_name.get(other_name)
        if other is None:
            continue
        for year in range(1902, 2100, every):
            listed = list(other.list_days(date(year, 1, 1), date(year, 12, 31)))
            falls = [each.solar for each in listed]
            ours = festival(name, year)
            count += 1
            if ours not in falls and (ours or falls):  # 腊八 skips a solar year now and then
                by_law = name == "感恩节" and ours is not None and ours.weekday() == 3 and 22 <= ours.day <= 28
                why = (
                    "the fourth Thursday, as 5 U.S.C. 6103(a) has it; borax has 24 November every year"
                    if by_law
                    else ""
                )
                if ours is not None and len(falls) == 1 and (falls[0] - ours).days == 1 and not by_law:
                    _, month, day = lunar_of(ours)
                    why = _by_the_moon(ours, lunar_of(ours), (year, month, day - 1))
                found.append(
                    Difference("festival", f"{year} {name}", str(ours), str([str(each) for each in falls]), why)
                )
    return count, found


CHECKS: Final[dict[str, Callable[[int], tuple[int, list[Difference]]]]] = {
    "lunar": lunar_days, "lunar_names": lunar_names, "terms": terms, "terms_by_table": terms_by_table, "weekdays": weekdays, "ages": ages,
    "expiries": expiries, "festivals": public_festivals,
}  # fmt: skip


def main() -> int:
    """Run every check, print a line each, and write the figures where --json says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every so manieth day or year")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {}
    unexplained = 0
    for name, check in CHECKS.items():
        begun = process_time()
        count, found = check(chosen.every)
        unexplained += sum(not each.why for each in found)
        figures[name] = {"compared": count, "differ": len(found), "explained": sum(bool(each.why) for each in found),
                         "cpu_s": round(process_time() - begun, 1),
                         "which": [each._asdict() for each in found]}  # fmt: skip
        print(name, {key: value for key, value in figures[name].items() if key != "which"}, flush=True)
        for each in found[:8]:
            print("   ", *each)
    if chosen.json:
        record = {"run": run_record(every=chosen.every), **figures}
        chosen.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        chosen.json.with_suffix(".md").write_text(page(record), encoding="utf-8")
    return int(bool(unexplained))


if __name__ == "__main__":
    raise SystemExit(main())
