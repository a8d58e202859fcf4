"""The body mass index, of a height and a weight that are remembered.

Source: WS/T 428-2013 《成人体重判定》: weight in kilograms by the square of height in metres; below 18.5 too light, from 24 too
heavy, from 28 obese, for adults.
"""

import re
from collections.abc import Iterator
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.rules.units import amounts
from tools.slots import OWNER_SUBJECT, kin_at_start

_ASKS: Final = re.compile(
    r"\bBMI\b|(?:体质|体重|身体质量)指数|(?:超重|肥胖|[过偏超]胖|[过偏]瘦|标准体重)(?:了|的|范围)*(?:吗|没|不|嘛|呢)?[？?]?$|(?:超重|肥胖|偏胖|偏瘦)还是",
    re.IGNORECASE | re.ASCII,
)
_WHO: Final = re.compile(r"(?:我|俺|咱)(?:们家|家|们)?的?(?P<kin>[^，。]{0,4})")
_OF_BODY: Final = ("身高", "体重")
_SENSIBLE: Final = {"长度": (1.0, 2.5), "重量": (20.0, 300.0)}
_GRADES: Final = ((18.5, "体重过低"), (24.0, "体重正常"), (28.0, "超重"))


def asks_for_body_mass(query: str) -> bool:
    """Whether a question asks for it, or whether one is too heavy."""
    return _ASKS.search(query) is not None


def body_mass(query: str, memory: Memory) -> list[str]:
    """The index of whom a question asks, the user where it names nobody; empty where height or weight is not known."""
    who = _WHO.search(query)
    kin = kin_at_start(who["kin"]) if who else None
    subject = f"{OWNER_SUBJECT}的{kin[1]}" if kin else OWNER_SUBJECT
    facts = [fact for fact in reversed(memory.facts()) if fact.subject == subject]
    height, weight = (next(_measured(facts, of), None) for of in ("长度", "重量"))
    if height is None or weight is None:
        return []
    index = weight / height**2
    grade = next((name for least, name in _GRADES if index < least), "肥胖")
    measures = f"身高{height * 100:.0f}厘米、体重{weight:g}公斤"
    return [f"{subject}{measures}，BMI是{index:.1f}，按成人标准{grade}（18.5到24为正常）"]


def _measured(facts: list[Fact], of: str) -> Iterator[float]:
    """The heights or weights that facts tell, in metres or kilograms."""
    least, most = _SENSIBLE[of]
    for fact in facts:
        if fact.attribute in _OF_BODY or any(word in fact.statement for word in _OF_BODY):
            said = amounts(fact.statement, fact.statement)
            yield from (each.size for each in said if each.of == of and least <= each.size <= most)
