"""Which known tie a parting ends: 「跟路遥遥分手了」 ends 「对象叫路遥遥」, and 「我离婚了」 that somebody is one's wife."""

import re
from collections.abc import Iterable
from typing import Final

from store.facts import Fact
from tools.slots import OWNER_SUBJECT, kin_at_start
from tools.wording import content

_PARTED: Final = re.compile(
    r"^(?:用户|我)?(?:们)?(?:已经|最终|最后|终于|终究|还是)*(?:(?:跟|和|与|同)(?P<who>[^，。]{1,12}?))?"
    r"(?:已经|最终|最后|终于|终究|还是|正式|和平|协议|彻底|就|都|也|又|昨天|前天|上[周个]?月?|去年|\d+[年月日号]|在)*"
    r"(?:办了?|办理了?|办完)?(?:分手|分了手|分开|分(?=了)|离婚|离了婚|离|掰|散伙|绝交|闹翻|断绝(?:来往|关系|联系)|断了(?:来往|关系|联系))了?(?:$|[，,])"
)
# 「我姐和林涛离了」: whom the relative had married is no relative any more.
_OF_KIN: Final = re.compile(
    rf"^{OWNER_SUBJECT}(?:家)?的?(?P<kin>[^，。跟和与同]{{1,8}}?)(?:(?:跟|和|与|同)(?P<who>[^，。]{{1,8}}?))?"
    r"(?:已经|最终|最后|终于|还是|正式|和平|协议|就|都|又|昨天|前天|上[周个]?月?|去年|\d+[年月日号]|\d{4}年|在|办了?|办理了?|办完)*(?:离婚|离了婚|离|分手)(?:手续)?了?(?:$|[，,])"
)
# 「罗岚跟丁一凡离了」: two others.
_OF_TWO: Final = re.compile(
    r"^(?P<one>[^，。跟和与同的]{2,8})(?:跟|和|与|同)(?P<two>[^，。]{2,8}?)"
    r"(?:已经|最终|最后|终于|还是|正式|和平|协议|就|都|又|昨天|前天|上[周个]?月?|去年|\d+[年月日号]|\d{4}年|在|办了?|办理了?|办完)*(?:离婚|离了婚|离|分手|分|掰)(?:手续)?了(?:$|[，,])"
)
_OF_A_PAIR: Final = re.compile(r"老公|丈夫|老婆|妻子|媳妇|爱人|对象|[男女]朋友|嫁|娶|结婚|两口子|夫妻")
_SPOUSES: Final = {
    "姐姐": "姐夫", "妹妹": "妹夫", "哥哥": "嫂子", "弟弟": "弟媳", "女儿": "女婿", "儿子": "儿媳", "姑姑": "姑父", "姨妈": "姨父",
    "舅舅": "舅妈", "叔叔": "婶婶",
}  # fmt: skip
_PARTNERS: Final = tuple(f"{OWNER_SUBJECT}的{kin}" for kin in ("男朋友", "女朋友", "丈夫", "妻子"))
_NOT_YET: Final = re.compile(r"要|想|打算|准备|快|差点|没有?|不[会想]")


def parted_from(statement: str, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts that says what tie there was, where the statement says that it is no more.

    Args:
        statement: in the third person, 用户 for the speaker.
        facts: current ones, the last told first.
    """
    statement = re.sub(r"^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?", "", statement)
    of_kin = _OF_KIN.search(statement)
    if of_kin is not None and not _NOT_YET.search(of_kin.group()):
        return _in_law(of_kin, facts)
    two = _OF_TWO.search(statement)
    if two is not None and OWNER_SUBJECT not in two.group() and not _NOT_YET.search(two.group()):
        return _pair(two, facts)
    found = _PARTED.search(statement)
    if found is None or _NOT_YET.search(found.group()):
        return None
    who = content(re.sub(rf"^{OWNER_SUBJECT}的?", "", found["who"] or ""))
    return next((fact for fact in facts if _ties(fact, who)), None)


def _pair(parted: re.Match[str], facts: Iterable[Fact]) -> Fact | None:
    """The fact that says that two others are a pair."""
    names = [content(parted[name]) for name in ("one", "two")]
    told = (fact for fact in facts if _OF_A_PAIR.search(fact.statement) and not _OF_TWO.search(fact.statement))
    return next(
        (fact for fact in told if all(each in content(f"{fact.subject}{fact.statement}") for each in names)), None
    )


def _in_law(parted: re.Match[str], facts: Iterable[Fact]) -> Fact | None:
    """The fact that says who the spouse of a relative is to the owner."""
    kin = kin_at_start(parted["kin"])
    spouse = _SPOUSES.get(kin[1], "") if kin else ""
    who = content(parted["who"] or "")
    if not spouse:
        return None
    told = (
        fact for fact in facts if spouse in f"{fact.subject}{fact.statement}" and not _OF_KIN.search(fact.statement)
    )
    return next((fact for fact in told if who in content(f"{fact.subject}{fact.statement}")), None)


def _ties(fact: Fact, who: str) -> bool:
    """Whether it says that one has this partner or friend; any partner where nobody is named."""
    if _PARTED.search(fact.statement):
        return False
    said = content(f"{fact.subject}{fact.statement}")
    if not who:
        return fact.subject in _PARTNERS and fact.kind in ("relation", "profile")
    return who in said and (fact.subject in _PARTNERS or fact.kind == "relation")
