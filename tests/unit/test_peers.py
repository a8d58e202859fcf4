"""The harness that measures ours beside two peers: what it counts, and that the peers stay out of the project."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from bench.peers.environment import REQUIREMENTS
from bench.peers.measure import Measured
from bench.peers.page import KILLS, page
from bench.peers.peer import PEERS
from tests.embedders import CharacterEmbedder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    """Two people's sets: one question each, of which one can be answered by its words."""
    folder = tmp_path / "made_zh"
    folder.mkdir()
    told = [("a1", "甲", "阁楼的钥匙挂在门后"), ("a2", "甲", "昨天去河边钓鱼"), ("b1", "乙", "阁楼的钥匙丢了")]
    memories = [{"id": key, "user": user, "text": text, "timestamp": "2024-03-01T09:00:00"} for key, user, text in told]
    questions = [
        {"id": "q1", "user": "甲", "question": "阁楼的钥匙挂在哪儿？", "evidence_ids": ["a1"]},
        {"id": "q2", "user": "乙", "question": "阁楼的钥匙呢？", "evidence_ids": ["b1"]},
    ]
    for name, rows in (("memories", memories), ("questions", questions)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_each_user_has_a_store_and_finds_what_was_told_to_it(question_set: Path) -> None:
    found = Measured("sebastian", CharacterEmbedder()).quality(question_set, None)
    assert (found["stores"], found["memories"], found["questions"]) == (2, 3, 2)
    assert (found["R@5"], found["MRR"], found["silent"]) == (1.0, 1.0, None)
    assert found["bytes_each"] > 0


def test_a_store_of_some_size_is_filled_and_timed() -> None:
    found = Measured("sebastian", CharacterEmbedder()).size(3)
    assert set(found["add"]) == set(found["search"]) == {"ms_p50", "ms_p95", "cpu_ms_p50"}
    assert found["bytes_each"] > 0


def test_the_page_words_the_figures_that_there_are(question_set: Path) -> None:
    measured = Measured("sebastian", CharacterEmbedder())
    figures = measured.quality(question_set, None) | {"load": 0.1, "versions": {"one": "1.0"}}
    kills = {
        "rounds": 2,
        "acknowledged": 611,
        "found": 611,
        "stores_harmed": 0,
        "not_opened": 0,
        "versions": {"one": "1.0"},
    }
    run = {"embedding": "e", "machine": "m", "commit": "c", "seed": 7, "limit": None, "command": "x", "load": 0.1}
    results = {"run": run, **{peer: {"made_zh": figures, KILLS: kills} for peer in PEERS}}
    worded = page(results)
    assert "made_zh（2）" in worded
    assert worded.count("| 611 | 611 |") == len(PEERS)


def test_the_peers_are_pinned_and_no_dependency_of_the_project() -> None:
    pins = [line for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", pin) for pin in pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = json.dumps([project["project"], project["dependency-groups"]])
    assert "mem0" not in named
    assert "langmem" not in named
