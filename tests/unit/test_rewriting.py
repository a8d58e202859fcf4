from pathlib import Path

import pytest

from store import disk
from store.errors import LedgerCorrupt
from store.facts import ERASED_WORDS, Turn
from store.ledger import Ledger
from store.records import ErasureMade, Heard, Record, Settled, turn_id_of
from store.rewriting import rewrite
from store.tombstones import Order
from tests.stories import day

ORDER = Order("t1", day(9), (), ("t2",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path, "wang", lambda _: None)
    for number in range(1, 5):
        ledger.append(Heard(Turn(turn_id_of(number), "wang", f"第{number}句", day(number), day(number))), day(number))
    ledger.append(Settled("t2", "answered"), day(5))
    ledger.close()
    return path


def open_ledger(path: Path) -> tuple[Ledger, list[Record]]:
    seen: list[Record] = []
    return Ledger(path, "wang", seen.append), seen


def test_what_is_written_beside_is_a_ledger_that_only_lacks_what_was_erased(path: Path) -> None:
    before, old = open_ledger(path)
    lines = path.read_bytes().splitlines()
    new = rewrite(path, "wang", ORDER)
    assert path.read_bytes().splitlines() == lines
    disk.finish(path)
    after, records = open_ledger(path)
    assert [(record.seq, record.at) for record in records] == [*((each.seq, each.at) for each in old), (6, day(9))]
    words = [record.event.turn.text for record in records if isinstance(record.event, Heard)]
    assert words == ["第1句", ERASED_WORDS, "第3句", "第4句"]
    assert records[-1].event == ErasureMade("t1", (), ("t2",))
    assert path.read_bytes().splitlines()[0] == lines[0]
    assert not set(path.read_bytes().splitlines()[1:]) & set(lines)
    assert (new.seq, new.head, new.changed) == (6, records[-1].digest, 1)
    assert (list(new.beginning.ends), new.beginning.hashing.hexdigest()) == (list(after.ends()), after.fingerprint())
    assert new.tables.differences(records) == []
    before.close()
    after.close()


def test_the_same_order_gives_the_same_bytes(path: Path) -> None:
    first = rewrite(path, "wang", ORDER)
    content = disk.unfinished(path).read_bytes()
    assert rewrite(path, "wang", ORDER).head == first.head
    assert disk.unfinished(path).read_bytes() == content


def test_a_ledger_takes_what_was_written_beside_it_and_goes_on(path: Path) -> None:
    ledger, _ = open_ledger(path)
    new = rewrite(path, "wang", ORDER)
    ledger.take(new.beginning)
    assert not disk.unfinished(path).exists()
    assert (ledger.seq, ledger.digest_at(6)) == (6, new.head)
    assert isinstance(ledger.record(2).event, Heard)
    ledger.append(Settled("t1", "answered"), day(10))
    assert [record.seq for record in ledger.records()] == list(range(1, 8))
    ledger.close()
    again, records = open_ledger(path)
    assert len(records) == 7
    again.close()


def test_what_went_bad_since_is_refused_and_not_sealed_anew(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("第3句".encode(), "第7句".encode()))
    with pytest.raises(LedgerCorrupt, match="line 3"):
        rewrite(path, "wang", ORDER)
