"""Advice of the small model: what is remembered of an ailment, an allergy or a vow must be heeded in it, and said first."""

import re
from collections.abc import Sequence
from typing import Final

from agent.models.local.checking import units
from tools.limits import bears_on, tells_limit
from tools.rules.hazard import WARNING
from tools.wording import bigrams

_TO_HEED: Final = re.compile(
    r"过敏|忌口|不能吃|不能喝|吃不了|喝不了|戒[烟酒]|痛风|尿酸|糖尿|血糖|血压|血脂|哮喘|心脏|色盲|色弱|恐高|怀孕|骨折|手术|癫痫|乳糖|素食|[吃全纯]素|荤腥|清真|胃病|结石|腰椎|关节"
)
_MEAL: Final = re.compile(r"[吃喝饮杯啤饺菜饭餐肉酒鱼虾蟹面粉汤糕锅烤串茶啡奶]")
_INSTEAD: Final = re.compile(r"换成|换个|改成|改[吃喝点]|代替|可以[点吃喝选来]")
_MOST_INSTEAD: Final = 24  # characters
_WARNS: Final = re.compile(
    r"会影响|有影响|不利|危险|风险|不要|别(?!的|人|忘)|避免|避开|不能|不适合|不宜|不合适|换成|换别的|小心"
)
# What a small model adds to a warning all the same.
_URGES: Final = re.compile(
    r"[，,。；](?:所以|不过|但)?(?:我)?(?:建议|推荐|可以|欢迎|祝)(?![^，,。；]*(?:不|别|避|换|少|改|另))[^。]*"
)
_WARNED: Final = re.compile(r"不(?:太)?建议|不推荐")


def heeded(reply: str, shown: Sequence[str], said: str) -> str:
    """The reply to a plan or a wish for advice, after what must not be overlooked and the model left out.

    One that warns is made to say so first, and so is one that names what speaks against it and then only says the question
    again.
    """
    to_heed = [heed for line in shown if (heed := _to_heed(line, said))]
    unsaid = [each for each in to_heed if not (units(each) - units(said)) & units(reply)]
    if unsaid and len(unsaid) == len(to_heed):
        return f"先提醒一句：{unsaid[0]}，这件事要当心。{reply}"
    own = _without_question(reply, said)
    if not to_heed or _WARNED.search(own) or (own == reply and not _WARNS.search(own)):
        return reply
    return f"不建议。{_URGES.sub('', own).rstrip('，, 。')}。"


def _to_heed(line: str, said: str) -> str:
    """What of a memory must be heeded: an ailment, what bears on the matter, or an animal and what is poisonous to it; empty
    where it is none."""
    statement, _, beside = line.partition("（")
    poison = WARNING.search(beside)
    if poison:
        return f"{statement}，{poison[0]}"
    matters = _TO_HEED.search(statement) or (tells_limit(statement) and bears_on(statement, said))
    return statement if matters else ""


def _without_question(reply: str, said: str) -> str:
    """The reply without the question said again in it; itself where nothing else is in it."""
    asked = said.strip("？?。！! ")
    own = reply
    for echo in (asked, asked.replace("我", "你")):
        own = own.replace(echo, "")
    own = own.strip("，,。？?！! ")
    return own if own and own != reply.strip("，,。？?！! ") else reply


def wants_instead(reply: str, shown: Sequence[str], said: str) -> bool:
    """Whether a reply speaks against a meal or a drink, for a reason that memory has, and names nothing else to have."""
    reason = any(_to_heed(line, said) for line in shown)
    return reason and bool(_MEAL.search(said)) and not _INSTEAD.search(reply)


def is_instead(words: str, said: str) -> bool:
    """Whether words name something else than what the question spoke of."""
    return 1 < len(words) <= _MOST_INSTEAD and not bigrams(words) & bigrams(said)
