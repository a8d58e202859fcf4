"""What format version 1 wrote is read for ever: files that were kept, never written again by a later program."""

import shutil
from pathlib import Path

import orjson

from store import backup_file, restoring
from store.codec import _EVENT_KEYS
from store.folder import Folder, owning
from store.tombstones import Tombstones
from tests.crash.killing import state
from tests.embedders import CharacterEmbedder

KEPT = Path(__file__).parents[1] / "fixtures/format-1"
FACTS = {
    "f2": ("superseded", "用户叫王芳"),
    "f3": ("retracted", "用户生日是三月五日"),
    "f4": ("unsupported", "用户是双鱼座"),
    "f7": ("current", "用户叫王方"),
    "f8": ("current", "用户生日是四月五日"),
    "f10": ("retracted", "用户喜欢\n游泳🏊"),
    "f13": ("current", "用户常爬山"),
    "f14": ("current", "用户周末爬山"),
    "f15": ("current", "用户喜欢户外"),
    "f22": ("superseded", "用户住在香樟路"),
    "f23": ("superseded", "用户住在梧桐路"),
    "f27": ("unsupported", "用户可能怕冷"),
}


def test_the_kept_ledger_has_every_kind_of_record() -> None:
    records = [orjson.loads(line) for line in (KEPT / "ledger.jsonl").read_bytes().splitlines()]
    assert {record["op"] for record in records} == set(_EVENT_KEYS)
    assert {record["v"] for record in records} == {1}
    assert any(record["op"] == "unsupported" and "id" in record for record in records), "the older form too"


def test_the_kept_ledger_opens_as_it_always_did_and_is_not_written_anew(tmp_path: Path) -> None:
    shutil.copytree(KEPT, tmp_path / "users/wang", ignore=shutil.ignore_patterns("*.zip"))
    with Folder(tmp_path, CharacterEmbedder(dimension=8)) as folder:
        memory = folder.memory("wang")
        assert memory.check() == []
        assert {fact.id: (fact.status, fact.statement) for fact in memory.facts("all")} == FACTS
        assert [turn.id for turn in memory.turns() if turn.is_erased] == ["t12"]
        assert [turn.id for turn in memory.pending()] == ["t6", "t26"]
        assert memory.get("f15").alternatives[0].premises == ("f14",)
        assert [source.quote for source in memory.get("f13").sources] == ["［已抹去］"]
    assert (tmp_path / "users/wang/ledger.jsonl").read_bytes() == (KEPT / "ledger.jsonl").read_bytes()


def test_the_kept_backup_is_restored(tmp_path: Path) -> None:
    with owning(tmp_path / "data", make=True):
        restoring.restore(tmp_path / "data", backup_file.read(KEPT / "backup.zip"), replace=False)
    shutil.copytree(KEPT, tmp_path / "kept/users/wang", ignore=shutil.ignore_patterns("*.zip"))
    states = []
    for data in (tmp_path / "data", tmp_path / "kept"):
        with Folder(data, CharacterEmbedder(dimension=8)) as folder:
            states.append(state(folder.memory("wang")))
    assert states[0] == states[1]


def test_a_list_of_what_was_erased_from_before_it_had_a_checksum_is_read(tmp_path: Path) -> None:
    fields = orjson.loads((KEPT / "erased.json").read_bytes())
    older = {"format": 1, "pending": None, "tombstones": fields["tombstones"]}
    stones = Tombstones.parse(tmp_path, orjson.dumps(older))
    assert stones.stones == Tombstones.read(KEPT).stones
    assert len(stones.stones) == 3
