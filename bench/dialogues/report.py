"""Outcomes as lines, as a table by category, and as what is written to the results."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from bench.dialogues.talk import Held, Outcome

Row = dict[str, int | float | None]


def progress(outcome: Outcome, number: int, total: int) -> str:
    """One line on a dialogue, and under it what went wrong in each failed turn."""
    seconds = sum(turn.seconds for turn in outcome.turns)
    verdict = f"skipped: {outcome.skipped}" if outcome.skipped else "passed" if outcome.passed else "FAILED"
    lines = [f"[{number}/{total}] {outcome.id} {verdict} ({len(outcome.turns)} turns, {seconds:.1f} s)"]
    lines += [line for turn in outcome.turns if turn.missed for line in _failure(turn)]
    return "\n".join(lines)


def _failure(turn: Held) -> list[str]:
    changes = [f"{change['op']} {change['statement']}" for change in turn.memory or ()]
    heard = [f"    heard   {turn.heard}"] if turn.heard is not None else []
    return [f"    said    {turn.say}", *heard, f"    reply   {' '.join(turn.reply.split())}",
            f"    memory  {'; '.join(changes) or 'none'}", *(f"    missed  {one}" for one in turn.missed)]  # fmt: skip


def summary(outcomes: Iterable[Outcome]) -> dict[str, Row]:
    """Count what passed in each category, in order of appearance, and in all."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.category, []).append(outcome)
    everything = [outcome for group in groups.values() for outcome in group]
    return {name: _row(group) for name, group in [*groups.items(), ("all", everything)]}


def _row(outcomes: Sequence[Outcome]) -> Row:
    turns = [turn for outcome in outcomes for turn in outcome.turns]
    p50, p95 = np.percentile([turn.seconds for turn in turns], [50, 95]) if turns else (None, None)
    return {
        "dialogues": sum(not outcome.skipped for outcome in outcomes),
        "dialogues_passed": sum(outcome.passed for outcome in outcomes),
        "skipped": sum(bool(outcome.skipped) for outcome in outcomes),
        "turns": len(turns),
        "turns_passed": sum(not turn.missed for turn in turns),
        "seconds_p50": None if p50 is None else round(float(p50), 2),
        "seconds_p95": None if p95 is None else round(float(p95), 2),
    }


def table(rows: dict[str, Row]) -> str:
    """The summary as text in columns."""
    lines = [f"{'category':<15}{'dialogues':>11}{'turns':>11}{'skipped':>9}{'p50 s':>8}{'p95 s':>8}"]
    for name, row in rows.items():
        dialogues, turns = f"{row['dialogues_passed']}/{row['dialogues']}", f"{row['turns_passed']}/{row['turns']}"
        p50, p95 = ("-" if value is None else f"{value:.2f}" for value in (row["seconds_p50"], row["seconds_p95"]))
        lines.append(f"{name:<15}{dialogues:>11}{turns:>11}{row['skipped']:>9}{p50:>8}{p95:>8}")
    return "\n".join(lines)


def record(outcomes: Sequence[Outcome], run: dict[str, Any]) -> dict[str, Any]:
    """All of it for the results file: how it was run, the table, and every turn."""
    return {"run": run, "summary": summary(outcomes), "dialogues": [outcome.as_json() for outcome in outcomes]}
