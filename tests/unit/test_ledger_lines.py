"""A record as a line: what stands in it, what is refused, and what is only torn."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from store.facts import Turn
from store.ledger import Beginning, Ledger, same_beginning
from store.lines import (
    GENESIS,
    TAIL_BYTES,
    follow,
    is_only_torn,
    is_whole,
    make_line,
    possible_lines,
    read_line,
    read_lines,
    stated_digest,
)
from store.records import Heard, Record, Settled, turn_id_of
from store.strict_reading import Malformed
from tests.stories import day

OTHER = bytes(range(32))


def heard(seq: int) -> Heard:
    return Heard(Turn(turn_id_of(seq), "wang", f"第{seq}句", day(seq), day(seq)))


def line(seq: int, prev: bytes = GENESIS) -> bytes:
    return make_line(seq, day(seq), heard(seq), prev=prev)


def chain(count: int) -> list[bytes]:
    made, prev = [], GENESIS
    for seq in range(1, count + 1):
        made.append(line(seq, prev))
        prev = stated_digest(made[-1][-TAIL_BYTES:])
    return made


def sealed(fields: dict[str, Any] | list[Any] | str) -> bytes:
    """Give any content with the hash that fits it."""
    body = fields.encode() if isinstance(fields, str) else json.dumps(fields, separators=(",", ":")).encode()
    return body[:-1] + b',"hash":"' + hashlib.sha256(body[:-1] + b"}").hexdigest().encode() + b'"}'


def test_a_line_states_its_version_number_time_predecessor_and_hash() -> None:
    fields = json.loads(line(3, OTHER))
    assert list(fields)[:4] == ["v", "seq", "at", "op"]
    assert (fields["v"], fields["seq"], fields["at"], fields["op"]) == (1, 3, day(3).isoformat(), "heard")
    assert list(fields)[-2:] == ["prev", "hash"]
    assert fields["prev"] == OTHER.hex()
    stated = fields.pop("hash")
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() == stated
    assert stated_digest(line(3, OTHER)[-TAIL_BYTES:]).hex() == stated


def test_a_line_behind_another_record_is_the_one_that_would_have_been_written_there() -> None:
    assert follow(line(4), prev=OTHER) == line(4, OTHER)
    assert read_line(line(4, OTHER), user="wang", seq=4, prev=OTHER) == read_line(
        follow(line(4), prev=OTHER), user="wang", seq=4, prev=None
    )


def test_lines_are_read_with_the_offset_behind_each() -> None:
    lines = chain(3)
    content = b"\n".join([*lines, b""])
    found = list(read_lines(content, "wang"))
    assert [record.event for record, _ in found] == [heard(1), heard(2), heard(3)]
    ends = np.cumsum([len(each) + 1 for each in lines]).tolist()
    assert [end for _, end in found] == ends
    assert [end for _, end in read_lines(content[:-1], "wang")] == [*ends[:2], len(content) - 1]
    assert list(read_lines(b"", "wang")) == []


def test_lines_go_on_behind_a_record_that_is_known() -> None:
    lines = chain(3)
    rest = b"\n".join([*lines[1:], b""])
    first = stated_digest(lines[0][-TAIL_BYTES:])
    assert [record.seq for record, _ in read_lines(rest, "wang", after=1, prev=first)] == [2, 3]
    for after, prev in ((0, first), (2, first), (1, None), (1, OTHER)):
        with pytest.raises(Malformed):
            list(read_lines(rest, "wang", after=after, prev=prev))


def test_what_fits_its_hash_and_is_no_record_of_this_place_is_refused_by_its_fault() -> None:
    fields = json.loads(line(1))
    del fields["hash"]
    whole = sealed(fields)
    assert read_line(whole, user="wang", seq=1, prev=GENESIS).event == heard(1)
    for wrong, fault in (
        (whole[:-1] + b" ", "its hash does not fit its content"),
        (sealed("{]"), "it is not JSON"),
        (sealed(fields | {"v": 3}), "it is not of format version 1 or 2"),
        (sealed({key: fields[key] for key in fields if key != "v"}), "it is not of format version 1 or 2"),
        (sealed(fields | {"seq": 2}), "its sequence number is not 1"),
        (sealed(fields | {"prev": OTHER.hex()}), "it does not follow the record before it"),
        (sealed(fields | {"at": None}), "a time is not a string"),
    ):
        with pytest.raises(Malformed) as refused:
            read_line(wrong, user="wang", seq=1, prev=GENESIS)
        assert str(refused.value) == fault
    assert read_line(sealed(fields | {"prev": OTHER.hex()}), user="wang", seq=1, prev=None).seq == 1


def test_a_record_is_sought_wherever_one_begins() -> None:
    lines = chain(2)
    content = b"?" + lines[0] + b"\n" + lines[1]
    assert list(possible_lines(content, 0)) == lines
    assert list(possible_lines(content, 1)) == lines
    assert list(possible_lines(content, 2)) == lines[1:]
    assert list(possible_lines(b"{}", 0)) == []
    assert [is_whole(each) for each in (lines[0], lines[0][:-1], b"")] == [True, False, False]


def test_only_what_a_cut_write_leaves_is_torn() -> None:
    lines = chain(3)
    kept = lines[0] + b"\n"
    for tail, is_torn in (
        (lines[1][:-30], True),
        (lines[1][:-30] + b"\0" * 64 + b"\n", True),
        (lines[1][:-30] + b"\0\n", False),
        (lines[1][:-30] + b"?" * 30 + b"\n", False),
        (lines[1][:-30] + lines[2], False),
        (b"\0\0\n" + lines[2] + b"\n", False),
    ):
        assert is_only_torn(kept + tail, len(kept)) is is_torn
    assert is_only_torn(b"\0\0\n", 0)
    assert not is_only_torn(b"\0\0" + kept + lines[1][:-30], 0)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.jsonl", "wang", lambda _: None)
    made.append_all([(heard(seq), day(seq)) for seq in (1, 2, 3)])
    return made


def test_events_are_appended_together_in_one_chain(ledger: Ledger) -> None:
    found = list(ledger.records())
    assert [(record.seq, record.at, record.event) for record in found] == [(n, day(n), heard(n)) for n in (1, 2, 3)]
    assert [ledger.digest_at(seq) for seq in range(5)] == [None, *(record.digest for record in found), None]
    assert [ledger.record(seq) for seq in (1, 2, 3)] == found
    assert ledger.append(Settled("t1", "answered"), day(4)).seq == 4
    ledger.close()


def test_a_ledger_knows_where_its_lines_end_and_what_all_of_it_hashes_to(ledger: Ledger, tmp_path: Path) -> None:
    content = (tmp_path / "ledger.jsonl").read_bytes()
    ends = [at + 1 for at, byte in enumerate(content) if byte == ord("\n")]
    assert ledger.ends().tolist() == ends and ledger.size_bytes == len(content)
    assert ledger.fingerprint() == ledger.fingerprint() == hashlib.sha256(content).hexdigest()
    ledger.close()
    again = Ledger(tmp_path / "ledger.jsonl", "wang", lambda _: None)
    assert (again.ends().tolist(), again.fingerprint()) == (ends, hashlib.sha256(content).hexdigest())
    again.close()


def test_a_digest_that_went_bad_on_disk_is_not_told(ledger: Ledger, tmp_path: Path) -> None:
    content = bytearray((tmp_path / "ledger.jsonl").read_bytes())
    content[ledger.ends()[0] - 10] = ord("?")
    (tmp_path / "ledger.jsonl").write_bytes(content)
    assert ledger.digest_at(1) is None and ledger.digest_at(2) is not None
    ledger.close()


def beginning_of(ledger: Ledger, path: Path, lines: int) -> Beginning | None:
    ends = ledger.ends()[:lines]
    length = int(ends[-1]) if lines else 0
    return same_beginning(path, ends, hashlib.sha256(path.read_bytes()[:length]).hexdigest())


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_beginning_that_is_the_same_is_not_read_again(ledger: Ledger, tmp_path: Path, lines: int) -> None:
    path = tmp_path / "ledger.jsonl"
    beginning = beginning_of(ledger, path, lines)
    assert beginning is not None and beginning.last == ledger.digest_at(lines)
    seen: list[Record] = []
    again = Ledger(path, "wang", seen.append, beginning=beginning)
    assert [record.seq for record in seen] == list(range(lines + 1, 4))
    assert (again.seq, again.ends().tolist(), again.fingerprint()) == (3, ledger.ends().tolist(), ledger.fingerprint())
    assert again.digest_at(3) == ledger.digest_at(3)
    again.append(heard(4), day(4))
    assert len(list(again.records())) == 4
    assert len(beginning.ends) == lines, "what was handed over is not written to"
    again.close()
    ledger.close()


def test_a_beginning_that_is_another_is_not_taken(ledger: Ledger, tmp_path: Path) -> None:
    path, ends = tmp_path / "ledger.jsonl", ledger.ends()
    ledger.close()
    whole = path.read_bytes()
    fingerprint = hashlib.sha256(whole).hexdigest()
    assert same_beginning(path, ends, fingerprint) is not None
    assert same_beginning(path, ends[:2], fingerprint) is None
    assert same_beginning(path, ends[:0], hashlib.sha256(b"").hexdigest()) is None
    assert same_beginning(tmp_path / "another", ends, fingerprint) is None
    path.write_bytes(whole[:-1])
    assert same_beginning(path, ends, fingerprint) is None
    path.write_bytes(whole.replace("第2".encode(), "第7".encode()))
    assert same_beginning(path, ends, fingerprint) is None


def test_a_damaged_newline_behind_a_whole_record_is_written_again(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    ledger.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")
    again = Ledger(path, "wang", lambda _: None)
    assert again.seq == 3 and path.read_bytes() == whole
    assert again.fingerprint() == hashlib.sha256(whole).hexdigest()
    again.append(heard(4), day(4))
    assert len(list(again.records())) == 4
    again.close()


def test_a_first_record_that_was_cut_short_leaves_an_empty_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(line(1)[:-9])
    ledger = Ledger(path, "wang", lambda _: None)
    assert (ledger.seq, ledger.size_bytes, ledger.fingerprint()) == (0, 0, hashlib.sha256().hexdigest())
    ledger.close()
