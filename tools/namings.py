"""Whose name a statement gives: 「用户部门经理叫林川」 names a manager, never the user.

What stands between the owner and the word of naming decides, whichever model proposes the slot: words of time and of naming
leave it the owner's, a thing or person named there has the name.
"""

import re
from dataclasses import dataclass
from typing import Final

from tools.slots import OWNER_SUBJECT, canonical_subject

NAME: Final = "姓名"
_OWNER: Final = re.compile(rf"^{OWNER_SUBJECT}(?:们|家)?(?:里|自己|本人)?的?\s*")
_WORD_OF_NAMING: Final = re.compile(
    r"(?:(?:的?名字|姓名|大名|本名|真名|全名|学名)?(?:就|也)?(?:改名|更名|改)?(?:叫做?|叫作|姓|是|改?成了?|改?为|即)|(?:'s|\b(?:is|am|called|named)\b|\s)+)\s*$",
    re.I,
)
# What may stand between the owner and the owner's own name.
_STILL_OWN: Final = re.compile(
    r"(?:免贵|改名|更名|改姓|名字|姓名|大名|本名|真名|全名|学名|中文名|原名|户口本上|身份证上|现在|如今|目前|以前|从前|原来|本来|从小|小时候|一直|已经|"
    r"以后|今后|往后|今天起?|昨天|正式|终于|其实|真的|自己|本人|[^，。]{1,8}(?:之后|以后|后|的?时候|之前)|(?:\d+|去|今|前)年(?:\d+月)?(?:\d+日)?|"
    r"名|就|也|都|又|还|才|是|叫|的|了|\b(?:name|full|first|last|real|is|am|now|called|named|my|i)\b|\s)*",
    re.I,
)
# Names one goes by beside one's own.
_BESIDE: Final = re.compile(r"(?:[\u4e00-\u9fff]{1,4}名|昵称|外号|绰号|(?:游戏|微信|网络)?(?:ID|id|账?号))$")
_NOT_A_PHRASE: Final = re.compile(r"[了过着有把给让说，。]|[一两三几]?个")
_LONGEST: Final = 12  # characters of a thing or person that has a name
_NEW: Final = re.compile(
    r"(?:^|[，,]|用户(?:家)?的?)新(?:来|换|任|上任|调来|请|招|找|到|接手)?的?(?P<who>[\u4e00-\u9fff]{2,6}?)(?:的?名字)?(?:叫做?|名叫|姓|是)(?P<name>[\u4e00-\u9fff]{1,4}|[A-Za-z]{2,12})了?$"
)
_ORGAN: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}?)(?:部(?!门)|科(?!长)|组(?!长)|店(?!长)|院(?!长)|厂(?!长)|校(?!长)|局(?!长)|处(?!长))"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """A slot of naming, and who or what has it."""

    subject: str
    attribute: str
    value: str


def named_anew(statement: str) -> Naming | None:
    """Who came in another's place and what they are called: (房东, 闻) of 「房子转手了，新房东姓闻」; None where none did."""
    found = _NEW.search(statement.strip(" 。.！!"))
    return Naming(canonical_subject(found["who"]), NAME, found["name"]) if found else None


def whose(statement: str, value: str) -> Naming:
    """Whose name a value is that was taken for the owner's own; nobody's (all empty) where that cannot be told.

    Args:
        statement: in the third person.
        value: the name.
    """
    clause = next((each for each in re.split(r"[，,。]", statement) if value in each), "")
    before, _, _ = clause.partition(value)
    thing = _WORD_OF_NAMING.sub("", _OWNER.sub("", before)).removesuffix("的").strip()
    if not clause or _STILL_OWN.fullmatch(thing):
        return Naming(OWNER_SUBJECT, NAME, value)
    if _NOT_A_PHRASE.search(thing) or len(thing) > _LONGEST or OWNER_SUBJECT in thing:
        return Naming("", "", "")
    if _BESIDE.fullmatch(thing):
        return Naming(OWNER_SUBJECT, thing, value)
    return Naming(canonical_subject(thing.removeprefix("新")), NAME, value)


def organs(statement: str) -> set[str]:
    """What the departments and the like that a statement names are for: 财务 of 「财务部」."""
    return {organ[:-1] for organ in _ORGAN.findall(statement)}
