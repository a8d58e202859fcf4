"""Events to JSON values and back; reading is strict: exact keys, exact types, times with a zone.

A record on disk is one JSON object: `v` (format version), `seq`, `at`, `op`, the keys of its event, `prev` and `hash`
(see store/ledger.py for the last two). An id is written although it follows from `seq`, for the person who reads the
file.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, get_args

from store.contract import Outcome
from store.facts import Door, Fact, How, Interval, Justification, Kind, Precision, Source, Turn
from store.records import (
    Cited,
    Closed,
    Derived,
    Erased,
    ErasureMade,
    Event,
    Heard,
    Justified,
    Retracted,
    Saved,
    Settled,
    Undone,
    Unsupported,
    Updated,
    fact_id_of,
    turn_id_of,
)

VERSION: Final = 1

Json = dict[str, Any]

_ENVELOPE: Final = frozenset({"v", "seq", "at", "op", "prev", "hash"})
_EVENT_KEYS: Final[dict[str, frozenset[str]]] = {
    op: _ENVELOPE | keys
    for op, keys in {
        "heard": {"id", "text", "said_at", "door", "thread_id"},
        "settled": {"turn", "outcome"},
        "saved": {"turn", "fact"},
        "derived": {"turn", "fact"},
        "updated": {"turn", "old", "how", "fact"},
        "retracted": {"turn", "id", "because"},
        "unsupported": {"turn", "facts"},
        "undone": {"turn", "records"},
        "cited": {"turn", "id", "sources"},
        "justified": {"turn", "id", "rule", "premises"},
        "erased": set[str](),
        "closed": {"turn", "id", "valid_to"},
        "erasure": {"turn", "facts", "turns"},
    }.items()
}
# How one conclusion that lost its support was written before one record could name several.
_ONE_UNSUPPORTED: Final = _ENVELOPE | {"turn", "id", "because"}
_SLOT_KEYS: Final = frozenset({"subject", "attribute", "value"})
_FACT_KEYS: Final = _SLOT_KEYS | {"id", "statement", "kind", "happened", "valid_from", "sources", "rule", "premises"}
_INFERENCE_KEYS: Final = _FACT_KEYS | {"confidence"}
_INTERVAL_KEYS: Final = frozenset({"start", "end", "precision", "said"})
_SOURCE_KEYS: Final = frozenset({"turn", "quote"})
_DOORS: Final = frozenset(get_args(Door))
_KINDS: Final = frozenset(get_args(Kind))
_PRECISIONS: Final = frozenset(get_args(Precision))
_HOWS: Final = frozenset(get_args(How))
_OUTCOMES: Final = frozenset(get_args(Outcome))


class Malformed(ValueError):
    """A JSON value is not what its place in a record asks for; the message never quotes the user's words."""


def encode_event(event: Event) -> Json:
    """Give the `op` and the keys of an event, ready for JSON."""
    match event:
        case Heard(turn):
            return {
                "op": "heard",
                "id": turn.id,
                "text": turn.text,
                "said_at": turn.said_at.isoformat(),
                "door": turn.door,
                "thread_id": turn.thread_id,
            }
        case Settled(turn_id, outcome):
            return {"op": "settled", "turn": turn_id, "outcome": outcome}
        case Saved(turn_id, fact):
            return {"op": "saved", "turn": turn_id, "fact": encode_fact(fact)}
        case Derived(turn_id, fact):
            return {"op": "derived", "turn": turn_id, "fact": encode_fact(fact)}
        case Updated(turn_id, old_id, how, fact):
            return {"op": "updated", "turn": turn_id, "old": old_id, "how": how, "fact": encode_fact(fact)}
        case Retracted(turn_id, fact_id, because):
            return {"op": "retracted", "turn": turn_id, "id": fact_id, "because": list(because)}
        case Unsupported(turn_id, facts):
            return {"op": "unsupported", "turn": turn_id, "facts": {each: list(lost) for each, lost in facts.items()}}
        case Undone(turn_id, records):
            return {"op": "undone", "turn": turn_id, "records": list(records)}
        case Cited(turn_id, fact_id, sources):
            return {"op": "cited", "turn": turn_id, "id": fact_id, "sources": _encode_sources(sources)}
        case Justified(turn_id, fact_id, Justification(rule, premises)):
            return {"op": "justified", "turn": turn_id, "id": fact_id, "rule": rule, "premises": list(premises)}
        case Erased():
            return {"op": "erased"}
        case Closed(turn_id, fact_id, valid_to):
            return {"op": "closed", "turn": turn_id, "id": fact_id, "valid_to": valid_to.isoformat()}
        case ErasureMade(turn_id, fact_ids, turn_ids):
            return {"op": "erasure", "turn": turn_id, "facts": list(fact_ids), "turns": list(turn_ids)}


def decode_event(record: Json, *, user: str, seq: int, at: datetime) -> Event:
    """Read the event of a whole record.

    Raises:
        Malformed: an unknown op, a key too many or too few, a value of the wrong type, or an id that is not `seq`'s.
    """
    op = record.get("op")
    keys = _EVENT_KEYS.get(op) if isinstance(op, str) else None
    if op is None or keys is None:
        raise Malformed("its op is not known")
    if record.keys() != keys and not (op == "unsupported" and record.keys() == _ONE_UNSUPPORTED):
        raise Malformed(f"{op} has keys {sorted(record)}")
    return _DECODERS[op](record, user, seq, at)


def read_time(value: object) -> datetime:
    """Read an ISO-8601 time with a zone. Raises Malformed."""
    if type(value) is not str:
        raise Malformed("a time is not a string")
    return _parse_time(value)


@lru_cache(maxsize=256)  # a record says the same moment up to three times, and is replayed at every start
def _parse_time(value: str) -> datetime:
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise Malformed("a time is not ISO-8601") from None
    if time.tzinfo is None:
        raise Malformed("a time has no zone")
    return time


def encode_fact(fact: Fact) -> Json:
    """The part of a fact that was fixed when it was written; status and end follow from later records."""
    encoded: Json = {
        "id": fact.id,
        "statement": fact.statement,
        "kind": fact.kind,
        "subject": fact.subject,
        "attribute": fact.attribute,
        "value": fact.value,
        "happened": None if fact.happened is None else _encode_interval(fact.happened),
        "valid_from": fact.valid_from.isoformat(),
        "sources": _encode_sources(fact.sources),
        "rule": fact.rule,
        "premises": list(fact.premises),
    }
    return encoded if fact.confidence is None else encoded | {"confidence": fact.confidence}


def _encode_sources(sources: tuple[Source, ...]) -> list[Json]:
    return [{"turn": source.turn, "quote": source.quote} for source in sources]


def _encode_interval(interval: Interval) -> Json:
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "precision": interval.precision,
        "said": interval.said,
    }


def _decode_heard(record: Json, user: str, seq: int, at: datetime) -> Heard:
    thread_id = record["thread_id"]
    return Heard(
        Turn(
            id=_own_id(record["id"], turn_id_of(seq)),
            user=user,
            text=_text(record["text"]),
            said_at=read_time(record["said_at"]),
            recorded_at=at,
            door=_one_of(record["door"], _DOORS),
            thread_id=None if thread_id is None else _text(thread_id),
        )
    )


def _decode_settled(record: Json, user: str, seq: int, at: datetime) -> Settled:
    return Settled(_text(record["turn"]), _one_of(record["outcome"], _OUTCOMES))


def _decode_saved(record: Json, user: str, seq: int, at: datetime) -> Saved:
    return Saved(_text(record["turn"]), decode_fact(record["fact"], user, seq, at))


def _decode_derived(record: Json, user: str, seq: int, at: datetime) -> Derived:
    return Derived(_text(record["turn"]), decode_fact(record["fact"], user, seq, at))


def _decode_updated(record: Json, user: str, seq: int, at: datetime) -> Updated:
    return Updated(
        _text(record["turn"]),
        _text(record["old"]),
        _one_of(record["how"], _HOWS),
        decode_fact(record["fact"], user, seq, at),
    )


def _decode_retracted(record: Json, user: str, seq: int, at: datetime) -> Retracted:
    return Retracted(_text(record["turn"]), _text(record["id"]), _texts(record["because"]))


def _decode_unsupported(record: Json, user: str, seq: int, at: datetime) -> Unsupported:
    facts = record["facts"] if "facts" in record else {_text(record["id"]): record["because"]}
    if type(facts) is not dict or not facts:
        raise Malformed("expected an object with at least one fact")
    return Unsupported(_text(record["turn"]), {each: _texts(lost) for each, lost in facts.items()})


def _decode_undone(record: Json, user: str, seq: int, at: datetime) -> Undone:
    return Undone(_text(record["turn"]), tuple(_earlier(each, seq) for each in _list(record["records"])))


def _decode_cited(record: Json, user: str, seq: int, at: datetime) -> Cited:
    sources = tuple(_decode_source(each) for each in _list(record["sources"]))
    return Cited(_text(record["turn"]), _text(record["id"]), sources)


def _decode_justified(record: Json, user: str, seq: int, at: datetime) -> Justified:
    justification = Justification(_text(record["rule"]), _texts(record["premises"]))
    return Justified(_text(record["turn"]), _text(record["id"]), justification)


def _decode_erased(record: Json, user: str, seq: int, at: datetime) -> Erased:
    return Erased()


def _decode_closed(record: Json, user: str, seq: int, at: datetime) -> Closed:
    return Closed(_text(record["turn"]), _text(record["id"]), read_time(record["valid_to"]))


def _decode_erasure(record: Json, user: str, seq: int, at: datetime) -> ErasureMade:
    return ErasureMade(_text(record["turn"]), _texts(record["facts"]), _texts(record["turns"]))


_DECODERS: Final[dict[str, Callable[[Json, str, int, datetime], Event]]] = {
    "heard": _decode_heard,
    "settled": _decode_settled,
    "saved": _decode_saved,
    "derived": _decode_derived,
    "updated": _decode_updated,
    "retracted": _decode_retracted,
    "unsupported": _decode_unsupported,
    "undone": _decode_undone,
    "cited": _decode_cited,
    "justified": _decode_justified,
    "erased": _decode_erased,
    "closed": _decode_closed,
    "erasure": _decode_erasure,
}


def decode_fact(value: object, user: str, seq: int, at: datetime) -> Fact:
    """Read what `encode_fact` wrote, as the current fact of record `seq`. Raises Malformed."""
    is_inference = type(value) is dict and "confidence" in value
    fact = _object(value, _INFERENCE_KEYS if is_inference else _FACT_KEYS)
    happened = fact["happened"]
    return Fact(
        id=_own_id(fact["id"], fact_id_of(seq)),
        user=user,
        statement=_text(fact["statement"]),
        kind=_one_of(fact["kind"], _KINDS),
        subject=_text(fact["subject"]),
        attribute=_text(fact["attribute"]),
        value=_text(fact["value"]),
        happened=None if happened is None else _decode_interval(happened),
        valid_from=read_time(fact["valid_from"]),
        valid_to=None,
        recorded_at=at,
        sources=tuple(_decode_source(source) for source in _list(fact["sources"])),
        rule=_text(fact["rule"]),
        premises=_texts(fact["premises"]),
        confidence=_share(fact["confidence"]) if is_inference else None,
    )


def _decode_interval(value: object) -> Interval:
    interval = _object(value, _INTERVAL_KEYS)
    return Interval(
        start=read_time(interval["start"]),
        end=read_time(interval["end"]),
        precision=_one_of(interval["precision"], _PRECISIONS),
        said=_text(interval["said"]),
    )


def _decode_source(value: object) -> Source:
    source = _object(value, _SOURCE_KEYS)
    return Source(turn=_text(source["turn"]), quote=_text(source["quote"]))


def _object(value: object, keys: frozenset[str]) -> Json:
    if type(value) is not dict or value.keys() != keys:
        raise Malformed(f"expected an object with keys {sorted(keys)}")
    return value


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise Malformed("expected a list")
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise Malformed("expected a string")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _share(value: object) -> float:
    if type(value) is not float or not 0 <= value <= 1:
        raise Malformed("expected a number from 0.0 to 1.0")
    return value


def _earlier(value: object, seq: int) -> int:
    if type(value) is not int or not 0 < value < seq:
        raise Malformed("expected the number of an earlier record")
    return value


def _one_of(value: object, allowed: frozenset[str]) -> Any:
    """A member of a Literal; `Any` because the type checker cannot see that `allowed` holds its members."""
    if type(value) is not str or value not in allowed:
        raise Malformed(f"expected one of {sorted(allowed)}")
    return value


def _own_id(value: object, expected: str) -> str:
    if value != expected:
        raise Malformed(f"its id is not {expected}")
    return expected
