"""Expressions that lean on the moment of speech: 昨天, 上上周三, 三年前, 两周后, 最近三个月, 前几天, 刚才."""

import re
from datetime import date, datetime, timedelta

from store.facts import Interval, Precision
from tools.when.approximate import AFTER_EVENT
from tools.when.calendar import add_months, day_of, midnight, month_of, span, week_of, year_of
from tools.when.durations import Duration, of_unit, parse_duration
from tools.when.grammar import REL_DAYS, REL_STEPS, STEP, WEEKDAYS, YEAR, say_day, say_month, say_span, year_number
from tools.when.mention import RECURRING, UNKNOWN, Reading, View
from tools.when.numerals import NUM, number

LENGTH = (
    r"(?=[半\d零〇一二两三四五六七八九十百千])"
    rf"(?:(?:半个?(?:年|月(?!板|刊|形|弯)|小时|钟头)|半天|{NUM}\s?[来多几]?(?:个半)?(?:个半?)?"
    r"(?:季度|星期|礼拜|周年|周(?![一二三四五六日末])|小时|钟头|月|年|天|日|时(?!间|候|代|常|光|期)|刻钟|分半?钟?|秒钟?)(?:半|多)?)[零又]?)+"
)
BARE_MONTHS = re.compile(r"(?<![个半两])月")  # 三月 is March; a length is said 三个月 (or 半月, 两月)
REL_DAY = re.compile(
    r"(?<![先])(?:大大前天|大前天|前天|前日|前儿个?|前(?=晚)|昨天|昨日(?!黄花|重现)|昨儿个?|昨(?=[晚夜早])|今天|今日(?!头条|美术馆|说法)|今儿个?|今(?=[早晚晨夜](?!点))|本日|明天|明日(?!之后|方舟|黄花)"
    r"|明儿个?|明(?=[早晚晨](?!熟))|大大后天|大后天|(?<![之以然落最背今午])后天(?![空气色亮黑]|性|的?努力|培养|形成|养成|教育|因素))"
)
SAME_DAY = re.compile(
    rf"(?P<year>{YEAR})的?(?:差不多|大概|大约)?(?P<y>今[天日]|昨天|明天|同一天|这[一个]?天|这个?时候|这会儿|此时)"
    rf"|(?P<step>{STEP})个?(?P<unit>月|周|星期|礼拜)的?(?P<s>今[天日]|昨天|明天|同一天|这[一个]?天|这个?时候)"
    rf"|(?<![好第小零〇一二三四五六七八九十百千几\d.])(?P<len>{LENGTH})[之以]?前的?(?P<l>今[天日]|昨天|同一天|这[一个]?天|这个?时候|这会儿)"
)
_WEEKDAY = (
    r"(?:[一二三四五六日天末](?!期|年)(?<!一(?=定|直|般|样|共|旦|并|致|边|会儿|些|个|位|次|趟|同|块))"
    r"(?<!一(?=起[^床飞来]|起$|下[^午班课雨雪]|家[^长]))(?<!二(?=手))(?<![二三四五六](?=[姐哥叔婶舅姨爷](?![姐哥叔婶舅姨爷妈父们夫])))(?<!四(?=处[^理]|周|季))(?<!日(?=[常程报历本语式均]))(?![次遍趟顿条本篇斤]|天(?!气)|个?小时|公里|十岁))"
)
"""A day of the week; 一定, 一起, 一直, 日程 after 周 begin with no weekday."""
WEEK = re.compile(
    rf"(?<![老小姓阿每隔零一二三四五六七八九十两几\d])(?:(?<![赶碰遇撞加])(?P<step>{STEP})(?:个)?)?(?P<w>周(?![边围全转岁旋折报刊知遭密身济杰总公]|到(?![现目今昨前周上下这本星礼])|星(?!期))|星期|礼拜|週)(?:(?:的?(?:周|星期|礼拜))?(?P<d>{_WEEKDAY})(?:(?:周|星期|礼拜)(?P<d2>[一二三四五六日天]))?)?"
)
AGO = re.compile(
    rf"(?<![好第小零〇一二三四五六七八九十百千几\d.])(?P<len>{LENGTH})\s?(?:之|以)?(?P<dir>前|后)(?!端|台|面|排|进|途|任|妻|夫|男|女|列|言|提|来(?![的了过到])|悔|果|代|背|卫|半|辈|天|年)"
    rf"|(?<![了度路经难超])再?过(?P<len2>{LENGTH})(?![了的])"
    rf"|(?<!那时)(?<!当时)(?<!会儿)还[有剩差](?P<left>{LENGTH})(?=[^，。的]{{0,4}}?(?:就|便|才)|到期|过期|满(?![意足]))"
)
WINDOW = re.compile(
    rf"(?P<word>最近这?|(?<![靠接附邻将])近|过去的?|未来|接下来的?|今后|(?<![以之提目从然最随往午先背年月])[前后]|(?<![以年晚早马加算赶花配停剩留等坐睡楼山车床地手身])[上下])(?P<n>{NUM}|半)个?(?P<unit>季度|星期|礼拜|周(?![一二三四五六日年])|小时|月(?![底初中份\d])|年(?!级)|天|日|分钟|秒)(?:里|内)?"
)
WITHIN = re.compile(rf"(?P<len>{LENGTH})(?P<word>以内|之内|内|以来)(?!容|部|心|存)")
VAGUE = re.compile(
    r"今明两[天年]|前些日子|前阵子|前段时间|改天|改日|最近|近来|近期|方才|刚才|刚刚|刚(?!好|开始|性|强|毅|果|需|要|想|正|健|烈|直|度|体|玉|哥|才)"
    r"|现在|此时|此刻|目前"
)
_SPEAKER = re.compile(r"(?:^|[，。！？、；,.!?\s我你他她它们咱在就也还都“\"])$")
"""What may stand before 前三天 where that means the last three days."""
_DATED = re.compile(
    r"(?:[今昨前明][天日早晚儿]|[上下这本]周.?|[日号年月]|[午晚早]上?|点半?|分|周末)[^，。！？；]{0,4}$"
)
"""今天刚, 上个月刚: the time is said already."""
_CALLED = re.compile(r"(?:[我他她名]叫|姓名|名字[是叫])$")
_SOME = re.compile(r"(?:某一?个?|有一?个|[任哪]何?一?个|(?<![上下这])一个)$")
"""某个周三 is any of them."""
_MORE_DAYS = re.compile(r"[一二三四五六日]{1,4}(?=[都有要上的去在晚早下练，,。]|$)")
"""周一三五: several days of the week."""
_MEAN_MONTH = timedelta(days=365.25 / 12)
_JUST = re.compile(
    r"[给从买收开到下吃去做办拿考跟把被在打带看听用喝发得知完回上交签订定卖丢摔查体加报接送出约跑睡起醒写读试洗剪捡]"
)
"""What is done in a moment, so that 刚 says it was today; 刚毕业, 刚换工作, 刚搬家 may be weeks ago."""


def rel_day(m: re.Match[str], view: View) -> Reading:
    """昨天, 大前天; of 昨晚 the 昨."""
    day = view.today + timedelta(days=REL_DAYS[m[0]])
    return Reading(day_of(day, view.zone), say_day(day))


def same_day(m: re.Match[str], view: View) -> Reading | None:
    """去年的今天, 上个月的昨天; 去年这个时候 is about half a month to either side."""
    today, word = view.today, m["y"] or m["s"] or m["l"]
    if m["year"]:
        year = year_number(m["year"], today.year, certain=True)
        moved = add_months(today, 12 * (year - today.year)) if year else None
    elif m["len"]:
        length = parse_duration(m["len"])
        moved = length.before(today) if length and length.exact and not BARE_MONTHS.search(m["len"]) else None
    elif m["unit"] == "月":
        moved = add_months(today, REL_STEPS[m["step"]])
    else:
        moved = today + timedelta(weeks=REL_STEPS[m["step"]])
    if moved is None:
        return None
    day = moved + timedelta(days=REL_DAYS.get(word, 0))
    if word.endswith(("时候", "会儿", "此时")):
        near = timedelta(days=3 if m["unit"] else 15)
        return Reading(span(day - near, day + near, view.zone, "range"), f"{say_day(day)}前后")
    return Reading(day_of(day, view.zone), say_day(day))


def week(m: re.Match[str], view: View) -> Reading | None:
    """上周, 下周三, 这周末, and a bare 周三 by the tense: strictly past, or strictly to come."""
    step, weekday = m["step"], m["d"]
    if step is None and (weekday is None or _CALLED.search(m.string, max(0, m.start() - 4), m.start())):
        return None
    apart = m["d2"] is not None and WEEKDAYS.get(weekday or "", 9) + 1 != WEEKDAYS[m["d2"]]
    if apart or (weekday and _MORE_DAYS.match(m.string, m.end())):
        return UNKNOWN if step else RECURRING
    if step is None and _SOME.search(m.string, max(0, m.start() - 4), m.start()):
        return UNKNOWN
    if step is None and not view.framed and m.string.endswith(("那个", "那"), 0, m.start()):
        return UNKNOWN.without("week")
    monday = view.today - timedelta(days=view.today.weekday()) + timedelta(weeks=REL_STEPS[step] if step else 0)
    if weekday is None:
        return Reading(week_of(monday, view.zone), say_span(monday, monday + timedelta(days=6)) + "那周")
    if view.habit and step is None:
        return RECURRING
    if weekday == "末":
        return _weekend(monday, step is not None, view)
    day = monday + timedelta(days=WEEKDAYS[weekday])
    if step is None:
        day += timedelta(weeks=_weeks_off(day, view))
    worded = step or view.tense != "unknown"
    if m["d2"]:
        both = span(day, day + timedelta(days=1), view.zone, "range")
        words = say_span(day, day + timedelta(days=1))
        return Reading(both, words if worded else "", lacks=None if step else "week")
    return Reading(day_of(day, view.zone), say_day(day) if worded else "", lacks=None if step else "week")


def _weeks_off(day: date, view: View) -> int:
    if view.tense == "past":
        return 0 if day < view.today else -1
    return 0 if day > view.today or (view.framed and day == view.today) else 1


def _weekend(monday: date, named: bool, view: View) -> Reading:
    saturday = monday + timedelta(days=5)
    if not named and view.tense == "past" and saturday > view.today:
        saturday -= timedelta(weeks=1)
    sunday = saturday + timedelta(days=1)
    worded = named or view.tense != "unknown"
    return Reading(
        span(saturday, sunday, view.zone, "range"),
        say_span(saturday, sunday) + "那个周末" if worded else "",
        lacks=None if named else "week",
    )


def ago(m: re.Match[str], view: View) -> Reading | None:
    """三年前 (that year), 两个月后 (that month), 三天前 (that day), 半小时后, 再过两周, 还有两周就……."""
    words = m["len"] or m["len2"] or m["left"]
    length = None if BARE_MONTHS.search(words) or words.startswith("0") else parse_duration(words)
    if length is None or (m["len2"] and view.tense == "past" and m[0][0] != "再"):
        return None
    if not length.exact:
        return Reading(None)
    sign = -1 if m["dir"] == "前" else 1
    try:
        moment = length.shift(view.now, sign)
    except (OverflowError, ValueError):
        return None  # before year 1 or after 9999
    return _grained(moment, length, words, view, sign)


def _grained(moment: datetime, length: Duration, words: str, view: View, sign: int) -> Reading:
    day, zone = moment.date(), view.zone
    if length.days == 0 and length.seconds == 0:
        if length.months % 12 == 0:
            return Reading(year_of(day.year, zone), f"大约{day.year}年")
        if "半" in words:
            return _by_halves(moment, view.now + sign * length.months * _MEAN_MONTH, view)
        return Reading(month_of(day.year, day.month, zone), f"大约{say_month(day)}")
    if length.months:
        return Reading(_half_month(day, view), f"大约{say_month(day)}{'上' if day.day < 16 else '下'}半月")
    if length.seconds == 0 or length.days:
        near = "前后" if re.search("周|星期|礼拜|月", words) else ""
        return Reading(week_of(day, zone) if near else day_of(day, zone), say_day(day) + near)
    size = timedelta(seconds=_grain(length, words))
    start = moment - size if sign < 0 else moment
    precision: Precision = "hour" if size >= timedelta(hours=1) else "minute"
    return Reading(Interval(start, start + size, precision), say_day(day) + f"{moment.hour}点{moment.minute:02d}分左右")


def _by_halves(moment: datetime, mean: datetime, view: View) -> Reading:
    """半年前, 三年半后: by the calendar or by half of a mean year; the month of either, both where they differ."""
    first, last = (month_of(d.year, d.month, view.zone) for d in sorted((moment, mean)))
    both = first if first == last else Interval(first.start, last.end, "range")
    return Reading(both, f"大约{say_month(moment.date())}")


def _grain(length: Duration, words: str) -> int:
    """The seconds of the unit that a length is told in: an hour, 半小时, 一刻钟, a minute, a second."""
    if length.seconds >= 3600:
        return 3600
    if length.seconds < 60:
        return 1
    return 1800 if words.startswith("半") else 900 if "刻" in words else 60


def _half_month(day: date, view: View) -> Interval:
    """The half of a calendar month that holds a day: as exact as 两个半月前 is told."""
    whole, middle = month_of(day.year, day.month, view.zone), midnight(day.replace(day=16), view.zone)
    return Interval(whole.start, middle, "range") if day.day < 16 else Interval(middle, whole.end, "range")


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
    if _is_counted_from_another(m):
        return UNKNOWN if m["word"] in "前后" else None  # 玩上两小时
    return _whole_units(int(count), m["unit"], 1 if m["word"] in "后下" else -1, view)


def _is_counted_from_another(m: re.Match[str]) -> bool:
    """Whether 前三天 or 考试前两天 is counted from something else than now; 我前两年 is not."""
    before = m.string[: m.start()]
    loose = m["n"] == "两" and m["word"] == "前"
    return bool(AFTER_EVENT.search(before) if loose else not _SPEAKER.search(before))


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
    if unit == "季度":
        first = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 if sign > 0 else -3 * count)
        last = add_months(first, 3 * count) - timedelta(days=1)
        return Reading(span(first, last, zone, "range"), f"{say_month(first)}至{say_month(last)}")
    length = of_unit(count, unit)
    if length is None:
        return None
    here = view.now.replace(minute=0, second=0, microsecond=0) if unit == "小时" else view.now
    ends = sorted((here, length.shift(here, sign)))
    return Reading(Interval(ends[0], ends[1], "range"))


def within(m: re.Match[str], view: View) -> Reading | None:
    """三天内 in plans: up to then; 两年以来: since then."""
    length = parse_duration(m["len"])
    if length is None:
        return None
    if m["word"] == "以来":
        return Reading(Interval(_since(length, m["len"], view), view.now, "range"))
    if view.tense == "past":
        return Reading(None, kind="duration", duration=length)
    until = length.shift(view.now, 1)
    plan = view.tense == "future" and length.months == 0 and length.seconds == 0
    return Reading(Interval(view.now, until, "range"), f"{say_day(until.date())}之前" if plan else "", duration=length)


def _since(length: Duration, words: str, view: View) -> datetime:
    """The beginning of the day or month so long ago, by what the length is told in; 半年 and 年半 are told in months."""
    start = length.shift(view.now, -1)
    if length.seconds:
        return start
    day = start.date() if not length.months or "天" in words or "周" in words else start.date().replace(day=1)
    return midnight(day, view.zone)


def vague(m: re.Match[str], view: View) -> Reading | None:
    """刚才 and 刚 (today); 最近 and 现在 are read but not reworded; 前阵子, 改天 say nothing for certain."""
    words, today, zone = m[0], view.today, view.zone
    if words.startswith(("刚", "方才")):
        if not words.endswith("才") and (not _JUST.match(m.string, m.end()) or _DATED.search(m.string, 0, m.start())):
            return None
        return Reading(day_of(today, zone), say_day(today) + ("" if words.endswith("才") else words))
    if words in ("现在", "此时", "此刻", "目前"):
        return Reading(Interval(view.now, view.now + timedelta(seconds=1), "second"))
    if words == "今明两年":
        return Reading(span(date(today.year, 1, 1), date(today.year + 1, 12, 31), zone, "range"))
    if words == "今明两天":
        return Reading(
            span(today, today + timedelta(days=1), zone, "range"), say_span(today, today + timedelta(days=1))
        )
    return UNKNOWN
