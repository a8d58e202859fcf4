"""How right transcripts are, of plain Whisper and of ours: characters that err, and known names that are right.

    python bench/speech/speak.py SPOKEN                       (in an environment of its own, see requirements.txt)
    python -m bench.speech --whisper MODEL --spoken SPOKEN [--word-model LM] [--clips DIR] [--json FILE]

MODEL is a CTranslate2 folder of Whisper base; SPOKEN holds what speak.py has spoken of utterances.jsonl; DIR a manifest.jsonl of
clips with texts. `raw` is what the engine writes, `set up` the same engine with our settings, `put right` either with
tools/heard and the names that a memory knows which was told memory.jsonl. `weighed` is the engine with a model of words, which
is given those names too. CER counts NFKC-normalised, simplified
characters without marks; `in figures` puts the numbers of both sides into figures first. The noise is pink, 10 dB
below the voice. Real-time factors are those of processor time, in which a shared machine hardly shows, and of the
clock, which says something only on an idle one.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, product
from pathlib import Path
from typing import Any, Final

from agent.models import make_embedder
from agent.settings import Settings
from bench.run_record import run_record
from bench.speech import engines
from bench.speech.recordings import NOISE_DB, SEED, Recording, clips, facts, spoken
from bench.speech.scoring import Score
from store.facts import Draft
from store.folder_memory import FolderMemory
from tools.heard import Name, as_heard, known_names

TOLD: Final = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    """Listen to everything and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whisper", type=Path, required=True, help="folder of a CTranslate2 Whisper model")
    parser.add_argument("--spoken", type=Path, required=True, help="folder of speak.py")
    parser.add_argument("--word-model", type=Path, help="KenLM file of words; without one, nothing is weighed by it")
    parser.add_argument("--clips", type=Path, help="folder of clips with manifest.jsonl")
    parser.add_argument(
        "--fast", type=int, default=60, help="how many of the utterances are heard at the faster speed too"
    )
    parser.add_argument("--heard", type=Path, help="file of transcripts: what stands in it is not listened to again")
    parser.add_argument("--threads", type=int, default=2, help="how many threads it may take (%(default)s)")
    parser.add_argument("--json", type=Path, help="where the figures go")
    chosen = parser.parse_args()
    known = _names()
    ways = {
        "raw": engines.plain(chosen.whisper, chosen.threads),
        "set up": engines.set_up(chosen.whisper, chosen.threads),
    }
    if chosen.word_model:
        names = [name.text for name in known]
        ways["weighed"] = engines.set_up(chosen.whisper, chosen.threads, word_model=chosen.word_model, names=names)
    found = list(chain(clips(chosen.clips) if chosen.clips else (), spoken(chosen.spoken, fast=chosen.fast)))
    figures = _measured(list(_transcripts(ways, found, chosen.heard)), known)
    record = run_record(
        seed=SEED, noise_db=NOISE_DB, recordings=len(found), fast=chosen.fast, threads=chosen.threads, figures=figures
    )
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if chosen.json:
        chosen.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _names() -> tuple[Name, ...]:
    """The names that a memory knows once it was told the facts."""
    with tempfile.TemporaryDirectory() as folder:
        memory = FolderMemory(
            Path(folder) / "memory", "u", make_embedder(Settings(embedding="local:use-multilingual-v3"))
        )
        for fact in facts():
            turn = memory.hear(fact["statement"], TOLD, at=TOLD)
            memory.save(Draft(**fact), turn_id=turn.id, at=TOLD)
        names = known_names(memory)
        memory.close()
    return names


@dataclass(frozen=True)
class Transcript:
    """What an engine wrote of a recording, and the time it took for that, the processor's and the clock's."""

    way: str
    recording: Recording
    text: str
    cpu_s: float
    wall_s: float


def _transcripts(
    ways: Mapping[str, engines.Listen], found: Sequence[Recording], kept: Path | None
) -> Iterator[Transcript]:
    """What both ways of listening write, read from the file where it is there."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept and kept.exists() else []
    known = {(row["way"], row["group"], row["said"]): row for row in map(json.loads, lines)}
    for recording, (way, listen) in product(found, ways.items()):
        row = known.get((way, recording.group, recording.said))
        if row is None:
            began_cpu, began = time.process_time(), time.perf_counter()
            text = listen(recording.samples)
            row = {"way": way, "group": recording.group, "said": recording.said, "text": text}
            row["cpu_s"] = round(time.process_time() - began_cpu, 3)
            row["wall_s"] = round(time.perf_counter() - began, 3)
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        yield Transcript(way, recording, row["text"], row["cpu_s"], row["wall_s"])


def _measured(transcripts: Sequence[Transcript], known: Sequence[Name]) -> dict[str, Any]:
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    texts = [name.text for name in known]
    for each in transcripts:
        said, group = each.recording.said, each.recording.group
        right = as_heard(each.text, known).text
        for way, heard in ((each.way, each.text), (f"{each.way}, put right", right)):
            for counted in (group, "own" if group.startswith("own") else "clips"):
                scores[way][counted].count(said, heard, each.recording.names, texts)
    ways = dict.fromkeys(each.way for each in transcripts)
    factors = {way: _factors([each for each in transcripts if each.way == way]) for way in ways}
    summaries = {way: {group: score.summary() for group, score in groups.items()} for way, groups in scores.items()}
    return {"real_time_factor": factors, **summaries}


def _factors(taken: Sequence[Transcript]) -> dict[str, float]:
    seconds = sum(each.recording.seconds for each in taken)
    return {
        "processor": round(sum(each.cpu_s for each in taken) / seconds, 3),
        "clock": round(sum(each.wall_s for each in taken) / seconds, 3),
    }


if __name__ == "__main__":
    main()
