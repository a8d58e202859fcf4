"""Which known fact gives the old value of what a statement gives a new one of: 「又涨，从今天起一个月1800了」 and 「房租一个月1500」.

The statement says that something has changed, and holds one value of a kind; of the same owner's facts, one alone, or one
clearly best, holds another value of that kind and is of what the statement is of, or of anything where it leaves that out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import rjieba

from store.facts import Draft, Fact
from tools.kinds import BARE, CLAUSE, MONEY, WEEKDAY, Value, clause_at, timeless, value_of, values_in
from tools.since import FROM_WHEN
from tools.slots import ACQUAINTANCES, OWNER_SUBJECT, holds_one, kin_at_start, kin_of

_BECOMES: Final = re.compile(
    r"(?:改|换|调|转|挪|倒|轮|涨|升|加|提|降|减|跌|落|瘦|胖|长|缩|变|增|掉|定|分|搬|移)(?:了|成|到|为|至|去|上|回|进|吃|喝|坐|穿)|又(?:要)?(?:涨|降|加|减|升|换|改|调|长|搬)|[涨加降][钱价薪]"
)
_CHANGES: Final = re.compile(rf"{FROM_WHEN.pattern}|{_BECOMES.pattern}|现在|如今|目前|眼下|这会儿")
_NOT_SO: Final = re.compile(
    r"打算|准备|想要?|计划|考虑|可能|也许|大概|听说|据说|如果|要是|没(?:有|能|再|给)*(?=[涨降加减改换到变调转升挪倒瘦胖长])|就?这[一1]?[回次]|临时|这周的|本周的|下周的"
)
_RISES: Final = re.compile(r"涨|加(?!班|油|上)|升|提高|胖|长[到了高大]|增|多了")
_FALLS: Final = re.compile(r"降|减|瘦|跌|掉|缩|少了|便宜")
# Nouns that say nothing of what a value is of.
_WEAK: Final = frozenset([
    OWNER_SUBJECT, "时候", "东西", "现在", "今天", "时间", "正式", "通知", "地方", "价格", *"价钱课班人天月年家点事行换改调转挪倒涨升加降减成到为去",
])  # fmt: skip
_NOMINAL: Final = ("n", "nz", "nl", "ng", "eng", "vn", "nt")
_COUNTS: Final = re.compile(r"[\d一二两三四五六七八九十百千每几半]")
# Who changes what one pays or gets is not what it is, nor that it is raised.
_IS_AGENT: Final = re.compile(r"公司|单位|领导|物业|厂里?|驾校|中介|学校|财务科?|人事|大夫|教练|组长|主任|经理")
_CAUSES: Final = re.compile(r"给|把|让|叫|安排|通知|说|发话|[涨降加减扣]")
_RAISING: Final = re.compile(r"[涨降加减]")


def renewed(draft: Draft, facts: Sequence[Fact]) -> Fact | None:
    """The fact whose value a draft gives anew; None where it gives none, or it cannot be told whose.

    Args:
        draft: what is told.
        facts: current ones, the last told first.
    """
    value = new_value(draft.statement)
    if value is None:
        return None
    had = [(fact, was) for fact in facts if (was := _had(fact, value)) is not None]
    older = [(fact, was) for fact, was in had if _is_older(fact, was, draft, value)]
    replaced = [fact for fact, was in older if was.said in _quote(draft)]
    matter = _matter(draft, value)
    named = [(fact, was) for fact, was in older if matter or was.kind != BARE]  # a mere number is of what is named
    fitting = replaced or [fact for fact, _ in named if all(is_spoken_of(each, fact.statement) for each in matter)]
    return fitting[0] if len(fitting) == 1 else None


def new_value(statement: str) -> Value | None:
    """The one value that a statement says something has come to, of several of one kind the last, 「从一片加到三片」; None where
    it tells of no change, or of several kinds."""
    if _NOT_SO.search(statement):
        return None
    values = [value for value in values_in(statement) if value.kind != WEEKDAY and _is_come_to(statement, value)]
    return values[-1] if len({value.kind for value in values}) == 1 else None


def with_new_value(old: Fact, draft: Draft) -> Draft | None:
    """The draft as it stands in the place of the old: in the old words, where it leaves out what they say it is of; None
    where it gives no new value of a kind that the old one has."""
    value = new_value(draft.statement)
    was = _had(old, value) if value else None
    if value is None or was is None or renewed(draft, [old]) is None:
        return None
    is_in_slot = was.said in old.value
    draft = replace(draft, subject=old.subject, attribute=old.attribute,
                    value=old.value.replace(was.said, value.said) if is_in_slot else old.value, kind=old.kind)  # fmt: skip
    kept = _words_of(old, was)
    left_out = [each for each in things_in(kept.partition(was.said)[0]) if not is_spoken_of(each, draft.statement)]
    if not left_out or timeless(kept) != kept or _is_to_come(draft):  # what was so on a day is not so on it anew
        return draft
    return replace(draft, statement=kept.replace(was.said, value.said), happened=None)


def _had(fact: Fact, value: Value) -> Value | None:
    """The one value of a fact that another may be the new one of; a mere number of three digits and more may be money."""
    was = value_of(fact.statement, value.kind)
    if was is None and value.kind in (BARE, MONEY):
        was = value_of(fact.statement, MONEY if value.kind == BARE else BARE)
        return was if was and was.amount and value.amount and 1 / 3 < value.amount / was.amount < 3 else None
    return was


def _is_older(fact: Fact, was: Value, draft: Draft, value: Value) -> bool:
    """Whether a fact told before is of the same owner and has another value of the kind, on the side that it came from."""
    if was.said == value.said or person_of(fact.subject) != person_of(draft.subject):
        return False
    if fact.kind == "event" and fact.happened is not None and not holds_one(fact.attribute) and was.amount is not None:
        return False  # what was so once, on its day, stays so
    if {source.turn for source in fact.sources} & {source.turn for source in draft.sources}:
        return False
    words, before, after = _told(draft, value), was.amount, value.amount
    if before is None or after is None or was.unit != value.unit:
        return True
    return not (_RISES.search(words) and after < before) and not (_FALLS.search(words) and after > before)


def _is_come_to(statement: str, value: Value) -> bool:
    """Whether the clause of a value, or that before it, tells of a change."""
    clause, rest = _clauses_at(timeless(statement), value)
    # 「165斤了」, and not 「今天吃了三碗了」, which was done once
    is_so_now = "·" not in clause and re.search(rf"(?<!了){re.escape(value.said)}[^，。]{{0,3}}了$", clause)
    return bool(is_so_now or _CHANGES.search(clause_at(statement, value.start)) or _BECOMES.search(rest))


def _matter(draft: Draft, value: Value) -> set[str]:
    """What a value is said to be of: the things that its clause names, else those of the clause before, where that tells of the
    change; none where that is left out."""
    clause, before = _clauses_at(timeless(draft.statement), value)
    if not before:
        before = _clause_before(_quote(draft), value.said)
    clause = clause.replace(value.said, "")
    return _moved_things(clause) or (_moved_things(before) if _BECOMES.search(before) else set())


def _moved_things(clause: str) -> set[str]:
    """The things that a clause names, without who only brings the change about: the boss of 「老板给我加到六千」."""
    return {each for each in things_in(clause) if not (_CAUSES.search(clause) and _is_agent(each))}


def _told(draft: Draft, value: Value) -> str:
    clause, before = _clauses_at(timeless(draft.statement), value)
    return f"{before or _clause_before(_quote(draft), value.said)}，{clause}"


def _clauses_at(text: str, value: Value) -> tuple[str, str]:
    """The clause of a value and the one before it."""
    return clause_at(text, value.start), _clause_before(text, value.said)


def _clause_before(text: str, said: str) -> str:
    """The clause before the one that holds the words; empty where they are not found, or stand in the first."""
    found = CLAUSE.split(text.partition(said)[0])
    return found[-2] if said in text and len(found) > 1 else ""


def is_told_anew(said: str) -> bool:
    """Whether words about the speaker, or of what holds from a time on, give a value that something has come to."""
    value = new_value(said)
    if value is None:
        return False
    before = timeless(said)[: value.start]
    return bool(FROM_WHEN.search(said)) or (
        "我" in before and bool(re.search(rf"(?:{_BECOMES.pattern})[^，。]{{0,2}}$", before))
    )


def is_of_other_thing(known: str, statement: str) -> bool:
    """Whether both hold a value of one kind, the new one of a thing of which the known says nothing: 「套餐59」 and 「宽带99」."""
    value = new_value(statement)
    if value is None or value_of(known, value.kind) is None:
        return False
    things = things_in(clause_at(timeless(statement), value.start).replace(value.said, ""))
    return bool(things) and not any(is_spoken_of(each, known) for each in things)


def is_spoken_of(thing: str, statement: str) -> bool:
    """Whether a statement speaks of a thing: by its name, by a word of which that is made, or by the deed that it ends in, 租 of
    「月租」."""
    kin = kin_at_start(thing)
    words = [word for word, _ in rjieba.tag(statement)]
    return (
        thing in statement
        or any(len(word) > 1 and word in thing for word in words)
        or (thing[-1] in words and thing[-1] not in _WEAK)
        or (kin is not None and any(kin_at_start(word) == (word, kin[1]) for word in words))
    )


def things_in(text: str) -> set[str]:
    """The things that a text names, without what is counted."""
    named = {word.rstrip("里上") or word for word, tag in rjieba.tag(text) if tag in _NOMINAL}
    return {word for word in named - _WEAK if not (_RAISING.match(word) or _COUNTS.match(word))}


def _is_agent(word: str) -> bool:
    kin = kin_at_start(word)
    return bool(_IS_AGENT.fullmatch(word)) or (kin is not None and kin[1] in ACQUAINTANCES)


def person_of(subject: str) -> str:
    """The relative whose a subject is; the owner where it is none's, but a thing."""
    return subject if kin_of(subject) else OWNER_SUBJECT


def _words_of(old: Fact, was: Value) -> str:
    """A fact's words up to the clause of its value; without those before it where they hold a number that may be past."""
    clause = clause_at(old.statement, was.start)
    before = old.statement[: old.statement.index(clause)]
    if not re.search(r"\d", before) and not values_in(before):
        return f"{before}{clause}"
    return clause if clause.startswith(OWNER_SUBJECT) else f"{OWNER_SUBJECT}{clause}"


def _is_to_come(draft: Draft) -> bool:
    return draft.happened is not None and draft.valid_from is not None and draft.happened.start > draft.valid_from


def _quote(draft: Draft) -> str:
    return draft.sources[-1].quote if draft.sources else draft.statement
