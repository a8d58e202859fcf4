"""Spoken numbers in the figures that people write: 「三千五百块」 is 3500块, 「下午两点半」 2点半, 「百分之二十」 20%.

A numeral is put into figures only where something beside it says that it counts or names: a unit, a date, a time of day, a
price, or its own length. Small counts (三个人, 两天), ordinals (第三), estimates (七八个, 三四十), the lunar calendar (腊月二十三)
and whatever the dictionary has for a word (一心一意, 三亚, 张三) stay in words, as people write them. Libraries for this change
too many of those, and leave too much (docs/adr/0008).
"""

import re
from collections.abc import Callable, Collection
from typing import Final

import rjieba

from tools.heard.numerals import NUMBER, ONE, SEVERAL, figures, in_digits

Write = Callable[[re.Match[str]], str]

_NUMERALS: Final = "零〇一二两三四五六七八九十百千万亿幺"
_NUMERAL: Final = re.compile(f"[{_NUMERALS}]")
_BEGINS: Final = rf"(?:(?<![{_NUMERALS}几数点第初\d])|(?<=[周期拜][一二三四五六]))"
_ENDS: Final = rf"(?![{_NUMERALS}几])"

_DAYTIME: Final = (
    r"(?:[上下]午|[早晚]上|早晨|清[晨早]|凌晨|中午|傍晚|夜里|[半深]夜|[今明昨当]晚|[今明]早|[今明后昨前当每]天|"
    r"(?:周|星期|礼拜)[一二三四五六日天]|[日号])"
)
# An hour that ends in 一点 means a little: only what follows tells the two apart.
_AT_ONE: Final = r"一(?=点(?:[半钟多整到在去来我他她有开出起睡见要就才]|[一三]刻|$|[^\w]))"
_TIMED: Final = r"(?:半|钟|整|[一三]刻|\d+分|左右|[之以]?前|出发|开会|集合|起床|[上下]班|见面)"
_PAID: Final = r"(?:花|付|卖|要|价|贵|便宜|交|收|给|赚|挣|费|省|亏|借|还|存|欠|值|涨|降|薪|租|金|尾号)了?"
_MEASURE: Final = (
    r"(?:公斤|千克|毫克|厘米|公分|毫米|公里|千米|英里|英寸|毫升|平方米|平米|平方公里|立方米|摄氏度|千瓦|兆|码(?!头)|岁)"
)
_COUNTED: Final = (
    rf"(?:{_MEASURE}|[个年天周次人口号栋幢层楼室房路页集章条只本张辆台件套遍趟秒分倍度寸亩斤克吨米升期届班名位户家棵瓶盒包份双种块元毛句首篇点多余]|"
    r"小时|星期|来岁|字(?!路))"
)
_FIXED: Final = re.compile(
    r"双十[一二]|[五六]一(?=劳动|儿童|国际|节|长假|放假|假|去|回|期间|$)|十一(?=去|国庆|长假|黄金周|假|放假|期间|出|回)|三八(?=妇女|节|红旗)|"
    r"二百五|二十四(?=节气|孝|史)|十二(?=生肖|星座|时辰)|七十二[变行]|三百六十行|十八(?=般|层地狱|罗汉)|十万八千里|一千零一夜|"
    r"八九不离十|九九八十一|三七二十一|三十而立|四十不惑|年(?:二十九|三十)|(?<!一二三四五六七八九)十分(?!钟)|五十步|三十六[计行]|"
    rf"(?:正月|腊月|冬月|闰.月|[农阴旧]历[^，。]{{1,3}}月)[廿卅]?[{_NUMERALS}]+|[十一二三四五六七八九]+月[廿卅]?[一二]?十?[一二三四五六七八九十](?![{_NUMERALS}日号])"
)  # fmt: skip
_COUNTING_WORD: Final = re.compile(rf"[{_NUMERALS}]+(?:块钱|[楼室层点号])?")
# What jieba calls a word of these kinds is a number, a time or a measure; of any other kind, a word that holds a numeral.
_COUNTS: Final = ("m", "mq", "q", "t", "x", "zg", "g", "mg", "tg")


def written(text: str, keep: Collection[str] = ()) -> str:
    """The text with spoken numbers in figures, but for the words to keep. Idempotent; figures stay as they are."""
    kept = [word for word in keep if _NUMERAL.search(word)]
    while True:
        again = _pass(text, kept)
        if again == text:
            return text
        text = again  # each change leaves fewer numerals in words, so this ends


def _pass(text: str, keep: Collection[str]) -> str:
    for pattern, write in _RULES:
        kept = _kept(text, keep)
        text = pattern.sub(lambda match: _replaced(match, write, kept), text)  # noqa: B023 used up at once
    return text


def _replaced(match: re.Match[str], write: Write, kept: list[range]) -> str:
    start = match.start("n") if "n" in match.re.groupindex else match.start()
    return match.group() if any(span.start < match.end() and start < span.stop for span in kept) else write(match)


def _kept(text: str, keep: Collection[str]) -> list[range]:
    """Where words stand that are no numbers although they hold numerals."""
    if not _NUMERAL.search(text):
        return []
    spans = [range(*found.span()) for found in _FIXED.finditer(text)]
    spans += [range(*found.span()) for word in keep for found in re.finditer(re.escape(word), text)]
    at = 0
    for word, tag in rjieba.tag(text):
        if tag not in _COUNTS and _NUMERAL.search(word) and not _COUNTING_WORD.fullmatch(word):
            spans.append(range(at, at + len(word)))
        at += len(word)
    return spans


def _number(match: re.Match[str]) -> str:
    before, after = match.string[match.start() : match.start("n")], match.string[match.end("n") : match.end()]
    return f"{before}{figures(match['n'])}{after}"


def _digits(match: re.Match[str]) -> str:
    said = match["n"]
    counts_on = said in "一二三四五六七八九"
    in_pairs = len(said) == 4 and said[0] == said[1] and said[2] == said[3] and not set(said) & set("零〇")
    return said if counts_on or in_pairs else in_digits(said)


def _percent(match: re.Match[str]) -> str:
    return f"{_whole(match['n'])}{_fraction(match)}%"


def _decimal(match: re.Match[str]) -> str:
    return f"{_whole(match['n'])}{_fraction(match)}"


def _whole(said: str) -> str:
    return {"百": "100", "零": "0", "〇": "0"}.get(said) or figures(said)


def _fraction(match: re.Match[str]) -> str:
    return f".{in_digits(match['rest'])}" if match["rest"] else ""


def _range(match: re.Match[str]) -> str:
    return f"{figures(match['n'])}{match['to']}{figures(match['m'])}"


def _clock(match: re.Match[str]) -> str:
    """「八点四十五」, 「三点零五」; what no clock shows is left."""
    said = match["minute"]
    hour, minute = figures(match["n"]), f"0{in_digits(said[1])}" if said[0] in "零〇" else figures(said)
    return f"{hour}点{minute}" if hour.isdigit() and int(hour) <= 24 and int(minute) < 60 else match.group()


def _and_part(match: re.Match[str]) -> str:
    """「三块五」, 「一米七五」, 「三十八度五」."""
    return f"{figures(match['n'])}{match['unit']}{in_digits(match['part'])}"


_RULES: Final[tuple[tuple[re.Pattern[str], Write], ...]] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (rf"百分之(?P<n>百|[零〇]|{NUMBER})(?:点(?P<rest>[零〇一二三四五六七八九]+))?{_ENDS}", _percent),
        # dates
        (rf"{_BEGINS}(?P<n>[一二][零〇一二三四五六七八九]{{3}})(?=年)", _digits),
        (rf"{_BEGINS}(?P<n>[零〇]{ONE}|[五六七八九](?!六|七|八|九)[零〇一二三四五]|[七八九][零〇一二三四五六七八九](?<!七八)(?<!八九))(?=年(?!代|级))", _digits),
        (rf"(?<=年)(?P<n>十[一二]?|{ONE})(?=月)", _number),
        (rf"{_BEGINS}(?P<n>十[一二]?|{ONE})(?=月(?:{NUMBER}|\d+)[日号])", _number),
        (rf"(?<=月)(?P<n>[一二三]?十{ONE}?|{ONE})(?=[日号])", _number),
        (rf"{_BEGINS}(?P<n>{NUMBER})(?=号(?![称召]))", _number),
        # clock times
        (rf"{_BEGINS}(?P<n>十{ONE}?|二十[一二三四]?|[一二两三四五六七八九])点(?P<minute>[零〇]{ONE}|[一二三四五]?十{ONE}?){_ENDS}", _clock),
        (rf"{_BEGINS}(?P<n>十[一二]?|[一二两三四五六七八九])(?=点{_TIMED})", _number),
        (rf"{_DAYTIME}(?P<n>{_AT_ONE}|十[一二]?|[二两三四五六七八九])(?=点(?![零〇一二三四五六七八九]))", _number),
        # decimals
        (rf"{_BEGINS}(?P<n>[零〇])点(?P<rest>[零〇一二三四五六七八九]+){_ENDS}", _decimal),
        (rf"{_BEGINS}(?P<n>{NUMBER})点(?P<rest>[零〇一二三四五六七八九]{{2,}}){_ENDS}", _decimal),
        (rf"{_BEGINS}(?P<n>{NUMBER})点(?P<rest>[零〇一二三四五六七八九]+)(?={_MEASURE}|[斤克吨米升元块万亿倍度折])", _decimal),
        # digits said one by one
        (rf"{_BEGINS}(?P<n>[零〇一二三四五六七八九幺]{{4,}}){_ENDS}", _digits),
        (rf"{_BEGINS}(?P<n>(?=.{{0,2}}[零〇幺])[零〇一二三四五六七八九幺]{{3}}){_ENDS}", _digits),
        # prices, measures, counts
        (rf"{_BEGINS}(?P<n>{NUMBER})(?P<unit>块)(?P<part>{ONE}{{1,2}})(?=$|[^\w]|[钱毛的一吧呢了])", _and_part),
        (rf"{_BEGINS}(?P<n>[一二两])(?P<unit>米)(?P<part>{ONE}{{1,2}}){_ENDS}", _and_part),
        (rf"{_BEGINS}(?P<n>[一二三四五六七八九]十{ONE}?)(?P<unit>度)(?P<part>{ONE}){_ENDS}", _and_part),
        (rf"{_BEGINS}(?P<n>{NUMBER})(?=[块元]钱|{_MEASURE})", _number),
        (rf"{_PAID}(?P<n>{SEVERAL}|[二两三四五六七八九])(?=[块元]|$|[^\w])", _number),
        (rf"零下(?P<n>{NUMBER})(?=度)", _number),
        (rf"(?<=[号楼栋幢座区])(?P<n>{NUMBER})(?=单元|[栋幢层])", _number),
        (rf"{_BEGINS}(?P<n>{SEVERAL})(?P<to>[到至])(?P<m>{SEVERAL})(?={_COUNTED})", _range),
        (rf"{_BEGINS}(?P<n>{SEVERAL})(?={_COUNTED})", _number),
        (rf"{_BEGINS}(?P<n>(?=[{_NUMERALS}]{{3}}){SEVERAL}|[二两三四五六七八九][万亿](?=块|元|$|[^\w])){_ENDS}", _number),
    )
)  # fmt: skip
