"""What a question calls for without naming it: what must be heeded when something is proposed, or the owner's whole picture.

An embedder knows too little of the world to see that lilies are a matter of the cat, or a glass of beer of gout; so who asks
whether to do something is shown what bears on most doings, however far the words.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.limits import bears_on, is_limit, tells_limit
from tools.participants import CHILDREN, is_alone, participants
from tools.rules.born import born
from tools.slots import OWNER_SUBJECT
from tools.when.calendar import add_months

# How one asks at the end of what one has in mind.
WHETHER_TO: Final = (
    r"你觉得|你看呢|你说呢|依你看|怎么样|咋样|如何[？?]?$|好不好|[行成中好妥]不[行成中好妥]?(?=[？?]|$)|行[吗吧]|(?<![完变做达组])成吗|可不可以|可以[吗不吧]|能不能|要不要|该不该|去不去|值不值|"
    r"合不合适|适合|合适|靠谱|得了吗|不错吧|走起|没(?:什么|啥)?(?:事|问题|大碍|毛病|关系)儿?[吧吗么嘛]?(?=[？?]|$)|不要紧[吧吗]|使得[不吗么]|[好行]使不|碍不碍事|碍事[吗不]|(?:什么|啥)讲究|(?:要|得|该|需)(?:注意|留意|小心|当心)|(?:注意|留意|小心|当心)(?:什么|啥|点)"
)
_WANTS_ADVICE: Final = re.compile(
    rf"建议|推荐|提个?醒|哪[个样种家款](?:更|比较)?[好合值]|如何|帮我|替我|{WHETHER_TO}|"
    r"[吃喝点去玩买][^，。]{0,8}[吗吧呢？?]|\b(should i|recommend|suggest|advice|can i|is it (?:ok|okay|safe|a good idea))\b",
    re.IGNORECASE,
)
# 「这差事我接不接？」, 「我报名不报名？」, and what to do about it: asked of one's own doing.
_OWN: Final = re.compile(r"我|咱|俺")
_MAY_I: Final = re.compile(r"(?<![你您])[能敢可该](?!告诉|给我|说|把|介绍|帮)[^，。]{1,12}[吗不么嘛][？?]?$")
_OR_NOT: Final = re.compile(r"(?P<does>(?![是对知记认信懂算像差])[\u4e00-\u9fff]{1,2})不(?P=does)")
_WHAT_TO_DO: Final = re.compile(
    r"(?:什么|啥|哪[^，。]{0,3}|几[^，。]{0,2}|怎么|咋)[^，。]{0,6}(?<![不最])(?:好|妥|稳当?|划算|省事)[呢啊呀？?]*$|"
    r"(?:出|拿|支)个?(?:主意|[招着])|参谋|安排|规划|[写填]个?备注|备注[^，。]{0,6}写|菜单|食谱|攻略|行程"
)
# Put to somebody to judge, or of a thing at hand: no question of what one usually does.
_AT_HAND: Final = re.compile(r"你[说看讲觉]|依你|这|那")
_ABOUT_ME: Final = re.compile(
    r"(关于|了解|认识|知道|晓得|清楚|记得|记着|记住|记了)[^，。]{0,6}我[^，。]{0,4}(什么|啥|哪些|多少|事|情况|一切|所有|信息)|我的(情况|资料|档案|信息)|介绍一?下?我|about me",
    re.IGNORECASE,
)
_OF_HEALTH: Final = re.compile(r"我[^，。]{0,6}(?:体检|身体|健康|毛病|什么病|啥病|忌口)")
# To look at, listen to or put into words is no matter of the household's.
_OF_WORDS: Final = re.compile(
    r"电影|影片|电视剧|[追看刷][^，。]{0,3}剧|综艺|动漫|小说|读物|书单|[本]书|歌|曲子|音乐|播客|名字|起个?名|昵称|网名|文案|标题|代码|编程|翻译|作文|论文|笑话|谜语|故事|诗|对联|祝福|贺[词卡]|拜年|短信|微信|消息|通知|请柬|发言|演讲稿|检讨|总结|报告|PPT|邮件|简历",
    re.IGNORECASE,
)
# To be helped is not yet to ask whether something is good for one.
_HELP: Final = re.compile(r"帮我|替我|如何")
# Where a model names no attribute, or tells of the child as the owner's matter.
_KEPT: Final = re.compile(r"养[了着的]?[^，。]{0,8}[猫狗犬兔鸟龟鼠鱼]")
# On the way somewhere, or to somebody: where each of them is.
_UNDER_WAY: Final = re.compile(
    r"回(?:趟|一趟)?(?:家|老家|娘家|婆家)|返乡|探亲|车票|火车|高铁|动车|机票|航班|飞机|大巴|路费|路程|路线|路上|多远|怎么[走去坐]|从哪|[到去跑]哪|寄|快递|来看[我咱]|去看|看(?:一遍|望)|[接送]站|顺路|路过|碰头|见面|哪[两几]?[座个]?(?:城市|地方)"
)
_WHEREABOUTS: Final = ("现居地", "学校", "工作", "", "家乡")
_IS_SOMEWHERE: Final = re.compile(
    r"(?:在|住)[\u4e00-\u9fffA-Za-z]{2,8}?(?:上班|工作|上大?学|读|念|当兵|定居|打工|生活|住|开|做|$|[，,。])|\b(?:live|work|study)\w* (?:in|at)\b"
)
_MOST_HEEDED: Final = 3
_MOST_OF_HOUSEHOLD: Final = 2
_MOST_WHEREABOUTS: Final = 3
_SMALL: Final = 7  # years old


def wants_advice(query: str) -> bool:
    """Whether something is proposed, or advice asked for."""
    if _WANTS_ADVICE.search(query) or _WHAT_TO_DO.search(query):
        return True
    return bool(_OWN.search(query) and (_OR_NOT.search(query) or _MAY_I.search(query)))


def wavers(query: str) -> bool:
    """Whether one asks to do or not to do a thing at hand: 「你说我接不接？」, not 「我吃不吃辣？」."""
    return bool(_OR_NOT.search(query) and _AT_HAND.search(query))


def standing(query: str, memory: Memory, *, now: datetime, limit: int) -> list[Fact]:
    """The facts that a question calls for without naming them, what matters most first; empty for most questions.

    Args:
        query: the question.
        memory: whose.
        now: the moment of asking.
        limit: how many at most where the whole picture is asked for.
    """
    of_health, about_me, advice = _OF_HEALTH.search(query), _ABOUT_ME.search(query), wants_advice(query)
    under_way = _UNDER_WAY.search(query)
    if not (of_health or about_me or advice or under_way):
        return []  # every fact is read below, which of a large memory takes a while
    latest = memory.facts()[::-1]
    if about_me and not of_health:
        own = (fact for fact in latest if fact.subject == OWNER_SUBJECT)
        return [fact for fact in own if fact.kind not in ("event", "plan")][:limit]
    takes_part = participants(query)
    ways = _whereabouts(latest, takes_part) if under_way else []
    if not (of_health or advice):
        return ways
    heeded = [fact for fact in latest if is_limit(fact) and (takes_part(fact.subject) or tells_limit(fact.subject))]
    if of_health:
        return [fact for fact in heeded if fact.subject == OWNER_SUBJECT][:_MOST_HEEDED]
    fitting = [fact for fact in heeded if bears_on(fact.statement, query)]
    if _OF_WORDS.search(query) or not wants_advice(_HELP.sub("", query)):
        return [*fitting[:_MOST_HEEDED], *ways]
    heeded = list({fact.id: fact for fact in (*fitting, *heeded)}.values())[:_MOST_HEEDED]
    here = () if is_alone(query) else latest
    household = (fact for fact in here if not fact.is_derived and _is_of_household(fact, now))
    return [*heeded, *ways, *islice(household, _MOST_OF_HOUSEHOLD)]


def _whereabouts(latest: Sequence[Fact], takes_part: Callable[[str], bool]) -> list[Fact]:
    """Where those who take part are, their home first; empty where only the owner does, whose question then says what it is about."""
    known = [fact for fact in latest if takes_part(fact.subject) and _tells_where(fact)]
    known.sort(key=lambda fact: _WHEREABOUTS.index(fact.attribute))
    of_each: dict[str, Fact] = {}
    for fact in known:
        of_each.setdefault(fact.subject, fact)
    return list(of_each.values())[:_MOST_WHEREABOUTS] if of_each.keys() - {OWNER_SUBJECT} else []


def _tells_where(fact: Fact) -> bool:
    is_nowhere = not fact.attribute and _IS_SOMEWHERE.search(fact.statement) is None
    return fact.attribute in _WHEREABOUTS and not is_nowhere


def _is_of_household(fact: Fact, now: datetime) -> bool:
    """Whether it tells of a pet, of a small child or of how well a child is: whom it concerns besides the one who asks."""
    if fact.attribute == "宠物" or _KEPT.search(fact.statement):
        return True
    if not CHILDREN.match(fact.subject):
        return False
    birth = born(fact)
    return is_limit(fact) or (birth is not None and birth.first > add_months(now.date(), -12 * _SMALL))
