"""What a rule is: stored conclusions that do not change with time, and remarks that do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.facts import Draft, Fact

Conclude = Callable[[Fact, Sequence[Fact]], list[Draft]]
Mend = Callable[[Fact, Sequence[Fact]], Draft | None]
Remark = Callable[[Fact, datetime], list[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way by which a new fact follows from others; computed, never guessed.

    Attributes:
        name: kept in `Fact.rule` of what it concludes.
        conclude: from a fact and the other current ones, what follows; every draft names its premises.
        needs: the premises that it takes, as sets of which each suffices (docs/rules.md lists them).
    """

    name: str
    conclude: Conclude
    needs: tuple[tuple[str, ...], ...] = ()


def conclusion(
    rule: str, premises: Sequence[Fact], *, subject: str, attribute: str, value: str, statement: str
) -> Draft:
    """A draft of what follows from the premises, true from when the last of them is."""
    return Draft(
        statement=statement,
        kind="relation" if attribute == "关系" else "possession" if attribute == "到期日" else "profile",
        subject=subject,
        attribute=attribute,
        value=value,
        valid_from=max(p.valid_from for p in premises),
        rule=rule,
        premises=tuple(p.id for p in premises),
    )
