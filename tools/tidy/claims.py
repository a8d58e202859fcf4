"""What a statement claims, clause by clause, in a form in which two ways of saying the same are equal.

Only what carries no matter is levelled: punctuation, width, particles, how numbers and dates are written, the everyday
synonyms. All else stays, in its order, so that a negation, a number, a name, a colour, a person or a time that differs keeps
two statements apart. Nothing is guessed from likeness: 三只猫 is as like 两只猫 as can be.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from store.facts import Fact
from tools.slots import OWNER_SUBJECT
from tools.when import whole

_CLAUSE: Final = re.compile(r"(?<!\d),|,(?!\d)|[。;!?\n]+|\.(?!\d)")
_DATES: Final = (
    re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"),
)
_NUMERAL: Final = re.compile(r"[零〇一二两三四五六七八九十百千]+")
# 三五个 is about so many, and 一百二 is 120 to some and 102 to others.
_UNSURE: Final = re.compile(r"[零〇一二两三四五六七八九]{2,3}|.*[百千][一二两三四五六七八九]")
_OWNER: Final = re.compile(r"用户(?:自己|本人)|我(?:自己|本人)|我(?!们|国|校|司|市|省|县)|\b(?:the )?user\b|\bi\b")
_MY: Final = re.compile(r"\b(?:my|the user's|user's)\b")
_SYNONYMS: Final = (
    (re.compile(r"热爱|喜爱|酷爱|(?<![可恋相敬亲心])爱(?=[吃喝看听玩打去跑爬游养唱跳下做逛])"), "喜欢"),
    (re.compile(r"老妈|母亲|(?<!妈)妈(?!妈|祖)"), "妈妈"),
    (re.compile(r"老爸|父亲|(?<!爸)爸(?!爸)"), "爸爸"),
    (re.compile(r"老公"), "丈夫"),
    (re.compile(r"老婆|媳妇儿?"), "妻子"),
    (re.compile(r"姥姥"), "外婆"),
    (re.compile(r"姥爷"), "外公"),
    (re.compile(r"大夫"), "医生"),
    (re.compile(r"名字(?:是|叫)|姓名是"), "叫"),
)  # fmt: skip
_EMPTY: Final = re.compile(
    r"的(?!士)|真的|非常|特别|十分|(?<!不)很|其实|那个|一下|已经|目前|现在|如今|(?<=\d)[个只位名条台部把张件辆](?!月)|[呢啊呀吧嘛哦哈]|\b(?:the|really|very)\b"
)
_COPULA: Final = re.compile(r"是|(?<![正还])在(?![找吃喝看听学做写打玩等办考忙睡])|当(?=.)|做(?=[^饭菜梦客事])")
_NEGATION: Final = re.compile(r"不|没|无|未|别|非|\b(?:not|no|never)\b|n't")
_STATE_END: Final = re.compile(r"了$|(?<=[养住买租办装])了")
_MARKS: Final = re.compile(r"[\W_]+")
_STATES: Final = ("profile", "preference", "relation", "possession")
_ONCE: Final = ("event", "plan")
# What happens more than once to the same words, whatever a model called it.
_REPEATABLE: Final = re.compile(r"买|购|入手|下单|[\u4e00-\u9fff](?:了(?!解)|过(?!敏|期|年|节))|\bbought\b|\b\w+ed\b")
_SLOT_WORDS: Final = {
    "姓名": r"叫|名字|姓名|大名|全名|是",
    "生日": r"生日|出生日期|出生|生于|是|在",
    "现居地": r"现居地|居住地?|定居|住址|地址|住|搬到|搬|家|在|是|到",
    "家乡": r"家乡|老家|籍贯|来自|是|在|人",
    "工作": r"职业|工作|是",
    "手机号": r"手机号码?|手机|电话号码?|电话|号码|是",
    "邮箱": r"邮箱|电子邮件|邮件|地址|是",
    "车牌号": r"车牌号?|号码|是",
    "血型": r"血型|是",
    "喜欢": r"喜欢|爱好|兴趣|是",
    "不喜欢": r"不喜欢|讨厌|反感",
    "过敏": r"对|会|有|过敏",
    "星座": r"星座|是",
    "生肖": r"生肖|属相|属|是",
}  # fmt: skip
_WORDS_OF_SLOT: Final = {name: re.compile(rf"(?:{words})*") for name, words in _SLOT_WORDS.items()}


class Claim(NamedTuple):
    """What a fact claims: about whom, when, and its clauses in their order, each levelled."""

    subject: str
    time: str
    clauses: tuple[str, ...]


def claim(fact: Fact) -> Claim:
    """Read a fact's claim; two facts with equal claims say the same."""
    is_state = fact.kind in _STATES
    subject = _level(fact.subject, is_state=is_state)
    parts = (_bare(part, is_state=is_state) for part in _CLAUSE.split(_written_alike(fact.statement)))
    clauses = (part.removeprefix(subject).removeprefix(OWNER_SUBJECT) for part in parts)
    return Claim(fact.subject, _time(fact), tuple(part for part in clauses if part))


def by_slot(fact: Fact, read: Claim) -> Claim:
    """The claim with each clause that says no more than the fact's slot put as that: 住在杭州 and 家在杭州 are one."""
    words = _WORDS_OF_SLOT.get(fact.attribute)
    value = _level(fact.value, is_state=fact.kind in _STATES)
    if words is None or not value:
        return read
    clauses = (_in_slot(part, words, value, fact.attribute) for part in read.clauses)
    return read._replace(clauses=tuple(clauses))


def _in_slot(part: str, words: re.Pattern[str], value: str, attribute: str) -> str:
    before, found, after = part.partition(value)
    says_no_more = found and words.fullmatch(before) and words.fullmatch(after)
    return f"{attribute}={value}" if says_no_more else part


@lru_cache(maxsize=4096)  # many facts share a subject
def _level(text: str, *, is_state: bool) -> str:
    return _bare(_written_alike(text), is_state=is_state)


def _written_alike(text: str) -> str:
    """One way of writing: width, case, dates, numbers, the owner, synonyms; clause marks are kept."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _NUMERAL.sub(_in_digits, text)
    for pattern in _DATES:
        text = pattern.sub(lambda found: f"日{found['y']}{int(found['m']):02}{int(found['d']):02}号", text)
    text = _MY.sub(f"{OWNER_SUBJECT}的", text)
    text = _OWNER.sub(OWNER_SUBJECT, text)
    for pattern, word in _SYNONYMS:
        text = pattern.sub(word, text)
    return text


def _bare(part: str, *, is_state: bool) -> str:
    """A clause without what is empty: particles, words of degree, and where nothing is denied the copula."""
    part = _EMPTY.sub("", part).strip()
    if not _NEGATION.search(part):
        part = _COPULA.sub("", part)
    return _MARKS.sub("", _STATE_END.sub("", part) if is_state else part)


def _in_digits(found: re.Match[str]) -> str:
    value = None if _UNSURE.fullmatch(found[0]) else whole(found[0])
    return found[0] if value is None else str(value)


def _time(fact: Fact) -> str:
    """When it happened; of what may happen again and was not dated, the day on which it was told; else nothing."""
    if fact.happened is not None:
        return f"{fact.kind == 'plan'} {fact.happened.start.isoformat()} {fact.happened.end.isoformat()}"
    may_repeat = fact.kind == "other" or "买" in fact.statement
    repeats = fact.kind in _ONCE or (may_repeat and _REPEATABLE.search(fact.statement))
    return f"{fact.kind == 'plan'} {fact.valid_from.date()}" if repeats else ""
