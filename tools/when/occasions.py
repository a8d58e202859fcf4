"""Festivals and seasons in running text: 去年国庆, 明年春节, 中秋节那天, 今年夏天, 前年冬天, 大雪那天, 国庆第二天."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, day_of, midnight, span
from tools.when.festivals import NAMES, WEAK, festival
from tools.when.grammar import REL_YEARS, YEAR, year_number
from tools.when.mention import RECURRING, UNKNOWN, Reading, View
from tools.when.numerals import whole

_SURNAMES = "李王张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
"""Before 国庆, 元旦, 立春 they make it a person's name. The commonest hundred without 周, which also means a week."""
_NAMED_PEOPLE = (
    "国庆",
    "元旦",
    "中秋",
    "重阳",
    "立春",
    "立夏",
    "立秋",
    "立冬",
    "清明",
    "冬至",
    "夏至",
    "春分",
    "五一",
    "六一",
    "七夕",
    "端午",
)
_NOT_AFTER = (
    r"(?!快乐|安康|吉祥|联欢|晚会|档|老人|树|帽|袜|卡片|歌|糕|粥|蒜|粽|果|粿|团子|上河图|河|路|街|桥|广场|学校|中学|小学|村|镇|公园|小区|大道|大厦|医院|制|代表|台历|节目"
    r"|运动|以色列|[一二三四五六七八九十百千万\d]|个[人月]|号线)"
)
_STRONG = "|".join(NAMES)
_WEAK = "|".join(sorted(WEAK, key=len, reverse=True))
_AFTER = r"(?P<after>(?:(?:假期|长假|小长假|黄金周|放假)?的?(?P<nth>第[一二三四五六七]天|头一天|最后一天)|的?(?P<eve>前一天|前一晚|前夕|前夜))|这天|那天|当天|那晚|(?:之|以|过)?后(?![一二两三四五六七八九十半几\d的第天])|(?:之|以)?前(?![一二两三四五六七八九十半几\d的夕夜后天任])|(?:放假|假期|长假)?那几天|假期|长假|小长假|黄金周|期间|前后|节气|时节)"
FESTIVAL = re.compile(
    rf"(?:(?P<year>{YEAR})的?|(?P<step>[上下]一?个))?(?:农历|阴历)?(?<![一二三四五六七八九十零百\d第星期周吃煮包做])(?:(?:五一|六一|三八|八一|七一|十一|五四|二月二)(?:国际)?(?=[劳儿妇建国青龙]))?"
    rf"(?:(?P<name>{_STRONG})(?P<jie>节)?{_NOT_AFTER}{_AFTER}?"
    rf"|(?P<weak>(?<!\d)(?:{_WEAK}))(?P<wjie>节)?{_NOT_AFTER}(?:{_AFTER.replace('P<', 'P<w')}|(?P<said>的时候|时候|那会儿|大促|促销|活动|囤)))"
    rf"|(?P<wyear>{YEAR})的?(?P<wname>过年|小年|大寒|小寒|大暑|小暑|处暑|小满|寒露|霜降|跨年)(?=$|[，。！？、；,.!?\s的我在回去那这时])"
)
_EVERYDAY = "一人大小上中下过日三二分四年月十五六七八国父母儿女头平安水白雨节"
"""From the most to the least common in talk."""
LETTERS = "".join(sorted({max(name, key=lambda c: _EVERYDAY.find(c) % 99) for name in (*NAMES, *WEAK)}))
"""Of each name its least everyday character; one that is not listed is the least of all (-1 % 99)."""
SEASON = re.compile(
    rf"(?:(?P<year>{YEAR})的?|(?P<this>[这那]个?|上个?|下个?))?(?P<season>春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|暑假|寒假)(?![里的]的?(?:故事|童话|第一杯)|学期|班)"
    rf"|(?P<year2>{YEAR})的?(?P<short>[春夏秋冬])(?!节|至|分|令|瓜|装|游|泳|晚|运|衣|裤|奥|训|招|考|耕|收|种|雨|风|令营|困|联)"
)
_HOLIDAYS = {"国庆": 7, "春节": 7, "五一": 5, "十一": 7, "劳动节": 5, "过年": 7, "农历新年": 7}
"""Days that people mean by the name alone: the public holiday around it. Source: 国务院办公厅 yearly notices."""

_CLOSE = timedelta(days=45)
"""A festival this near is meant by 元旦那天, however little is said of when; the next is most of a year away."""
_BARE_NUMBERS = ("五一", "十一", "六一", "五四")
_MEANS_HOLIDAY = re.compile(r"假|长假|黄金|去|出|回|我|放|期间|前|后|的时候|那会儿|要|想|来|旅|促|打折|结婚|到|快")
_NUMBERED = re.compile(r"[月点号日岁年分个层楼人元块米公章页集]")
_MONTHS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8), "寒": (13, 14)}


def on_festival(m: re.Match[str], view: View) -> Reading | None:
    """A festival of a named year, or the last or next one by the tense; unresolved when neither says which."""
    name = m["name"] or m["weak"] or m["wname"]
    token = m["year"] or m["wyear"]
    if _is_other(m, name, token):
        return None
    if name in ("大年三十", "年三十", "大年夜") and token and token not in REL_YEARS:
        return UNKNOWN  # 2023年大年三十: at the end of the solar year's first month, or of the lunar year
    year = year_number(token, view.today.year, certain=True) if token else _year_said(m, name, view)
    if year is None:
        return RECURRING if view.recurs else UNKNOWN.without("year")
    day = festival(name, year)
    if day is None:
        return UNKNOWN
    first, last = _days_meant(m, name, day)
    after = m["after"] or m["wafter"] or ""
    if after.endswith(("前", "后")) and after != "前后":
        return _since(last, m, view) if after[-1] == "后" else _until(first, m, view)
    found = day_of(first, view.zone) if first == last else span(first, last, view.zone, "range")
    relative = token is None or token in REL_YEARS
    note = f"{first.month}月{first.day}日" + ("" if first == last else "前后")
    words = m[0][len(token or m["step"] or "") :].removeprefix("的")
    return Reading(
        found, f"{year}年{words}（{note}）" if relative else "", lacks=None if token or m["step"] else "year"
    )


def _since(last: date, m: re.Match[str], view: View) -> Reading:
    """国庆后 of the past is from then until now; of what is to come it says no more than that."""
    since = midnight(last + timedelta(days=1), view.zone)
    if view.tense != "past" or since >= view.now:
        return UNKNOWN
    words = m[0][len(m["year"] or m["wyear"] or m["step"] or "") :].removeprefix("的")
    return Reading(Interval(since, view.now, "range"), f"{last.year}年{words}")


def _until(first: date, m: re.Match[str], view: View) -> Reading:
    """国庆前 of what is to come is up to its eve; of the past it says no more than that."""
    until = midnight(first, view.zone)
    if until <= view.now:
        return UNKNOWN
    words = m[0][len(m["year"] or m["wyear"] or m["step"] or "") :].removeprefix("的")
    return Reading(Interval(view.now, until, "range"), f"{first.year}年{words}")


def _is_other(m: re.Match[str], name: str, token: str | None) -> bool:
    """A number (十一), a person (李国庆), food (吃元宵)."""
    before, after = m.string[: m.start()], m.string[m.end() :]
    after_word = m["after"] or m["wafter"]
    if name in _BARE_NUMBERS and not after_word and not m["jie"]:
        return bool(_NUMBERED.match(after)) or (token is None and not _MEANS_HOLIDAY.match(after))
    if name in ("元宵", "腊八") and not (m["jie"] or after_word or token):
        return not re.match(r"那|当|晚|夜|我|在|去|回|要|的时候", after)
    if token is None and before and name in _NAMED_PEOPLE and not m["jie"]:
        return before[-1] in _SURNAMES and not after_word
    return False


def _days_meant(m: re.Match[str], name: str, day: date) -> tuple[date, date]:
    """First and last day: the holiday, its nth day, the day itself, or the one before."""
    length = _HOLIDAYS.get(name, 1)
    nth, after = m["nth"] or m["wnth"], m["after"] or m["wafter"]
    if m["eve"] or m["weve"]:
        return day - timedelta(days=1), day - timedelta(days=1)
    if nth:
        ahead = length - 1 if nth == "最后一天" else 0 if nth == "头一天" else (whole(nth[1:-1]) or 1) - 1
        return day + timedelta(days=ahead), day + timedelta(days=ahead)
    if after in ("那天", "当天", "这天", "那晚"):
        return day, day
    return day, day + timedelta(days=length - 1)


def _year_said(m: re.Match[str], name: str, view: View) -> int | None:
    """The year of 上个中秋 or 下个中秋; else by the tense; of 元旦那天 without one, that of a festival close by."""
    days = [d for n in (-1, 0, 1) if (d := festival(name, view.today.year + n))]
    if m["step"]:
        ahead = m["step"][0] == "下"
        near = [d for d in days if (d > view.today if ahead else d < view.today)]
        return near[0 if ahead else -1].year if near else None
    after = m["after"] or m["wafter"]
    if view.tense == "unknown" and not view.recurs and after and after not in ("前后", "节气", "时节", "期间"):
        closest = min(days, key=lambda d: abs(d - view.today))
        return closest.year if abs(closest - view.today) <= _CLOSE else None
    return _year_by_tense(name, view)


def _year_by_tense(name: str, view: View) -> int | None:
    if view.tense == "unknown" or view.recurs:
        return None
    years = (view.today.year - 1, view.today.year, view.today.year + 1)
    days = [d for d in (festival(name, y) for y in years) if d]
    return view.choose(days, days[0]).year if days else None


def season(m: re.Match[str], view: View) -> Reading | None:
    """A season of a named year, 这个夏天, 上个冬天, or by the tense. Winter runs from December into the next year.

    Source: meteorological seasons, three whole months each.
    """
    token = m["year"] or m["year2"]
    words = m["season"] or m["short"]
    first, last = _MONTHS[words[0]]
    if not token and not m["this"] and words.endswith("季"):
        return None  # 秋季新品
    year = year_number(token, view.today.year, certain=True) if token else _season_year(first, view, m["this"] or "")
    if year is None:
        return RECURRING if view.habit else UNKNOWN.without("year")
    start = add_months(date(year, 1, 1), first - 1)
    end = add_months(start, last - first + 1) - timedelta(days=1)
    if words[0] == "寒":
        start, end = add_months(start, -12 if token else 0), add_months(end, -12 if token else 0)
    found = span(start, end, view.zone, "season")
    relative = token is None or token in REL_YEARS
    lacks = None if token or m["this"] else "year"
    return Reading(found, f"{start.year}年{words}" if relative else "", lacks="year" if lacks else None)


def _season_year(first_month: int, view: View, step: str) -> int | None:
    """The year in which the season begins, of 这个, 上个 or 下个; 夏天 alone by the tense."""
    starts = [add_months(date(view.today.year + n, 1, 1), first_month - 1) for n in (-2, -1, 0, 1)]
    begun = [start for start in starts if start <= view.today]
    if step.startswith("这"):
        chosen = begun[-1]
    elif step.startswith("上"):
        chosen = begun[-2]
    elif step.startswith("下"):
        chosen = starts[len(begun)]
    elif step.startswith("那") or view.tense == "unknown" or view.recurs:
        return None
    elif view.tense == "past":
        chosen = begun[-1]
    else:
        chosen = next(start for start in starts if add_months(start, 3) > view.today)
    return chosen.year if first_month <= 12 else chosen.year - 1
