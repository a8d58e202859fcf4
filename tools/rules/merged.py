"""What followed from a fact that was merged into another follows from that one: the two say the same."""

from datetime import datetime

from store.contract import Memory
from store.facts import Fact, Justification
from tools.rules.grounds import grounds, keep_grounds, restated, says_same


def rest_on(memory: Memory, gone_id: str, kept: Fact, *, turn_id: str, at: datetime) -> None:
    """Let whatever rests on the fact that is gone rest on the one that was kept in its place.

    Rules' conclusions and a model's inferences alike stay as they are but for the premise. Where both facts had led to the
    same conclusion, one of the two is merged into the other with the grounds of both, and so on to any depth.
    """
    for dependent in memory.dependents(gone_id):
        twin = next((each for each in memory.dependents(kept.id) if _same_conclusion(each, dependent)), None)
        if twin is not None:
            merge(memory, dependent, twin, turn_id=turn_id, at=at)
            continue
        premises = tuple(kept.id if premise == gone_id else premise for premise in dependent.premises)
        draft = restated(dependent, Justification(dependent.rule, premises))
        successor = memory.update(dependent.id, draft, how="correction", turn_id=turn_id, at=at)
        keep_grounds(memory, successor, dependent.alternatives, turn_id=turn_id, at=at)
        rest_on(memory, dependent.id, successor, turn_id=turn_id, at=at)


def merge(memory: Memory, gone: Fact, kept: Fact, *, turn_id: str, at: datetime) -> None:
    """Keep one of two current facts that say the same, with the evidence of both and all that follows from either.

    Raises:
        FactNotCurrent: `fact_not_current`, one of them has changed meanwhile.
    """
    if gone.sources:
        memory.cite(kept.id, gone.sources, turn_id=turn_id, at=at)
    memory.retract(gone.id, turn_id=turn_id, at=at, because=(kept.id,))
    keep_grounds(memory, memory.get(kept.id), grounds(gone), turn_id=turn_id, at=at)
    rest_on(memory, gone.id, kept, turn_id=turn_id, at=at)


def _same_conclusion(one: Fact, other: Fact) -> bool:
    if one.id == other.id or one.rule != other.rule:
        return False
    return says_same(one, other)
