"""What came of the mutants, counted and said for people."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from bench.mutation.groups import Group
from bench.mutation.mutants import Mutant

EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def counted(group: Group, population: int, mutants: list[Mutant]) -> dict[str, Any]:
    """Count what became of the mutants that were tried, of so many that there are; survivors with their change."""
    reasons = {(each["source"], each["was"], each["now"]): each["why"] for each in _equivalent()}
    unnoticed = [mutant for mutant in mutants if not mutant.is_noticed]
    same = [mutant for mutant in unnoticed if (mutant.source, *mutant.lines) in reasons]
    survived = [mutant for mutant in unnoticed if mutant not in same]
    noticed, tried = len(mutants) - len(unnoticed), len(mutants)
    return {
        "sources": list(group.sources),
        "tests": list(group.tests),
        "mutants": population,
        "tried": tried,
        "by_outcome": dict(Counter(mutant.status for mutant in mutants)),
        "noticed": noticed,
        "equivalent": len(same),
        "survived": len(survived),
        "percent": round(100 * noticed / max(1, tried - len(same)), 1),
        "percent_of_all_tried": round(100 * noticed / max(1, tried), 1),
        "survivors": [_told(mutant) for mutant in survived],
        "equivalents": [_told(mutant) | {"why": reasons[mutant.source, *mutant.lines]} for mutant in same],
        "noticed_by_function": {
            mutant.name: [mutant.function, mutant.status] for mutant in mutants if mutant.is_noticed
        },
    }


def page(found: dict[str, Any]) -> str:
    """Say it for people."""
    run = found["run"]
    rows = [
        f"| {name} | {each['mutants']} | {each['tried']} | {each['by_outcome'].get('timeout', 0)} | {each['noticed']} | {each['survived']} | "
        f"{each['equivalent']} | **{each['percent']} %** | {each['percent_of_all_tried']} % |"
        for name, each in found["groups"].items()
    ]
    return "\n".join([
        "# 变异 Mutation", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']} · 种子 seed {run['seed']} · 每组至多 at most {run['sample']}", "",
        "| 组 group | 变异 mutants | 试过 tried | 其中超时 by timeout | 发现 noticed | 存活 survived | 等价 equivalent | 发现率 noticed, without equivalents | 连等价的算 with them |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows, "",
        "把代码改动一处（比较、算术、参数、真假、常数……），看它自己的测试是否变红。写日志的行不改。等价的是行为与原来一样的，逐个列出缘由，不算在发现率里；"
        "改后不再结束的算发现。",
        "",
        "The code is changed in one place (a comparison, an argument, a constant, ...), and its own tests should fail. Lines of the log are not changed. "
        "Equivalent are those that behave as the code does, each listed with its reason and not counted; one that no longer ends counts as noticed.",
        "",
        *(line for name, each in found["groups"].items() for line in _listed(name, each)),
    ])  # fmt: skip


def _listed(name: str, group: dict[str, Any]) -> list[str]:
    modules = "、".join(f"`{source}`" for source in group["sources"])
    lines = [f"## {name}", "", modules, ""]
    for title, kind in (("存活 Survived", "survivors"), ("等价 Equivalent", "equivalents")):
        if group[kind]:
            lines += [f"### {title}", "", "```diff", *(_as_diff(each) for each in group[kind]), "```", ""]
    return lines


def _as_diff(told: dict[str, str]) -> str:
    head = f"@@ {told['mutant']}" + (f": {told['why']}" if "why" in told else "")
    was, now = (told[key].splitlines() for key in ("was", "now"))
    return "\n".join([head, *(f"-{line}" for line in was), *(f"+{line}" for line in now)])


def _told(mutant: Mutant) -> dict[str, str]:
    was, now = mutant.lines
    return {"mutant": mutant.name, "status": mutant.status, "was": was, "now": now}


def _equivalent() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return found
