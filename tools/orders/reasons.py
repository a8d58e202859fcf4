"""Why something is to be forgotten, said beside the order: 「看了心堵」, 「早还完了」, 「医生说我不过敏」.

A reason says how it feels, that it is over or not so, or that it should not be known; it tells nothing definite of its own. What
does, names something: 「我的新车牌是沪A12345」, 「我搬到杭州了」; that is for the model to hear.
"""

import re
from typing import Final

import rjieba

_ASKS: Final = re.compile(r"[？?]|[吗呢么]$|什么|啥|谁|哪|怎|咋|多少|几[个点号岁]|是不是|有没有|要不要|能不能")
# What turns to another matter, or asks for something else.
_TURNS: Final = re.compile(
    r"^(?:另外|还有|对了|顺便|顺带|再|然后|接着|帮|给我|替我|请|麻烦|记住|记得|以后|今后|改成|换成)"
)
_NAMES: Final = re.compile(
    r"[叫姓]|喜欢|爱[吃喝看玩听]|(?<!^)(?<!^[这那都全也就])(?<!^毕竟)(?<!^其实)(?<!^本来)(?<![不只就还可但真])是"
)
# Tags of what is definite: numbers and times; names of places and things, words in Latin letters.
_COUNTS: Final = ("m", "mq", "t")
_NAMED: Final = ("ns", "nt", "nz", "eng")
_POINTING: Final = re.compile(r"[这那][一两三四几]?[个条些件种]")
_OVER_OR_NOT: Final = re.compile(r"[不没无甭]|别(?!人)|[了过][吧啊呀啦嘛呗]?$|[了过](?=.)")
_FEELS: Final = re.compile(
    r"^(?:我|俺)?(?:一)?(?:看|瞧|瞅|见|想|提|听|翻)(?:着|到|见|起来?|了)?|^(?:我|俺)?(?:觉得|感觉)?(?:怪|挺|太|真|好|很|特别|有点|蛮|够|忒|实在)"
)
# It speaks of what is to go, and of nothing else: 「我姐忌讳这个」.
_OF_THAT: Final = re.compile(r"(?<![在到])[这那](?:个|事儿?|些|种|东西)?[了呀啊吧]?$|它")
_SAID_LIGHTLY: Final = re.compile(r"瞎|胡|乱|随口|玩笑|[着逗]玩|气话|醉话|骗|隐私|秘密")
_SHORT: Final = 4  # characters of an exclamation: 晦气, 糟心


def gives_reason(clause: str) -> bool:
    """Whether a clause beside an order to forget only says why."""
    if any(form.search(clause) for form in (_ASKS, _TURNS, _NAMES)):
        return False
    tagged = rjieba.tag(_POINTING.sub("", clause))
    if any(tag in _COUNTS or (tag in _NAMED and len(word) > 1) for word, tag in tagged):
        return False
    return len(clause) <= _SHORT or any(form.search(clause) for form in (_OVER_OR_NOT, _FEELS, _OF_THAT, _SAID_LIGHTLY))
