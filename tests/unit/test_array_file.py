"""Arrays in a file: what was written comes back, and nothing else is ever taken for it."""

import stat
from pathlib import Path

import numpy as np
import pytest

from store import array_file
from store.array_file import Cover, Unusable

COVER = Cover(7, "ab" * 32)
ARRAYS = {
    "numbers": np.arange(5, dtype=np.int64),
    "table": np.arange(6, dtype=np.float32).reshape(2, 3),
    "empty": np.zeros((0, 4), dtype=np.uint8),
    "flags": np.array([True, False]),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "some.snap"
    array_file.write(made, "kind", COVER, ARRAYS, words=["一", "二"])
    return made


def test_arrays_and_values_come_back_as_they_were(path: Path) -> None:
    read = array_file.read(path, "kind")
    assert (read.cover, read.more) == (COVER, {"words": ["一", "二"]})
    assert read.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert read.arrays[name].dtype == array.dtype
        assert np.array_equal(read.arrays[name], array)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_read_outlives_the_file_that_takes_its_place(path: Path) -> None:
    read = array_file.read(path, "kind")
    array_file.write(path, "kind", COVER, {"numbers": np.zeros(5, dtype=np.int64)})
    assert read.arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    array_file.remove(path)
    assert read.arrays["table"].sum() == 15
    with pytest.raises(ValueError, match="read-only"):
        read.arrays["numbers"][0] = 1


def test_any_byte_changed_makes_it_unusable(path: Path) -> None:
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(Unusable, match="damaged"):
            array_file.read(path, "kind")
        assert array_file.check(path, "kind")


def test_any_length_but_the_whole_makes_it_unusable(path: Path) -> None:
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(Unusable):
            array_file.read(path, "kind")
    path.write_bytes(content + b"\0")
    with pytest.raises(Unusable, match="damaged"):
        array_file.read(path, "kind")


def test_a_file_of_another_kind_or_none_is_unusable_and_a_missing_one_no_problem(path: Path) -> None:
    with pytest.raises(Unusable, match="another format"):
        array_file.read(path, "other")
    array_file.remove(path)
    with pytest.raises(Unusable, match="missing"):
        array_file.read(path, "kind")
    assert array_file.check(path, "kind") == []


def test_a_full_disk_leaves_the_old_file_and_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full_disk)
    with pytest.raises(OSError, match="No space"):
        array_file.write(path, "kind", COVER, {})
    monkeypatch.undo()
    assert array_file.read(path, "kind").arrays.keys() == ARRAYS.keys()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
