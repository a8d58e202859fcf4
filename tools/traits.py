"""Slots that the words themselves give away, whichever model is asked: what is liked best of its sort, marriage, a body's
measures, a telephone number."""

import re
from typing import Final

from tools.slots import kin_words

FAVOURITE: Final = "最喜欢的"
_BEST: Final = r"最(?:喜欢|爱|喜爱|钟爱|中意|偏爱)"
_IS: Final = r"(?:是|还是|变成|换成|改成|成了|变为|要数|叫|当然是|现在是|已经是|就是)+了?"
_NAMED: Final = (
    re.compile(rf"{_BEST}的(?P<sort>[^，。是]{{1,8}}?){_IS}(?P<value>[^，。]{{1,20}}?)了?$"),
    re.compile(
        rf"(?P<sort>[^，。用户]{{1,6}})(?:里|中|当中|里面|之中)(?:面)?[^，。]{{0,4}}{_BEST}(?:的是)?(?P<value>[^，。]{{1,20}}?)了?$"
    ),
    re.compile(
        rf"(?:^|[，的])(?P<value>[^，。]{{1,16}}?)(?:是|成了)[^，。]{{0,6}}{_BEST}的(?P<sort>[^，。]{{1,8}}?)了?$"
    ),
    re.compile(r"favou?rite (?P<sort>\w+) (?:is|has become|is now|became)(?: now)? (?P<value>[^,.]{1,24})", re.I),
)
_UNNAMED: Final = re.compile(rf"{_BEST}(?P<value>[^的，。][^，。]{{0,16}}?)了?$")
_CHANGED: Final = re.compile(r"(?:现在|如今|改|变得?|开始|最近)[^，。]{0,3}(?:喜欢|爱)上?(?P<value>[^，。]{1,8}?)了?$")
# Sorts so small that everybody has one best of them, told by the word itself.
_SORTS: Final = (
    ("颜色", re.compile(r"[\u4e00-\u9fff]{0,3}色(?:系)?$|^(?:red|blue|green|yellow|black|white|purple|pink|gr[ae]y|orange)$", re.I)),
    ("季节", re.compile(r"^[春夏秋冬](?:天|季)?$")),
)  # fmt: skip
_DOES: Final = re.compile(r"^(?P<verb>吃|喝|听|看|玩|去|打|穿)(?P<value>.{1,16})$")
_LIKED: Final = re.compile(r"(?:喜欢|爱)上?(?P<value>[^，。]{1,8}?)了?$")
_MARRIED: Final = re.compile(
    r"^(?:\d{4}年\d{1,2}月(?:\d{1,2}日)?)?(?P<who>用户(?:的[^，。]{1,6}?)?)(?:跟|和|与)?[^，。不要想会能没]{0,16}?(?P<value>结婚|领证|领了证|订婚|离婚|离了婚|复婚|再婚|单身|未婚|已婚|丧偶|离异)"
    r"(?!照|证|典礼|仪式|纪念|的|前|后|时|那|戒|礼|登记)[^，。]{0,8}(?=$|[，,])"
)
_NUMBER: Final = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两零半点]+)"
# 「用户现在165斤了」: of a person, and nothing else said of them.
_ADVERBS: Final = rf"用户(?:的(?:{'|'.join(kin_words())}))?(?:现在|如今|目前|已经|今年|今天|净重|裸高|都|才|快|有|得有|差不多|大概|只有|还)*"
_MEASURES: Final = (
    ("体重", re.compile(rf"(?:体重|上秤|称了?一?下?|称重|瘦到|胖到|重)[^。]{{0,12}}?(?P<value>{_NUMBER}(?:公斤|斤|千克|kg)(?:半)?)", re.I)),
    ("身高", re.compile(rf"(?:身高|个子|长到|长高到|高)[^。]{{0,10}}?(?P<value>{_NUMBER}(?:厘米|公分|cm|米[\d一二三四五六七八九]*))", re.I)),
    ("体重", re.compile(rf"^{_ADVERBS}(?P<value>{_NUMBER}(?:公斤|斤|千克|kg)(?:半)?)了?$", re.I)),
    ("身高", re.compile(rf"^{_ADVERBS}(?P<value>[1一]米[\d一二三四五六七八九]+)了?$")),
    ("鞋码", re.compile(rf"(?:鞋|脚)[^。]{{0,8}}?(?P<value>{_NUMBER}码)")),
)  # fmt: skip
_PERSON: Final = re.compile(
    r"^用户(?!家)(?:的(?!手机|电脑|行李|包|车|房|书|狗|猫|箱|桌|柜|床|鱼|树|花|瓜|西瓜|快递|包裹)[^，。\d]{1,6}?)?(?=[^的]|$)"
)
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_OWNERS: Final = re.compile(r"^用户|[打找]用户|联系用户")
_OF_A_PHONE: Final = re.compile(r"手机|电话|号码|[新旧老]号|换号|[打找](?:我|用户)|打这|联系(?:我|用户)|微信同号")
_SIGN: Final = re.compile(
    r"^用户(?:的[^，。]{1,4}?)?(?:就|也)?(?:是|属于?)(?P<value>(?:白羊|牡羊|金牛|双子|巨蟹|狮子|处女|天秤|天蝎|射手|人马|摩羯|山羊|水瓶|双鱼)座)的?$"
)
_INCOME: Final = re.compile(
    rf"(?<![扣罚欠])(?<!扣了)(?P<name>月薪|年薪|(?:工资|薪水)(?![卡条单])|月收入|一个?月(?:能)?(?:挣|赚|拿|到手)|每个?月(?:能)?(?:挣|赚|拿|到手)|到手)(?:[^。\d扣罚欠卡号]{{0,12}}?)(?P<value>{_NUMBER}(?:万|千|百|[kKwW])?[\d一二三四五六七八九]*)(?:块|元)?(?=$|[，,了])"
)
_NOT_YET: Final = re.compile(r"要|打算|准备|将|计划|想|快|即将|下个?[月周年]|明年|后天|明天")


def trait(statement: str) -> tuple[str, str] | None:
    """The (attribute, value) that a statement's own words give it; None where they give none.

    「用户最喜欢的颜色是绿色」 and 「用户最喜欢绿色」 are both (最喜欢的颜色, 绿色); 「用户去年离婚了」 is (婚姻, 离婚).
    """
    said = statement.strip(" 。.！!")
    for pattern in _NAMED:
        found = pattern.search(said)
        if found:
            return FAVOURITE + _sort(found["sort"]), _value(found["value"])
    found = _UNNAMED.search(said)
    if found:
        return _unnamed(_value(found["value"]))
    sign = _SIGN.search(said)
    if sign:
        return "星座", sign["value"]
    married = _MARRIED.search(said)
    if married and not _NOT_YET.search(said):
        return "婚姻", married["value"]
    return _measure(said) or _mobile(said) or _income(said)


def _measure(said: str) -> tuple[str, str] | None:
    if not _PERSON.search(said):
        return None
    found = ((name, match) for name, pattern in _MEASURES if (match := pattern.search(said)))
    return next(((name, match["value"]) for name, match in found), None)


def _income(said: str) -> tuple[str, str] | None:
    """What somebody earns: 「月薪八千」, 「涨工资了，现在一万二」."""
    found = _INCOME.search(said) if _PERSON.search(said) and not _NOT_YET.search(said) else None
    return (found["name"] if found["name"] == "年薪" else "月薪", found["value"]) if found else None


def _mobile(said: str) -> tuple[str, str] | None:
    """The number that reaches somebody; of several, the one named last, as in 「从139……换成138……」."""
    numbers = _MOBILE.findall(said) if _OWNERS.search(said) and _OF_A_PHONE.search(said) else []
    return ("手机号", re.sub(r"[ -]", "", numbers[-1])) if numbers else None


def sort_of(statement: str) -> str:
    """The small sort (颜色, 季节) of what a statement says is liked; empty where it is of none."""
    found = _LIKED.search(statement.strip(" 。.！!"))
    return next((name for name, pattern in _SORTS if found and pattern.search(found["value"])), "")


def likes_anew(statement: str) -> bool:
    """Whether it says that a taste has changed: 「现在喜欢绿色了」."""
    return bool(_CHANGED.search(statement.strip(" 。.！!")))


def _unnamed(value: str) -> tuple[str, str] | None:
    for name, pattern in _SORTS:
        if pattern.search(value):
            return FAVOURITE + name, value
    does = _DOES.search(value)
    return (f"{FAVOURITE}{does['verb']}的", does["value"]) if does else None


def _sort(name: str) -> str:
    name = re.sub(r"^(?:那个|一[种个]|所有)?", "", name).strip()
    return {"color": "颜色", "colour": "颜色", "season": "季节", "food": "食物"}.get(name.lower(), name)


def _value(text: str) -> str:
    return text.strip(" 的了")
