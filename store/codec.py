"""Events to JSON values and back; reading is strict: exact keys, exact types, times with a zone.

A record on disk is one JSON object: `v` (format version), `seq`, `at`, `op`, the keys of its event, `prev` and `hash`
(see store/ledger.py for the last two). An id is written although it follows from `seq`, for the person who reads the
file.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, get_args

from store.contract import Outcome
from store.fact_codec import decode_fact, decode_source, encode_fact, encode_sources
from store.facts import Door, How, Justification, Turn, Voice
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
    turn_id_of,
)
from store.strict_reading import (
    Json,
    Malformed,
    read_earlier,
    read_list,
    read_object,
    read_one_of,
    read_own_id,
    read_text,
    read_texts,
    read_time,
)

# The version of most records; one that needs a later reader says so by the version in which its keys came.
VERSION: Final = 1
VOICE_VERSION: Final = 2
VERSIONS: Final = (VERSION, VOICE_VERSION)

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
# Spoken words are written so, as version 2, where it is known how they were heard.
_SPOKEN: Final = _EVENT_KEYS["heard"] | {"voice"}
# How one conclusion that lost its support was written before one record could name several.
_ONE_UNSUPPORTED: Final = _ENVELOPE | {"turn", "id", "because"}
_VOICE_KEYS: Final = frozenset({"audio_ms", "engine"})
_DOORS: Final = frozenset(get_args(Door))
_HOWS: Final = frozenset(get_args(How))
_OUTCOMES: Final = frozenset(get_args(Outcome))


def encode_event(event: Event) -> Json:
    """Give the `op` and the keys of an event, ready for JSON."""
    match event:
        case Heard(turn):
            return _encode_heard(turn)
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
            return {"op": "cited", "turn": turn_id, "id": fact_id, "sources": encode_sources(sources)}
        case Justified(turn_id, fact_id, Justification(rule, premises)):
            return {"op": "justified", "turn": turn_id, "id": fact_id, "rule": rule, "premises": list(premises)}
        case Erased():
            return {"op": "erased"}
        case Closed(turn_id, fact_id, valid_to):
            return {"op": "closed", "turn": turn_id, "id": fact_id, "valid_to": valid_to.isoformat()}
        case ErasureMade(turn_id, fact_ids, turn_ids):
            return {"op": "erasure", "turn": turn_id, "facts": list(fact_ids), "turns": list(turn_ids)}


def version_of(event: Event) -> int:
    """The format version that a reader must know to read this event."""
    return VOICE_VERSION if isinstance(event, Heard) and event.turn.voice is not None else VERSION


def decode_event(record: Json, *, user: str, seq: int, at: datetime) -> Event:
    """Read the event of a whole record.

    Raises:
        Malformed: an unknown op, a key too many or too few, a value of the wrong type, or an id that is not `seq`'s.
    """
    op = record.get("op")
    keys = _EVENT_KEYS.get(op) if isinstance(op, str) else None
    if op is None or keys is None:
        raise Malformed("its op is not known")
    if record["v"] == VOICE_VERSION:
        keys = _SPOKEN if op == "heard" else frozenset()
    if record.keys() != keys and not (op == "unsupported" and record.keys() == _ONE_UNSUPPORTED):
        raise Malformed(f"{op} has keys {sorted(record)}")
    return _DECODERS[op](record, user, seq, at)


def _encode_heard(turn: Turn) -> Json:
    encoded: Json = {
        "op": "heard",
        "id": turn.id,
        "text": turn.text,
        "said_at": turn.said_at.isoformat(),
        "door": turn.door,
        "thread_id": turn.thread_id,
    }
    if turn.voice is None:
        return encoded
    return encoded | {"voice": {"audio_ms": turn.voice.audio_ms, "engine": turn.voice.engine}}


def _decode_heard(record: Json, user: str, seq: int, at: datetime) -> Heard:
    thread_id = record["thread_id"]
    return Heard(
        Turn(
            id=read_own_id(record["id"], turn_id_of(seq)),
            user=user,
            text=read_text(record["text"]),
            said_at=read_time(record["said_at"]),
            recorded_at=at,
            door=read_one_of(record["door"], _DOORS),
            thread_id=None if thread_id is None else read_text(thread_id),
            voice=_decode_voice(record["voice"]) if "voice" in record else None,
        )
    )


def _decode_voice(value: object) -> Voice:
    voice = read_object(value, _VOICE_KEYS)
    if type(voice["audio_ms"]) is not int or voice["audio_ms"] < 0:
        raise Malformed("a length is not a number of milliseconds")
    return Voice(voice["audio_ms"], read_text(voice["engine"]))


def _decode_settled(record: Json, user: str, seq: int, at: datetime) -> Settled:
    return Settled(read_text(record["turn"]), read_one_of(record["outcome"], _OUTCOMES))


def _decode_saved(record: Json, user: str, seq: int, at: datetime) -> Saved:
    return Saved(read_text(record["turn"]), decode_fact(record["fact"], user, seq, at))


def _decode_derived(record: Json, user: str, seq: int, at: datetime) -> Derived:
    return Derived(read_text(record["turn"]), decode_fact(record["fact"], user, seq, at))


def _decode_updated(record: Json, user: str, seq: int, at: datetime) -> Updated:
    return Updated(
        read_text(record["turn"]),
        read_text(record["old"]),
        read_one_of(record["how"], _HOWS),
        decode_fact(record["fact"], user, seq, at),
    )


def _decode_retracted(record: Json, user: str, seq: int, at: datetime) -> Retracted:
    return Retracted(read_text(record["turn"]), read_text(record["id"]), read_texts(record["because"]))


def _decode_unsupported(record: Json, user: str, seq: int, at: datetime) -> Unsupported:
    facts = record["facts"] if "facts" in record else {read_text(record["id"]): record["because"]}
    if type(facts) is not dict or not facts:
        raise Malformed("expected an object with at least one fact")
    return Unsupported(read_text(record["turn"]), {each: read_texts(lost) for each, lost in facts.items()})


def _decode_undone(record: Json, user: str, seq: int, at: datetime) -> Undone:
    return Undone(read_text(record["turn"]), tuple(read_earlier(each, seq) for each in read_list(record["records"])))


def _decode_cited(record: Json, user: str, seq: int, at: datetime) -> Cited:
    sources = tuple(decode_source(each) for each in read_list(record["sources"]))
    return Cited(read_text(record["turn"]), read_text(record["id"]), sources)


def _decode_justified(record: Json, user: str, seq: int, at: datetime) -> Justified:
    justification = Justification(read_text(record["rule"]), read_texts(record["premises"]))
    return Justified(read_text(record["turn"]), read_text(record["id"]), justification)


def _decode_erased(record: Json, user: str, seq: int, at: datetime) -> Erased:
    return Erased()


def _decode_closed(record: Json, user: str, seq: int, at: datetime) -> Closed:
    return Closed(read_text(record["turn"]), read_text(record["id"]), read_time(record["valid_to"]))


def _decode_erasure(record: Json, user: str, seq: int, at: datetime) -> ErasureMade:
    return ErasureMade(read_text(record["turn"]), read_texts(record["facts"]), read_texts(record["turns"]))


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
