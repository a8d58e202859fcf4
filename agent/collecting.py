"""How often Python looks for garbage: memories are many small objects that stay, and looking at all of them takes long."""

import gc
from typing import Final

# A change that thousands of conclusions follow makes some hundred thousand objects and no cycle. Source: measured, ten
# thousand of them fall in 160-200 ms instead of 180-620, of which the collections were the rest (bench/results/cascade.md).
_THRESHOLDS: Final = (50_000, 20, 20)


def collect_rarely() -> None:
    """Leave what is loaded by now out of every later collection, and collect less often: for a process that serves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
