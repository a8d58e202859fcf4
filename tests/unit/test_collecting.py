"""How a process that serves collects garbage."""

import gc

from agent.collecting import collect_rarely


def test_what_was_loaded_is_not_looked_at_again_and_cycles_are_still_collected() -> None:
    before = gc.get_threshold()
    try:
        collect_rarely()
        assert gc.get_freeze_count() > 0
        assert gc.isenabled() and gc.get_threshold()[0] > before[0]
        cycle: list[object] = []
        cycle.append(cycle)
        del cycle
        assert gc.collect() >= 1
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
