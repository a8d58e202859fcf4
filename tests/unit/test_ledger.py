import errno
import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import InvalidInput, LedgerCorrupt, StoreError
from store.facts import Turn
from store.ledger import Ledger
from store.records import Heard, Record, Settled, turn_id_of
from tests.stories import day


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def open_ledger(path: Path) -> tuple[Ledger, list[Record]]:
    seen: list[Record] = []
    return Ledger(path, "wang", seen.append), seen


def hear(ledger: Ledger, text: str) -> Record:
    turn = Turn(turn_id_of(ledger.seq + 1), "wang", text, day(ledger.seq), day(ledger.seq))
    return ledger.append(Heard(turn), day(ledger.seq))


def written(path: Path, count: int) -> bytes:
    ledger, _ = open_ledger(path)
    for number in range(count):
        hear(ledger, f"第{number}句话\n换行")
    ledger.close()
    return path.read_bytes()


def test_what_was_appended_is_replayed_in_order(path: Path) -> None:
    ledger, _ = open_ledger(path)
    appended = [hear(ledger, "一"), hear(ledger, "二"), ledger.append(Settled("t1", "answered"), day(5))]
    ledger.close()
    ledger, seen = open_ledger(path)
    assert seen == appended
    assert [record.seq for record in seen] == [1, 2, 3]
    assert ledger.seq == 3
    assert ledger.digest_at(3) == seen[-1].digest
    assert ledger.digest_at(4) is ledger.digest_at(0) is None
    ledger.close()


def test_the_file_belongs_to_its_owner_alone(path: Path) -> None:
    written(path, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_record_is_one_line(path: Path) -> None:
    assert written(path, 3).count(b"\n") == 3


def test_a_lone_surrogate_is_refused_and_nothing_written(path: Path) -> None:
    ledger, _ = open_ledger(path)
    with pytest.raises(InvalidInput, match="the change cannot be written to the ledger"):
        hear(ledger, "半个字\ud83d")
    assert (ledger.seq, ledger.size_bytes, path.read_bytes()) == (0, 0, b"")
    ledger.close()


def test_a_damaged_tail_is_cut_back_kept_aside_and_said(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole = written(path, 2)
    path.write_bytes(whole + b'{"v":1,"seq":3,"at"')
    with caplog.at_level(logging.WARNING):
        ledger, seen = open_ledger(path)
    assert len(seen) == 2
    assert path.read_bytes() == whole
    assert (path.parent / "ledger.cut-2-1").read_bytes() == b'{"v":1,"seq":3,"at"'
    assert "ledger.cut-2-1" in caplog.text
    hear(ledger, "接着说")
    ledger.close()
    path.write_bytes(path.read_bytes() + b"\xff\n\n\x00\x00\n")
    open_ledger(path)[0].close()
    path.write_bytes(path.read_bytes() + b"again")
    open_ledger(path)[0].close()
    names = sorted(each.name for each in path.parent.glob("*cut*"))
    assert names == ["ledger.cut-2-1", "ledger.cut-3-1", "ledger.cut-3-2"]


def test_the_users_words_stay_out_of_the_log(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole = written(path, 2)
    path.write_bytes(whole[:-9])
    with caplog.at_level(logging.DEBUG):
        open_ledger(path)[0].close()
    assert caplog.text
    assert "句话" not in caplog.text


def test_only_the_last_newline_missing_loses_nothing(path: Path) -> None:
    whole = written(path, 2)
    path.write_bytes(whole[:-1])
    ledger, seen = open_ledger(path)
    assert len(seen) == 2
    assert path.read_bytes() == whole
    assert not list(path.parent.glob("*cut*"))
    ledger.close()


def drop_line(lines: list[bytes]) -> list[bytes]:
    return lines[:1] + lines[2:]


def repeat_line(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[-1]]


def swap_lines(lines: list[bytes]) -> list[bytes]:
    return [lines[1], lines[0], *lines[2:]]


def change_a_word(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace("句".encode(), "局".encode()), *lines[2:]]


def add_an_empty_line(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"\n", *lines[1:]]


@pytest.mark.parametrize(
    ("damage", "line"),
    [(drop_line, 2), (repeat_line, 5), (swap_lines, 1), (change_a_word, 2), (add_an_empty_line, 2)],
)
def test_damage_inside_is_refused_by_line_and_nothing_is_touched(
    path: Path, damage: Callable[[list[bytes]], list[bytes]], line: int
) -> None:
    damaged = b"".join(damage(written(path, 4).splitlines(keepends=True)))
    path.write_bytes(damaged)
    with pytest.raises(LedgerCorrupt, match=f"line {line}:") as error:
        open_ledger(path)
    assert error.value.details == {"line": line}
    assert path.read_bytes() == damaged
    assert not list(path.parent.glob("*cut*"))


def test_a_record_of_a_later_version_is_refused_not_cut(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(path, 1)
    monkeypatch.setattr("store.lines.VERSIONS", (2, 3))
    with pytest.raises(LedgerCorrupt, match="version 2 or 3"):
        open_ledger(path)
    assert path.read_bytes() == whole


def full_disk(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_refuses_leaves_the_ledger_as_it_was(path: Path, call: str) -> None:
    ledger, _ = open_ledger(path)
    hear(ledger, "在")
    before = path.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, full_disk)
        with pytest.raises(StoreError):
            hear(ledger, "丢")
        assert ledger.seq == 1
    hear(ledger, "又在")
    ledger.close()
    assert path.read_bytes().startswith(before)
    assert [record.event.turn.text for record in open_again(path) if isinstance(record.event, Heard)] == ["在", "又在"]


def open_again(path: Path) -> list[Record]:
    ledger, seen = open_ledger(path)
    ledger.close()
    return seen


def test_half_a_record_is_cut_off_before_the_next_even_if_it_could_not_be_at_once(path: Path) -> None:
    ledger, _ = open_ledger(path)
    hear(ledger, "在")
    write = os.write

    def half(descriptor: int, content: memoryview) -> int:
        if len(content) < 100:
            return full_disk()
        return write(descriptor, content[: len(content) - 99])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", half)
        patch.setattr(os, "ftruncate", full_disk)
        with pytest.raises(StoreError):
            hear(ledger, "只有一半的话")
        with pytest.raises(StoreError):
            hear(ledger, "也写不下")
    assert path.stat().st_size > ledger.size_bytes
    hear(ledger, "又在")
    ledger.close()
    assert len(open_again(path)) == 2


def test_writing_to_a_closed_ledger_is_an_error(path: Path) -> None:
    ledger, _ = open_ledger(path)
    ledger.close()
    with pytest.raises(StoreError):
        hear(ledger, "太晚")


def test_reading_again_names_the_line_that_went_bad_meanwhile(path: Path) -> None:
    ledger, _ = open_ledger(path)
    hear(ledger, "一")
    hear(ledger, "二")
    content = path.read_bytes()
    path.write_bytes(content.replace("二".encode(), "三".encode()))
    with pytest.raises(LedgerCorrupt, match="line 2") as error:
        list(ledger.records())
    assert error.value.details == {"line": 2}
    ledger.close()


def test_erasing_leaves_no_byte_and_begins_again(path: Path) -> None:
    ledger, _ = open_ledger(path)
    hear(ledger, "秘密")
    assert ledger.erase() == 1
    assert path.read_bytes() == b""
    assert hear(ledger, "新的").seq == 1
    ledger.close()
    assert len(open_again(path)) == 1
