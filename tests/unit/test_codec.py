from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
import pytest

from store.codec import decode_event, encode_event, version_of
from store.facts import Fact, Interval, Justification, Source, Turn, Voice
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
)
from store.strict_reading import Malformed, read_time
from tests.stories import day

FACT = Fact(
    id="f7",
    user="wang",
    statement="用户买了一只「黑色」\n的猫\u2028🐈",
    kind="possession",
    subject="用户",
    attribute="宠物",
    value="猫",
    happened=Interval(day(1), day(2), "day", "昨天"),
    valid_from=day(2),
    valid_to=None,
    recorded_at=day(3),
    sources=(Source("t1", "买了一只猫"), Source("t2", "")),
    rule="猫龄",
    premises=("f1", "f2"),
)
EVENTS: list[Event] = [
    Heard(Turn("t7", "wang", "我昨天买了一只猫", day(2), day(3), "voice", "客厅")),
    Heard(Turn("t7", "wang", "我是张三", day(2), day(3), "voice", voice=Voice(4281, "local:whisper-base"))),
    Heard(Turn("t7", "wang", "\x00 \\ \" ' é", day(2), day(3))),
    Settled("t1", "failed"),
    Saved("t1", FACT),
    Derived("t1", FACT),
    Updated("t1", "f3", "correction", FACT),
    Retracted("", "f3", ()),
    Unsupported("t1", {"f3": ("f1", "f2"), "f4": ()}),
    Derived("t1", replace(FACT, confidence=0.6)),
    Justified("t1", "f3", Justification("推理", ("f1", "f2"))),
    Erased(),
    Closed("t1", "f3", day(2)),
    ErasureMade("", ("f1", "f2"), ("t1",)),
    Undone("t1", (2, 6)),
    Cited("t1", "f3", (Source("t2", "猫"),)),
]


def record_of(event: Event) -> dict[str, Any]:
    envelope = {"v": version_of(event), "seq": 7, "at": day(3).isoformat(), "prev": "", "hash": ""}
    record: dict[str, Any] = orjson.loads(orjson.dumps(envelope | encode_event(event)))
    return record


def decode(record: dict[str, Any]) -> Event:
    return decode_event(record, user="wang", seq=7, at=day(3))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_json_as_it_went(event: Event) -> None:
    assert decode(record_of(event)) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_key_too_many_or_too_few_is_refused(event: Event) -> None:
    record = record_of(event)
    with pytest.raises(Malformed):
        decode(record | {"extra": 1})
    for key in encode_event(event):
        with pytest.raises(Malformed):
            decode({name: value for name, value in record.items() if name != key})


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("wrong", [7, True, 1.5, [7], {"a": 1}, "f8"], ids=str)
def test_a_value_of_the_wrong_kind_is_refused(event: Event, wrong: object) -> None:
    for key in encode_event(event):
        if isinstance(wrong, str) and key in ("text", "thread_id", "turn", "old", "id", "rule"):
            continue  # where any string will do
        with pytest.raises(Malformed):
            decode(record_of(event) | {key: wrong})


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("id", "f8"),
        ("kind", "hobby"),
        ("happened", {"start": day(1).isoformat()}),
        ("happened", {"start": "x", "end": "y", "precision": "day", "said": ""}),
        ("valid_from", "2022-05-01T00:00:00"),
        ("sources", [{"turn": "t1"}]),
        ("sources", [{"turn": "t1", "quote": None}]),
        ("premises", ["f1", 2]),
        ("premises", "f1"),
        ("confidence", None),
        ("confidence", 1),
        ("confidence", 1.5),
    ],
)
def test_a_fact_is_read_strictly(key: str, wrong: object) -> None:
    record = record_of(Saved("t1", FACT))
    record["fact"][key] = wrong
    with pytest.raises(Malformed):
        decode(record)


def test_one_conclusion_that_lost_its_support_is_read_as_it_used_to_be_written() -> None:
    record = record_of(EVENTS[0])
    older = {key: record[key] for key in ("v", "seq", "at", "prev", "hash")}
    older |= {"op": "unsupported", "turn": "t1", "id": "f3", "because": ["f1"]}
    assert decode(older) == Unsupported("t1", {"f3": ("f1",)})
    with pytest.raises(Malformed, match="expected a list"):
        decode(older | {"because": "f1"})
    with pytest.raises(Malformed, match="expected an object with at least one fact"):
        decode(record_of(Unsupported("t1", {"f3": ()})) | {"facts": {}})


def test_only_an_inference_has_its_confidence_in_the_record() -> None:
    assert "confidence" not in encode_event(Saved("t1", FACT))["fact"]


@pytest.mark.parametrize("op", ["merged", "", None, 7])
def test_an_op_that_is_not_known_is_refused(op: object) -> None:
    with pytest.raises(Malformed, match="op is not known"):
        decode(record_of(EVENTS[0]) | {"op": op})


@pytest.mark.parametrize("text", ["2022-05-01", "2022-05-01T10:00:00", "gestern", "", None, 1651363200])
def test_a_time_must_have_a_zone(text: object) -> None:
    with pytest.raises(Malformed):
        read_time(text)


def test_a_time_keeps_its_microseconds_and_its_offset() -> None:
    moment = datetime.fromisoformat("2022-05-01T10:00:00.000001+05:45")
    assert read_time(moment.isoformat()).isoformat() == moment.isoformat()


def test_only_what_needs_a_later_reader_says_so() -> None:
    assert [version_of(event) for event in EVENTS if isinstance(event, Heard)] == [1, 2, 1]
    spoken = record_of(EVENTS[1])
    for wrong in (spoken | {"v": 1}, spoken | {"voice": {"audio_ms": -1, "engine": "x"}}, spoken | {"voice": {}}):
        with pytest.raises(Malformed):
            decode_event(wrong, user="wang", seq=7, at=day(3))
    with pytest.raises(Malformed):
        decode_event(record_of(EVENTS[0]) | {"v": 2}, user="wang", seq=7, at=day(3))
