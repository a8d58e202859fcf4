"""What is not an export, or not one that goes on from what is here, is refused by the line at fault."""

from collections.abc import Iterator

import orjson
import pytest

from store.errors import ImportUnreadable, MemoryNotEmpty
from store.facts import Turn
from store.projection import Projection
from store.records import Event, Heard, Record, Retracted, Settled, turn_id_of
from store.transfer import MAX_LINE_BYTES, is_header, lines, read, require_continuation
from tests.stories import day


def heard(seq: int, text: str = "") -> Heard:
    return Heard(Turn(turn_id_of(seq), "wang", text or f"第{seq}句", day(seq), day(seq)))


def records(*events: Event) -> list[Record]:
    return [Record(seq, day(seq), event, b"") for seq, event in enumerate(events, start=1)]


TOLD = records(heard(1), heard(2), Settled("t1", "answered"))


def exported() -> list[bytes]:
    return list(lines(TOLD, len(TOLD)))


def test_what_was_exported_is_read_as_another_users() -> None:
    assert [is_header(line) for line in (*exported(), b"?", b"[]")] == [True, False, False, False, False, False]
    assert list(read(exported(), "wang")) == TOLD
    first = next(read(exported(), "li")).event
    assert isinstance(first, Heard) and first.turn.user == "li"


def changed(number: int, **fields: object) -> list[bytes]:
    given = exported()
    given[number] = orjson.dumps(orjson.loads(given[number]) | fields)
    return given


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ([], 1),
        (changed(0, format="other"), 1),
        (changed(0, version=9), 1),
        (changed(0, records="3"), 1),
        (changed(0, records=4), 4),
        (changed(0, records=2), 4),
        (exported()[:-1], 3),
        (changed(2, v=2), 3),
        (changed(2, seq=3), 3),
        (changed(2, at="gestern"), 3),
        (changed(2, op="gesagt"), 3),
        (changed(3, more=1), 4),
        ([*exported()[:2], b"[]", exported()[3]], 3),
        ([*exported()[:2], b"{", exported()[3]], 3),
        ([*exported()[:2], b" " * MAX_LINE_BYTES + exported()[2], exported()[3]], 3),
    ],
)
def test_a_line_that_does_not_belong_there_is_named(given: list[bytes], line: int) -> None:
    with pytest.raises(ImportUnreadable) as refused:
        list(read(given, "wang"))
    assert refused.value.details["line"] == line


def tried(given: list[Record], own: list[Record], *, erased: bool = False) -> int:
    held: Iterator[Record] = iter(own)
    return require_continuation(given, held, Projection("wang"), erased=erased)


def test_an_export_goes_on_from_what_is_here() -> None:
    for have in range(4):
        assert tried(TOLD, TOLD[:have]) == 3


def test_a_memory_that_holds_something_else_or_more_takes_no_export() -> None:
    other = records(heard(1), heard(2, "别的"))
    with pytest.raises(MemoryNotEmpty, match="record 2 of the memory is another") as refused:
        tried(TOLD, other)
    assert refused.value.details["seq"] == 2
    later = [TOLD[0], Record(2, day(9), TOLD[1].event, b"")]
    for erased in (False, True):
        with pytest.raises(MemoryNotEmpty):
            tried(TOLD, later, erased=erased)
    with pytest.raises(MemoryNotEmpty, match="more than the export"):
        tried(TOLD[:2], TOLD)
    assert tried(TOLD, other, erased=True) == 3 and tried(TOLD[:2], TOLD, erased=True) == 2


def test_an_export_that_speaks_of_what_is_not_there_is_refused_by_its_line() -> None:
    with pytest.raises(ImportUnreadable) as refused:
        tried(records(heard(1), Retracted("t1", "f9", ())), [])
    assert refused.value.details["line"] == 3
