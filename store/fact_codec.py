"""Facts to JSON values and back, as store/codec.py writes them into the records that bring them."""

from datetime import datetime
from typing import Final, get_args

from store.facts import Fact, Interval, Kind, Precision, Source
from store.records import fact_id_of
from store.strict_reading import (
    Json,
    read_list,
    read_object,
    read_one_of,
    read_own_id,
    read_share,
    read_text,
    read_texts,
    read_time,
)

_SLOT_KEYS: Final = frozenset({"subject", "attribute", "value"})
_FACT_KEYS: Final = _SLOT_KEYS | {"id", "statement", "kind", "happened", "valid_from", "sources", "rule", "premises"}
_INFERENCE_KEYS: Final = _FACT_KEYS | {"confidence"}
_INTERVAL_KEYS: Final = frozenset({"start", "end", "precision", "said"})
_SOURCE_KEYS: Final = frozenset({"turn", "quote"})
_KINDS: Final = frozenset(get_args(Kind))
_PRECISIONS: Final = frozenset(get_args(Precision))


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
        "sources": encode_sources(fact.sources),
        "rule": fact.rule,
        "premises": list(fact.premises),
    }
    return encoded if fact.confidence is None else encoded | {"confidence": fact.confidence}


def encode_sources(sources: tuple[Source, ...]) -> list[Json]:
    """Give where a fact comes from, ready for JSON."""
    return [{"turn": source.turn, "quote": source.quote} for source in sources]


def _encode_interval(interval: Interval) -> Json:
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "precision": interval.precision,
        "said": interval.said,
    }


def decode_fact(value: object, user: str, seq: int, at: datetime) -> Fact:
    """Read what `encode_fact` wrote, as the current fact of record `seq`. Raises Malformed."""
    is_inference = type(value) is dict and "confidence" in value
    fact = read_object(value, _INFERENCE_KEYS if is_inference else _FACT_KEYS)
    happened = fact["happened"]
    return Fact(
        id=read_own_id(fact["id"], fact_id_of(seq)),
        user=user,
        statement=read_text(fact["statement"]),
        kind=read_one_of(fact["kind"], _KINDS),
        subject=read_text(fact["subject"]),
        attribute=read_text(fact["attribute"]),
        value=read_text(fact["value"]),
        happened=None if happened is None else _decode_interval(happened),
        valid_from=read_time(fact["valid_from"]),
        valid_to=None,
        recorded_at=at,
        sources=tuple(decode_source(source) for source in read_list(fact["sources"])),
        rule=read_text(fact["rule"]),
        premises=read_texts(fact["premises"]),
        confidence=read_share(fact["confidence"]) if is_inference else None,
    )


def _decode_interval(value: object) -> Interval:
    interval = read_object(value, _INTERVAL_KEYS)
    return Interval(
        start=read_time(interval["start"]),
        end=read_time(interval["end"]),
        precision=read_one_of(interval["precision"], _PRECISIONS),
        said=read_text(interval["said"]),
    )


def decode_source(value: object) -> Source:
    """Read one of what `encode_sources` wrote. Raises Malformed."""
    source = read_object(value, _SOURCE_KEYS)
    return Source(turn=read_text(source["turn"]), quote=read_text(source["quote"]))
