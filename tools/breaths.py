"""Words said on and on without a mark between them, parted where a new subject, time or place begins.

「我叫荣斌今年四十一在义乌做批发老婆开网店」 is four clauses. A cut is made only behind words that have said something, never between a
subject and what is said of it.
"""

import re
from typing import Final

from tools.rules.kinship_table import CANONICAL

# Who has said so much without a mark is not typing clauses of their own length.
LONGEST: Final = 26
_LEAST: Final = 3
_CLOSE: Final = ("老伴", "老伴儿", "老头子", "孩子", "对象", "男朋友", "女朋友")
_KIN: Final = "|".join(sorted({word for word in CANONICAL if len(word) > 1} | set(_CLOSE), key=len, reverse=True))
_BEGINS: Final = re.compile(
    rf"(?=(?:我|俺|咱)?(?:们|家)?的?(?:[大二三小]?(?:{_KIN}))(?=[^的们家和跟与、，]{{2}})|(?:大的|小的|老大|老二|老三)(?=[^的]{{2}})|"
    r"(?:今年|目前|平时|最近|每天|每周|每月|去年|明年|下个?月|下周|(?<!到)现在)(?=[^的，]{2})|"
    r"(?<![现正实存好])在[\u4e00-\u9fff]{3}|(?:家?(?<![得不])住在?|老家在?|属)(?=[\u4e00-\u9fff])|(?:爱吃|爱喝|喜欢|不吃|对[\u4e00-\u9fff]{1,6}过敏))"
)
_SAYS: Final = re.compile(
    r"[叫姓是有住开做当上读念教卖跑爱属了过去来](?=.)|在.{2}|\d|岁|[一二三四五六七八九十]{2}|过敏|退休|毕业|结婚|高血压|糖尿病"
)
# What ties the next word to it: 「跟老婆」, 「给大儿子」, 「人在」.
_TIED: Final = re.compile(
    r"(?:[的跟和与同给把被对让叫陪带找帮替是有送接看见为像比到从自于在请去住放存坐站躺待留写落个位名也都还就又才很不没想要会能正人]|以前|现在|今年|去年|目前|一直|已经|昨天|今天|明天|平时|最近|(?<![一二三四五六七八九十])一)$"
)


def breaths(words: str) -> list[str]:
    """The clauses of words without a mark; the words whole where they are no longer than a clause may be."""
    if len(words) <= LONGEST:
        return [words]
    found, begun = [], 0
    for match in _BEGINS.finditer(words):
        before = words[begun : match.start()]
        if len(before) >= _LEAST and _SAYS.search(before) and not _TIED.search(before):
            found.append(before)
            begun = match.start()
    return [*found, words[begun:]]
