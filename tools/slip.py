"""A slip of the turn before, put right with the bare value alone: 「打错了，是陈利国」, 「不对，是16号」.

Such words name neither whose nor what it is. It is the value of its own type among what was told just before: a date for a
date, an amount for an amount, a name for the one that looks or sounds like it.
"""

import re
from collections.abc import Iterator
from typing import Final

import rjieba

from store.contract import Memory
from store.facts import Fact
from tools.clauses import CLAIMS, clauses, corrects
from tools.heard.sounds import sound_alike
from tools.slots import OWNER_SUBJECT
from tools.spelling_out import respelt, spelt_out
from tools.when import whole

# How many turns back a slip may lie.
_LATELY: Final = 3
_LONGEST: Final = 16  # characters of a value
_BARE: Final = re.compile(
    rf"^(?:应该|其实|该|而|就|那?个?)*(?:是|叫|姓|在|到|为)(?P<value>[^，。我你您他她它咱俺不]{{1,{_LONGEST}}}?)(?:才对|来着|吧|啦|了|哈|呢)?$"
)
# 「她是2016年11月11日的」
_OF_THEM: Final = re.compile(r"^[他她它](?:应该|其实)?(?:是|在|到)?(?P<value>[^，。]{1,16}?)(?:的|生的|出生的)?$")
_DENIAL: Final = re.compile(
    r"^[啊哦哎呃]*(?:而|并)?(?:不是|不叫|不姓|不属|不在|并非)(?P<wrong>[^，。]{1,16}?)(?:了|啊|哈)?$"
)
_NUMERAL: Final = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万半]+)"
_TYPES: Final = (
    re.compile(r"[A-Za-z]{1,3}\d{1,5}次?"),
    re.compile(r"(?:\d{4}年)?(?:农历)?\d{1,2}月\d{1,2}[日号]|\d{4}-\d{1,2}-\d{1,2}"),
    re.compile(r"(?:[这本上下]个?)?(?:周|星期|礼拜)[一二三四五六日天末]"),
    re.compile(r"属[鼠牛虎兔龙蛇马羊猴鸡狗猪]"),
    re.compile(r"\d{4}年(?:\d{1,2}月)?"),
    re.compile(rf"(?:[上下中]午|早上|晚上|凌晨|傍晚)?{_NUMERAL}点(?:半|{_NUMERAL}分?)?|\d{{1,2}}[:：]\d{{2}}"),
    re.compile(
        rf"(?!\d{{4}}年)(?<!\d){_NUMERAL}(?:个月|个星期|个小时|小时|分钟|公斤|厘米|平米|平方|年级|[年天周岁元块斤米次人口号楼层名位只台辆本张])"
    ),
    re.compile(r"(?<![\dA-Za-z])[\dA-Za-z]*\d[\dA-Za-z]*(?![\dA-Za-z])"),
    re.compile(_NUMERAL),
)
# 「啊不是8号，18号」: of the month that was said.
DAY_ONLY: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号]")
_DAY_OF_MONTH: Final = re.compile(r"(?<=月)\d{1,2}[日号]")
_YEAR: Final = re.compile(r"\d{4}年")
_DEED: Final = re.compile(r"(?!号|日|岁|年)[\u4e00-\u9fff]{1,2}的")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")
_ALIKE: Final = 0.5
_MOST_OF_A_VALUE: Final = 12


def bare_value(said: str) -> str:
    """The value that a correction gives with nothing around it, 2月16日 of 「不对，看错了，是2月16日」; empty where it says more."""
    heard = clauses(said)
    denies = any(_DENIAL.match(clause.text) for clause in heard)
    if not (denies or corrects(said) or (heard and heard[0].act == "repair")):
        return ""
    told = [
        clause.text for clause in heard if clause.act in CLAIMS and not _DENIAL.match(clause.text)
        and (clause.act != "correct" or _BARE.match(clause.text))
    ]  # fmt: skip
    if not told or any(not spelt_out(text) for text in told[1:]):
        return ""
    of_them = _OF_THEM.match(told[0])
    if of_them and any(kind.fullmatch(of_them["value"]) for kind in _TYPES):
        return of_them["value"]
    found = _BARE.match(told[0])
    if found is None and any(kind.fullmatch(told[0]) for kind in _TYPES):
        return told[0]
    return _without_deed(found["value"].strip()) if found else ""


def _without_deed(value: str) -> str:
    """The value of 「是11月25日买的」, which says again what was done."""
    told = next((match.group() for kind in _TYPES[:-1] if (match := kind.match(value))), "")
    return told if told and _DEED.fullmatch(value[len(told) :]) else value


def slipped(value: str, said: str, memory: Memory) -> Fact | None:
    """The fact told just before that a bare value puts right; None where none holds a value of its kind."""
    return next((fact for fact in _told_lately(memory) if statement_with(fact, value, said) is not None), None)


def statement_with(fact: Fact, value: str, said: str) -> str | None:
    """A fact's statement with the one value of the same type replaced; None where it holds none, or several."""
    named = _with_name(fact.statement, value, said)
    mended = named or with_value(fact.statement, value, said)
    if mended is None and _is_name(fact.value) and _is_name(value) and fact.value in fact.statement:
        return fact.statement.replace(fact.value, value)
    return mended or of_its_kind(fact.statement, value)


def _with_name(old: str, value: str, said: str) -> str | None:
    """The words with the one name that is given as the value is replaced by it: 姓纪 by 「姓季」."""
    verb = next((verb for verb in ("姓", "叫") if f"{verb}{value}" in said), "")
    names = re.findall(rf"{verb}([\u4e00-\u9fffA-Za-z]{{1,8}}?)(?=$|[，,])", old) if verb else []
    return respelt(old, names[0], value, said) if len(names) == 1 and names[0] != value else None


def of_its_kind(old: str, value: str) -> str | None:
    """The words with the one noun that ends as the value does, and so is of its kind, replaced by it: 工行 by 建行."""
    nouns = [noun for noun in _noun_phrases(old) if noun != value and noun[-1] == value[-1]]
    return old.replace(nouns[0], value) if len(nouns) == 1 and _HAN.fullmatch(value) else None


def with_value(old: str, value: str, said: str) -> str | None:
    """The words with the one value of the same type replaced; None where they hold none, or several."""
    for wrong in _denied(said):
        if wrong in old:
            return old.replace(wrong, _fitted(value, wrong, old))
    if DAY_ONLY.fullmatch(value) and len(days := list(_DAY_OF_MONTH.finditer(old))) == 1:
        return f"{old[: days[0].start()]}{day_of_month(value)}{old[days[0].end() :]}"
    for kind in _TYPES:
        if not kind.fullmatch(value):
            continue
        found = list(kind.finditer(old))
        if len(found) > 1:  # 12栋1803: the one that is as long
            found = [each for each in found if len(each.group()) == len(value)]
        if len(found) == 1 and found[0].group() != value:
            return old[: found[0].start()] + with_year(value, found[0].group()) + old[found[0].end() :]
        if found:
            return None
    wrong = _lookalike(value, old)
    return old.replace(wrong, value) if wrong else None


def day_of_month(words: str) -> str:
    """A mere day as dates are written: 16日 of 16号 and 十六号."""
    return f"{whole(words[:-1])}日"


def _told_lately(memory: Memory) -> Iterator[Fact]:
    """Facts of the last turns before this one, the last told first."""
    lately = {turn.id for turn in memory.turns()[-_LATELY - 1 :]}
    for fact in reversed(memory.facts()):
        if not fact.is_derived and any(source.turn in lately for source in fact.sources):
            yield fact


def _denied(said: str) -> list[str]:
    return [found["wrong"] for clause in clauses(said) if (found := _DENIAL.match(clause.text))]


def _fitted(value: str, wrong: str, old: str) -> str:
    """The value without what stands around the wrong one already: 两百 of 两百人 in 「三百人」, 烟台 of 去烟台 in 「去青岛」."""
    before, _, behind = old.partition(wrong)
    value = value[1:] if len(value) > 1 and before.endswith(value[0]) else value
    unit = next((value[at:] for at in range(1, len(value)) if behind.startswith(value[at:])), "")
    return value.removesuffix(unit)


def with_year(value: str, wrong: str) -> str:
    """A date in words that leaves the year out means the year of the one it corrects; a mere year, its month and day."""
    year = _YEAR.match(wrong)
    if year and _YEAR.fullmatch(value):
        return f"{value}{wrong[year.end() :]}"
    return f"{year.group()}{value}" if year and "月" in value and not _YEAR.match(value) else value


def _lookalike(value: str, old: str) -> str:
    """The run of characters of `old` that a name may be a slip of: most of them are the same, or sound so."""
    if not _HAN.fullmatch(value):
        return ""
    nouns = [noun for noun in _noun_phrases(old) if noun != value and _same_share(noun, value) > _ALIKE]
    if len(nouns) == 1:
        return nouns[0]
    runs = [old[at : at + len(value)] for at in range(len(old) - len(value) + 1)]
    likely = [run for run in runs if _HAN.fullmatch(run) and run != value and _is_alike(run, value)]
    return likely[0] if len(likely) == 1 else ""


def _noun_phrases(text: str) -> list[str]:
    """Nouns and names, those that stand together as one: 武汉大学."""
    phrases = [""]
    for word, tag in rjieba.tag(text):
        if tag.startswith(("n", "j")) and word != OWNER_SUBJECT:
            phrases[-1] += word
        else:
            phrases.append("")
    return [phrase for phrase in phrases if len(phrase) > 1]


def _same_share(one: str, other: str) -> float:
    """The share of the longer one's characters that both have in their order, where they begin and end alike."""
    if one[0] != other[0] or one[-1] != other[-1]:
        return 0.0
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    rest = iter(longer)
    return len(shorter) / len(longer) if all(each in rest for each in shorter) else 0.0


def _is_alike(run: str, value: str) -> bool:
    same = sum(a == b for a, b in zip(run, value, strict=True))
    return same / len(value) > _ALIKE or sound_alike(run, value)


def _is_name(text: str) -> bool:
    """Whether it is nothing but a name or noun."""
    return 0 < len(text) <= _MOST_OF_A_VALUE and all(
        tag.startswith(("n", "eng", "m", "j")) for _, tag in rjieba.tag(text)
    )
