"""How questions are put: their clauses without what only introduces or ends them, and the words that ask."""

import re
from typing import Final

_CLAUSE: Final = re.compile(r"[，。！？?!；;\n]|,(?!\d)")
_LEAD: Final = re.compile(
    r"^(?:请问(?:一下)?|请|(?:你|您)(?:知道|知不知道|说|看)|(?:能|可以|能不能)?告诉我|麻烦(?:你|您)?|帮我|帮忙|给我|替我|算一?算|算一?下|查一?查|查一?下|看一?看|看一?下|问一?下|我?想问(?:一下|问)?"
    r"|我想知道|话说|对了|哎|诶|嗯|那么|那(?![天年个边里儿时])|所以|塞巴斯蒂安|再|顺便|还记得|记得|到底|究竟)+"
)
_TRAIL: Final = re.compile(
    r"(?:(?:你|您)?(?:知道|记得|清楚|晓得|能算|算得出来?)(?:吗|不|么)?|来着|呢|啊|呀|吗|嘛|(?<![什怎多那这])么|哦|哈|呐|吧|啦|了|的)+$"
)
_ASKS: Final = re.compile(r"几|多少|多久|哪|什么|啥|何|多长|多大|怎么|是不是|吗|相差|时差|还是|how|what|when", re.I)

# Ways to ask for a day.
WHICH_DAY: Final = (
    r"(?:(?:公历|阳历|新历|农历|阴历|旧历)?的?(?:是)?(?:哪一?天|哪一?日|几号|几月几[号日]?|几月初几|初几|什么时候|啥时候|何时|什么日子|多会儿)"
    r"|(?:星期|周|礼拜)几)"
)
# Ways to ask how long it is to a day.
HOW_LONG: Final = r"(?:多少天|几天|多久|多长时间|多少个?(?:月|星期|周|礼拜)|几个?(?:月|星期|礼拜|周))"


def asking_clauses(query: str) -> list[str]:
    """The clauses of a question that may ask something, without 请问, 你知道 and the particles at the end."""
    if not _ASKS.search(query):
        return []
    pieces = (_TRAIL.sub("", _LEAD.sub("", "".join(piece.split()))) for piece in _CLAUSE.split(query))
    return [piece for piece in pieces if piece]
