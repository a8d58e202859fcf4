import logging
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from store import vector_segment
from store.idset import IdSet
from store.vectors import VectorIndex

DIMENSION = 16
FILES = ("index.faiss", "index.json", "vectors.log")


class Chain:
    """A ledger of which only hashes are asked."""

    def __init__(self, seed: int = 0, seq: int = 100) -> None:
        self.seed, self.seq = seed, seq

    def digest_at(self, seq: int) -> bytes | None:
        return bytes([self.seed, seq]) * 16 if 1 <= seq <= self.seq else None


def rows(count: int, seed: int = 1) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def opened(folder: Path, *, embedder: str = "a", dimension: int = DIMENSION, chain: Chain | None = None) -> VectorIndex:
    return VectorIndex(folder, embedder=embedder, dimension=dimension, chain=chain or Chain())


def filled(folder: Path) -> NDArray[np.float32]:
    """Leave four vectors in a snapshot and three more in the journal."""
    made = rows(7)
    index = opened(folder)
    index.add([10, 20, 30, 40], made[:4])
    index.close()
    index = opened(folder)
    index.add([50, 60, 70], made[4:])
    index._journal.close()  # as when the process is killed: no snapshot
    return made


def test_the_nearest_come_first_with_their_cosines(tmp_path: Path) -> None:
    index, made = opened(tmp_path), rows(5)
    index.add([7, 3, 9, 1, 5], made)
    found = index.search(made[2], 3)
    cosines = made @ made[2]
    assert [each for each, _ in found] == [[7, 3, 9, 1, 5][row] for row in np.argsort(-cosines)[:3]]
    assert found[0][1] == pytest.approx(1)
    assert index.scores(made[2], [1, 9]) == pytest.approx(cosines[[3, 2]])
    assert index.mean() == pytest.approx(made.mean(axis=0), abs=1e-6)


def test_only_allowed_ids_are_found_however_far(tmp_path: Path) -> None:
    index, made = opened(tmp_path), rows(50)
    index.add(list(range(1, 51)), made)
    worst = int(np.argmin(made @ made[0])) + 1
    for allowed in ({worst}, IdSet.of([worst]), [worst, 9999]):
        assert [each for each, _ in index.search(made[0], 10, allowed)] == [worst]
    assert index.search(made[0], 10, set()) == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path)
    assert index.search(rows(1)[0], 5) == []
    assert index.vectors([]).shape == (0, DIMENSION)
    assert not index.mean().any()


def test_adding_an_id_again_puts_the_new_vector_in_its_place(tmp_path: Path) -> None:
    index, made = opened(tmp_path), rows(3)
    index.add([1, 2], made[:2])
    index.add([1], made[2:])
    assert len(index) == 2
    assert index.vectors([1])[0] == pytest.approx(made[2])
    assert index.mean() == pytest.approx(made[1:].mean(axis=0), abs=1e-6)
    assert index.check() == []


@pytest.mark.parametrize("wrong", [rows(2), np.zeros((1, 3), np.float32), np.full((1, DIMENSION), np.nan, np.float32)])
def test_vectors_of_the_wrong_shape_or_without_a_value_are_refused(tmp_path: Path, wrong: NDArray[np.float32]) -> None:
    index = opened(tmp_path)
    with pytest.raises(ValueError, match="vectors of length"):
        index.add([1], wrong)
    with pytest.raises(KeyError):
        index.vectors([1])
    assert index.check() == []


def test_snapshot_and_journal_together_come_back(tmp_path: Path) -> None:
    made = filled(tmp_path)
    index = opened(tmp_path)
    assert index.ids() == {10, 20, 30, 40, 50, 60, 70}
    assert index.vectors([10, 20, 30, 40, 50, 60, 70]) == pytest.approx(made)
    assert (index.lost, index.check()) == ("", [])


def test_the_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in FILES} == {0o600}
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("cut", range(1, 4 * DIMENSION + 12))
def test_a_torn_end_of_the_journal_loses_only_its_last_vector(tmp_path: Path, cut: int) -> None:
    filled(tmp_path)
    journal = tmp_path / "vectors.log"
    journal.write_bytes(journal.read_bytes()[:-cut])
    index = opened(tmp_path)
    assert index.ids() == {10, 20, 30, 40, 50, 60}
    index.add([70], rows(1))
    assert index.check() == []


def test_a_damaged_record_of_the_journal_loses_only_itself(tmp_path: Path) -> None:
    filled(tmp_path)
    journal = tmp_path / "vectors.log"
    content = bytearray(journal.read_bytes())
    content[-(4 * DIMENSION + 12) - 5] ^= 1
    journal.write_bytes(content)
    assert opened(tmp_path).ids() == {10, 20, 30, 40, 50, 70}


def flip(content: bytes) -> bytes:
    return content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 1]) + content[len(content) // 2 + 1 :]


def halve(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [flip, halve, empty, None])
@pytest.mark.parametrize("name", ["index.faiss", "index.json"])
def test_a_damaged_or_missing_snapshot_is_never_searched(
    tmp_path: Path, name: str, damage: Callable[[bytes], bytes] | None
) -> None:
    filled(tmp_path)
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    index = opened(tmp_path)
    assert index.ids() == {50, 60, 70}
    assert index.lost
    index.add([10, 20, 30, 40], rows(4))
    index.save()
    assert (index.lost, index.check()) == ("", [])


def test_another_embedder_dimension_or_ledger_drops_every_vector(tmp_path: Path) -> None:
    filled(tmp_path)
    assert opened(tmp_path, chain=Chain(seed=1)).ids() == set()
    assert opened(tmp_path, embedder="b").ids() == set()
    filled(tmp_path)
    assert opened(tmp_path, dimension=8).ids() == set()


def test_a_ledger_that_was_cut_back_drops_what_it_does_not_reach(tmp_path: Path) -> None:
    filled(tmp_path)
    assert opened(tmp_path, chain=Chain(seq=60)).ids() == {50, 60}


def test_a_crash_between_the_two_renames_is_finished_at_the_next_start(tmp_path: Path) -> None:
    filled(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in FILES}
    index = opened(tmp_path)
    index.close()
    (tmp_path / "index.json").rename(tmp_path / "index.json.new")
    for name in ("index.json", "vectors.log"):
        (tmp_path / name).write_bytes(before[name])
    index = opened(tmp_path)
    assert (len(index), index.lost, index.check()) == (7, "", [])


def test_removed_vectors_are_gone_from_every_file(tmp_path: Path) -> None:
    made = filled(tmp_path)
    index = opened(tmp_path)
    index.remove([10, 50, 9999])
    for name in FILES:
        content = (tmp_path / name).read_bytes()
        assert made[0].tobytes() not in content
        assert made[4].tobytes() not in content
    assert opened(tmp_path).ids() == {20, 30, 40, 60, 70}
    assert index.check() == []


def test_a_snapshot_is_taken_at_the_end_and_only_when_the_journal_has_grown(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.add(list(range(1, 41)), rows(40))
    assert not (tmp_path / "index.faiss").exists()
    index.close()
    index = opened(tmp_path)
    index.add([50], rows(1))
    before = (tmp_path / "index.faiss").read_bytes()
    index.close()
    assert (tmp_path / "index.faiss").read_bytes() == before
    index = opened(tmp_path)
    assert (len(index), index.check()) == (41, [])


@pytest.mark.parametrize("damage", [flip, halve, empty, None])
def test_the_bits_of_a_large_snapshot_are_kept_and_made_again_where_they_are_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes] | None
) -> None:
    monkeypatch.setattr(vector_segment, "EXACT", 20)
    made = rows(60)
    index = opened(tmp_path)
    index.add(list(range(1, 61)), made)
    nearest = dict(index.search(made[7], 5))
    index.close()
    bits = tmp_path / "index.bits"
    assert opened(tmp_path).check() == []
    if damage is None:
        bits.unlink()
    else:
        bits.write_bytes(damage(bits.read_bytes()))
        assert any("index.bits" in problem for problem in opened(tmp_path).check())
    index = opened(tmp_path)
    assert dict(index.search(made[7], 5)) == pytest.approx(nearest)
    index.save()
    assert index.check() == []
    index.erase()
    assert [each.name for each in tmp_path.iterdir()] == ["vectors.log"]


def test_erased_vectors_are_gone(tmp_path: Path) -> None:
    made = filled(tmp_path)
    index = opened(tmp_path)
    index.erase()
    assert [each.name for each in tmp_path.iterdir()] == ["vectors.log"]
    assert made[5].tobytes() not in (tmp_path / "vectors.log").read_bytes()
    assert (len(index), index.check(), len(opened(tmp_path))) == (0, [], 0)


def full_disk(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_a_full_disk_costs_a_warning_not_the_vectors(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    index, made = opened(tmp_path), rows(2)
    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr("os.write", full_disk)
        index.add([1], made[:1])
        index.save()
    assert len(caplog.records) == 2
    index.add([2], made[1:])
    assert index.ids() == {1, 2}
    assert opened(tmp_path).ids() == {2}
    index.save()
    assert opened(tmp_path).ids() == {1, 2}
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(FILES)


def test_check_finds_what_was_done_to_the_files(tmp_path: Path) -> None:
    filled(tmp_path)
    for name in FILES:
        index = opened(tmp_path)
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(flip(content))
        assert any(name in problem for problem in index.check())
        (tmp_path / name).write_bytes(content)
