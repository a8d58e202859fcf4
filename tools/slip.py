"""A slip of the turn before, put right with the bare value alone: 「打错了，是陈利国」, 「不对，是16号」.

Such words name neither whose nor what it is. It is the value of its own type among what was told just before: a date for a
date, an amount for an amount, a name for the one that looks or sounds like it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import rjieba

from store.contract import Memory
from store.facts import Fact
from tools.clauses import CLAIMS, clauses, corrects
from tools.denials import DAY_ONLY, day_of_month, denied, denied_of, letters_denied, only_denies, parts, what_is_right
from tools.heard.sounds import sound_alike
from tools.namings import NAME
from tools.slots import OWNER_SUBJECT
from tools.spelling_out import letter_of, respelt, spelt_out

# How many turns back a slip may lie.
_LATELY: Final = 3
_LONGEST: Final = 16  # characters of a value
_BARE: Final = re.compile(
    rf"^(?:应该|其实|该|而|就|那?个?)*(?:是|叫|姓|在|到|为)(?P<value>[^，。我你您他她它咱俺不]{{1,{_LONGEST}}}?)(?:才对|来着|吧|啦|了|哈|呢)?$"
)
# 「保单上是……」: how one knows.
_WRITTEN: Final = re.compile(r"^[^，。我是]{1,6}[上里](?:写|显示|印|标)?的?(?=是)")
# 「她是2016年11月11日的」
_OF_THEM: Final = re.compile(
    r"^(?:[他她它]|人家|老太太|老爷子|老人家|老头子?|孩子|娃|小家伙)(?:应该|其实)?(?:是|在|到)?(?P<value>[^，。]{1,16}?)(?:的|生的|出生的)?$"
)
_NUMERAL: Final = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万半]+)"
KINDS: Final = (
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
_DAY_OF_MONTH: Final = re.compile(r"(?<=月)\d{1,2}[日号]")
_YEAR: Final = re.compile(r"\d{4}年")
_DEED: Final = re.compile(r"(?!号|日|岁|年)[\u4e00-\u9fff]{1,2}的")
_SURNAME: Final = re.compile(r"^(?:应该|其实)?姓")
_FOR_SURE: Final = re.compile(r"(?:才对|来着|才是|吧|啦|哈)$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")
_CALLED: Final = re.compile(r"(?:叫做?|名字是|姓)([\u4e00-\u9fff]{1,4}?)(?=$|[，,。])")
_LONGEST_NAME: Final = 4  # characters
_ALIKE: Final = 0.5
_MOST_OF_A_VALUE: Final = 12


def bare_value(said: str) -> str:
    """The value that a correction gives with nothing around it, 2月16日 of 「不对，看错了，是2月16日」; empty where it says more.

    Of a name that is only spelt anew, 「是花蕾的蕾」, the character.
    """
    heard = clauses(said)
    denies = any(only_denies(clause.text) for clause in heard) or any(map(letter_of, denied(said)))
    if not (denies or corrects(said) or (heard and heard[0].act == "repair")):
        return ""
    right = what_is_right([clause for clause in heard if clause.act in CLAIMS])
    told = [clause.text for clause in right if clause.act != "correct" or _BARE.match(clause.text)]
    letters = [letter for text in told if (letter := letter_of(text))]
    said_so = [text for text in told if not letter_of(text)]
    if not said_so:
        return letters[0] if len(letters) == 1 else ""
    if any(not spelt_out(text) for text in said_so[1:]):
        return ""
    return _value_of(said_so[0], letters, is_denied=bool(denied(said)))


def _value_of(text: str, letters: Sequence[str], *, is_denied: bool) -> str:
    """The value that a clause gives and nothing else; of a name without a verb its spelling beside it is evidence."""
    of_them = _OF_THEM.match(text)
    if of_them and (_is_typed(of_them["value"]) or (is_denied and "我" not in of_them["value"])):
        return of_them["value"]
    written = _WRITTEN.sub("", text)
    found = _BARE.match(written)
    if found is not None:
        value = _without_deed(found["value"].strip())
        return value if written == text or _is_typed(value) else ""
    done = _without_deed(_FOR_SURE.sub("", text))
    is_value = _is_typed(text) or (_HAN.fullmatch(text) and set(letters) & set(text))
    return done if done != text and _is_typed(done) else text if is_value else ""


def _is_typed(value: str) -> bool:
    return any(kind.fullmatch(value) for kind in KINDS)


def _without_deed(value: str) -> str:
    """The value of 「是11月25日买的」, which says again what was done."""
    told = next((match.group() for kind in KINDS[:-1] if (match := kind.match(value))), "")
    return told if told and _DEED.fullmatch(value[len(told) :]) else value


def slipped(value: str, said: str, memory: Memory) -> Fact | None:
    """The fact that a bare value puts right: one that says what is denied, else one told just before that holds a value of its
    kind; None where there is none."""
    lately = list(_told_lately(memory))
    told = [fact for fact in reversed(memory.facts()) if not fact.is_derived]
    denying = [fact for fact in (*lately, *told) if _is_denied(fact, said)]
    return next((fact for fact in (*denying, *lately) if statement_with(fact, value, said) is not None), None)


def _is_denied(fact: Fact, said: str) -> bool:
    words = any(len(wrong) > 1 for wrong in denied_of(fact, said))
    return words or (fact.attribute == NAME and any(letter in fact.value for letter in letters_denied(said)))


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
    if is_letter(value, said):
        return _with_letter(old, value, said)
    for wrong in denied(said):
        if wrong in old:
            return old.replace(wrong, fitted(value, wrong, old))
    if DAY_ONLY.fullmatch(value) and len(days := list(_DAY_OF_MONTH.finditer(old))) == 1:
        return f"{old[: days[0].start()]}{day_of_month(value)}{old[days[0].end() :]}"
    for kind in KINDS:
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


def is_letter(value: str, said: str) -> bool:
    """Whether a value is but the character with which a name is spelt anew."""
    return len(value) == 1 and any(value in (letter_of(part), _SURNAME.sub("", part)) for part in parts(said))


def _with_letter(old: str, letter: str, said: str) -> str | None:
    """The words with the one character of a name that is denied, else that sounds like the right one, replaced by it."""
    names = [old] if len(old) <= _LONGEST_NAME else _names_in(old)
    pairs = [(name, wrong) for name in names for wrong in name if wrong in letters_denied(said)]
    pairs = pairs or [
        (name, wrong) for name in names for wrong in name if wrong != letter and sound_alike(wrong, letter)
    ]
    return old.replace(pairs[0][0], pairs[0][0].replace(pairs[0][1], letter)) if len(pairs) == 1 else None


def _names_in(text: str) -> set[str]:
    """The names of people that words hold: what is called so, and what looks like one."""
    looks = {word for word, tag in rjieba.tag(text) if tag in ("nr", "nrt") and 1 < len(word) <= _LONGEST_NAME}
    called = set(_CALLED.findall(text))
    return called | {name for name in looks if not any(name in each or each in name for each in called)}


def _told_lately(memory: Memory) -> Iterator[Fact]:
    """Facts of the last turns before this one, the last told first."""
    lately = {turn.id for turn in memory.turns()[-_LATELY - 1 :]}
    for fact in reversed(memory.facts()):
        if not fact.is_derived and any(source.turn in lately for source in fact.sources):
            yield fact


def fitted(value: str, wrong: str, old: str) -> str:
    """The value without what stands around the wrong one already: 两百 of 两百人 in 「三百人」, 烟台 of 去烟台 in 「去青岛」."""
    before, found, behind = old.partition(wrong)
    if not found:
        return value
    again = next((at for at in range(len(value) - 1, 0, -1) if before.endswith(value[:at])), 0)
    value = value[again:]
    unit = next((value[at:] for at in range(1, len(value)) if behind.startswith(value[at:])), "")
    value = value.removesuffix(unit)
    return value.removesuffix("的") if len(value) > len(wrong) else value


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
