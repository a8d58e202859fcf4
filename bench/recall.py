"""How well the right memories come up, judged by labels alone: no model answers, none judges.

    python bench/recall.py --data DIR --sets memdaily_zh,locomo_en --json OUT [--embedding local:...] [--limit N]

Every memory of a set is told to a memory of its user at its time (`hear`), every question asked at its time (`recall`);
nothing is mined, so these figures are of turns. Written for each set: R@k (mean share of a question's evidence among the
first k), hit@10, MRR, p50/p95 of one recall, embedding included, and the run itself. Further measurements:

    memdaily_zh+noise   memdaily_zh with 500 sentences of noise_zh among each user's memories; 100 questions
    event recall@10     of lifebench_zh, where one event leaves several traces: any of them counts
    silent, spoke       noise sentences asked of the full memories of the set: how often nothing comes up, and how often
                        something does for the set's own questions

A set that is absent is skipped, and said so.
"""

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

if not __package__:  # run as a script: the packages lie beside this folder
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from agent.models import make_embedder
from agent.settings import Settings
from bench.question_sets import Question, Said, events, load, noise
from bench.run_record import milliseconds, resident_mb, run_record
from store.contract import Embedder
from store.facts import Interval, Turn
from store.folder_memory import FolderMemory
from tools.when import find

SETS = ("memdaily_zh", "memdaily_zh+noise", "memorybank_zh", "madial_zh", "locomo_zh2", "locomo_en", "realmem_en",
        "locomo_plus_en", "lifebench_zh")  # fmt: skip
NOISE_TEXTS = 500
NOISY_QUESTIONS = 100  # each has a memory of its own to be filled: minutes, where no --limit is given
SILENT_TEXTS = 20  # noise sentences asked of each memory
LIMIT = 10
SEED = 7


class Prepared:
    """An embedder that embeds a whole set at once beforehand; questions are embedded as they are asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        if query:
            return self._embedder.embed(texts, query=True)
        self.prepare(texts)
        return np.stack([self._known[text] for text in texts])


@contextmanager
def told(memories: Sequence[Said], user: str, embedder: Prepared) -> Iterator[tuple[FolderMemory, dict[str, str]]]:
    """Tell memories to a new memory; gives it, and the set's ids by turn id."""
    with tempfile.TemporaryDirectory() as folder:
        memory = FolderMemory(Path(folder), user, embedder)
        embedder.prepare(said.text for said in memories)
        yield (
            memory,
            {memory.hear(said.text, said.at, at=said.at, thread_id=said.session).id: said.id for said in memories},
        )
        memory.close()


def ask(memory: FolderMemory, question: Question, limit: int = LIMIT) -> tuple[list[str], float]:
    """Ask; gives turn ids, best first, and the seconds it took."""
    start = time.perf_counter()
    dates = dates_in(question)
    found = memory.recall(question.text, now=question.at, limit=limit, dates=dates)
    took = time.perf_counter() - start
    return [each.item.id for each in found if isinstance(each.item, Turn)], took


def dates_in(question: Question) -> list[Interval]:
    return [mention.interval for mention in find(question.text, question.at, tense="past") if mention.interval]


def scores(found: list[str], gold: frozenset[str]) -> dict[str, float]:
    """Score one question's answer, set ids best first."""
    hits = [rank for rank, each in enumerate(found) if each in gold]
    return {"R@5": sum(rank < 5 for rank in hits) / len(gold), "R@10": len(hits) / len(gold),
            "hit@10": float(bool(hits)), "MRR": 1 / (hits[0] + 1) if hits else 0.0}  # fmt: skip


def measure(folder: Path, embedder: Prepared, limit: int | None, extra: list[str]) -> dict[str, Any]:
    """Measure one set; gives its figures."""
    memories, questions = load(folder)
    random.Random(SEED).shuffle(questions)
    asked = sorted(questions[:limit], key=lambda question: question.user)
    event_of = events(folder)
    rows: list[dict[str, float]] = []
    seconds: list[float] = []
    silent: list[bool] = []
    for user in dict.fromkeys(question.user for question in asked):
        mine = [said for said in memories if said.user == user]
        chooser = random.Random(f"{SEED} {user}")
        with told(_mixed(mine, chooser.sample(extra, min(NOISE_TEXTS, len(extra)))), user, embedder) as (memory, ids):
            for question in (each for each in asked if each.user == user):
                found, took = ask(memory, question)
                found = [ids[each] for each in found]
                seconds.append(took)
                rows.append(scores(found, question.gold) | _by_event(found, question.gold, event_of)
                            | {"spoke": float(bool(found))})  # fmt: skip
            silent += _silence(memory, chooser, folder.parent, mine)
    if not rows:
        return {"questions": 0}
    figures: dict[str, Any] = {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
    figures |= {"questions": len(rows)} | milliseconds(seconds)
    return figures | ({"silent": round(float(np.mean(silent)), 4)} if silent else {})


def _mixed(memories: list[Said], extra: list[str]) -> list[Said]:
    """Put noise among memories, each at the time of one of them."""
    times = [memories[place % len(memories)].at for place in range(len(extra))]
    noisy = [Said(f"noise{place}", memories[0].user, text, at, f"noise{place}")
             for place, (text, at) in enumerate(zip(extra, times, strict=True))]  # fmt: skip
    return sorted((*memories, *noisy), key=lambda said: said.at)


def _by_event(found: list[str], gold: frozenset[str], event_of: dict[str, str]) -> dict[str, float]:
    wanted = {event_of[each] for each in gold if each in event_of}
    seen = {event_of.get(each) for each in found}
    return {"event recall@10": len(wanted & seen) / len(wanted) if wanted else 0.0} if event_of else {}


def _silence(memory: FolderMemory, chooser: random.Random, data: Path, memories: list[Said]) -> list[bool]:
    """Ask what is about nothing; tells of each sentence whether nothing came up, and nothing where there are none."""
    sentences = noise(data / "noise_zh")[-2000:]
    now = max(said.at for said in memories)
    asked = chooser.sample(sentences, min(SILENT_TEXTS, len(sentences)))
    return [not memory.recall(text, now=now, limit=1) for text in asked]


def main() -> int:
    """Measure what is asked for and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--embedding", default="")
    parser.add_argument("--limit", type=int, help="questions of each set")
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    embedder = Prepared(make_embedder(Settings(embedding=chosen.embedding)))
    results: dict[str, Any] = {}
    for name in chosen.sets.split(","):
        folder = chosen.data / name.removesuffix("+noise")
        extra = noise(chosen.data / "noise_zh")[:-2000] if name.endswith("+noise") else []
        if not folder.is_dir() or (name.endswith("+noise") and not extra):
            print(f"{name:18} skipped: {folder} is not there", flush=True)
            continue
        start = time.perf_counter()
        limit = chosen.limit or (NOISY_QUESTIONS if extra else None)
        figures = measure(folder, embedder, limit, extra)
        took = time.perf_counter() - start
        print(f"{name:18} {json.dumps(figures)} in {took:.0f} s", flush=True)
        run = run_record(seed=SEED, embedding=embedder.name, limit=limit, rss_mb=resident_mb())
        results[name] = figures | {"run": run}
        if chosen.json:
            chosen.json.parent.mkdir(parents=True, exist_ok=True)
            chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
