"""到期日: a purchase or start date and a term of days, weeks, months or years -> the last day that it covers.

Convention, as receipts and shops in China use it: the day of the same number (买于 2023年1月15日, 保修两年 ->
到 2025年1月15日); where the month is shorter, its last day.

Source: 民法典 第二百零二条 (按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为最后一日).
"""

from collections.abc import Sequence
from datetime import date

from store.facts import Draft, Fact
from tools.rules.expiry_terms import Term, began, same_thing, terms, thing
from tools.rules.rule import Rule, conclusion
from tools.when import Duration
from tools.when.grammar import say_day, say_month


def expiry(start: date, length: Duration) -> date:
    """The last day covered."""
    return length.after(start)


def days_left(last: date, today: date) -> int:
    """Days until the last day covered; negative when it is past."""
    return (last - today).days


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """购买 + 期限 -> 到期日, from one fact or from two about the same thing."""
    if fact.is_derived or fact.attribute == "到期日":
        return []
    own_terms, own_start = terms(fact), began(fact)
    if own_terms and own_start:
        return _drafts(own_terms, own_start, [fact], thing(fact))
    if not own_terms and not own_start:
        return []
    # told last first; a text is looked at for the other half before it is asked of what thing it speaks
    others = (other for other in reversed(known) if other.id != fact.id and not other.is_derived)
    for other in others:
        found = own_terms or (terms(other) if began(other) is None else [])
        start = own_start or began(other)
        if found and start and same_thing(fact, other):
            premises = [other, fact] if own_terms else [fact, other]
            return _drafts(found, start, premises, thing(fact) or thing(other))
    return []


def _drafts(found: list[Term], start: tuple[date, str], premises: list[Fact], name: str) -> list[Draft]:
    if not name:
        return []
    say = say_month if start[1] == "month" else say_day
    drafts = []
    for term in found:
        last = say(expiry(start[0], term.length))
        statement = f"{name}的{term.sort}到{last}为止"
        drafts.append(
            conclusion(RULE.name, premises, subject=name, attribute="到期日", value=last, statement=statement)
        )
    return drafts


RULE = Rule("到期日", conclude, needs=(("购买或起算的日期", "期限"),))
