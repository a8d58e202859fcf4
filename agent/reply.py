"""What a turn gives."""

from dataclasses import dataclass

from langchain_core.messages.ai import UsageMetadata

from agent.state import ChangeView


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a turn; `memory` is what changed, read from the ledger, None when nothing did.

    `usage` are the tokens that the model reported for the whole turn, None where it reported none.
    """

    response: str
    memory: list[ChangeView] | None
    turn_id: str
    usage: UsageMetadata | None = None
