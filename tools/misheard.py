"""A name that was heard wrong and is put right by the owner: 「不是张森，是张三」.

Who says so after a recording means every fact that took the name from it, not only the last. That a fact was heard shows in
its evidence (`Turn.door`), and how the name sounded in its characters, so that nothing more is kept for it: the pinyin
is computed (docs/adr/0008).
"""

import re
from dataclasses import dataclass
from typing import Final

from store.contract import Memory
from store.facts import Draft, Fact, Source, Turn
from tools.admit import same_fact
from tools.heard.by_ear import was_heard
from tools.heard.sounds import sound_alike
from tools.rules import engine

_HAN: Final = r"[\u4e00-\u9fff]"
_BREAK: Final = r"[，。、,.!！\s]*"
_OPENING: Final = r"(?:[^，。！？,.!?]{0,8}[，。！,.!]\s*)?"
_WHO: Final = r"(?:(?:我|他|她|它|你)?(?:的?名字)?|[^，。！？,.!?]{0,8}?)"
_SAYS: Final = r"(?:应该|其实)?(?:是叫|是|叫做?)"
_DENIES: Final = r"(?:并?不是|并非|不叫)"
_WRONG: Final = rf"(?P<wrong>{_HAN}{{2,6}}?)"
_RIGHT: Final = rf"(?P<right>{_HAN}{{2,6}}?)"
_END: Final = r"[的了啊呀哦呢吧]*[。！,.!\s]*"
_FORMS: Final = (
    re.compile(rf"{_OPENING}{_WHO}{_DENIES}{_WRONG}{_BREAK}而?{_WHO}{_SAYS}{_RIGHT}{_END}"),
    re.compile(rf"{_OPENING}{_WHO}{_SAYS}{_RIGHT}{_BREAK}而?{_WHO}{_DENIES}{_WRONG}{_END}"),
    re.compile(rf"{_OPENING}{_WRONG}(?:应该|其实)(?:是|叫){_RIGHT}{_END}"),
)


@dataclass(frozen=True, slots=True)
class PutRight:
    """A name that was heard wrong, the one that is right, and the facts that now have it."""

    wrong: str
    right: str
    facts: tuple[Fact, ...]


def put_right(turn: Turn, memory: Memory) -> PutRight | None:
    """Put right, in every fact that was only heard, the name that a turn says was misheard; None where it says no such thing.

    The old facts are corrected, not changed: they were never true. Where the right name is another's already, only what
    was told last is meant.
    """
    said = next((found for form in _FORMS if (found := form.fullmatch(turn.text.strip()))), None)
    if said is None or not sound_alike(said["wrong"], said["right"]):
        return None
    wrong, right = said["wrong"], said["right"]
    told = [fact for fact in memory.facts() if not fact.is_derived and wrong in fact.statement]
    if not told or not all(was_heard(fact, memory) for fact in told):
        return None
    if any(right in fact.statement for fact in memory.facts()):
        told = [fact for fact in told if fact.sources[-1].turn == told[-1].sources[-1].turn]
    return PutRight(wrong, right, tuple(_mended(fact, wrong, right, turn, memory) for fact in told))


def _mended(fact: Fact, wrong: str, right: str, turn: Turn, memory: Memory) -> Fact:
    draft = Draft(
        statement=fact.statement.replace(wrong, right),
        kind=fact.kind,
        subject=fact.subject.replace(wrong, right),
        attribute=fact.attribute,
        value=fact.value.replace(wrong, right),
        happened=fact.happened,
        valid_from=fact.valid_from,
        sources=(*fact.sources, Source(turn.id, turn.text)),
    )
    known = same_fact(draft, memory)
    if known is None:
        new = memory.update(fact.id, draft, how="correction", turn_id=turn.id, at=turn.said_at)
    else:
        memory.retract(fact.id, turn_id=turn.id, at=turn.said_at)
        new = known
    engine.cascade(memory, fact.id, turn_id=turn.id, at=turn.said_at, replaced_by=new)
    engine.derive(memory, new, turn_id=turn.id, at=turn.said_at)
    return new
