"""Find the habits that many events show, and what has to change for memory to say them once and no more."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from store.facts import Draft, Fact
from tools.rules.habit import ATTRIBUTE, NAME, doings, habit
from tools.slots import OWNER_SUBJECT

_STANCES: Final = (ATTRIBUTE, "喜欢", "不喜欢")
_USUAL: Final = re.compile(
    r"经常|常常|时常|总是|老是|每[周天日月晚早个次隔]|天天|平时|习惯|喜欢|爱好|\b(?:often|usually|always|every|likes?|loves?|enjoys?)\b",
    re.I,
)


class Habit(NamedTuple):
    """A habit to derive, or, where `before` is the one that is known, to put in its place."""

    draft: Draft
    before: Fact | None


def habits(facts: Sequence[Fact], ended: Iterable[Fact] = ()) -> list[Habit]:
    """The habits that are to be derived or brought up to date.

    None that the owner has told, or told the like of, by themselves; and none that they took back: an undone habit is not
    derived again, and an undone update not made again from the same events.

    Args:
        facts: the current ones, oldest first.
        ended: facts that are no longer current.
    """
    told = [fact for fact in facts if _is_stance(fact)]
    known = {fact.value: fact for fact in facts if fact.rule == NAME}
    taken_back = [
        fact for fact in ended if fact.rule == NAME and fact.status == "retracted" and not _was_replaced(fact)
    ]
    refused = {fact.value for fact in taken_back}
    refused_premises = {frozenset(fact.premises) for fact in taken_back}
    found: list[Habit] = []
    for name, done in doings(facts).items():
        draft, before = habit(done), known.get(name)
        if draft is None or (before is None and name in refused) or frozenset(draft.premises) in refused_premises:
            continue
        if before.statement != draft.statement if before is not None else not _is_told(name, told):
            found.append(Habit(replace(draft, sources=before.sources) if before is not None else draft, before))
    return found


def _was_replaced(fact: Fact) -> bool:
    return bool(fact.superseded_by or fact.merged_into)


def _is_stance(fact: Fact) -> bool:
    """Whether the owner says what they usually do or like."""
    if fact.is_derived or fact.subject != OWNER_SUBJECT or fact.kind in ("event", "plan"):
        return False
    return fact.kind == "preference" or fact.attribute in _STANCES or bool(_USUAL.search(fact.statement))


def _is_told(name: str, told: Iterable[Fact]) -> bool:
    """Whether one of these speaks of the activity or of its object: 羽毛球 of 打羽毛球."""
    thing = name.split(" ", 1)[-1] if name.isascii() else name[1:] if len(name) > 2 else name
    return any(thing in fact.statement.lower() or name in fact.statement for fact in told)
