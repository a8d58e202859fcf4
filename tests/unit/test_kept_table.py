"""A table that reads its rows late is, seen from outside, a dict."""

import numpy as np
import pytest

from store.kept_table import KeptTable
from store.records import fact_id_of


@pytest.fixture
def loaded() -> list[int]:
    return []


@pytest.fixture
def table(loaded: list[int]) -> KeptTable[str, str]:
    def load(number: int) -> str:
        loaded.append(number)
        return f"事{number}"

    return KeptTable(np.isin(np.arange(8), [2, 3, 7]), key_of=fact_id_of, load=load)


def test_a_row_is_read_once_and_only_when_asked_for(table: KeptTable[str, str], loaded: list[int]) -> None:
    assert "f3" in table and len(table) == 3 and list(table) == ["f2", "f3", "f7"]
    assert loaded == []
    assert table["f3"] == table["f3"] == "事3"
    assert loaded == [3]
    assert table == {"f2": "事2", "f3": "事3", "f7": "事7"}
    assert loaded == [3, 2, 7]


@pytest.mark.parametrize("key", ["f1", "f8", "f03", "t3", "f", "", "f-3", "f３", "x" * 50, "f" + "9" * 30])
def test_a_key_that_is_not_there_is_not_there(table: KeptTable[str, str], key: str) -> None:
    assert key not in table
    assert table.get(key) is None
    with pytest.raises(KeyError):
        table[key]


def test_rows_are_added_replaced_and_removed_in_the_order_of_a_dict(table: KeptTable[str, str]) -> None:
    table["f9"] = "新"
    table["f3"] = "换了"
    del table["f2"]
    assert list(table.items()) == [("f3", "换了"), ("f7", "事7"), ("f9", "新")]
    assert list(reversed(table)) == ["f9", "f7", "f3"]
    assert "f2" not in table and len(table) == 3
    assert np.flatnonzero(table.numbers(12)).tolist() == [3, 7, 9]
    del table["f9"]
    assert table == {"f3": "换了", "f7": "事7"}
    with pytest.raises(KeyError):
        del table["f9"]


def test_one_that_kept_nothing_is_an_empty_dict() -> None:
    table: KeptTable[int, str] = KeptTable()
    assert list(table) == [] and len(table) == 0
    table[5] = "五"
    assert table == {5: "五"} and list(reversed(table)) == [5]


def test_all_rows_at_once_are_the_values_whatever_was_changed_since() -> None:
    table = KeptTable(np.array([False, True, True]), key_of=fact_id_of, load=lambda number: f"row {number}")
    assert list(table.rows()) == ["row 1", "row 2"]
    table["f3"] = "new"
    assert list(table.rows()) == list(table.values()) == ["row 1", "row 2", "new"]
    table["f1"] = "changed"
    assert list(table.rows()) == list(table.values()) == ["changed", "row 2", "new"]
    table["f3"] = "newer"
    assert list(table.rows()) == list(table.values()) == ["changed", "row 2", "newer"]
    del table["f2"]
    assert list(table.rows()) == list(table.values()) == ["changed", "newer"]
