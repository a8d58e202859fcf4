"""How often a written sentence is changed for a known name that it does not mean: every change is a false one.

    python -m bench.speech.innocents --data DIR [--json FILE]

The sentences are those of bench/dialogues and some of memdaily_zh and noise_zh in DIR; the names are made up from a seed.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.run_record import run_record
from tools.heard import Name
from tools.heard.homophones import with_names

SEED: Final = 3
_EACH: Final = 4000
_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
_GIVEN: Final = "伟芳娜静敏丽强磊洋勇艳杰娟涛明超秀兰霞平刚桂英华建国志文斌宇浩轩然子涵雨欣梓诗怡佳思远晓雯海振嘉玉梦洁"
_OTHERS: Final = (
    "豆包",
    "雪球",
    "旺财",
    "小宇",
    "阿凯",
    "团子",
    "望京",
    "苏州",
    "昆明",
    "厦门",
    "敦煌",
    "绍兴",
    "北京",
    "上海",
)
_DIALOGUES: Final = Path(__file__).parents[1] / "dialogues" / "zh.jsonl"


def main() -> None:
    """Change what sounds like a name, and report what was changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--json", type=Path, help="where the figures go")
    arguments = parser.parse_args()
    chooser = random.Random(SEED)
    known = [Name(text) for text in (*_people(chooser), *_OTHERS)]
    sentences = list(_sentences(arguments.data, chooser))
    changed = [f"{taken.heard} -> {taken.meant}: {text}" for text in sentences for taken in with_names(text, known)[1]]
    record = run_record(seed=SEED, names=len(known), sentences=len(sentences), changed=changed)
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _people(chooser: random.Random) -> list[str]:
    return [
        chooser.choice(_SURNAMES) + "".join(chooser.choices(_GIVEN, k=chooser.choice((1, 2, 2)))) for _ in range(60)
    ]


def _sentences(data: Path, chooser: random.Random) -> Iterator[str]:
    for line in _DIALOGUES.read_text(encoding="utf-8").splitlines():
        yield from (turn["say"] for turn in json.loads(line)["turns"] if "say" in turn)
    for name in ("memdaily_zh/memories.jsonl", "noise_zh/noise.jsonl"):
        lines = (data / name).read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in chooser.sample(lines, min(_EACH, len(lines))))


if __name__ == "__main__":
    main()
