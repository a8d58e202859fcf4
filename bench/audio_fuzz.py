"""Ten thousand damaged recordings for the decoder: `python -m bench.audio_fuzz --json bench/results/audio_fuzz.json`.

Each is a recording of one second in one of the containers, with bytes flipped, cut out, doubled, zeroed, made extreme or
put in. It is decoded in a process of its own under the decoder's own bounds, forked from one that has the libraries loaded
already; every twentieth goes the whole way that an upload goes.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from agent.audio.decoder import limit_resources, verdict_on
from agent.audio.decoding import DEADLINE_S, DEMUXERS, sound_of
from agent.audio.verdict import Verdict
from bench.run_record import resident_mb, run_record
from store.errors import AudioUnreadable
from tests.recordings import CONTAINERS, encoded

WHOLE_WAY: Final = 20
EXTREMES: Final = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\x7f",
)


def flipped(content: bytearray, dice: random.Random) -> None:
    """Change up to twenty bytes, half of the time all in the first kilobyte, where the headers are."""
    end = min(len(content), 1024) if dice.random() < 0.5 else len(content)
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(end)] ^= 1 << dice.randrange(8)


def extreme(content: bytearray, dice: random.Random) -> None:
    """Write up to four extreme numbers over what is there."""
    end = min(len(content), 1024) if dice.random() < 0.7 else len(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(end)
        content[at : at + 4] = dice.choice(EXTREMES)


def cut_off(content: bytearray, dice: random.Random) -> None:
    """Drop the end."""
    del content[dice.randrange(16, len(content)) :]


def cut_out(content: bytearray, dice: random.Random) -> None:
    """Drop a piece."""
    at = dice.randrange(len(content))
    del content[at : at + dice.randint(1, 4096)]


def doubled(content: bytearray, dice: random.Random) -> None:
    """Repeat a piece up to fifty times."""
    at = dice.randrange(len(content))
    content[at:at] = bytes(content[at : at + dice.randint(1, 2048)]) * dice.randint(1, 50)


def strewn(content: bytearray, dice: random.Random) -> None:
    """Put random bytes in."""
    at = dice.randrange(len(content))
    content[at:at] = dice.randbytes(dice.randint(1, 512))


MUTATIONS: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    flipped, flipped, extreme, extreme, cut_off, cut_out, doubled, strewn,
)  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A recording with one to three kinds of damage."""
    damaged = bytearray(content)
    for damage in dice.choices(MUTATIONS, k=dice.randint(1, 3)):
        if len(damaged) > 16:
            damage(damaged, dice)
    return bytes(damaged)


def forked(path: Path, demuxer: str) -> str:
    """Decode in a fork of this process under the decoder's bounds; the verdict's name, or how it was ended."""
    child = os.fork()
    if not child:
        limit_resources()
        signal.alarm(int(DEADLINE_S))
        with path.with_suffix(".wav").open("wb") as target:
            verdict = verdict_on(str(path), demuxer, target)
        os._exit(verdict)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Verdict(code).name if code >= 0 else signal.Signals(-code).name


def whole_way(path: Path, media_type: str) -> str:
    """Decode as an upload is; the verdict's name."""
    try:
        sound_of(path, media_type)
    except AudioUnreadable as refusal:
        return type(refusal).__name__
    return Verdict.DECODED.name


def fuzz(files: int, seed: int) -> dict[str, Any]:
    """Decode `files` damaged recordings; what came of them."""
    dice, verdicts, slowest = random.Random(seed), Counter[str](), dict.fromkeys(("forked", "whole_way"), 0.0)
    originals = [(encoded(container), form[-1]) for container, form in CONTAINERS.items()]
    rss_mb, descriptors = resident_mb(), len(list(Path("/proc/self/fd").iterdir()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "recording")
        for number in range(files):
            content, media_type = dice.choice(originals)
            path.write_bytes(mutated(content, dice))
            began_s = time.monotonic()
            way = "forked" if number % WHOLE_WAY else "whole_way"
            verdict = forked(path, DEMUXERS[media_type]) if way == "forked" else whole_way(path, media_type)
            slowest[way] = max(slowest[way], time.monotonic() - began_s)
            verdicts[verdict] += 1
            if verdict.startswith("SIG"):
                print(f"number {number}, {media_type}: {verdict}", flush=True)
        left = sorted(each.name for each in Path(folder).iterdir())
    ended = {name: count for name, count in verdicts.items() if name.startswith("SIG")}
    return {
        "files": files, "verdicts": dict(verdicts.most_common()), "decoders_ended": ended,
        "slowest_s": {way: round(seconds, 2) for way, seconds in slowest.items()},
        "over_deadline": sum(seconds > DEADLINE_S + 1 for seconds in slowest.values()),
        "rss_growth_mb": round(resident_mb() - rss_mb, 1),
        "descriptors_grown": len(list(Path("/proc/self/fd").iterdir())) - descriptors, "files_left": len(left) - 2,
    }  # fmt: skip


def page(results: dict[str, Any]) -> str:
    """The results for people."""
    run, found = results["run"], results["fuzz"]
    verdicts = "，".join(f"{name} {count:,}" for name, count in found["verdicts"].items())
    return "\n".join([
        "# 损坏的录音 Damaged recordings", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']} · 负载 load {run['load']} · 种子 seed {run['seed']}", "",
        "| 量什么 What | 结果 Result |", "|---|---|",
        f"| 损坏的文件 damaged files | {found['files']:,} |",
        f"| 解码进程被信号终止 decoders ended by a signal | {sum(found['decoders_ended'].values())} {found['decoders_ended'] or ''}|",
        f"| 最慢的一个 slowest | {found['slowest_s']['forked']} s，整条路 whole way {found['slowest_s']['whole_way']} s |",
        f"| 内存增长 growth of memory | {found['rss_growth_mb']} MB |",
        f"| 多出的描述符、留下的文件 descriptors and files left | {found['descriptors_grown']}，{found['files_left']} |", "",
        f"结论 verdicts：{verdicts}。", "",
        "- 每二十个里有一个走上传的整条路（另起进程），其余在已装好库的进程的分身里解码，限度相同。",
        "  One in twenty goes the whole way of an upload; the others are decoded in forks of a process with the libraries loaded,",
        "  under the same bounds.", "",
    ])  # fmt: skip


def main() -> int:
    """Run it; 1 where something was ended by a signal, hung or leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    results = {"run": run_record(seed=chosen.seed), "fuzz": fuzz(chosen.files, chosen.seed)}
    print(json.dumps(results["fuzz"], indent=1))
    if chosen.json:
        chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        chosen.json.with_suffix(".md").write_text(page(results), encoding="utf-8")
    found = results["fuzz"]
    return int(found["over_deadline"] > 0 or found["descriptors_grown"] > 0)


if __name__ == "__main__":
    sys.exit(main())
