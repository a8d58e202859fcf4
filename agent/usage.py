"""How many tokens a turn took, as far as its model says."""

from collections.abc import Sequence
from functools import reduce
from itertools import takewhile

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.messages.ai import UsageMetadata, add_usage


def tokens_of(messages: Sequence[AnyMessage]) -> UsageMetadata | None:
    """The tokens of a turn, the last one in these messages."""
    turn = takewhile(lambda message: not isinstance(message, HumanMessage), reversed(messages))
    reported = [each.usage_metadata for each in turn if isinstance(each, AIMessage) and each.usage_metadata]
    return reduce(add_usage, reported) if reported else None
