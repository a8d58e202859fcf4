"""The computed prompt prefixes outlive the process, and the model's own port is closed to others."""

from pathlib import Path

import httpx
import pytest

from agent.models.local import labels
from agent.models.local.runtime import Runtime

pytestmark = pytest.mark.live


class Counting(Runtime):
    """A runtime that counts what it computed."""

    computed = 0

    def complete(self, *arguments: object, **options: object) -> str:
        self.computed += 1
        return super().complete(*arguments, **options)  # type: ignore[arg-type]


def loaded(weights: Path, prefixes: Path) -> Counting:
    return Counting(weights, threads=2, timeout_s=600, prefixes=prefixes)


def test_a_prefix_is_computed_once_and_then_restored(weights: Path, tmp_path: Path) -> None:
    first = loaded(weights, tmp_path)
    labels.warm(first)
    (kept,) = tmp_path.iterdir()
    assert (first.computed, kept.stat().st_mode & 0o777) == (1, 0o600)
    told = labels.label(["我叫王小明"], first)
    again = loaded(weights, tmp_path)
    labels.warm(again)
    assert again.computed == 0
    assert labels.label(["我叫王小明"], again) == told == ["姓名"]
    kept.write_bytes(kept.read_bytes()[:1000])
    damaged = loaded(weights, tmp_path)
    labels.warm(damaged)
    assert damaged.computed == 1
    address = damaged._server.listening_address
    assert httpx.get(f"{address}/slots", trust_env=False).status_code == 401
    assert httpx.post(f"{address}/completion", json={"prompt": "你好"}, trust_env=False).status_code == 401
