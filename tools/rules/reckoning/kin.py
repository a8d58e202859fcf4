"""Questions for what a relative of relatives is called: 妈妈的姐姐的儿子怎么称呼.

Source: tools/rules/kinship_table.py.
"""

import re
from typing import Final

from tools.rules.kinship_table import CANONICAL, STEPS, WORDS

_ASKS: Final = re.compile(
    rf"(?:我)?(?:该|应该|要)?(?:管|叫|喊|称呼)?(?:我)?(?P<chain>(?:{WORDS})(?:的(?:{WORDS})){{1,3}})"
    r"(?:我)?(?:该|应该|要)?(?:怎么称呼|怎么叫|叫我什么人|是我(?:的)?(?:什么人|什么|谁|什么亲戚)|(?<=该)叫什么|叫什么才对|(?:叫|称呼|喊)(?:他|她)?什么|如何称呼|属于什么亲戚)"
)
_ASKS_FIRST: Final = re.compile(
    rf"(?:我)?(?:该|应该|要)?(?:管|叫|怎么称呼|怎么叫|如何称呼|怎么喊)(?:我)?(?P<chain>(?:{WORDS})(?:的(?:{WORDS})){{1,3}})(?:叫什么|什么)?"
)
_FOR_NAME: Final = re.compile(r"叫什么(?:名字?)?$")


def answer(clause: str) -> list[str]:
    """What the relative at the end of a chain is called; empty where it cannot be said in one word."""
    found = _ASKS.fullmatch(clause) or _ASKS_FIRST.fullmatch(clause)
    if found is None or (_FOR_NAME.search(clause) and not re.search("该|管|要", clause)):
        return []
    steps = [CANONICAL[word] for word in found["chain"].split("的")]
    word = steps[0]
    for step in steps[1:]:
        following = STEPS.get((word, step))
        if following is None:
            return []
        word = following
    return [f"{found['chain']}是{word}"]
