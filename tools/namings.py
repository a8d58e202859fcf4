"""Whose name a statement gives: 「用户部门经理叫林川」 names a manager, never the user.

What stands between the owner and the word of naming decides, whichever model proposes the slot: words of time and of naming
leave it the owner's, a thing or person named there has the name.
"""

import re
from dataclasses import dataclass
from typing import Final

import rjieba

from tools.slots import ACQUAINTANCES, OWNER_SUBJECT, canonical_subject, kin_at_end

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
# 「带我的师傅换成阿凯」, 「房东换了人，现在是个姓柯的」: who stands in somebody's place, by what that place is called.
_IN_PLACE: Final = re.compile(
    r"(?P<before>[^，。；]{1,24}?)(?:的?(?:位子|活儿?))?(?:给|已经|就|都|也|要)*"
    r"(?:[换改变](?:成|为|了|作)(?:了)?|改由|换人了?[，,\s]*(?:现在|如今)?(?:的)?是)(?:了|是)*(?P<name>[^，。；]{1,12})$"
)
_SINCE_IS: Final = re.compile(
    r"(?:起|现在|如今|目前|眼下)[^，。；是叫姓]{0,8}?(?P<before>[^，。；是叫姓]{1,8}?)(?:是|叫做?|(?=姓))(?P<name>[^，。；]{1,12})$"
)
# What ends so is somebody's part: 师傅, 教练, 店长, 班主任.
PERSON: Final = r"(?:[师傅父生员工长理任手者友伴姨叔伯婶爷妈婆]|大[哥姐]|保安|保姆|月嫂|司机|教练|中介|护士|亲戚|老乡|搭档|保洁|老总|书记|秘书|同桌|管家|主管|总监|会计)"
_PART: Final = re.compile(rf"[\u4e00-\u9fff]{{0,3}}?{PERSON}$")
_CALLED: Final = re.compile(
    r"(?:一?[个位])?(?:姓(?P<family>[\u4e00-\u9fff]{1,2})(?:的[^，。]{0,4})?|叫?(?P<name>[\u4e00-\u9fffA-Za-z]{2,12}?))了?$"
)
# 老詹, 阿凯, Ken, 蓝大夫
_FAMILIAR: Final = re.compile(
    r"[老小阿][\u4e00-\u9fffA-Za-z]{1,8}|[A-Za-z]{2,12}|[\u4e00-\u9fff](?:大夫|医生|老师|教练|经理|主任|律师|护士|警官|师傅|阿姨|总|工|[姐哥叔姨婶嫂爷])"
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
    said = statement.strip(" 。.！!")
    found = _NEW.search(said)
    return Naming(canonical_subject(found["who"]), NAME, found["name"]) if found else _named_in_place(said)


def _named_in_place(said: str) -> Naming | None:
    """Who has somebody's part now, by the last clause or two: (师傅, 阿凯) of 「从今天起带用户的师傅换成阿凯」."""
    found = _IN_PLACE.search(said) or _SINCE_IS.search(said)
    part = part_at_end(found["before"]) if found else ""
    called = _CALLED.match(found["name"]) if found and part else None
    if called is None:
        return None
    name = called["family"] or called["name"]
    if not (called["family"] or _is_name(name)):
        return None
    return Naming(canonical_subject(part), NAME, name)


def part_at_end(text: str) -> str:
    """The word for somebody's part that ends a text: 师傅 of 「带用户的师傅」; empty where none does, or it is a relative's."""
    kin = kin_at_end(text)
    if kin and len(kin) > 1:
        return kin if canonical_subject(kin).removeprefix(f"{OWNER_SUBJECT}的") in ACQUAINTANCES else ""
    word, _ = next(reversed(rjieba.tag(text)), ("", ""))
    return word if len(word) > 1 and _PART.fullmatch(word) else ""


def _is_name(words: str) -> bool:
    """Whether it is how somebody is called: 阿凯, 老詹, 蓝大夫, Ken, 靳苒."""
    tagged = rjieba.tag(words)
    return bool(_FAMILIAR.fullmatch(words)) or (len(tagged) == 1 and tagged[0][1] in ("nr", "nrt"))


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
