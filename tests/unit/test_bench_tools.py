"""What the measurements stand on: the made-up memory is one that the store opens, and the curves are well-formed."""

from pathlib import Path
from xml.etree import ElementTree

from bench.curves import draw
from bench.made_memory import USER, Talk, write_ledger
from store.folder_memory import LEDGER_NAME, FolderMemory
from tests.embedders import CharacterEmbedder


def test_a_ledger_that_is_written_at_once_opens_as_any_other(tmp_path: Path) -> None:
    assert write_ledger(tmp_path / LEDGER_NAME, 20) == 30
    memory = FolderMemory(tmp_path, USER, CharacterEmbedder(dimension=8))
    assert len(memory.turns()) == len(memory.facts()) == 10
    assert memory.pending() == memory.check() == []
    memory.close()


def test_the_same_seed_says_the_same() -> None:
    assert [Talk(3).sentence() for _ in range(2)] == [Talk(3).sentence() for _ in range(2)]
    assert Talk(3).question() != Talk(4).question()


def test_curves_are_drawn_with_every_point_and_goal() -> None:
    drawn = draw(
        "一 & 二",
        "ms",
        {"p50": [(1000, 3.5), (10_000, 20)], "p95": [(1000, 9)]},
        across="条数",
        goals={"p50": [(10, 1)]},
    )
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}circle")) == 3
    assert {"一 & 二", "p50", "p95", "1,000", "10"} <= {each.text for each in root.findall(f"{space}text")}
