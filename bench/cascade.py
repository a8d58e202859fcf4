"""How long memory takes to follow when a premise goes: what rests on it falls, stands on other grounds, or is computed anew.

    python -m bench.cascade --json bench/results/cascade.json [--derived 10000] [--depth 10] [--embedding local:...]

One process, one thread, garbage collected as by a server (agent/collecting.py), a memory of other things beside
(bench/made_memory.py). What is timed is the whole change, from the call to the moment at which everything is on disk; the
time of the processor stands beside that of the clock, since on a machine that is busy with other things the two differ.
Recall is timed before and after. No model of conversation is called.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from agent.collecting import collect_rarely
from agent.models import make_embedder
from agent.settings import Settings
from bench import cascade_page
from bench.made_memory import BEGIN, SEED, SPAN, USER, MixedEmbedder, Talk, told_events, write_events
from bench.run_record import run_record
from store.contract import Embedder
from store.facts import Draft, Fact, Justification, Turn
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME
from store.records import Derived, Event, Heard, Saved, fact_id_of, turn_id_of
from tools.rules import engine, expiry, kinship, zodiac
from tools.rules.rule import Rule
from tools.toolbox import forget_fact
from tools.undo import undo_last

NOW: Final = BEGIN + SPAN
RECALLS: Final = 200
REPEATS: Final = 7
COMPUTED: Final = 1000
# Conclusions that have other grounds, of those that rest on the premise at once.
WITH_OTHERS: Final = 10
Told = tuple[str, tuple[str, str, str]]


def main() -> int:
    """Measure each way to follow and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--embedding", default="")
    parser.add_argument("--derived", type=int, default=10_000)
    parser.add_argument("--depth", type=int, default=10)
    parser.add_argument("--memories", type=int, default=10_000)
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    embedder = MixedEmbedder(make_embedder(Settings(embedding=chosen.embedding)))
    results: dict[str, Any] = {
        "run": run_record(seed=SEED, embedding=chosen.embedding or "default", memories=chosen.memories,
                          derived=chosen.derived, depth=chosen.depth)
    }  # fmt: skip
    for name, measure in (("falls", falls), ("computed", computed)):
        results[name] = measure(embedder, chosen.memories, chosen.derived, chosen.depth)
        print(f"{name} {json.dumps(results[name], ensure_ascii=False)}", flush=True)
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        cascade_page.write(results, chosen.json)
    return 0


def falls(embedder: Embedder, memories: int, derived: int, depth: int) -> dict[str, Any]:
    """Forget what so many inferences rest on, and undo it, again and again; a few of them have other grounds at last."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        told = list(told_events(memories // 2))
        premise = len(told) + 2
        write_events(folder / LEDGER_NAME, (*told, *_chains(len(told), derived, depth)))
        memory = FolderMemory(folder, USER, embedder)
        collect_rarely()
        watch = Watch()
        _recall(memory, watch, "recall_before", SEED + 2)
        for repeat in range(REPEATS):
            _forget(memory, watch, "forget", fact_id_of(premise), NOW + timedelta(hours=repeat))
            assert len(memory.facts("unsupported")) == derived
            if repeat < REPEATS - 1:
                watch.time("undo", partial(undo_last, memory, turn_id="", at=NOW + timedelta(hours=repeat)))
        _recall(memory, watch, "recall_after", SEED + 3)
        undo_last(memory, turn_id="", at=NOW + timedelta(days=1))
        _justify(memory, premise)
        _forget(memory, watch, "forget_with_others", fact_id_of(premise), NOW + timedelta(days=2))
        stood = sum(fact.is_derived for fact in memory.facts())
        problems = memory.check()
        memory.close()
    return {"fell": derived, "stood_with_others": stood, "problems": problems} | watch.summary()


def computed(embedder: Embedder, memories: int, derived: int, depth: int) -> dict[str, Any]:
    """Correct a premise of many conclusions of a rule, and the premises of many that have one each; in a smaller memory."""
    found: dict[str, Any] = {"conclusions": COMPUTED}
    for rule, told, corrected in (
        (kinship.RULE, _kin("妹妹"), _kin("哥哥")),
        (zodiac.RULE, _birthdays(2), _birthdays(10)),
        (expiry.RULE, _purchases(2), _purchases(3)),
    ):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_events(folder / LEDGER_NAME, told_events(memories // 20))
            memory = FolderMemory(folder, USER, embedder)
            collect_rarely()
            found[rule.name] = _correct(memory, rule, told, corrected)
            memory.close()
    return found


def _correct(memory: FolderMemory, rule: Rule, told: list[Told], corrected: list[Told]) -> dict[str, Any]:
    """Tell all, correct what was told otherwise, and time what follows from that, all within one turn."""
    turn = memory.hear("说来话长", NOW, at=NOW)
    premises = [memory.save(_draft(each), turn_id=turn.id, at=NOW) for each in told]
    triggers = premises[:1] if told[1:] == corrected[1:] else premises
    for draft in (draft for each in triggers for draft in rule.conclude(each, premises)):
        memory.derive(draft, turn_id=turn.id, at=NOW)
    conclusions = sum(fact.is_derived for fact in memory.facts())
    later = memory.hear("都说错了", NOW + timedelta(days=1), at=NOW + timedelta(days=1))
    watch = Watch()
    for old, new in zip(triggers, corrected, strict=False):
        fact = memory.update(old.id, _draft(new), how="correction", turn_id=later.id, at=later.said_at)
        again = partial(engine.cascade, memory, old.id, turn_id=later.id, at=later.said_at, replaced_by=fact)
        watch.time("cascade", again)
    changes = [change for change in memory.changes(later.id) if memory.get(change.id).is_derived]
    return {"conclusions": conclusions, "computed_again": len(changes), "problems": memory.check()} | watch.total()


def _chains(seq: int, derived: int, depth: int) -> Iterator[tuple[datetime, Event]]:
    """Give a turn, a premise it told, one that it told beside, and the chains of inferences that rest on the first."""
    talk = Talk(SEED + 1)
    turn = Turn(turn_id_of(seq + 1), USER, "我对花生过敏，也不吃辣", NOW, NOW)
    yield NOW, Heard(turn)
    yield NOW, Saved(turn.id, _fact(seq + 2, "用户对花生过敏"))
    yield NOW, Saved(turn.id, _fact(seq + 3, "用户不吃辣"))
    for number in range(derived):
        at = seq + 4 + number
        premise = at - 1 if number % depth else seq + 2
        yield NOW, Derived(turn.id, _fact(at, talk.sentence().replace("我", "用户", 1), fact_id_of(premise)))


def _justify(memory: FolderMemory, premise: int) -> None:
    """Give a few of the conclusions that rest on the premise at once other grounds."""
    more = Justification("inference", (fact_id_of(premise + 1),))
    for fact in memory.dependents(fact_id_of(premise))[:WITH_OTHERS]:
        memory.justify(fact.id, more, turn_id="", at=NOW)


def _fact(seq: int, statement: str, premise: str = "") -> Fact:
    rests = {"rule": "inference", "premises": (premise,), "confidence": 0.6} if premise else {}
    return Fact(fact_id_of(seq), USER, statement, "other", "用户", "", "", None, NOW, None, NOW, (), **rests)  # type: ignore[arg-type]


def _kin(word: str) -> list[Told]:
    return [(f"林静是用户的{word}", ("林静", "关系", word)),
            *((f"林静的儿子是{name}", ("林静", "儿子", name)) for name in _names())]  # fmt: skip


def _birthdays(month: int) -> list[Told]:
    return [(f"{name}的生日是1990年{month}月3日", (name, "生日", f"1990年{month}月3日")) for name in _names()]


def _purchases(month: int) -> list[Told]:
    return [(f"{name}牌吸尘器是2023年{month}月3日买的，保修两年", (f"{name}牌吸尘器", "购买", f"2023年{month}月3日"))
            for name in _names()]  # fmt: skip


@cache
def _names() -> list[str]:
    return list(dict.fromkeys(Talk(SEED).words(20 * COMPUTED)))[:COMPUTED]


def _draft(told: Told) -> Draft:
    return Draft(told[0], "other", *told[1], valid_from=NOW)


def _forget(memory: FolderMemory, watch: "Watch", name: str, fact_id: str, at: datetime) -> None:
    turn = memory.hear("忘掉我对花生过敏", at, at=at)
    watch.time(name, partial(forget_fact, memory, fact_id, turn_id=turn.id, at=at))


def _recall(memory: FolderMemory, watch: "Watch", name: str, seed: int) -> None:
    talk = Talk(seed)
    for _ in range(RECALLS):
        watch.time(name, partial(memory.recall, talk.question(), now=NOW + timedelta(days=3)))


class Watch:
    """Times by the clock and by the processor, by name."""

    def __init__(self) -> None:
        self._times: dict[str, list[tuple[float, float]]] = {}

    def time(self, name: str, work: Callable[[], Any]) -> None:
        """Time a piece of work."""
        clock, processor = time.perf_counter(), time.process_time()
        work()
        spent = (time.perf_counter() - clock, time.process_time() - processor)
        self._times.setdefault(name, []).append(spent)

    def summary(self) -> dict[str, Any]:
        """Give milliseconds: p50, p95 and the least by the clock, p50 and p95 by the processor."""
        found = {}
        for name, times in self._times.items():
            clock, processor = 1000 * np.array(times).T
            found[name] = {"ms_p50": round(float(np.percentile(clock, 50)), 2), "ms_p95": round(float(np.percentile(clock, 95)), 2),
                           "ms_least": round(float(clock.min()), 2), "cpu_ms_p50": round(float(np.percentile(processor, 50)), 2),
                           "cpu_ms_p95": round(float(np.percentile(processor, 95)), 2)}  # fmt: skip
        return found

    def total(self) -> dict[str, Any]:
        """Give milliseconds altogether, by the clock and by the processor."""
        clock, processor = 1000 * np.array([each for times in self._times.values() for each in times]).sum(axis=0)
        return {"ms": round(float(clock), 1), "cpu_ms": round(float(processor), 1)}


if __name__ == "__main__":
    sys.exit(main())
