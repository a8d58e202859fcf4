"""The embedded model's runtime without its weights."""

import json
from collections.abc import Mapping
from typing import Any

from agent.models.local.labels import NOTHING
from agent.models.local.runtime import Runtime


class ReplayingRuntime(Runtime):
    """A runtime without weights: labels clauses by a table and replays answers and verdicts; keeps what it was asked."""

    def __init__(self, labels: Mapping[str, str] | None = None, answer: str = "好的。", verdict: str = "没变") -> None:
        self.labels = dict(labels or {})
        self.answer = answer
        self.verdict = verdict
        self.prompts: dict[str, list[str]] = {"label": [], "answer": [], "judge": []}

    def warm(self, prefix: str, *, purpose: str) -> None:
        self.complete(prefix, purpose=purpose, max_tokens=1)

    def complete(self, prompt: str, *, purpose: str, max_tokens: int, schema: dict[str, Any] | None = None) -> str:
        self.prompts[purpose].append(prompt)
        if schema is None:
            return self.verdict if purpose == "judge" else self.answer
        return json.dumps({clause: self.labels.get(clause, NOTHING) for clause in schema["properties"]})
