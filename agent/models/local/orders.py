"""Orders to the assistant that stand in words remembered: the small model, which would follow them, does not read them."""

import re
from collections.abc import Sequence
from typing import Final

from agent.models.local.checking import is_about, quoted

# How words are shown that were said and became no fact (tools/telling.py).
_SAID: Final = "说过：“"
# Of all orders those about what to answer: a small model has nothing else that it could do.
_HOW_TO_ANSWER: Final = re.compile(
    r"(?:以后|今后|从现在起|从今往后|凡是?|每次|每句|一律).{0,16}(?:回答|答复|回复|说|开头|改口)"
    r"|(?:回答|答复|回复)(?:时|前|里|的时候|之前|末尾).{0,8}(?:先|都|要|加|附|说|写|把)"
    r"|你(?:现在)?(?:就)?是.{0,12}(?:助手|助理|机器人|模型)"
    r"|\b(?:from now on|ignore|disregard|begin|start|end|every|each|all)\b.{0,40}\b(?:answers?|reply|replies|say|respond)\b"
    r"|\b(?:answer|reply to|respond to)\b.{0,12}\b(?:every|each|all|any)\b"
    r"|\byou are now\b",
    re.IGNORECASE,
)


def _orders(line: str) -> bool:
    words = line.partition(_SAID)[2]
    return bool(_HOW_TO_ANSWER.search(words))


def without_orders(shown: Sequence[str], said: str) -> tuple[list[str], str]:
    """Keep the lines that the model may read; and, where the user asks for words that hold an order, what they are, to be told as they stand."""
    orders = [line for line in shown if _orders(line)]
    is_asked = bool(orders) and orders[0] == shown[0] and is_about(shown[0], said)
    return [line for line in shown if line not in orders], quoted(shown[0]) if is_asked else ""
