"""Measure the tidying of memory: how many duplicates it finds, and above all how many it wrongly makes one.

    python -m bench.tidy --data DIR [--json FILE]

DIR holds hlmem_state_zh (which claim supersedes which, and where none may), memdaily_zh and noise_zh; what is absent is
skipped. `likeness` is the rule it is held against: character pairs in common, as a save meets a near-duplicate by.
"""

import argparse
import itertools
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench.question_sets import load, noise
from bench.run_record import run_record
from store.facts import Fact, Interval, Kind
from tools.rules import habit as rule
from tools.tidy.duplicates import duplicates
from tools.tidy.habits import habits
from tools.wording import alike, plain

SEED: Final = 7
LIKENESS: Final = 0.82  # tools/admit.py's
START: Final = datetime(2025, 1, 1, 12, tzinfo=UTC)
Change = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _swap(*words: str) -> Change:
    following = dict(zip(words, (*words[1:], words[0]), strict=True))
    return re.compile("|".join(sorted(words, key=len, reverse=True))), lambda found: following[found[0]]


# One word that matters, changed.
MATTERS: Final[dict[str, Change]] = {
    "number": (re.compile(r"\d+"), lambda found: str(int(found[0]) + 1)),
    "negation": (re.compile(r"喜欢|(?<!还)是(?!不)"), lambda found: f"不{found[0]}"),
    "person": _swap("爸爸", "妈妈", "哥哥", "弟弟", "姐姐", "妹妹", "表哥", "表弟", "表姐", "表妹", "叔叔", "舅舅", "姑姑", "上司", "同事", "下属"),
    "place": _swap("北京", "上海", "广州", "深圳", "杭州", "成都", "南京", "武汉", "天津", "重庆"),
    "time": _swap("上午", "下午", "早上", "晚上", "周一", "周三", "周五", "周日"),
    "opposite": _swap("左", "右", "东", "西", "男", "女", "大", "小", "高", "低"),
    "colour": _swap("黑色", "白色", "红色", "蓝色", "绿色"),
}  # fmt: skip
# The same said in another way.
REWORDED: Final[dict[str, Change]] = {
    "full stop": (re.compile(r"。$"), lambda found: ""),
    "particle": (re.compile(r"。$"), lambda found: "呢。"),
    "的": (re.compile(r"^我的"), lambda found: "我"),
    "degree": (re.compile(r"(?<!不)喜欢"), lambda found: "特别喜欢"),
    "copula": (re.compile(r"是在"), lambda found: "在"),
    "name": (re.compile(r"名字叫"), lambda found: "叫"),
    "numeral": (re.compile(r"(?<![\d.])[2-9](?=[个只条年号])"), lambda found: "零一二三四五六七八九"[int(found[0])]),
    "width": (re.compile(r"[0-9]+"), lambda found: "".join(chr(ord(digit) + 0xFEE0) for digit in found[0])),
}


def fact(number: int, statement: str, at: datetime = START, *, kind: Kind = "profile", subject: str = "用户",
         slot: tuple[str, str] = ("", ""), happened: Interval | None = None) -> Fact:  # fmt: skip
    """A fact as a memory would hold it."""
    return Fact(f"f{number}", "owner", statement, kind, subject, *slot, happened, at, None, at, ())


def is_alike(one: str, other: str) -> bool:
    """What the rule of likeness says of two statements."""
    digits = [re.sub(r"\D", "", text) for text in (one, other)]
    return alike(one, other) >= LIKENESS and digits[0] == digits[1]


Claimed = dict[str, frozenset[str]]
"""What states the fact of an id tells of."""


def states(folder: Path) -> dict[str, Any]:
    """Merge the claims of each case; nothing may be merged but one and the same state told twice."""
    texts: dict[str, list[str]] = {}
    for row in map(json.loads, (folder / "memories.jsonl").read_text(encoding="utf-8").splitlines()):
        texts.setdefault(row["user"], []).append(row["text"])
    cases = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[str, Any] = {"cases": len(cases), "where_nothing_may": sum(case["zero_supersede"] for case in cases)}
    for name, is_slotted, is_all in (
        ("current", False, False),
        ("current, with slots", True, False),
        ("all ever told", False, True),
    ):
        tally: Counter[str] = Counter()
        for case in cases:
            facts, told = _claims(case, texts[case["user"]], is_slotted=is_slotted, is_all=is_all)
            merges = duplicates(facts)
            near = [(a, b) for a, b in itertools.combinations(facts, 2) if is_alike(a.statement, b.statement)]
            tally["facts"] += len(facts)
            tally["merged"] += len(merges)
            tally["wrong"] += sum(told[merge.kept.id] != told[merge.gone.id] for merge in merges)
            tally["likeness_merged"] += len(near)
            tally["likeness_wrong"] += sum(told[a.id] != told[b.id] for a, b in near)
        found[name] = dict(tally)
    return found


def _claims(
    case: dict[str, Any], texts: Sequence[str], *, is_slotted: bool, is_all: bool
) -> tuple[list[Fact], Claimed]:
    """The claims of a case that stand, or all that were ever told: a fact each with slots, else one for each text."""
    gone = set() if is_all else {old for old, _ in case["supersede"]}
    told: dict[tuple[int, str, str], set[str]] = {}
    for claim in case["atomic_claims"]:
        if claim["assertion_id"] in gone:
            continue
        at = claim["coordinate"] or {}
        state = f"{at} {claim['state_value']}"
        slot = (str(at.get("canonical_slot") or ""), claim["state_value"]) if is_slotted else ("", "")
        place = (claim.get("source_event_indices") or [claim["source_claim_index"]])[0]
        told.setdefault((place, *slot), set()).add(state)
    facts = [fact(number, texts[place], START + timedelta(days=place), slot=(attribute, value))
             for number, (place, attribute, value) in enumerate(told)]  # fmt: skip
    return facts, {each.id: frozenset(said) for each, said in zip(facts, told.values(), strict=True)}


def pairs(statements: Sequence[str], changes: dict[str, Change], limit: int) -> dict[str, Any]:
    """How many statements are merged with themselves changed, by what was changed."""
    found: dict[str, Any] = {}
    for name, (pattern, change) in changes.items():
        changed = [(text, pattern.sub(change, text, count=1)) for text in statements if pattern.search(text)][:limit]
        both = [duplicates([fact(1, one), fact(2, other)]) for one, other in changed]
        likeness = sum(is_alike(one, other) for one, other in changed)
        found[name] = {"pairs": len(changed), "merged": sum(map(bool, both)), "likeness_merged": likeness}
    return found


def one_memory(statements: Iterable[str]) -> dict[str, int]:
    """Merge what one person might have said; `reworded` are merges of statements that differ in more than punctuation."""
    facts = [fact(number, statement) for number, statement in enumerate(statements)]
    merges = duplicates(facts)
    reworded = [merge for merge in merges if plain(merge.kept.statement) != plain(merge.gone.statement)]
    return {"facts": len(facts), "merged": len(merges), "reworded": len(reworded)}


def years(count: int) -> list[Fact]:
    """Events of some years: three habits and, for the most part, what was done now and then."""
    draw = random.Random(SEED)
    rare = [
        f"{verb}{thing}"
        for verb in "看听学画写"
        for thing in ("电影", "话剧", "京剧", "素描", "书法", "吉他", "小说", "展览")
    ]
    facts = []
    for number in range(count):
        day = START + timedelta(days=number * 1500 // count)
        what = (
            draw.choice(("打羽毛球", "跑步", "游泳"))
            if draw.random() < 0.02
            else draw.choice(rare) + f"{draw.randrange(400)}号"
        )
        said = f"用户{day.year}年{day.month}月{day.day}日{what}了"
        facts.append(fact(number, said, day, kind="event", happened=Interval(day, day + timedelta(hours=1), "hour")))
    return facts


def speed(statements: Sequence[str]) -> dict[str, float]:
    """Seconds of processor time for 10,000 facts, the first time and again."""
    facts = [fact(number, text) for number, text in enumerate(statements[:5000])]
    facts += years(10_000 - len(facts))
    seconds = {}
    for name in ("first_s", "again_s"):
        begun = time.process_time()
        duplicates(facts)
        habits(facts)
        seconds[name] = round(time.process_time() - begun, 2)
    return {"facts": len(facts), **seconds}


def thresholds(seed: int = SEED) -> dict[str, dict[str, float]]:
    """What a least number of days finds of doings of a known rhythm, and what it makes of doings by chance.

    A thousand people each: who does something weekly for a quarter and speaks of every third time; and who does it four
    times in two years, on any day.
    """
    draw = random.Random(seed)
    weekly = [[week * 7 for week in range(13) if draw.random() < 1 / 3] for _ in range(1000)]
    chance = [sorted(draw.sample(range(730), 4)) for _ in range(1000)]
    found = {}
    for least in range(2, 7):
        shown = [sum(_is_shown(days, least) for days in lives) / len(lives) for lives in (weekly, chance)]
        found[str(least)] = {"weekly": round(shown[0], 3), "by_chance": round(shown[1], 3)}
    return found


def _is_shown(days: Sequence[int], least: int) -> bool:
    runs: list[list[int]] = []
    for day in days:
        if not runs or day - runs[-1][-1] > rule.LONGEST_GAP.days:
            runs.append([])
        runs[-1].append(day)
    return any(len(run) >= least and run[-1] - run[0] >= rule.LEAST_SPAN.days for run in runs)


def main() -> None:
    """Run what the data allow, and print or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--limit", type=int, default=1000, help="pairs of each sort at most")
    chosen = parser.parse_args()
    found: dict[str, Any] = {"run": run_record(seed=SEED, limit=chosen.limit), "habits": thresholds()}
    if (chosen.data / "hlmem_state_zh").is_dir():
        found["hlmem_state_zh"] = states(chosen.data / "hlmem_state_zh")
        print("hlmem_state_zh", json.dumps(found["hlmem_state_zh"], ensure_ascii=False), flush=True)
    if (chosen.data / "memdaily_zh").is_dir():
        said = list(dict.fromkeys(memory.text for memory in load(chosen.data / "memdaily_zh")[0]))
        found["memdaily_zh"] = {"one_memory": one_memory(said), "changed": pairs(said, MATTERS, chosen.limit),
                                "reworded": pairs(said, REWORDED, chosen.limit)}  # fmt: skip
        print("memdaily_zh", json.dumps(found["memdaily_zh"], ensure_ascii=False), flush=True)
        found["speed"] = speed(said)
        print("speed", json.dumps(found["speed"]), flush=True)
    if (chosen.data / "noise_zh").is_dir():
        chat = list(dict.fromkeys(noise(chosen.data / "noise_zh")))
        found["noise_zh"] = {"one_memory": one_memory(chat), "changed": pairs(chat, MATTERS, chosen.limit)}
        print("noise_zh", json.dumps(found["noise_zh"], ensure_ascii=False), flush=True)
    print("habits", json.dumps(found["habits"]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
