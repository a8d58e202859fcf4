"""Who or what came in the place of whom: 「新经理叫靳川」 and 「用户部门经理叫林川」; 「捷达处理掉了，提了辆秦」 and 「用户开捷达」."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from store.facts import Draft, Fact
from tools.namings import NAME, named_anew, organs, part_at_end
from tools.new_values import is_spoken_of
from tools.slots import ACQUAINTANCES, OWNER_SUBJECT, canonical_subject, kin_of

# What went, and what is had instead: an exchange says so, else both are counted by the same measure word.
_INSTEAD: Final = re.compile(
    r"^(?P<gone>[^，。]{1,16}?(?:卖|处理|报废|转手|过户|送人|送给[^，。]{1,6}|退|扔|淘汰|坏)[^，。]{0,6}了)，"
    r"(?P<got>[^，。]{0,20}?(?P<verb>换|提|买|入手|领养|领|养|租|订|办|接)(?:回来?|成)?了(?:一|两)?(?P<measure>[台辆部个只条张套间把家匹])?[^，。]{1,20})$"
)


def succeeded(draft: Draft, facts: Sequence[Fact]) -> Fact | None:
    """The fact that names who was there before whoever a draft says is new; None where it says so of nobody.

    Args:
        draft: what is told.
        facts: current ones, the last told first.
    """
    new = named_anew(draft.statement)
    if new is None or draft.subject != new.subject:
        return None
    known = [fact for fact in facts if fact.attribute == NAME and _is_part(fact.subject, new.subject)]
    same = [fact for fact in known if _is_of_same(fact, draft)]
    return same[0] if len(same) == 1 and same[0].value != new.value else None


def _is_part(subject: str, part: str) -> bool:
    """Whether somebody is told of by their part: 「带用户跑业务的师父」 is 用户的师傅."""
    return subject.endswith(part) or canonical_subject(part_at_end(subject) or subject) == part


def _is_of_same(fact: Fact, draft: Draft) -> bool:
    """Whether nothing in the new words says that it is another department's, or leaves out the relative whose the old one is."""
    kin = kin_of(fact.subject)
    is_relatives = kin is not None and kin[1] not in ACQUAINTANCES and not is_spoken_of(kin[0], draft.statement)
    return not is_relatives and all(organ in fact.statement for organ in organs(draft.statement))


def instead_of(old: Fact, draft: Draft) -> Draft:
    """The draft as it stands in the place of the old: of whom the old was (the 部门经理, of 「新经理」), and without the words that
    only say that the old is gone, where others say what is had for it."""
    if draft.attribute == old.attribute and _is_part(old.subject, draft.subject):
        return replace(draft, subject=old.subject)
    found = _INSTEAD.match(draft.statement)
    if found is None:
        return draft
    measure = found["measure"] or ""
    if found["verb"] != "换" and not (measure and measure in old.statement):
        return draft
    return replace(draft, statement=f"{OWNER_SUBJECT}{found['got'].removeprefix(OWNER_SUBJECT)}", subject=old.subject)
