"""What an utterance says is not so: 「不是X」, 「我压根没去过X」, 「从来没在X干过」, 「2015是我记混了」.

Whether a memory holds what is denied is found by looking there (`held_in`): what was said of it may be worded otherwise.
"""

import re
from collections.abc import Sequence
from typing import Final

from store.facts import Fact
from tools.clauses import Clause
from tools.slots import OWNER_SUBJECT, kin_at_start
from tools.spelling_out import letter_of, spelt_out
from tools.taking_back import is_more_exact, takes_back
from tools.when import whole
from tools.wording import content

_SPEAKER: Final = re.compile(r"(?:其实|可|但)?(?:我|俺|咱)(?![们家的])")
# 我家的, before a thing or person of the speaker.
MINE: Final = re.compile(r"^(?:我|俺|咱)(?:们|家)?的?")
_STOP: Final = re.compile(r"[，。！？；,.!?;]")
_SURE: Final = r"(?:其实|可|就|也|都|而|并|才|倒|却|真|压根儿?|根本|从来|从没|完全|一直)*"
_WHO: Final = r"(?:我|俺|咱|他|她|它|人家)?(?:们|家)?"
_IS_NOT: Final = r"(?:不是|不叫|不姓|不属|不在|不住|并非|没(?:有)?在)"
_ENDS: Final = r"(?:了|啊|哈|呀|的)?$"
# The whole clause denies, of whomever or whatever was spoken of, or of a topic that it names.
_ONLY: Final = re.compile(rf"^[啊哦哎呃]*{_SURE}{_IS_NOT}(?P<wrong>[^，。]{{1,16}}?){_ENDS}")
_OF_ONE: Final = re.compile(rf"^{_WHO}{_SURE}{_IS_NOT}(?P<wrong>[^，。]{{1,16}}?){_ENDS}")
_OF_TOPIC: Final = re.compile(rf"^(?P<topic>[^，。是不没]{{1,12}}?){_SURE}{_IS_NOT}(?P<wrong>[^，。]{{1,16}}?){_ENDS}")
_WHO_SAYS: Final = re.compile(
    r"^(?:谁说|谁讲|哪儿?|哪里)(?:我|俺|他|她|它)?(?:就|会)?(?:是|叫|姓|在)(?P<wrong>[^，。]{1,12}?)[了啊呀的]*$"
)
_DENIED: Final = re.compile(r"(?:不是|并非|没有?在(?!.*过)|不在|不住|不叫|不姓|not )(?![很太])(.{1,20}?)[了的嘛啊哈]?$")
# 「我过敏的是头孢，青霉素没事」
_HARMLESS: Final = re.compile(
    r"^([^我]{2,8}?)(?:我|俺)?(?:倒|其实|反而|是|都)*(?:没事儿?|不碍事|不要紧|没关系|不过敏|可以[吃喝用打])的?$"
)
# 「救援车那是我弟开的」, 「小米是我上一台」: the wrong one is somebody else's, or was before; only where another is right.
_ELSEWHERE: Final = re.compile(
    r"^([^我他她是那]{2,8}?)(?:那(?:个|辆|台|家|份)?是.+|是(?:我|他|她)?(?:上一?[个台部辆任次份家]|以前|之前|前年|去年|原先|早先).*|"
    r"是(?:我|俺|他|她|人家)[^，。]{1,6}的|的是.{1,8})$"
)
_GIVES: Final = re.compile(r"[是叫姓在属]")
_MISTAKEN: Final = re.compile(
    r"^([^我]{1,16}?)(?:年|那个|那条)?是我(?:自己)?(?:当时|之前|上次)?(?:记|说|写|看|听|打)(?:错|混|岔|反|串|颠倒)"
)
_SAID_WRONG: Final = re.compile(
    r"(?:[说记写报填](?:的|成|了|是)*)(?![的得])([^错]{1,10}?)(?:那个)?(?:是)?(?:不对|错[的了]|有误)$"
)
# 「钢琴我压根没碰过」, 「从来没在供电局干过」, 「二院她去都没去过」; who has not been somewhere yet puts nothing right.
_NEVER: Final = re.compile(
    rf"^(?:(?P<fronted>[^，。我]{{1,10}}?)(?=我|俺|他|她|它|人家))?{_WHO}{_SURE}(?:一[天次回]|半[天步]|[去到来上看])?(?:就|都|也)*没有?"
    r"(?:在(?P<where>[^，。]{2,10}))?[\u4e00-\u9fff]{1,2}过(?P<what>[^，。]{1,10}?)?[了啊呀的]?$"
)
# 「翻到发票了，……」: how one came to know what was wrong.
_FOUND_OUT: Final = re.compile(
    r"^(?:我|俺|跟[^，。]{1,4})?(?:今天|昨天|刚刚?|刚才|又|才|特意|回头|后来|重新|再)*(?:看|瞅|查|翻|问|找|核对|核实|确认)(?:了|到|过|着|出来?|一下|一眼|下|(?:出|了)?[^，。是]{1,6}(?:看|瞅|查|翻)了?)+[^，。是]{0,10}$|^[^，。我是]{1,8}(?:找|翻|查)(?:着|到|出来)了$|"
    r"^[^，。我]{2,8}一[看瞅瞧查翻问]$|^[^，。]{0,8}?(?:(?:才|刚|总算|终于)[闹弄搞问整]?|[闹弄搞问整])(?:明白|清楚|知道|想起来?|反应过来|回过[味神])[^，。是]{0,4}$"
)
# 「月日没错」, 「一年没变」: of what stays as it was.
_STAYS: Final = re.compile(r"^[^，。]{1,10}?(?:倒|都|也|还|是)*(?:没变|没错|不变|照旧|没动|没问题|是?对的)[了的]?$")
# A mere day: 1号.
DAY_ONLY: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号]")


def parts(said: str) -> list[str]:
    """The clauses of an utterance as its marks part them."""
    return [part for part in _STOP.split(said) if part]


def denied(said: str) -> list[str]:
    """The words that an utterance takes back: 初二 in 「是初三，不是初二」, 2015 in 「2015是我记混了」; the likelier before."""
    told = parts(said)
    is_given = any(_GIVES.search(part) and not says_not_so(part) for part in told)
    found = [MINE.sub("", words) for part in told for words in _denied_in(part)]
    found += [match.group(1) for part in told if is_given and (match := _ELSEWHERE.match(part))]
    return [words for words in dict.fromkeys(found) if words]


def _denied_in(part: str) -> list[str]:
    forms = (_DENIED, _MISTAKEN, _SAID_WRONG, _WHO_SAYS, _HARMLESS)
    return [match.group(1).strip() for form in forms if (match := form.search(part))] + never_so(part)


def never_so(clause: str) -> list[str]:
    """What a clause says never was so, 钢琴 of 「钢琴我压根没碰过」; of a place also without what may be of the verb behind it."""
    found = _NEVER.match(clause)
    if found is None:
        return []
    where = [words for words in (found["where"], (found["where"] or "")[:-1]) if words and len(words) > 1]
    return where or [words for words in (found["fronted"] or found["what"],) if words]


def only_denies(clause: str) -> bool:
    """Whether a clause does nothing but deny something of what was spoken of: 「不是石头那个磊」."""
    return bool(_ONLY.match(clause) or _WHO_SAYS.match(clause))


def says_not_so(clause: str) -> bool:
    """Whether a clause that puts something right gives only what was wrong, of whomever."""
    if (
        only_denies(clause)
        or any(form.match(clause) for form in (_OF_ONE, _OF_TOPIC, _HARMLESS, _ELSEWHERE))
        or never_so(clause)
    ):
        return True
    return takes_back(clause) or is_more_exact(clause)


def what_is_right(told: Sequence[Clause]) -> list[Clause]:
    """The clauses of what puts something right that say what is so: not what was wrong, how that was found, or what stays."""
    return [
        clause for clause in told
        if not (says_not_so(clause.text) or _FOUND_OUT.match(clause.text) or _STAYS.match(clause.text))
    ]  # fmt: skip


def topic_denied(clause: str) -> str:
    """The thing of which a clause denies something, 床位 of 「床位不是307」; empty where it names none."""
    found = _OF_TOPIC.match(clause)
    return found["topic"] if found else ""


def letters_denied(said: str) -> Sequence[str]:
    """The characters that a name is said not to be written with: 磊 of 「不是石头那个磊」."""
    return [letter for words in denied(said) if (letter := letter_of(words) or spelt_out(words)[-1:])]


def held_in(statement: str, wrong: str) -> bool:
    """Whether a statement says what is denied; of a mere day, 1号, its dates are looked at."""
    words = f"月{day_of_month(wrong)}" if DAY_ONLY.fullmatch(wrong) else content(wrong)
    return bool(words) and words in content(statement)


def denied_of(fact: Fact, said: str) -> list[str]:
    """What a fact says of what an utterance denies; of another person's nothing, where it is the speaker who denies it of
    themselves: 「我没在威海上过学」."""
    others = fact.subject.startswith(f"{OWNER_SUBJECT}的")
    told = [part for part in parts(said) if not (others and _is_of_speaker(part))]
    return [words for words in denied("，".join(told)) if held_in(fact.statement, words)]


def _is_of_speaker(part: str) -> bool:
    found = _SPEAKER.match(part)
    return found is not None and kin_at_start(part[found.end() :]) is None


def day_of_month(words: str) -> str:
    """A mere day as dates are written: 16日 of 16号 and 十六号."""
    return f"{whole(words[:-1])}日"
