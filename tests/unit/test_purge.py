"""After an erasure, what is in memory is what opening the new ledger would make of it."""

from pathlib import Path

import numpy as np
import pytest

from store import table_snapshot
from store.facts import Draft, Interval, Source
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story


def opened(folder: Path) -> FolderMemory:
    return FolderMemory(folder, "wang", CharacterEmbedder(dimension=8))


def columns(memory: FolderMemory) -> dict[str, np.ndarray]:
    """The candidates' columns, up to the last item: records without an item behind it need no row."""
    candidates = memory._index.candidates
    last = 1 + max(candidates.numbers(), default=0)
    return {
        name: column[..., :last] if "cues" not in name else column[:last]
        for name, column in candidates.columns().items()
    }


@pytest.mark.parametrize("status", ["current", "retracted", "superseded", "merged"])
def test_the_columns_are_those_of_a_memory_that_never_knew_it(tmp_path: Path, status: str) -> None:
    memory = opened(tmp_path)
    tell_story(memory)
    turn = memory.hear("小美：我们三月五号去了香樟路", day(20), at=day(20), thread_id="小美")
    stays, goes = (
        memory.save(
            Draft(words, happened=Interval(day(3), day(4), "day", "三月五号"), sources=(Source(turn.id, "香樟路"),)),
            turn_id=turn.id,
            at=day(20),
        )
        for words in ("用户去了香樟路", "用户和小美去了香樟路")
    )
    if status == "superseded":
        memory.update(goes.id, Draft("用户和小美去过香樟路"), how="change", turn_id=turn.id, at=day(21))
    elif status != "current":
        memory.retract(goes.id, turn_id="", at=day(21), because=(stays.id,) if status == "merged" else ())
    other = memory.hear("我又去了一次", day(22), at=day(22))
    memory.save(Draft("用户又去了一次香樟路", sources=(Source(other.id, "又去"),)), turn_id=other.id, at=day(22))
    memory.erase([goes.id], turn_id="", at=day(30))
    memory.erase([], [turn.id], turn_id="", at=day(30))
    left = columns(memory)
    memory.close()
    (tmp_path / table_snapshot.NAME).unlink()
    again = opened(tmp_path)
    made = columns(again)
    assert left.keys() == made.keys()
    assert [name for name in left if not np.array_equal(left[name], made[name])] == []
    assert again.check() == []
    again.close()
