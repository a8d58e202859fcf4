"""What code does to an answer of the small model: it must rest on what is remembered, heed it, and leave out no date.

A memory line reads `statement（remark；remark）` (tools/telling.py).
"""

import re
from collections.abc import Sequence
from typing import Final

import rjieba

from agent.models.local.grounding import unfounded
from tools.ellipsis import leans_on_before
from tools.recolouring import COLOUR
from tools.slots import kin_at_start
from tools.telling import COMPUTED, NOT_AS_ASKED
from tools.told_beside import ASKS_WHY
from tools.when import whole
from tools.wording import bigrams, plain

# A term that ends within this many days is worth a word whenever its thing comes up.
_SOON_DAYS: Final = 60
_FOREMOST: Final = 2
_DAYS_LEFT: Final = re.compile(r"还剩(\d+)天")
_UNTIL: Final = re.compile(r"到(\d{4}年\d{1,2}月\d{1,2}日)为止")
_MISTAKEN: Final = re.compile(rf"{NOT_AS_ASKED}不是(?P<said>[^，；）]+)，是(?P<known>[^，；）]+)")
_ASKS_NAME: Final = re.compile(
    r"叫(什么|啥)|(什么|啥)名|姓甚名谁|我是谁|名字(是|叫)?(什么|啥|来着|呢)|怎么称呼|what.{0,12} name", re.IGNORECASE
)
_ASKS_NUMBER: Final = re.compile(r"多少|几[个号点岁月年天口楼层位]|号码|电话|哪[天年月]|什么时候|多[大久高重长远]")
_NAMES: Final = (
    re.compile(r"(?:名叫|叫做?|名字是|取名|起名)(?P<name>[^，。；、（的了什啥\s]{1,8})"),
    re.compile(r"^(?P<name>[^，。（你的\s]{1,6})是你(?:们?家|养)?的"),
)
_ASKS_COLOUR: Final = re.compile(r"什么颜色|啥颜色|什么色|颜色(?:是|呢)")
_YES_OR_NO: Final = re.compile(r"吗[？?]?$|是不是|有没有|算不算|对不对|会不会|能不能|要不要|还[^，。]{0,8}吗")
_ASKS_KIN: Final = re.compile(
    r"管[^，。]{1,8}叫|改口|[该要得][^，。]{0,6}[叫喊称][^，。]{0,8}(什么|啥|声)|称呼|(什么|啥)(人|亲戚|关系|辈分)|算(是)?我?的?(什么|啥|谁)|是我的?谁"
)
_KIN: Final = re.compile(r"^(?P<name>[^，。（你的\s]{1,8})是你的(?P<word>[^，。（的\s]{1,4})$")
# Words by which one does not vouch for what one says.
_HEDGED: Final = re.compile(
    r"听说|据说|传言|传闻|好像|似乎|可能|也许|或许|大概要|说不定|没准|不确定|不一定|[没未]定|真假|怀疑|疑似|犹豫|考虑|打算|想要?去|不知道(是不是|会不会|能不能)|\b(maybe|might|perhaps|heard)\b",
    re.IGNORECASE,
)
NOTHING_DONE: Final = "我没弄清要动的是哪一条记忆，所以什么也没有改。请再说一次，比如“忘掉……”加上那件事，或者“撤销”。"
_ORDERS: Final = re.compile(
    r"删|抹|忘[掉了记]|撤销|撤回|别记|[别不]要?(?:保存|记着|留着|记)|收回|\b(?:forget|delete|erase|undo)\b",
    re.IGNORECASE,
)
_CLAIMS_DONE: Final = re.compile(
    r"(?:删除?|删掉|抹掉|抹去|忘掉|忘记|忘|清除|撤销|撤回|收回)(?:掉|好)?了|(?:已经?|帮你|给你)[^，。]{0,6}(?:删|抹|忘|撤|清除)|\b(?:deleted|erased|forgotten|undone)\b",
    re.IGNORECASE,
)
_OWN_WORDS: Final = re.compile(r"我(?!们)([\u4e00-\u9fff]{1,2})")
# What an assistant may well say of itself.
_MAY_SAY: Final = frozenset(["不知", "知道", "记得", "不记", "可以", "会", "能", "是谁", "建议", "不清", "觉得", "想"])
_UNKNOWN: Final = re.compile(r"不知道|没告诉|不清楚|没有.{0,4}(记录|记忆)|don't know", re.IGNORECASE)
_SAYS_NO: Final = re.compile(
    r"没有?(?!事|关系|问题)|不(?!错|过|久|断|少|同|仅|但|知)|排除|取消|从未|从来没|\b(no|not|never)\b|n't", re.I
)
_ASKS: Final = re.compile(r"[？?]|什么|啥|哪|谁|几|多少|怎么")
_NAME_BEHIND: Final = re.compile(
    r"(?:叫|是)?(?P<name>[^是在对叫有的也很爱喜讨，。（\s]{2,4})(?=[是在对叫有也很爱喜讨，。（]|的|$)"
)
_HIDDEN: Final = "已隐去"
_NOT: Final = re.compile(r"[不没未无]|\b(no|not)\b|n't", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+|[零〇一二两三四五六七八九十百千]+")
_EMPTY: Final = frozenset(
    [
        "用户",
        "什么",
        "多少",
        "哪里",
        "哪儿",
        "时候",
        "今天",
        "现在",
        "知道",
        "告诉",
        "记得",
        "还是",
        "一个",
        "怎么",
        "这个",
        "那个",
        "自己",
        "多大",
    ]
)


def addressed(reply: str, said: str) -> str:
    """The reply with 你 for the user's own 我, where the model says their words again: 「我不喜欢什么？」 「我不喜欢辣。」"""
    own = {found[1] for found in _OWN_WORDS.finditer(said)} - _MAY_SAY
    return _OWN_WORDS.sub(lambda found: f"你{found[1]}" if found[1] in own else found[0], reply)


def owned_up(reply: str, said: str) -> str:
    """The reply to an order to forget or undo that nothing was done about; that it was done is not to be claimed."""
    return NOTHING_DONE if _ORDERS.search(said) and _CLAIMS_DONE.search(reply) else reply


def rests_on(reply: str, shown: Sequence[str], said: str) -> bool:
    """Whether a reply tells anything that the memories add to the question, says yes or no, or that it does not know."""
    if not shown or _UNKNOWN.search(reply) or _YES_OR_NO.search(said):
        return True
    new = set().union(*map(units, shown)) - units(said)
    return not new or bool(new & units(reply)) or any(unit in plain(reply) for unit in new if len(unit) > 1)


def asks_colour(said: str) -> bool:
    """Whether a question is for a colour."""
    return bool(_ASKS_COLOUR.search(said))


def is_about(line: str, said: str) -> bool:
    """Whether a memory and a question share a word that carries matter, and it has what is asked for: a name, a number."""
    statement = line.partition("（")[0]
    if _ASKS_NAME.search(said) and _name_in(line) is None:
        return False
    if _ASKS_NUMBER.search(said) and not _NUMBER.search(statement):
        return False
    if _ASKS_COLOUR.search(said) and not COLOUR.search(statement):
        return False
    return bool((_words(statement) & _words(said)) - _EMPTY)


def _touches(line: str, said: str) -> bool:
    """Whether a memory and a question share two characters in a row that carry matter, whatever the words they are of."""
    empty = frozenset().union(*map(bigrams, _EMPTY))
    return bool((bigrams(line.partition("（")[0]) & bigrams(said)) - empty)


def quoted(line: str) -> str:
    """A memory as an answer in its own words, or what was computed as it stands."""
    if line.startswith(COMPUTED):
        return line.removeprefix(COMPUTED) + "。"
    statement, _, remarks = line.partition("（")
    return f"我记得，{statement}（{remarks}" if remarks else f"我记得，{statement}。"


def named(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a question for a name; where it gives another word than the name that a memory has, that memory."""
    if not _ASKS_NAME.search(said) or _UNKNOWN.search(reply):
        return reply
    named_in = [(line, name) for line in shown if (name := _name_in(line)) is not None]
    if not named_in or any(name in reply for _, name in named_in):
        return reply
    return quoted(named_in[0][0]) if named_in[0][0] == shown[0] or is_about(named_in[0][0], said) else reply


def _name_in(line: str) -> str | None:
    found = next((match for pattern in _NAMES if (match := pattern.search(line))), None)
    return found["name"] if found else None


def related(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to what someone is to the user; where it leaves out the word that a memory has for it, that memory."""
    if not _ASKS_KIN.search(said):
        return reply
    for line in shown:
        kin = _KIN.match(line.partition("（")[0])
        if kin and kin["name"] in said and kin["word"] not in reply:
            return f"{kin['name']}是你的{kin['word']}。"
    return reply


def hedged(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a whether; where it vouches for what the user only heard, supposed or had in mind, their own words."""
    if not shown or not _YES_OR_NO.search(said) or not is_about(shown[0], said):
        return reply
    if not _HEDGED.search(shown[0].partition("（")[0]) or _HEDGED.search(reply) or _NOT.search(reply):
        return reply
    return f"还说不准。{quoted(shown[0])}"


def denied(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a whether; where it says yes to what a memory says no to, that memory."""
    if not shown or not _YES_OR_NO.search(said) or _NOT.search(reply):
        return reply
    line = next((each for each in shown[:_FOREMOST] if _touches(each, said)), "")
    return quoted(line) if _SAYS_NO.search(line.partition("（")[0]) and not _SAYS_NO.search(said) else reply


def masked(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply about a secret that was masked: that it is not known whole is said."""
    hidden = any(_HIDDEN in line and _touches(line, said) for line in shown[:_FOREMOST])
    return f"{reply}完整的没有保存，你说的时候就隐去了。" if hidden and "隐" not in reply else reply


def reasoned(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a 为什么, and what is remembered of the matter beside what it tells."""
    if not ASKS_WHY.search(said):
        return reply
    unsaid = [line for line in shown[:_FOREMOST] if not rests_on(reply, [line], said)]
    return f"{reply}另外，{unsaid[0].partition('（')[0]}。" if unsaid else reply


def put_right(reply: str, shown: Sequence[str]) -> str:
    """The reply, after what the question had wrong; where the model went along with it, memory's own words instead."""
    for line in shown[:_FOREMOST]:
        wrong = _MISTAKEN.search(line)
        if wrong and (wrong["said"] in reply or wrong["known"] not in reply):
            told = line.partition("（")[0] if wrong["said"] in reply else reply
            return f"我记的不是{wrong['said']}，是{wrong['known']}。{told}"
    return reply


def reminded(reply: str, shown: Sequence[str]) -> str:
    """The reply, and what soon runs out of the thing it is about, where the model left that date unsaid."""
    for line in shown[:_FOREMOST]:
        left, until = _DAYS_LEFT.search(line), _UNTIL.search(line)
        if left and until and int(left.group(1)) <= _SOON_DAYS and until.group(1) not in reply:
            return f"{reply}\n提醒一下：{line.partition('（')[0]}，{left.group()}。"
    return reply


def counted(reply: str, shown: Sequence[str], said: str, known: str) -> str:
    """The reply to a how many; where it gives a number or name that nobody told, the memory that has one."""
    asks = bool(_ASKS_NUMBER.search(said)) and bool(shown) and _counts(shown[0], said)
    told = _numbers(reply)
    return quoted(shown[0]) if asks and (unfounded(reply, known) or (told and not told & _numbers(known))) else reply


def told_of(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a question of somebody known by name; where it tells something else than the memory of them, that memory."""
    if not shown or not _ASKS.search(said) or not is_about(shown[0], said):
        return reply
    who = _person_in(shown[0])
    return reply if not who or who not in said or rests_on(reply, shown, said) else quoted(shown[0])


def _person_in(line: str) -> str:
    """The name of the relative or acquaintance whom a memory is of: 小马 of 「你的室友小马是四川人」; empty where it is of none."""
    rest = line.removeprefix("你的")
    kin = kin_at_start(rest) if rest != line else None
    found = _NAME_BEHIND.match(rest[len(kin[0]) :]) if kin else _KIN.match(line.partition("（")[0])
    return found["name"] if found else ""


def _counts(line: str, said: str) -> bool:
    """Whether a memory gives the number that is asked for: it is about the question, or that names nothing and it has one."""
    return is_about(line, said) or (leans_on_before(said) and bool(_NUMBER.search(line.partition("（")[0])))


def _numbers(text: str) -> set[int]:
    return {int(found) if found.isdigit() else whole(found) or 0 for found in _NUMBER.findall(text)}


def units(text: str) -> set[str]:
    """The numbers, by value, and the words of a text."""
    numbers = {str(int(found) if found.isdigit() else whole(found)) for found in _NUMBER.findall(text)}
    return numbers | (_words(text) - _EMPTY)


def _words(text: str) -> set[str]:
    """Words of two characters or more, and single ones that a name or thing may be."""
    tagged = rjieba.tag(text)
    return {plain(word) for word, tag in tagged if plain(word) and (len(word) > 1 or tag.startswith("n"))}
