"""Which slot of the owner's, or of a relative's, a question asks for: 「我的属相是？」 is (用户, 生肖); and which kind of value."""

import re
from collections.abc import Iterator
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.kinds import CLAUSE, kinds_asked, value_of
from tools.new_values import is_spoken_of, things_in
from tools.slots import OWNER_SUBJECT, kin_of, kin_path
from tools.wording import bigrams

_OWN: Final = re.compile(r"(?:我|俺|咱)(?:们家|们|家|自己|本人)?的?")
# 「落款职务写啥？」 asks for what one is to write of oneself.
_TO_FILL_IN: Final = re.compile(r"(?:写|填|报|登记|留|署)(?:个|上)?(?:什么|啥|谁|多少|几|哪)")
# 「再往前呢，2021年住哪？」: who goes on asking need not say 我 again.
_ELIDED: Final = re.compile(
    r"^(?:那|再|往|之?前|以前|后来|现在|如今|当时|呢|[，,、]|(?:\d{4}|[前去今]|大前)年(?:年?[初底]|上半年|下半年)?|的?时候)*"
    r"(?=住(?:在)?(?:哪|什么)|(?:干|做)(?:什么|啥|哪)|在哪(?:儿|里)?(?:上班|工作|住|读书|上学))"
)
_BETWEEN: Final = re.compile(
    r"^(?:回|人|这会儿|那会儿|那时候?|当时|现在|如今|今年|目前|到底|究竟|应该|登记|用|那个|这个|新|老(?!家|公|婆|板|师)|自己|是|的|在)*"
)
_ASKS: Final = re.compile(r"[？?]|什么|啥|多少|几|哪|谁|吗|来着|呢|报|告诉|念|发给|填")
_GOES_ON: Final = re.compile(r"^(?:[儿里的了呢呀啊吧么，,、；;。？?\s]|和|跟|还有|以及|又|那)+")
_PARTS: Final = re.compile(r"[，,、；;。？?]")
_WHO: Final = re.compile(r"谁|哪[个位]|哪些人|什么人")
_CANNOT_BEAR: Final = re.compile(
    r"过敏|忌口|[吃喝碰沾闻用](?:都)?不(?:得|了|来)|不(?:能|敢|可以|许|准|宜)(?:吃|喝|碰|沾|闻|用)"
)
# What stands around the thing itself in such a question.
_BESIDE_THE_THING: Final = re.compile(
    r"(?:我们?|俺|咱们?|家里?|里头|到底|谁|哪[个位]|哪些人|什么人|人|是|有|一丁?[点滴口丝星]儿?|半[点滴口]|都|也|对|的|来着|[呢啊吗呀]|过敏|忌口|"
    r"[吃喝碰沾闻用]|不(?:得|了|来|能|敢|可以|许|准|宜)|[？?，,。\s])+"
)
# 「我在组里写的是哪一端？」, 「我给小朋友们上的是啥课？」: what one does at work, by its place or by whom one does it for.
_AT_WORK: Final = (
    r"在?[^，。在]{0,4}(?:组|团队|[车球]队|公司|单位|部门|科室|项目|店|厂|车间|工地|学校|医院|[校院局所社馆行班])(?:里头?|上)"
    r"(?:[干写做教带管跑开搞卖画修送讲上]|负责)|[给替为][^，。我]{1,6}(?=[上教讲])[上教讲]|[教管]|负责|主管|分管"
)
_NAMES: Final = tuple(
    (re.compile(rf"^(?:{pattern})", re.IGNORECASE), attributes)
    for pattern, attributes in (
        (r"属相|生肖|属(?:什么|啥|哪)", ("生肖",)),
        (r"(?:什么|啥)?星座", ("星座",)),
        (r"(?:的)?(?:名字|姓名|大名)|叫(?:什么|啥)|姓(?:什么|啥|甚)|谁(?=[？?啊呀呢]|$)", ("姓名",)),
        (r"生日|哪[年天一][^，。]{0,3}生|出生", ("生日",)),
        (r"多大|几岁|多少岁|年龄|岁数|年纪|[周虚]岁", ("生日", "年龄")),
        (r"住(?:在|到)?(?:的(?:是|地方是)?)?(?:哪|什么地|何处)|住址|家?地址|住处", ("现居地",)),
        # who was away studying was there where the school is
        (r"(?:待在|生活在)?(?:哪|什么|啥)(?:一?[座个])?(?:城市|地方|省份?)(?=[？?，。呢啊呀]|$)", ("现居地", "学校")),
        (r"哪(?:儿|里)?(?=[？?，。呢啊呀]|来着|$)", ("现居地", "学校", "工作")),
        (
            r"(?:干|做)(?:什么|啥)(?:工作|的|活)|(?:什么|啥)工作|靠(?:什么|啥)(?:吃饭|为生|谋生|过日子|养家|生活|赚钱|挣钱|营生)|工作|职业|职务|职位|头衔|(?:哪[家个](?:公司|单位)|哪儿?|哪里|什么地方)(?:上班|工作)",
            ("工作",),
        ),
        (r"(?:干|做)的?(?:是)?(?:什么|啥|哪[门行])(?:买卖|生意|营生|行当|行业?)", ("工作",)),
        (
            rf"(?:{_AT_WORK})[^，。]{{0,4}}?的?(?:是)?(?:什么|啥|哪)",
            ("工作",),
        ),
        (r"(?:干|做|忙)(?:嘛|什么|啥)(?:的|呢|呀|来着)?(?=[？?。]|$)", ("工作", "学校")),
        (
            r"(?:在)?(?:哪[所个儿]?|什么|啥)(?:学校|大学|中学|小学|学校里?)?(?:读书|上学|念书|读研|读博)|几年级",
            ("学校",),
        ),
        (r"(?:老家|家乡|籍贯)(?:[是在]*哪[儿里]?)?|哪里人|哪儿人|什么地方人", ("家乡",)),
        (r"手机|电话", ("手机号",)),
        (r"车牌", ("车牌号",)),
        (r"邮箱|email|e-mail", ("邮箱",)),
        (r"血型|(?:什么|啥)血", ("血型",)),
        (r"月薪|(?:工资|薪水)(?![卡条单])|(?:一个?月|每个?月)(?:能)?(?:挣|赚|拿)|(?:挣|赚)多少|收入", ("月薪", "年薪")),
        (r"体重|多重|几斤|多少斤", ("体重",)),
        (r"身高|多高", ("身高",)),
        (r"鞋码|穿?(?:多大|几码|多少码)的?鞋", ("鞋码",)),
        (r"结婚|婚姻|单身", ("婚姻",)),
    )
)
_FIELDS: Final = tuple(
    (re.compile(name.pattern.removeprefix("^"), re.IGNORECASE), attributes) for name, attributes in _NAMES
)


def slots_asked(query: str) -> list[tuple[str, str]]:
    """The slots, as (subject, attribute), that a question names right behind 我 or a relative's word; none of a statement."""
    found: list[tuple[str, str]] = []
    if not _ASKS.search(query):
        return found
    if not _OWN.search(query) and _TO_FILL_IN.search(query):
        return [
            (OWNER_SUBJECT, attribute) for name, attributes in _FIELDS if name.search(query) for attribute in attributes
        ]
    elided = _ELIDED.match(query) if not _OWN.search(query) else None
    if elided:
        query = f"我{query[elided.end() :]}"
    for own in _OWN.finditer(query):
        rest = query[own.end() :]
        kin = kin_path(rest)
        subject = f"{OWNER_SUBJECT}的{kin[1]}" if kin else OWNER_SUBJECT
        rest = _BETWEEN.sub("", rest[len(kin[0]) :] if kin else rest)
        found += [(subject, attribute) for attribute in _one_after_another(rest)]
    return list(dict.fromkeys(found))


def _one_after_another(rest: str) -> Iterator[str]:
    """The attributes that words name, and those they go on to: 「叫啥，干啥的？」."""
    for place, part in enumerate(_PARTS.split(rest)):
        going_on = _BETWEEN.sub("", part)
        named = _named_first(going_on)
        if place == 0 and not named:
            return
        while named:
            for _, attributes in named:
                yield from attributes
            end = max(match.end() for match, _ in named)
            going_on = _BETWEEN.sub("", _GOES_ON.sub("", going_on[end:]))
            named = _named_first(going_on)


def _named_first(words: str) -> list[tuple[re.Match[str], tuple[str, ...]]]:
    return [(match, attributes) for name, attributes in _NAMES if (match := name.search(words))]


def values_asked(query: str, memory: Memory) -> list[Fact]:
    """The current facts with a value of a kind that a question asks for, 「哪个部门」 and 「几段」, of whom and what it names.

    None where it names a thing of which none of them is, or where several are as near.
    """
    found: list[Fact] = []
    for clause in CLAUSE.split(query):
        kinds = kinds_asked(clause)
        if not kinds:
            continue
        things = {thing for thing in things_in(clause) if not any(kind in thing for kind in kinds)}
        told = [fact for fact in memory.facts() if not fact.is_derived and _has_value(fact, kinds)]
        near = [(sum(is_spoken_of(each, _all_words(fact)) for each in things), fact) for fact in told]
        most = max((shared for shared, _ in near), default=0)
        best = [fact for shared, fact in near if shared == most and _is_of_owner(fact, clause, shared)]
        found += best if len(best) == 1 and (most or not things) else []
    return found


def _has_value(fact: Fact, kinds: set[str]) -> bool:
    return any(value_of(fact.statement, kind) is not None for kind in kinds)


def _all_words(fact: Fact) -> str:
    return "，".join((fact.statement, *(source.quote for source in fact.sources)))


def _is_of_owner(fact: Fact, query: str, shared: int) -> bool:
    """Whether a fact is the owner's own, or of a relative whom the question names."""
    kin = kin_of(fact.subject)
    return kin is None or shared > 0 or is_spoken_of(kin[0], query)


def facts_asked(query: str, memory: Memory) -> list[Fact]:
    """The current facts in those slots, and of whoever cannot bear what is asked about."""
    facts = [fact for slot in slots_asked(query) for fact in memory.slot(*slot)]
    return facts or _not_borne(query, memory)


def _not_borne(query: str, memory: Memory) -> list[Fact]:
    """What those cannot bear of whom a question asks who they are: 「谁一点酒都沾不得？」 is answered by 「对酒精过敏」."""
    if not (_WHO.search(query) and _CANNOT_BEAR.search(query)):
        return []
    things = [thing for thing in _BESIDE_THE_THING.split(query) if thing]
    told = [fact for fact in memory.facts() if fact.attribute in ("过敏", "忌口")]
    return [fact for fact in told if not things or any(_speaks_of(fact, thing) for thing in things)]


def _speaks_of(fact: Fact, thing: str) -> bool:
    """Whether a fact holds a thing's pair of characters, or the one that it is: 酒 of 酒精, and 花生 is no 花粉."""
    return any(pair in fact.statement for pair in bigrams(thing))
