"""The files of vectors examined beside the ledger that they should be of, while nobody has them open."""

from pathlib import Path

import numpy as np
import pytest

from store import vector_journal, vector_segment, vector_snapshot
from store.array_file import Cover
from store.vector_journal import Maker, VectorJournal
from store.vector_snapshot import BITS_NAME, HEADER_NAME, INDEX_NAME, SnapshotUnusable
from store.vectors import JOURNAL_NAME, VectorIndex
from tests.unit.test_vectors import DIMENSION, Chain, opened, rows

MAKER = Maker("a", DIMENSION)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty vectors in a snapshot with its bits, and two in the journal."""
    monkeypatch.setattr(vector_segment, "EXACT", 20)
    index = opened(tmp_path)
    index.add(list(range(1, 41)), rows(40))
    index.close()
    index = opened(tmp_path)
    index.add([50, 60], rows(2, seed=2))
    index.abandon()
    return tmp_path


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def examined(folder: Path, maker: Maker = MAKER, chain: Chain | None = None) -> list[str]:
    chain = chain or Chain()
    return [
        *vector_snapshot.examine(folder, maker, chain),
        *vector_journal.examine(folder / JOURNAL_NAME, maker, chain),
    ]


def test_files_as_they_were_written_have_no_fault(folder: Path) -> None:
    assert examined(folder) == []


def test_where_there_is_nothing_there_is_no_fault(tmp_path: Path) -> None:
    assert examined(tmp_path) == []


@pytest.mark.parametrize("name", [INDEX_NAME, HEADER_NAME, BITS_NAME])
def test_a_flipped_bit_is_found_in_the_file_that_has_it(folder: Path, name: str) -> None:
    flip(folder / name, (folder / name).stat().st_size // 2)
    assert examined(folder) == ([BITS_NAME] if name == BITS_NAME else [INDEX_NAME, HEADER_NAME])


@pytest.mark.parametrize("name", [INDEX_NAME, HEADER_NAME])
def test_one_of_a_pair_is_of_no_use_without_the_other(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert examined(folder) == [HEADER_NAME if name == INDEX_NAME else INDEX_NAME]


@pytest.mark.parametrize(
    ("maker", "chain"),
    [(Maker("b", DIMENSION), Chain()), (Maker("a", 8), Chain()), (MAKER, Chain(seed=1)), (MAKER, Chain(seq=30))],
)
def test_files_of_another_embedder_or_ledger_are_of_no_use(folder: Path, maker: Maker, chain: Chain) -> None:
    found = examined(folder, maker, chain)
    assert found[:2] == [INDEX_NAME, HEADER_NAME]
    assert found[2].startswith(f"{JOURNAL_NAME}: ")


def test_a_journal_says_how_many_of_its_records_are_damaged(folder: Path) -> None:
    journal = folder / JOURNAL_NAME
    flip(journal, journal.stat().st_size - 6)
    assert vector_journal.examine(journal, MAKER, Chain()) == [f"{JOURNAL_NAME}: 1 damaged records"]
    journal.write_bytes(journal.read_bytes()[:-3])
    assert vector_journal.examine(journal, MAKER, Chain()) == []
    flip(journal, 3)
    assert vector_journal.examine(journal, MAKER, Chain()) == [
        f"{JOURNAL_NAME}: it is of another embedder, or its header is damaged"
    ]


def test_a_vector_is_never_taken_for_that_of_another_ledgers_item(tmp_path: Path) -> None:
    journal = VectorJournal(tmp_path / "log", embedder="a", dimension=2, chain=Chain())
    journal.append(np.array([1, 2, 3]), np.arange(6, dtype=np.float32).reshape(3, 2))
    journal.close()
    again = VectorJournal(tmp_path / "log", embedder="a", dimension=2, chain=Chain(seq=2))
    ids, vectors = again.load()
    assert (ids.tolist(), vectors.tolist(), len(again)) == ([1, 2], [[0, 1], [2, 3]], 3)
    assert again.check() == ["log: 1 damaged records"] and not again.was_foreign
    again.clear()
    assert (len(again), again.check()) == (0, [])
    again.close()
    other = VectorJournal(tmp_path / "log", embedder="b", dimension=2, chain=Chain())
    assert other.was_foreign and len(other) == 0
    other.close()


def test_a_journal_that_changes_under_it_is_found_by_its_check(tmp_path: Path) -> None:
    journal = VectorJournal(tmp_path / "log", embedder="a", dimension=2, chain=Chain())
    journal.append(np.array([1, 2]), np.zeros((2, 2), np.float32))
    whole = (tmp_path / "log").read_bytes()
    for wrong in (whole[:-1], b"?" + whole[1:], whole + b"?"):
        (tmp_path / "log").write_bytes(wrong)
        assert journal.check() == ["log: its header or its length is wrong"]
    (tmp_path / "log").write_bytes(whole)
    assert journal.check() == []
    journal.close()


def test_the_header_says_what_the_snapshot_covers(folder: Path) -> None:
    header, segment = vector_snapshot.read(folder)
    assert (header.format, header.embedder, header.dimension, header.count) == (2, "a", DIMENSION, 40)
    assert (header.ledger_seq, header.ledger_hash) == (100, Chain().digest_at(100).hex())  # type: ignore[union-attr]
    assert segment.ids().tolist() == list(range(1, 41)) and segment.rows() == pytest.approx(rows(40))
    assert vector_snapshot.check(folder, header) == [] == vector_snapshot.check(folder, None)


def test_a_snapshot_may_cover_what_the_ledger_is_about_to_end_in(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.add([1], rows(1))
    index.snapshot(Cover(7, "ab"))
    header, _ = vector_snapshot.read(tmp_path)
    assert (header.ledger_seq, header.ledger_hash) == (7, "ab")
    index.remove([1], cover=Cover(8, "cd"))
    assert vector_snapshot.read(tmp_path)[0].ledger_seq == 8
    index.abandon()


def test_a_header_of_another_format_or_another_count_is_not_read(folder: Path) -> None:
    whole = (folder / HEADER_NAME).read_bytes()
    for wrong in (whole.replace(b'"format": 2', b'"format": 3'), whole.replace(b'"count": 40', b'"count": 41'), b"[]"):
        (folder / HEADER_NAME).write_bytes(wrong)
        with pytest.raises(SnapshotUnusable):
            vector_snapshot.read(folder)


def test_the_check_names_what_is_no_longer_as_it_was_written(folder: Path) -> None:
    header, _ = vector_snapshot.read(folder)
    index = (folder / INDEX_NAME).read_bytes()
    (folder / INDEX_NAME).unlink()
    assert vector_snapshot.check(folder, header) == [f"{INDEX_NAME}: it is not the snapshot that was written"]
    (folder / INDEX_NAME).write_bytes(index)
    (folder / HEADER_NAME).write_bytes(b"{}")
    assert vector_snapshot.check(folder, header) == [f"{HEADER_NAME}: it is not the header that was written"]


def test_a_disk_that_is_full_leaves_the_last_snapshot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    index = opened(folder)

    def full(*_: object) -> None:
        raise RuntimeError("write error")

    with monkeypatch.context() as patch:
        patch.setattr("faiss.write_index", full)
        with pytest.raises(OSError, match="cannot be written"):
            index.snapshot()
    index.abandon()
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_which_ids_have_a_vector_and_which_are_known(folder: Path) -> None:
    index = opened(folder)
    numbers = np.array([50, 3, 45, 999, 60, 1])
    assert index.has(numbers).tolist() == [True, True, False, False, True, True]
    has, found = index.known(numbers)
    assert has.tolist() == index.has(numbers).tolist()
    assert found == pytest.approx(np.vstack([rows(2, seed=2)[0], rows(40)[2], rows(2, seed=2)[1], rows(40)[0]]))
    has, found = index.known(np.array([3, 999]))
    assert (has.tolist(), found.shape) == ([True, False], (1, DIMENSION))
    assert (50 in index, 3 in index, 45 in index, len(index)) == (True, True, False, 42)
    with pytest.raises(KeyError, match="45"):
        index.vectors([3, 45, 999])
    with pytest.raises(ValueError, match=f"a vector of length {DIMENSION} was expected, got 3"):
        index.search(np.zeros(3, np.float32), 1)
    assert index.search(rows(1)[0], 0) == []
    index.abandon()


def test_a_search_goes_over_the_snapshot_and_what_came_since(folder: Path) -> None:
    index = opened(folder)
    every = np.vstack([rows(40), rows(2, seed=2)])
    ids = [*range(1, 41), 50, 60]
    for query in rows(5, seed=3):
        order = np.argsort(-(every @ query))[:6]
        found = index.search(query, 6)
        assert [each for each, _ in found] == [ids[row] for row in order]
        assert [score for _, score in found] == pytest.approx((every @ query)[order].tolist(), abs=1e-5)
    assert index.mean() == pytest.approx(every.mean(axis=0), abs=1e-6)
    index.abandon()


def test_a_snapshot_is_due_where_the_journal_is_an_eighth_of_all_or_something_was_lost(tmp_path: Path) -> None:
    def journal_after(extra: int) -> int:
        index = opened(tmp_path)
        index.add(list(range(41, 41 + extra)), rows(extra, seed=4))
        index.close()
        again = opened(tmp_path)
        length = len(again._journal)
        again.erase()
        again.add(list(range(1, 41)), rows(40))
        again.save()
        again.abandon()
        return length

    first = opened(tmp_path)
    first.add(list(range(1, 41)), rows(40))
    first.save()
    first.abandon()
    assert (journal_after(5), journal_after(6)) == (5, 0)


def test_vectors_that_lie_in_both_files_are_taken_once(folder: Path) -> None:
    journal = VectorJournal(folder / JOURNAL_NAME, embedder="a", dimension=DIMENSION, chain=Chain())
    journal.append(np.array([1, 2, 50]), np.vstack([rows(1), rows(2, seed=9)]))
    journal.close()
    index = opened(folder)
    assert len(index) == len(index.ids()) == 42
    assert index.vectors([1, 2, 50]) == pytest.approx(np.vstack([rows(1), rows(2, seed=9)]))
    assert (index.lost, index.check()) == ("", [])
    index.abandon()


def test_what_is_out_of_step_is_found_by_the_check(folder: Path) -> None:
    index = opened(folder)
    assert index.check() == []
    index._put(np.array([70]), rows(1, seed=8))
    assert index.check() == ["1 vectors are only in memory or only on disk"]
    index._drop([70])
    index._fresh.add(np.array([1]), rows(1))
    assert index.check()[0] == "the index holds an id twice"
    index.abandon()


def opened_by(folder: Path, embedder: str) -> VectorIndex:
    return VectorIndex(folder, embedder=embedder, dimension=DIMENSION, chain=Chain())


def test_why_vectors_were_lost_is_said(folder: Path) -> None:
    journal = (folder / JOURNAL_NAME).read_bytes()
    assert opened_by(folder, "b").lost == "its embedder is a, not b"
    (folder / JOURNAL_NAME).write_bytes(journal[:-6] + b"?" + journal[-5:])
    assert opened_by(folder, "a").lost == f"{JOURNAL_NAME} has damaged records"
    (folder / JOURNAL_NAME).write_bytes(b"?")
    assert opened_by(folder, "a").lost == f"{JOURNAL_NAME} is of another embedder or damaged"
    for name in (INDEX_NAME, HEADER_NAME, BITS_NAME):
        (folder / name).unlink()
    assert opened_by(folder, "a").lost == ""
