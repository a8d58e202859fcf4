"""What is removed from the file of threads, and when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import empty_checkpoint

from agent.threads import NAME, Threads, examine
from store.errors import DiskFull, ThreadsCorrupt
from tests.bytes_on_disk import places


def write(threads: Threads, name: str, words: str) -> None:
    """Keep words in a thread, in a checkpoint and in what a node wrote."""
    config: RunnableConfig = {"configurable": {"thread_id": name, "checkpoint_ns": ""}}
    checkpoint = empty_checkpoint() | {"channel_values": {"messages": [words]}}
    written = threads.saver.put(config, checkpoint, {"source": "input", "step": 1}, {})  # type: ignore[arg-type]
    threads.saver.put_writes(written, [("messages", words)], "task")


def names(threads: Threads) -> set[str]:
    """The threads there are."""
    return {str(row.config["configurable"]["thread_id"]) for row in threads.saver.list(None)}


@pytest.fixture
def threads(tmp_path: Path) -> Iterator[Threads]:
    """Three threads of one user and one of another."""
    threads = Threads(tmp_path)
    for name, words in (("a_b/1", "方怡"), ("a_b/2", "乌龟"), ("a_b/3", "乌龟和方怡"), ("acb/1", "方怡")):
        write(threads, name, words)
    yield threads
    threads.close()


def test_threads_that_hold_the_words_go_and_no_others(threads: Threads) -> None:
    assert threads.erase("a_b", [], ["方怡"]) == 2
    assert names(threads) == {"a_b/2", "acb/1"}


def test_threads_go_by_name(threads: Threads) -> None:
    assert threads.erase("a_b", ["2", "no such"], []) == 1
    assert names(threads) == {"a_b/1", "a_b/3", "acb/1"}


def test_words_are_found_in_the_escapes_of_json_too(threads: Threads) -> None:
    write(threads, "a_b/4", '{"what": "\\u65b9\\u6021"}')
    assert threads.erase("a_b", [], ["方怡"]) == 3


def test_the_bytes_go(threads: Threads, tmp_path: Path) -> None:
    assert places(tmp_path, "方怡")
    threads.erase("a_b", [], ["方怡"])
    threads.erase("acb", [], ["方怡"])
    assert places(tmp_path, "方怡") == []


def test_a_thread_in_which_a_turn_runs_goes_again_at_its_end(threads: Threads, tmp_path: Path) -> None:
    with threads.running("a_b", "1") as name, threads.running("a_b", "2"), threads.running("acb", "1"):
        assert threads.erase("a_b", ["1"], []) == 1
        write(threads, name, "方怡")
        assert name in names(threads)
    assert names(threads) == {"a_b/3", "acb/1"}, "what ran in the second may have known of it too"
    with threads.running("a_b", "1"):
        write(threads, "a_b/1", "乌龟")
    assert "a_b/1" in names(threads)


def test_what_an_ended_process_still_owed_goes_at_the_next_start(threads: Threads, tmp_path: Path) -> None:
    running = threads.running("a_b", "1")
    name = running.__enter__()
    threads.erase("a_b", ["1"], [])
    write(threads, name, "方怡")
    again = Threads(tmp_path)
    assert names(again) == {"a_b/2", "a_b/3", "acb/1"}
    again.close()
    running.__exit__(None, None, None)


def test_all_of_a_users_threads_go(threads: Threads) -> None:
    threads.erase_all("a_b")
    assert names(threads) == {"acb/1"}


def damaged(threads: Threads, folder: Path, old: bytes, new: bytes) -> bytes:
    """Close the file, change bytes in it, and give what it was."""
    threads.saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    threads.close()
    path = folder / NAME
    whole = path.read_bytes()
    assert old in whole
    path.write_bytes(whole.replace(old, new))
    return whole


def test_a_thread_whose_words_changed_on_disk_is_found_and_begun_anew(threads: Threads, tmp_path: Path) -> None:
    assert examine(tmp_path) == []
    damaged(threads, tmp_path, "乌龟".encode(), "白兔".encode())
    assert len(examine(tmp_path)) == 1
    again = Threads(tmp_path)
    with again.running("a_b", "2"), again.running("a_b", "1"):
        assert names(again) == {"a_b/1", "a_b/3", "acb/1"}
    write(again, "a_b/2", "猫")
    with again.running("a_b", "2"):
        assert "a_b/2" in names(again)
    again.close()


def test_a_file_that_is_no_database_is_refused_and_said(threads: Threads, tmp_path: Path) -> None:
    damaged(threads, tmp_path, b"SQLite format 3", b"SQLite format 9")
    assert examine(tmp_path) != []
    with pytest.raises(ThreadsCorrupt, match="sebastian check"):
        Threads(tmp_path)


def test_a_full_disk_is_said_as_such(threads: Threads) -> None:
    pages = threads.saver.conn.execute("PRAGMA page_count").fetchone()[0]
    threads.saver.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), threads.running("a_b", "9") as name:
        write(threads, name, "很长的话" * 10_000)


def test_rows_from_before_there_were_checksums_are_taken_as_they_are(threads: Threads, tmp_path: Path) -> None:
    db = threads.saver.conn
    for table in ("checkpoints", "writes"):
        db.execute(f"DROP TRIGGER {table}_crc")
        db.execute(f"ALTER TABLE {table} DROP COLUMN crc")
    db.commit()
    threads.close()
    assert examine(tmp_path) == []
    again = Threads(tmp_path)
    with again.running("a_b", "1"):
        assert len(names(again)) == 4
    again.close()
