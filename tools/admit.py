"""What may become a fact: every proposal of a model passes here before anything is written.

The model says what was meant. Dates, names of slots, duplicates and conflicts are settled by code, so that they hold
whichever model is in charge.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import compress
from typing import Final

from store.contract import Memory
from store.errors import DuplicateFact, InvalidInput, SlotTaken
from store.facts import Draft, Fact, Interval, Kind, Source, Turn
from tools.clauses import asserts
from tools.denials import never_so
from tools.ellipsis import points_back
from tools.endings import denies, ended_by, is_negated
from tools.invisible import visible
from tools.namings import NAME, named_anew, whose
from tools.own_words import without_material
from tools.particulars import as_weekly
from tools.since import holds_already
from tools.slots import OWNER_SUBJECT, canonical_attribute, canonical_subject, holds_one, kin_at_start
from tools.traits import trait
from tools.when import anchor, find, guess_tense, read_date
from tools.wording import alike, contained, content, may_be_like, unstressed

MAX_STATEMENT: Final = 400
# Share of a statement's characters that must come from the turn: below it the model made something up. Statements add
# 用户 and absolute dates, which do not count; names translated by the model (杭州 for Hangzhou) need the slack.
GROUNDED: Final = 0.45
SAME: Final = 0.82
# Characters of content with which a statement may be part of another by chance.
_MEAGRE: Final = 3
# Two words that meet where a comma stood are no pair: of a statement in several parts fewer pairs must be another's.
_LEAST_OF_PARTS: Final = 0.6
_PAUSE: Final = re.compile(r"[，,；;、]")
_JUST_NOW: Final = re.compile(r"(刚刚?|新|才|刚才)[^，。]{0,6}(买|入手|购|下单|领|收到|拿到|办|签|装|换)")
_DONE: Final = re.compile(r"[\u4e00-\u9fff](?:了|过)(?!要|得|再)")
_BIRTHDAY: Final = "生日"
# What one does not do is as good a value for these as what one does.
_MAY_BE_NEGATIVE: Final = ("不喜欢", "忌口", "习惯")
_ONCE_KINDS: Final = ("event", "plan")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes to remember, in its own words."""

    statement: str
    subject: str = ""
    attribute: str = ""
    value: str = ""
    kind: Kind = "other"


def admit(proposal: Proposal, turn: Turn, memory: Memory) -> Draft:
    """Make a draft of a proposal, or say why it may not be one.

    Raises:
        InvalidInput: `invalid_input`, it is empty, too long, or not what the user said.
        DuplicateFact: `duplicate_fact`, the same thing is known already.
        SlotTaken: `slot_taken`, its slot holds one value and has another.
    """
    draft = drafted(proposal, turn)
    refuse_duplicate(draft, memory)
    slot = memory.slot(draft.subject, draft.attribute) if holds_one(draft.attribute) else []
    taken = ended_by(draft, memory) or next(iter(slot), None)
    if taken is not None:
        raise SlotTaken(
            f"{draft.subject}/{draft.attribute} is taken by {taken.id}", id=taken.id, statement=taken.statement
        )
    return draft


def drafted(proposal: Proposal, turn: Turn) -> Draft:
    """The proposal with canonical slot, absolute dates and its source, without looking at what is known.

    Raises:
        InvalidInput: `invalid_input`.
    """
    statement = as_weekly(worded_well(proposal.statement))
    if max(map(len, (proposal.subject, proposal.attribute, proposal.value))) > MAX_STATEMENT:
        raise InvalidInput(f"subject, attribute and value have at most {MAX_STATEMENT} characters")
    told = without_material(turn.text)
    if not asserts(told):
        raise InvalidInput("the user asserted nothing in this turn", statement=statement[:40])
    # a capable model has worked out the dates already
    said = told + anchor(told, turn.said_at, tense=guess_tense(told))
    own = _without_antecedent(statement, told)
    if contained(proposal.value or own, said) < GROUNDED and contained(own, said) < GROUNDED:
        raise InvalidInput("this is not what the user said in this turn", statement=statement[:40])
    now = turn.said_at
    subject, attribute, value = _slot(statement, proposal)
    happened = None if attribute == _BIRTHDAY else happened_in(statement, now)
    kind = _kind(proposal, happened, now)
    return Draft(
        statement=_dated(statement, turn, attribute),
        kind=kind,
        subject=subject,
        attribute=attribute,
        value=_dated(value, turn, attribute),
        happened=happened,
        valid_from=now,
        sources=(Source(turn.id, turn.text),),
    )


def _without_antecedent(statement: str, told: str) -> str:
    """The statement without the relative whom it names in the place of the 他 or 她 that the turn opens with."""
    if points_back(told) is None:
        return statement
    bare = statement.removeprefix(OWNER_SUBJECT).removeprefix("的")
    kin = kin_at_start(bare)
    return bare[len(kin[0]) :] if kin else statement


def _kind(proposal: Proposal, happened: Interval | None, now: datetime) -> Kind:
    """The kind proposed; what is said to be done, on a day that has come, is no plan, whatever a model calls it, nor is what
    holds from such a day on."""
    if proposal.kind != "plan":
        return proposal.kind
    if holds_already(proposal.statement, now):
        return "other"
    is_done = happened is not None and (
        happened.end <= now or (happened.start <= now and bool(_DONE.search(proposal.statement)))
    )
    return "event" if is_done else proposal.kind


def worded_well(statement: str) -> str:
    """The statement on one line, with nothing hidden in it. Raises InvalidInput: `invalid_input`, it is empty or too long."""
    words = " ".join(visible(statement.replace("\0", " ")).split())
    if any(0xD800 <= ord(character) <= 0xDFFF for character in words):
        raise InvalidInput("a statement is whole characters")
    if not content(words) or len(words) > MAX_STATEMENT:
        raise InvalidInput("a statement has 1 to 400 characters", statement=words[:40])
    return words


def _slot(statement: str, proposal: Proposal) -> tuple[str, str, str]:
    """Subject, attribute and value: those that the words give away, else the proposed ones; the subject alone where a value is
    only denied, or is a name that is not the owner's."""
    subject = canonical_subject(proposal.subject)
    attribute, value = canonical_attribute(proposal.attribute), " ".join(proposal.value.split())
    new = named_anew(statement)
    if new is not None and (subject == new.subject or not subject.startswith(f"{OWNER_SUBJECT}的")):
        return new.subject, new.attribute, new.value
    if (denies(statement) or never_so(statement.removeprefix(OWNER_SUBJECT))) and attribute not in _MAY_BE_NEGATIVE:
        return subject, "", ""
    if (subject, attribute) == (OWNER_SUBJECT, NAME) and value:
        named = whose(statement, value)
        return named.subject or subject, named.attribute, named.value
    return subject, *(trait(statement) or (attribute, value))


def refuse_duplicate(draft: Draft, memory: Memory) -> None:
    """Raise DuplicateFact when a current fact says the same."""
    known = same_fact(draft, memory)
    if known is not None:
        raise duplicate_of(known)


def duplicate_of(known: Fact) -> DuplicateFact:
    """The refusal of what a fact says already."""
    return DuplicateFact(f"{known.id} says this already", id=known.id, statement=known.statement)


def same_fact(draft: Draft, memory: Memory) -> Fact | None:
    """The current fact that says what the draft says: the same slot and value, or nearly the same words."""
    said = unstressed(draft.statement)
    for fact in memory.slot(draft.subject, draft.attribute) if draft.attribute else []:
        if draft.value and content(fact.value) == content(draft.value) and _same_time(fact, draft):
            return fact
        if contained(said, fact.statement) == 1.0 and _same_time(fact, draft):
            return fact
    facts = [fact for fact in memory.facts() if fact.subject == draft.subject]
    least = SAME if len(_parts(said)) == 1 else _LEAST_OF_PARTS
    may_be = may_be_like(said, (fact.statement for fact in facts), least)
    others = (fact for fact in compress(facts, may_be) if _same_time(fact, draft))
    return next(
        (fact for fact in others if _same_words(unstressed(fact.statement), said) or _adds_nothing(draft, said, fact)),
        None,
    )


def _adds_nothing(draft: Draft, said: str, fact: Fact) -> bool:
    """Whether a fact says all that a shorter statement says: 「我就是修表的呀」 beside 「在钟表行修表」."""
    return (
        not {draft.kind, fact.kind} & set(_ONCE_KINDS)
        and draft.happened is None
        and len(content(said)) > _MEAGRE
        and all(contained(part, fact.statement) == 1.0 for part in _parts(said))
        and is_negated(fact.statement) == is_negated(said)
    )


def _parts(said: str) -> list[str]:
    return [part for part in _PAUSE.split(said) if content(part)]


def _same_words(one: str, other: str) -> bool:
    same_words = alike(one, other) >= SAME and _numbers(one) == _numbers(other)
    return same_words and is_negated(one) == is_negated(other)


def _dated(text: str, turn: Turn, attribute: str) -> str:
    """The text with absolute dates; a birthday keeps the year that was said, or none, since it comes every year."""
    if attribute == _BIRTHDAY and read_date(text, this_year=turn.said_at.year) is not None:
        return text
    return anchor(text, turn.said_at, tense=guess_tense(turn.text))


def happened_in(statement: str, now: datetime) -> Interval | None:
    """When it happened: the first point in time that the words name; for what was bought just now, the day of speech."""
    mentions = [m.interval for m in find(statement, now) if m.kind == "point" and m.interval is not None]
    points = [interval for interval in mentions if interval.precision != "second"]  # 现在 is no date to remember
    if points:
        return points[0]
    if _JUST_NOW.search(statement):
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Interval(midnight, midnight + timedelta(days=1), "day")
    return None


def _same_time(fact: Fact, draft: Draft) -> bool:
    if draft.kind not in _ONCE_KINDS or fact.happened is None or draft.happened is None:
        return True
    return fact.happened.start < draft.happened.end and draft.happened.start < fact.happened.end


def _numbers(text: str) -> list[str]:
    return [c for c in content(text) if c.isdigit() or c in "一二三四五六七八九十百千万两零"]
