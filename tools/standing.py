"""What a question calls for without naming it: what must be heeded when something is proposed, or the owner's whole picture.

An embedder knows too little of the world to see that lilies are a matter of the cat, or a glass of beer of gout; so who asks
whether to do something is shown what bears on most doings, however far the words.
"""

import re
from datetime import datetime
from itertools import islice
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.rules.born import born
from tools.slots import OWNER_SUBJECT
from tools.when.calendar import add_months

# How one asks at the end of what one has in mind.
WHETHER_TO: Final = (
    r"你觉得|你看呢|你说呢|依你看|怎么样|咋样|如何[？?]?$|好不好|[行成中好妥]不[行成中好妥]?(?=[？?]|$)|行[吗吧]|(?<![完变做达组])成吗|可不可以|可以[吗不吧]|能不能|要不要|该不该|去不去|值不值|"
    r"合不合适|适合|合适|靠谱|得了吗|不错吧|走起|没事[吧吗]|没问题[吧吗]|不要紧[吧吗]|碍不碍事|碍事[吗不]|有什么讲究|要(?:注意|留意|小心|当心)(?:什么|啥|点)"
)
_WANTS_ADVICE: Final = re.compile(
    rf"建议|推荐|提个?醒|哪[个样种家款](?:更|比较)?[好合值]|如何|帮我|替我|{WHETHER_TO}|"
    r"[吃喝点去玩买][^，。]{0,8}[吗吧呢？?]|\b(should i|recommend|suggest|advice|can i|is it (?:ok|okay|safe|a good idea))\b",
    re.IGNORECASE,
)
_ABOUT_ME: Final = re.compile(
    r"(关于|了解|认识|知道|晓得|清楚|记得|记着|记住|记了)[^，。]{0,6}我[^，。]{0,4}(什么|啥|哪些|多少|事|情况|一切|所有|信息)|我的(情况|资料|档案|信息)|介绍一?下?我|about me",
    re.IGNORECASE,
)
_OF_HEALTH: Final = re.compile(r"我[^，。]{0,6}(?:体检|身体|健康|毛病|什么病|啥病|忌口)")
# To look at, listen to or put into words is no matter of the household's.
_OF_WORDS: Final = re.compile(
    r"电影|影片|电视剧|[追看刷][^，。]{0,3}剧|综艺|动漫|小说|读物|书单|[本]书|歌|曲子|音乐|播客|名字|起个?名|昵称|网名|文案|标题|代码|编程|翻译|作文|论文|笑话|谜语|故事|诗|对联|祝福|PPT|邮件|简历",
    re.IGNORECASE,
)
_HEEDED: Final = ("过敏", "忌口", "健康")
_MOST_HEEDED: Final = 3
_MOST_OF_HOUSEHOLD: Final = 2
_CHILDREN: Final = re.compile(rf"^{OWNER_SUBJECT}的[大小]?(?:儿子|女儿|孩子|孙子|孙女|外孙女?)")
_SMALL: Final = 7  # years old


def wants_advice(query: str) -> bool:
    """Whether something is proposed, or advice asked for."""
    return _WANTS_ADVICE.search(query) is not None


def standing(query: str, memory: Memory, *, now: datetime, limit: int) -> list[Fact]:
    """The facts that a question calls for without naming them, what matters most first; empty for most questions.

    Args:
        query: the question.
        memory: whose.
        now: the moment of asking.
        limit: how many at most where the whole picture is asked for.
    """
    of_health, about_me = _OF_HEALTH.search(query), _ABOUT_ME.search(query)
    if not (of_health or about_me or wants_advice(query)):
        return []  # every fact is read below, which of a large memory takes a while
    latest = memory.facts()[::-1]
    own = [fact for fact in latest if fact.subject == OWNER_SUBJECT]
    if about_me and not of_health:
        return [fact for fact in own if fact.kind not in ("event", "plan")][:limit]
    heeded = [fact for fact in own if fact.attribute in _HEEDED][:_MOST_HEEDED]
    if of_health or _OF_WORDS.search(query):
        return heeded
    household = (fact for fact in latest if not fact.is_derived and _is_of_household(fact, now))
    return [*heeded, *islice(household, _MOST_OF_HOUSEHOLD)]


def _is_of_household(fact: Fact, now: datetime) -> bool:
    """Whether it tells of a pet, of a small child or of how well a child is: whom it concerns besides the one who asks."""
    if fact.attribute == "宠物":
        return True
    if not _CHILDREN.match(fact.subject):
        return False
    birth = born(fact)
    return fact.attribute in _HEEDED or (birth is not None and birth.first > add_months(now.date(), -12 * _SMALL))
