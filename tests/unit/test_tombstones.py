import stat
from pathlib import Path

import pytest

from store.errors import StoreError
from store.projection import Projection
from store.tombstones import NAME, Order, Tombstones
from tests.histories import Life, lived
from tests.stories import day

ORDER = Order("t1", day(5), ("f2", "f4"), ("t3",))


@pytest.fixture
def life() -> Life:
    return lived([])  # t1 f2 t3 f4, and f5 from both facts


def test_what_was_begun_is_read_again_until_it_is_finished(tmp_path: Path, life: Life) -> None:
    stones = Tombstones.read(tmp_path)
    assert (stones.pending, stones.stones) == (None, {})
    stones.begin(ORDER, life.tables)
    again = Tombstones.read(tmp_path)
    assert again == stones
    assert again.pending == ORDER
    again.finish()
    done = Tombstones.read(tmp_path)
    assert (done.pending, done.stones) == (None, stones.stones)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_what_stands_is_what_has_the_number_and_the_time_of_an_erased_record(tmp_path: Path, life: Life) -> None:
    stones = Tombstones.read(tmp_path)
    stones.begin(ORDER, life.tables)
    assert stones.standing(life.tables) == (("f2", "f4"), ("t3",))
    assert stones.standing(Projection("wang")) == ((), ())
    others = lived([])
    for table in (others.tables.facts, others.tables.turns):
        for each in list(table):
            table[each] = type(table[each])(**{**fields(table[each]), "recorded_at": day(99)})
    assert stones.standing(others.tables) == ((), ())


def fields(item: object) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__slots__}  # type: ignore[attr-defined]


def test_stones_are_kept_over_every_erasure(tmp_path: Path, life: Life) -> None:
    for order in (Order("", day(5), ("f2",), ()), Order("", day(6), ("f4", "f2"), ("t1",))):
        stones = Tombstones.read(tmp_path)
        stones.begin(order, life.tables)
        stones.finish()
    assert [(stone.seq, stone.what) for stone in Tombstones.read(tmp_path).stones] == [
        (2, "fact"),
        (4, "fact"),
        (1, "turn"),
    ]


def test_an_order_joined_with_more_is_in_the_order_of_the_ledger_and_names_each_once() -> None:
    assert Order("", day(0), ("f10",), ()).joined(("f9", "f10"), ("t2", "t1")) == Order(
        "", day(0), ("f9", "f10"), ("t1", "t2")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format":9,"pending":null,"tombstones":[]}',
        b'{"format":1,"pending":{"turn":""},"tombstones":[]}',
        b'{"format":1,"pending":null,"tombstones":[{"seq":1,"at":"","what":"word"}]}',
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(StoreError, match=NAME):
        Tombstones.read(tmp_path)
