"""Whether talk is of the past or of what is to come, guessed from its words."""

import re
from typing import Literal

Tense = Literal["past", "future", "unknown"]

_PLAN = re.compile(
    r"约[好了]|(?:改[签期约]?|推迟|延[期后]|推后|顺延|挪|提前|约|定)[到至在于](?=.{0,3}(?:\d|[一二三四五六七八九十]{1,3}[月号日点]|周|星期|礼拜|[下本这]个?[周月星]|明|后天|今))|(?:说|讲|谈|定|商量|通知)好|答应|预约|打算|准备(?!好|就绪|了|工作|完|充分)|(?<![按照])计划(?![的书表，。、：:）)了]|完成|总结|进行|调整|执行|$)|[订定]好?了?[^，。]{0,6}(?:酒店|房|座|位)|[订定买抢]好?[到了]?[^，。]{0,14}(?<![股发钞邮投彩])票|(?:票|酒店|房|位)[^，。]{0,4}[订定抢]|即将|将[要在于]|快要|马上|下次|到时|提醒|(?<![还不你我也没])记得(?=[要去买带给把交还打提吃拿来回做叫办取发])|别忘"
)
_PLAN_IN_ENGLISH = re.compile(
    r"\b(?:will|going to|plan to|planning|shall|gonna|appointment|ends? on|expires?|let['’]s|(?:is|are) due|due (?:on|by|in)"
    r"|(?:is|are|am|['’](?:re|m|s)) (?:getting|flying|leaving|moving|having|coming|seeing|meeting|starting|visiting|traveling))\b"
    r"|['’]ll\b",
    re.I,
)
_AHEAD = re.compile(
    r"(?<![主重首必紧只想不索])要(?![是不求点么紧领素命])|(?<![开社机都年聚晚议误约学宴舞展峰工协商例大集不])会(?![议员儿场计诊社长])"
    r"|得(?=去|交|还|赶)|想去|(?<![不没])想(?=周|星期|礼拜|这个?[周月星礼]|下个?[周月星礼]|明|后天|[月年]底)|需要|安排|截止|出发(?![的了过时那])|到期|去不去"
)
_BEHIND = re.compile(
    r"(?<![为除])了(?!解|如|不起|结[^婚束])|(?<![难超路通经度])过(?![年节去来敏生户期后几段程分两时得一二三四五六七八九十半]|\d|个)|刚|已经?|曾|当时|那时|后来"
    r"|(?:买|去|来|出发|动身|做|拿|收|办|生|搬|入职|毕业|结婚|认识|开始|出生|写|拍|送|给|捡|丢|卖|吃|喝|玩|住|坐|读|考|聊|逛|爬|摔|换|花|聚|回|到|走|种|装|修|借|还|签|交|租|停|起|寄|发|离|辞|分|养|领|染|剪|病|疼|感冒|吵|见|开|开通|激活|注册|安装|订|报|充|存|续|配)的|[上下]的[班课车]"
    r"|来着|没(?=[来去吃睡回赶看买交考能上见收出写洗带做](?![的得])|接到)|以来|过去(?!看|一趟|找|的话)|上次|上回"
)
_BEHIND_IN_ENGLISH = re.compile(
    r"\b(?:was|were|did|had|went|bought|(?<!have )(?<!has )(?<!['’]ve )got|met|saw|paid|made|took|left|came|told|said|lost|found|sold|broke|began|ate"
    r"|slept|drove|flew|spent|taught|thought|wrote|fell|felt|gave|grew|knew|ran|sent|spoke|won|wore|caught|chose|built"
    r"|quit|kept|been|ago|(?!need|feed|seed|speed|indeed|hundred|exceed|proceed|succeed)\w{2,}ed)\b",
    re.I,
)
_AHEAD_IN_ENGLISH = re.compile(
    r"\b(?:need to|needs to|have to|has to|must|(?:have|has|['’](?:ve|s) got|have got) (?:an?|my|the|another))\b", re.I
)
"""Unless something of the past is said as well."""
_MISHAP = re.compile(
    r"发[高低]?烧|拉肚子|失眠|吵架|[摔扭撞砸烫晒冻]伤|摔[倒跤断破]|迟到|停电|堵车|梦[见到]|晕倒|中暑|着凉|地震|偶遇|碰[见上]|遇[见到上]|淋[雨湿]"
)
"""What nobody plans has been, where no other word says otherwise."""
_LATIN = re.compile(r"[A-Za-z]{2}")
_CLAUSE_END = re.compile(r"[，。！？；,!?;\n]|\.(?!\d)")


def clauses(text: str) -> list[tuple[int, str]]:
    """The clauses of a text in order, each with the offset at which it begins."""
    starts = [0, *(m.end() for m in _CLAUSE_END.finditer(text))]
    return [(start, _CLAUSE_END.split(text[start:], maxsplit=1)[0]) for start in starts]


def guess_tense(text: str) -> Tense:
    """Guess from the words: 了, 过, 刚, 买的 speak of the past; 要, 打算, 约了, 预约 of the future.

    A word of planning decides (约了 has a 了 and is a plan); between the others the first one does, and
    where there is none, what nobody plans (发烧, 迟到) is past.
    """
    latin = _LATIN.search(text)
    if _PLAN.search(text) or (latin and _PLAN_IN_ENGLISH.search(text)):
        return "future"
    ahead = _AHEAD.search(text)
    behind = _BEHIND.search(text) or (_BEHIND_IN_ENGLISH.search(text) if latin else None)
    if ahead and (not behind or ahead.start() < behind.start()):
        return "future"
    if latin and not behind and _AHEAD_IN_ENGLISH.search(text):
        return "future"
    return "past" if behind or _MISHAP.search(text) else "unknown"


def last_past(text: str, start: int, end: int) -> int:
    """Where the last word of the past stands in a clause; before `start` if there is none.

    In 「5月去的」 it follows the date, and speaks of it; in 「订了5月的票」 it does not. English verbs stand before the time
    they tell of, so that there it is always the end of the text.
    """
    if text[start:end].isascii():
        return len(text)
    return max((m.start() for m in _BEHIND.finditer(text, start, end)), default=-1)
