"""Which known tie a parting ends: 「跟路遥遥分手了」 ends 「对象叫路遥遥」, and 「我离婚了」 that somebody is one's wife."""

import re
from collections.abc import Iterable
from typing import Final

from store.facts import Fact
from tools.slots import OWNER_SUBJECT
from tools.wording import content

_PARTED: Final = re.compile(
    r"^(?:用户|我)?(?:们)?(?:已经|最终|最后|终于|终究|还是)*(?:(?:跟|和|与|同)(?P<who>[^，。]{1,12}?))?"
    r"(?:已经|最终|最后|终于|终究|还是|正式|和平|协议|彻底|就|都|也|又|昨天|前天|上[周个]?月?|去年|\d+[年月日号]|在)*"
    r"(?:分手|分了手|分开|离婚|离了婚|掰|散伙|绝交|闹翻|断绝(?:来往|关系|联系)|断了(?:来往|关系|联系))了?(?:$|[，,])"
)
_PARTNERS: Final = tuple(f"{OWNER_SUBJECT}的{kin}" for kin in ("男朋友", "女朋友", "丈夫", "妻子"))
_NOT_YET: Final = re.compile(r"要|想|打算|准备|快|差点|没有?|不[会想]")


def parted_from(statement: str, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts that says what tie there was, where the statement says that it is no more.

    Args:
        statement: in the third person, 用户 for the speaker.
        facts: current ones, the last told first.
    """
    found = _PARTED.search(re.sub(r"^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?", "", statement))
    if found is None or _NOT_YET.search(found.group()):
        return None
    who = content(re.sub(rf"^{OWNER_SUBJECT}的?", "", found["who"] or ""))
    return next((fact for fact in facts if _ties(fact, who)), None)


def _ties(fact: Fact, who: str) -> bool:
    """Whether it says that one has this partner or friend; any partner where nobody is named."""
    if _PARTED.search(fact.statement):
        return False
    said = content(f"{fact.subject}{fact.statement}")
    if not who:
        return fact.subject in _PARTNERS and fact.kind in ("relation", "profile")
    return who in said and (fact.subject in _PARTNERS or fact.kind == "relation")
