"""What a caller hands to a memory, examined before anything is written."""

from datetime import datetime

from store.errors import InvalidInput, InvalidTime, MissingPremise
from store.facts import Draft, Fact, Interval
from store.records import fact_id_of
from store.tables import NO_TURN, Tables


def fact_of(
    draft: Draft, tables: Tables, *, seq: int, turn_id: str, at: datetime, valid_from: datetime | None = None
) -> Fact:
    """Make the fact that ledger record `seq` will bring.

    Where the draft does not say since when it is true, it is since `valid_from`, else since its turn was said.

    Raises:
        FactNotFound: the turn, or a turn cited as evidence, is not there.
        MissingPremise: a premise is not a current fact.
        InvalidInput: the statement is empty, or the confidence not from 0 to 1.
        InvalidTime: a time has no zone, or an interval ends before it starts.
    """
    tables.require_turn(turn_id)
    for source in draft.sources:
        tables.turn(source.turn)
    if missing := tables.missing_premises(draft.premises):
        raise MissingPremise(f"not current facts: {', '.join(missing)}", missing=missing)
    require_words(draft.statement)
    said_at = at if turn_id == NO_TURN else tables.turn(turn_id).said_at
    since = draft.valid_from or valid_from or said_at
    require_zone(at=at, valid_from=since)
    if draft.happened is not None:
        _require_order(draft.happened)
    return Fact(
        id=fact_id_of(seq),
        user=tables.user,
        statement=draft.statement,
        kind=draft.kind,
        subject=draft.subject,
        attribute=draft.attribute,
        value=draft.value,
        happened=draft.happened,
        valid_from=since,
        valid_to=None,
        recorded_at=at,
        sources=draft.sources,
        rule=draft.rule,
        premises=draft.premises,
        confidence=_share(draft.confidence),
    )


def require_words(text: str) -> None:
    """Refuse a text without words. Raises InvalidInput."""
    if not text.strip():
        raise InvalidInput("the text is empty; say something")


def require_zone(**times: datetime | None) -> None:
    """Refuse times without a zone, by the names under which they are given. Raises InvalidTime."""
    for name, time in times.items():
        if time is not None and time.utcoffset() is None:
            raise InvalidTime(f"{name} has no time zone; pass an aware datetime", argument=name)


def _share(confidence: float | None) -> float | None:
    if confidence is None:
        return None
    if not 0 <= confidence <= 1:
        raise InvalidInput(f"confidence is {confidence}; give one from 0 to 1")
    return float(confidence)


def _require_order(interval: Interval) -> None:
    require_zone(start=interval.start, end=interval.end)
    if interval.end < interval.start:
        raise InvalidTime(f"the interval ends at {interval.end.isoformat()}, before it starts")
