"""Words that lean on those before them: 「一般是几点？」 names nothing to look for, 「他老婆是当地人」 not whose wife."""

import re
from typing import Final

import rjieba

from tools.taking_back import takes_back

_LONGEST: Final = 14  # characters; who says more says what they mean
_ASKS: Final = re.compile(r"[？?]|什么|啥|谁|哪|几|多少|多[大久长远高]|怎么|为何|吗|呢")
_OWN: Final = re.compile(r"我|咱|俺|你|您")
# Asked of the present moment, which needs no memory.
_OF_NOW: Final = re.compile(r"现在|今天|今年|这会儿|几点了|几号了")
# Words that name nothing: of asking, of being and doing, of time and measure.
_EMPTY_TAGS: Final = (
    "r",
    "d",
    "u",
    "y",
    "x",
    "p",
    "c",
    "q",
    "f",
    "e",
    "o",
    "k",
    "m",
    "ul",
    "uj",
    "ud",
    "uz",
    "ug",
    "uv",
)
_EMPTY_WORDS: Final = re.compile(
    "是|有|叫|说|做|干|在|到|去|来|想|要|会|能|算|买|花|放|住|搬|办|生|认识|记得|知道|来着|一般|大概|平时|通常|具体|当时|那时|时候|时间|最后|结果|一共|"
    "几点|几岁|哪年|哪天|哪儿|哪里|为什么|为啥|怎么|多少|多久|多大|地方|东西|事|事儿|事情|样|原因|名字|还有|别的|其他|颜色|价钱|价格|钱|牌子|型号"
)

# What may stand before 他 without naming anybody.
_POINTS_BACK: Final = re.compile(
    r"(?:(?:对了|哦|嗯|啊|还有|另外|而且|其实|不对|不是)[，,。！]?)*[他她](?!们|人|乡|杨)(?=.)"
)
_CLAUSE: Final = re.compile(r"[^，,。！!]*[，,。！!]")


def points_back(said: str) -> re.Match[str] | None:
    """The opening words up to 他 or 她, where an utterance opens with one, who was then named before it.

    What only takes something back may stand before it.
    """
    begins = 0
    for clause in _CLAUSE.finditer(said):
        if not takes_back(clause.group()[:-1]):
            break
        begins = clause.end()
    return _POINTS_BACK.match(said, begins)


def leans_on_before(query: str) -> bool:
    """Whether a question names nothing of its own, so that it can only be about what was just spoken of."""
    said = query.strip(" 。！!")
    if not said or len(said) > _LONGEST or not _ASKS.search(said) or _OWN.search(said) or _OF_NOW.search(said):
        return False
    return all(
        _EMPTY_WORDS.fullmatch(word)
        or tag.startswith(_EMPTY_TAGS)
        or tag == "t"
        or (len(word) == 1 and tag.startswith("v"))
        for word, tag in rjieba.tag(said)
    )
