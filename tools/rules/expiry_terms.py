"""Read out of a fact the thing it is about, when that was bought or began, and for how long something holds."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from store.facts import Draft, Fact
from tools.when import Duration, find, parse_duration
from tools.when.calendar import month_of, valid_date
from tools.when.relative import LENGTH

_SORTS = {
    "保修": "保修|质保|三包|包修|维保|只换不修|保(?=[\\d一二两三四五六七八九十半]+个?(?:年|月|天))", "退换": "退换货?|退货|换货|包退|包换|无理由", "保质期": "保质期",
    "有效期": "有效期?|宽带|定期存款|定存|定期(?=$|[，。；])|会员|年卡|套餐|通行证|签证",
    "租期": "租期|租约|起租|租了", "合同": "合同|合约|协议|签(?:了|就是|的是|的|下)(?=[\\d一二两三四五六七八九十半]+个?(?:年|月))", "期限": "期限|服务期|服务",
    "贷款": "房贷|车贷|贷款|按揭", "可用期": "能用|可以用|可用|使用寿命|寿命",
}  # fmt: skip
_SORT_WORDS = "|".join(_SORTS.values())
_TERM = re.compile(
    rf"(?P<sort>{_SORT_WORDS})[^，。；,;\d一二三四五六七八九十两半]{{0,6}}(?:一共)?(?P<len>{LENGTH})(?![前后内])"
    rf"|(?P<len2>{LENGTH})(?:之?内)?(?:的[\u4e00-\u9fff]{{0,4}}?(?=合同|合约|协议|会员|年卡|套餐)|的|免费|整机|全国|官方|延长|全国联保|品牌|可以?|都?能|支持|包|不满意|有){{0,3}}(?P<sort2>{_SORT_WORDS})"
    rf"|(?<=[，。；是存])(?P<len3>{LENGTH})期(?=$|[，。；])"
)
"""「保修三年」, 「三年保修」, 「起存，三年期」."""
_AFTER_COMMA = re.compile(
    rf"(?P<sort>{_SORT_WORDS})[^，。；,;\d]{{0,4}}，(?:一共|共|期限)?(?P<len>{LENGTH})(?=$|[，。；])"
)
_OPENED = re.compile(
    rf"(?:开封|拆封|启封|开瓶|开罐|打开|解冻|冲调|融化)(?:以|之)?后[^，。；\d一二三四五六七八九十两半]{{0,6}}(?P<len>{LENGTH})(?:之?内|以内)?"
)
"""What is to be used up within so long once it is open."""
_CARDS = (
    ("半年卡", "半年"),
    ("年卡", "一年"),
    ("季卡", "三个月"),
    ("月卡", "一个月"),
    ("周卡", "一周"),
    ("包年", "一年"),
    ("包月", "一个月"),
)
"""What a card of this name holds for when nothing else is said."""
_BEGAN = re.compile(
    r"买|购|入手|下单|拍下|收到|到货|领[了到取的]|办[了理的]|签[了订约下的]|租|开通|注册|激活|生产|出厂|换[了的]|起算|算起|重新算|升级|生效|续[了费的]|交付|配了|装[了上修的]|安装|开始|拿[了到]|获批|完工|竣工|提车|充[了值的]|[拉搬抱提带拿取运买送][^，。]{0,3}(?:回|到)(?:家|来)|投保|存了|存入|起存|存的|缴[了费的]|交[了费的]|做了|订[了阅的]|(?:新|刚)?开了[^，。]{0,2}[瓶罐盒包袋支管听桶]|开的(?=$|[，。])|拆[了开]|[开拆启]封(?=[了的]|于)|bought|purchased",
    re.I,
)
_TODAY = re.compile(r"今天|今日|刚|today|just\b", re.I)
_CLASSIFIER = r"(?:[一两三1-9]?(?:个|台|把|部|辆|双|件|只|条|款|套|张|支|瓶|盒|罐|包|袋|管|听|桶|本|块|副|顶|架|份|间|幢|枚|口|盏|床|根|艘|笔))?"
_BOUGHT = re.compile(
    rf"(?:买|购|购买|购入|入手|下单|拍下|收到|领到|拿到|(?<!标)签|租|办理?|配|换|装(?!修)|开通|续|拿|存(?=了)|订阅|拆|开(?=了.?.?[瓶罐盒包袋支管听桶]))(?!下来|好了|妥了|完了)(?:了|的是|的|到|下)?(?:一)?{_CLASSIFIER}(?P<thing>[^，。；,;！!、（(]{{1,20}})"
)
_OF_TERM = re.compile(
    rf"(?:^|，)(?P<thing>[^，。；,;]{{1,16}}?)(?:的|有|是|享|提供|，)*(?:整机|官方|全国|免费|{LENGTH}的?)*(?:{_SORT_WORDS})"
)
_BEFORE_BOUGHT = re.compile(
    r"^(?P<thing>[^，。；,;]{1,16}?)(?:(?:是|于|在|，)+.{0,14}?(?:买|购|入手|下单)|(?:已经|终于|也|就)*(?:签|租|办|定|订|装)(?:下来|好|妥|完)了)"
)
_DAY = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
_BEFORE_DAY = re.compile(
    rf"^(?P<thing>[^，。；,;]{{1,16}}?)(?<![在于是从年月天])(?:就|还)?(?:是|于|在|从)*{_DAY}[^，。；,;]{{0,4}}?(?:{_BEGAN.pattern})",
    re.I,
)
"""「驾照是2016年9月23日领的」: what stands before the day on which it began."""
_WHICH = rf"[这那]{_CLASSIFIER}"
_EDGE = re.compile(rf"^(?:的|了|{_WHICH}|一|给自己|新的?|家里的?|用户的?)+|(?:的|了|吧|，)+$")
_DATE = r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号])?"
_HELD = rf"(?:{_SORT_WORDS}|保险|[^，。；,;]险|证|卡|护照|租|贷款?|优惠|报名|申请)"
_UNTIL = re.compile(
    rf"{_HELD}(?P<between>[^，。；,;]{{0,14}}?)(?:到|至|截至|截止到?){_DATE}(?:为止|止|到期|结束|截止)?(?=$|[，。；,;）)])"
)
_ENDS = re.compile(rf"{_DATE}[^，。；,;\d]{{0,3}}(?:到期|过期|失效|截止|期满)(?!日期?还)")
_OF_SOMEBODY = re.compile(r"公司|工作|上班|住|待|干|学|玩|出差|旅|休|修到|忙|开会")
"""「保险公司工作到」: what lasts until then is somebody's doing, and not what was named."""


class Term(NamedTuple):
    """For how long something holds: 保修, 18 months."""

    sort: str
    length: Duration


def terms(fact: Fact | Draft) -> list[Term]:
    """The terms that a fact states, one of each sort."""
    found: dict[str, Term] = {}
    for sort, words in _spoken(fact):
        length = parse_duration(words)
        if length is not None and length.exact:
            found.setdefault(sort, Term(sort, length))
    return list(found.values()) or _of_card(fact)


def _of_card(fact: Fact | Draft) -> list[Term]:
    length = next((parse_duration(length) for card, length in _CARDS if card in fact.statement), None)
    return [Term("有效期", length)] if length is not None else []


def _spoken(fact: Fact | Draft) -> Iterator[tuple[str, str]]:
    for match in _TERM.finditer(fact.statement):
        yield _sort(match["sort"] or match["sort2"] or ""), match["len"] or match["len2"] or match["len3"]
    for match in _AFTER_COMMA.finditer(fact.statement):
        yield _sort(match["sort"]), match["len"]
    for match in _OPENED.finditer(fact.statement):
        yield "可用期", match["len"]
    if fact.attribute in ("期限", *_SORTS):
        spoken = re.search(LENGTH, fact.value)
        said = re.search(_SORT_WORDS, fact.value + fact.statement)
        if spoken:
            yield _sort(said[0] if said else fact.attribute), spoken[0]


def _sort(word: str) -> str:
    return next((name for name, words in _SORTS.items() if re.fullmatch(words, word)), "期限")


def began(fact: Fact | Draft) -> tuple[date, str] | None:
    """The day on which the thing was bought or the term began, and its precision ("day" or "month").

    `happened` says it; else a date in the statement; else the day of speech, where the user spoke of today or just now.
    """
    words = fact.statement + "".join(source.quote for source in fact.sources)
    if (
        fact.valid_from is None
        or fact.kind == "plan"
        or not (_BEGAN.search(fact.statement) or fact.attribute in ("购买", "期限"))
    ):
        return None
    if fact.happened is not None and fact.happened.precision in ("day", "hour", "minute", "second", "month"):
        precision = "month" if fact.happened.precision == "month" else "day"
        return fact.happened.start.date(), precision
    for mention in find(fact.statement, fact.valid_from, tense="past"):
        if mention.interval is not None and mention.interval.precision in ("day", "month", "hour", "minute"):
            return mention.interval.start.date(), "month" if mention.interval.precision == "month" else "day"
    return (fact.valid_from.date(), "day") if fact.happened is None and _TODAY.search(words) else None


def told_end(fact: Fact) -> tuple[date, str] | None:
    """The last day that a fact itself names for what it tells of, and its precision ("day" or "month": its last day)."""
    if fact.is_derived:
        return None
    until = _UNTIL.search(fact.statement)
    if until is not None and _OF_SOMEBODY.search(until["between"]):
        until = None
    found = _ENDS.search(fact.statement) or until
    if found is None:
        return None
    year, month = int(found["y"]), int(found["m"])
    day = valid_date(year, month, int(found["d"] or 1))
    if day is None or found["d"]:
        return (day, "day") if day is not None else None
    return month_of(year, month, None).end.date() - timedelta(days=1), "month"


def thing(fact: Fact | Draft) -> str:
    """What the fact is about: its subject, or the thing that was bought; empty when it cannot be told."""
    if fact.subject and not fact.subject.startswith("用户"):
        return fact.subject
    dated = fact.statement.removeprefix("用户")
    bare = re.sub(rf"{_DAY}|刚刚?", "", dated)
    for pattern, statement in ((_BOUGHT, bare), (_BEFORE_DAY, dated), (_BEFORE_BOUGHT, bare), (_OF_TERM, bare)):
        match = pattern.search(statement)
        name = _trimmed(match["thing"]) if match else ""
        name = name or (_sort_named(match["thing"]) if match and pattern is _BOUGHT else "")
        if name:
            return name
    value = _trimmed(fact.value)
    return value if fact.attribute == "购买" and value and not re.search(LENGTH + r"|\d{4}", value) else ""


def _sort_named(text: str) -> str:
    """What was had where its name is the term's own: 新租约."""
    bare = _EDGE.sub("", text.strip())
    return bare if re.fullmatch(_SORT_WORDS, bare) else ""


def _trimmed(text: str) -> str:
    text = re.split(rf"(?:，|,|{LENGTH}的?(?:{_SORT_WORDS})|(?:{_SORT_WORDS})|有{LENGTH})", text)[0]
    return _EDGE.sub("", re.sub(rf"^{LENGTH}的", "", text.strip()))


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether two facts are about one thing: a name within the other's, or one turn that speaks of one thing."""
    a, b = thing(one), thing(other)
    if a and b:
        return a in b or b in a
    turns = {s.turn for s in one.sources} & {s.turn for s in other.sources}
    return bool(turns)
