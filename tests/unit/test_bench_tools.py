"""What the measurements stand on: the made-up memory is one that the store opens, and the curves are well-formed."""

import json
from pathlib import Path
from xml.etree import ElementTree

from bench import question_sets
from bench.curves import draw
from bench.made_memory import USER, Talk, write_ledger
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME
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


def test_a_question_is_asked_before_what_came_out_of_its_conversation(tmp_path: Path) -> None:
    rows = [
        {"id": key, "user": "u", "text": key, "timestamp": "2024-05-01", "session": key[0]}
        for key in ("a1", "a2", "b1")
    ]
    asked = {"id": "q", "user": "u", "question": "?", "evidence_ids": ["a2"], "asked_at": "2024-05-01", "session": "b"}
    (tmp_path / "memories.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text(json.dumps(asked), encoding="utf-8")
    told, (question,) = question_sets.load(tmp_path)
    assert [said.id for said in told] == ["a1", "a2", "b1"]
    assert [said.id for said in told if said.at <= question.at] == ["a1", "a2"]
