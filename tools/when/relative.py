"""Expressions that lean on the moment of speech: 昨天, 上上周三, 三年前, 两周后, 最近三个月, 前几天, 刚才."""

import re
from datetime import date, datetime, timedelta

from store.facts import Interval, Precision
from tools.when.calendar import add_months, day_of, month_of, span, week_of, year_of
from tools.when.durations import Duration, of_unit, parse_duration
from tools.when.grammar import REL_DAYS, REL_STEPS, STEP, WEEKDAYS, say_day, say_month, say_span
from tools.when.mention import Reading, View
from tools.when.numerals import NUM, number

LENGTH = (
    rf"(?:(?:半个?(?:年|月(?!板|刊|形|弯)|小时|钟头)|半天|{NUM}\s?[来多几]?(?:个半)?(?:个半?)?"
    r"(?:季度|星期|礼拜|周年|周(?![一二三四五六日末])|小时|钟头|月|年|天|日|时(?!间|候|代|常|光|期)|刻钟|分半?钟?|秒钟?)(?:半|多)?)[零又]?)+"
)
BARE_MONTHS = re.compile(r"(?<![个半两])月")
"""三月 is March; a length is said 三个月 (or 半月, 两月)."""
REL_DAY = re.compile(
    r"(?<![先])(?:大大前天|大前天|前天|前日|前(?=晚)|昨天|昨日|昨儿个?|昨(?=[晚夜早])|今天|今日(?!头条|美术馆|说法)|今儿个?|今(?=[早晚晨夜](?!点))|本日|明天|明日(?!之后|方舟)"
    r"|明儿个?|明(?=[早晚晨](?!熟))|大大后天|大后天|后天(?!性|的努力|培养|形成|养成))"
)
WEEK = re.compile(
    rf"(?<![每隔零一二三四五六七八九十两几\d])(?:(?P<step>{STEP})(?:个)?)?(?P<w>周(?![边围到全转岁旋折报刊知遭密身济杰总公]|星(?!期))|星期|礼拜|週)(?:的?(?:周|星期|礼拜)?(?P<d>[一二三四五六日天末])(?!期|年))?"
)
AGO = re.compile(
    rf"(?P<len>{LENGTH})\s?(?:之|以)?(?P<dir>前|后)(?!端|台|面|排|进|途|任|妻|夫|男|女|列|言|提|来|悔|果|代|背|卫|半|辈|天|年)"
    rf"|(?P<vague>[十几]几|好?几)个?(?P<vunit>天|年|月|周|星期)(?:之|以)?(?P<vdir>前|后)(?!端|台|面|来|天)"
)
WINDOW = re.compile(
    rf"(?P<word>最近这?|近|过去的?|未来|接下来的?|今后|(?<![以之提目从然最随往午先背年月])[前后]|(?<![以年晚早马])[上下])(?P<n>{NUM}|半)个?(?P<unit>季度|星期|礼拜|周(?![一二三四五六日年])|小时|月|年(?!级)|天|日|分钟|秒)(?:里|内)?"
)
WITHIN = re.compile(rf"(?P<len>{LENGTH})(?P<word>以内|之内|内|以来)(?!容|部|心|存)")
VAGUE = re.compile(
    r"今明两[天年]|前[两几]天|前些天|前些日子|前阵子|前段时间|这[几两]天|过[两几]天|改天|最近|近来|刚才|刚刚|刚(?!好|性|强|毅|果|需|要|想|正|健|烈|直|度|体|玉|哥|才)"
    r"|现在|此时|此刻|目前"
)
_DATED = re.compile(
    r"(?:[今昨前明][天日早晚儿]|[上下这本]周.?|[日号年月]|[午晚早]上?|点半?|分|周末)[^，。！？；]{0,4}$"
)
"""今天刚, 上个月刚: the time is said already."""
_JUST = re.compile(
    r"[给从买收换搬入开到下吃去做办拿领养学生结离考毕辞退跟把被在打带看听用喝装修发得知完回上交签订定租卖丢摔查体过满升加报接送出当认约跑睡起醒写读试洗剪种捡晋转调]"
)


def rel_day(m: re.Match[str], view: View) -> Reading:
    """昨天, 大前天; of 昨晚 the 昨."""
    day = view.today + timedelta(days=REL_DAYS[m[0]])
    return Reading(day_of(day, view.zone), say_day(day))


def week(m: re.Match[str], view: View) -> Reading | None:
    """上周, 下周三, 这周末, and a bare 周三 by the tense: strictly past, or strictly to come."""
    step, weekday = m["step"], m["d"]
    if step is None and weekday is None:
        return None
    monday = view.today - timedelta(days=view.today.weekday()) + timedelta(weeks=REL_STEPS[step] if step else 0)
    if weekday is None:
        return Reading(week_of(monday, view.zone), say_span(monday, monday + timedelta(days=6)) + "那周")
    if view.habit and step is None:
        return Reading(None, kind="recurring")
    if weekday == "末":
        return _weekend(monday, step is not None, view)
    day = monday + timedelta(days=WEEKDAYS[weekday])
    if step is None:
        day += timedelta(weeks=_weeks_off(day, view))
    return Reading(day_of(day, view.zone), say_day(day) if step or view.tense != "unknown" else "")


def _weeks_off(day: date, view: View) -> int:
    if view.tense == "past":
        return 0 if day < view.today else -1
    return 0 if day > view.today else 1


def _weekend(monday: date, named: bool, view: View) -> Reading:
    saturday = monday + timedelta(days=5)
    if not named and view.tense == "past" and saturday > view.today:
        saturday -= timedelta(weeks=1)
    sunday = saturday + timedelta(days=1)
    worded = named or view.tense != "unknown"
    return Reading(
        span(saturday, sunday, view.zone, "range"), say_span(saturday, sunday) + "那个周末" if worded else ""
    )


def ago(m: re.Match[str], view: View) -> Reading | None:
    """三年前 (that year), 两个月后 (that month), 三天前 (that day), 半小时后; 几年前 stays unresolved."""
    if m["vague"]:
        return Reading(None)
    length = None if BARE_MONTHS.search(m["len"]) or m["len"].startswith("0") else parse_duration(m["len"])
    if length is None:
        return None
    if not length.exact or "几" in m["len"]:
        return Reading(None)
    sign = -1 if m["dir"] == "前" else 1
    moment = length.shift(view.now, sign)
    return _grained(moment, length, m["len"], view, sign)


def _grained(moment: datetime, length: Duration, words: str, view: View, sign: int) -> Reading:
    day, zone = moment.date(), view.zone
    if length.days == 0 and length.seconds == 0:
        if length.months % 12 == 0:
            return Reading(year_of(day.year, zone), f"大约{day.year}年")
        return Reading(month_of(day.year, day.month, zone), f"大约{say_month(day)}")
    if length.seconds == 0 or length.months or length.days:
        near = "前后" if re.search("周|星期|礼拜|月", words) else ""
        found = week_of(day, zone) if near and not length.months else day_of(day, zone)
        if length.months:
            found = span(day - timedelta(days=15), day + timedelta(days=15), zone, "range")
        return Reading(found, say_day(day) + near)
    unit = 3600 if length.seconds >= 3600 else 60
    size = timedelta(seconds=unit if length.seconds >= 60 else 1)
    start = moment - size if sign < 0 else moment
    precision: Precision = "hour" if unit == 3600 else "minute"
    return Reading(Interval(start, start + size, precision), say_day(day) + f"{moment.hour}点{moment.minute:02d}分左右")


def window(m: re.Match[str], view: View) -> Reading | None:
    """最近三个月 (up to now), 未来7天 (from now), 上两周 and 下三个月 (whole ones), 前两天 (a few days ago)."""
    count = 0.5 if m["n"] == "半" else number(m["n"])
    length = of_unit(count, m["unit"]) if count else None
    if count is None or length is None:
        return None
    if m["word"][0] in "最近过":
        found = Interval(length.shift(view.now, -1), view.now, "range")
        return Reading(found, f"截至{say_day(view.today)}的最近{m['n']}{_measure(m)}")
    if m["word"][0] in "未接今":
        found = Interval(view.now, length.shift(view.now, 1), "range")
        return Reading(found, f"{say_day(view.today)}起的{m['n']}{_measure(m)}")
    if count != int(count):
        return None
    return _whole_units(int(count), m["unit"], 1 if m["word"] in "后下" else -1, view)


def _measure(m: re.Match[str]) -> str:
    return ("个" if "个" in m[0] else "") + m["unit"]


def _whole_units(count: int, unit: str, sign: int, view: View) -> Reading | None:
    today, zone = view.today, view.zone
    if unit in "天日":
        first = today + timedelta(days=1 if sign > 0 else -count)
        last = first + timedelta(days=count - 1)
        return Reading(span(first, last, zone, "range"), say_span(first, last))
    if unit in ("周", "星期", "礼拜"):
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=1 if sign > 0 else -count)
        last = first + timedelta(days=7 * count - 1)
        return Reading(span(first, last, zone, "range"), say_span(first, last))
    if unit == "月":
        first = add_months(today.replace(day=1), 1 if sign > 0 else -count)
        last = add_months(first, count)
        return Reading(span(first, last - timedelta(days=1), zone, "range"), f"{say_month(first)}起的{count}个月")
    if unit == "年":
        year = today.year + (1 if sign > 0 else -count)
        days = span(date(year, 1, 1), date(year + count - 1, 12, 31), zone, "range")
        return Reading(days, f"{year}年前后" if count > 1 else f"{year}年")
    length = of_unit(count, unit)
    if length is None:
        return None
    ends = sorted((view.now, length.shift(view.now, sign)))
    return Reading(Interval(ends[0], ends[1], "range"))


def within(m: re.Match[str], view: View) -> Reading | None:
    """三天内 in plans: up to then; 两年以来: since then."""
    length = parse_duration(m["len"])
    if length is None:
        return None
    if m["word"] == "以来":
        return Reading(Interval(length.shift(view.now, -1), view.now, "range"))
    if view.tense == "past":
        return Reading(None, kind="duration", duration=length)
    until = length.shift(view.now, 1)
    plan = view.tense == "future" and length.months == 0 and length.seconds == 0
    return Reading(Interval(view.now, until, "range"), f"{say_day(until.date())}之前" if plan else "", duration=length)


def vague(m: re.Match[str], view: View) -> Reading | None:
    """刚才 and 刚 (today), 前几天 (about four days ago), 这两天; 最近 and 现在 are read but not reworded."""
    words, today, zone = m[0], view.today, view.zone
    if words.startswith("刚"):
        if words != "刚才" and (not _JUST.match(m.string, m.end()) or _DATED.search(m.string, 0, m.start())):
            return None
        return Reading(day_of(today, zone), say_day(today) + ("" if words == "刚才" else words))
    if words in ("现在", "此时", "此刻", "目前"):
        return Reading(Interval(view.now, view.now + timedelta(seconds=1), "second"))
    if words == "今明两年":
        return Reading(span(date(today.year, 1, 1), date(today.year + 1, 12, 31), zone, "range"))
    if words == "今明两天":
        return Reading(
            span(today, today + timedelta(days=1), zone, "range"), say_span(today, today + timedelta(days=1))
        )
    around = {"前两天": (-3, -1, -2), "前几天": (-7, -2, -4), "过两天": (2, 4, 2), "过几天": (3, 7, 4)}.get(words)
    if around is None:
        return Reading(None)
    days = span(today + timedelta(days=around[0]), today + timedelta(days=around[1]), zone, "range")
    return Reading(days, say_day(today + timedelta(days=around[2])) + "前后")
