"""Whether what was just told has taken the place of something remembered, asked of the small model: a yes or no, one pair at a time.

Grammar knows the ends that words give away (tools/endings.py) and slots the values of which there is one. That a home
line of 电信 is over once it is 联通 stands in neither. The model tells such pairs apart where code has first made sure that both
are of one being and share a word, and that the new one speaks of something that is so: left to itself it takes any two things
alike for one and its successor. Prompt text: change it only together with the scenario scores.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from agent.models.local.runtime import Runtime, harmless
from agent.models.local.subjects import subject_of
from tools.new_values import is_of_other_thing
from tools.since import FROM_WHEN
from tools.slots import OWNER_SUBJECT, kin_at_start
from tools.warrant import EXCHANGES
from tools.when import ANY_DAY, points
from tools.wording import bigrams

# Lines of memory that are held against a statement; the one that it replaces is seldom further down.
MOST_ASKED: Final = 2
_CHANGED: Final = "变了"
_SAME: Final = "没变"

_SYSTEM: Final = (
    "判断新的话说出以后，旧的事还是不是现在的情况。旧事被新的情况代替了，或者不再成立，答“变了”；"
    "两件事可以同时成立，答“没变”。只答这两个词。"
)
_EXAMPLES: Final = (
    ("用户喝咖啡只喝美式", "用户改喝拿铁了", _CHANGED),
    ("用户的妹妹在长沙读大学", "用户的妹妹今年考上了驾照", _SAME),
    ("用户每天坐地铁上班", "用户买了辆电动车，上班骑车去了", _CHANGED),
    ("用户喜欢看悬疑小说", "用户最近也迷上了历史书", _SAME),
    ("用户的健身教练姓李", "用户的健身教练换人了，现在是王教练", _CHANGED),
    ("用户住在大连", "用户上周去沈阳出差", _SAME),
    ("用户用的是安卓手机", "用户的手机换成苹果了", _CHANGED),
    ("用户对芒果过敏", "用户今天买了一箱橙子", _SAME),
)
_LINE: Final = re.compile(r"^\[(?P<id>f\d+)\] (?P<statement>[^（]+)（(?P<beside>.*)）$")
_OVER: Final = re.compile(r"推算得出|推断，|期间的情况，现在已经变了")
# What a change is told with; a statement without it only adds.
_MAY_END: Final = re.compile(
    r"了|换|改|现在|如今|目前|(?:加|减|降|涨|升|调|挪|移|搬)到|今后|以后|从今|开始|不再|不用|已经|只|\b(?:now|no longer|switched|changed|instead)\b",
    re.I,
)
# Of a place too, for which the guard behind (tools/warrant.py) wants more.
_EXCHANGES: Final = re.compile(f"{EXCHANGES.pattern}|换到")
_LONGEST: Final = 60  # characters of an utterance that is still about one thing
_NOT_SO_YET: Final = re.compile(
    r"打算|准备|想要?|计划|考虑|可能|也许|大概|听说|据说|如果|要是|快要|就要|将|下个?[月周]|明[天年]|后天"
)
# What was a plan or event to the model, and holds from now on.
_FOR_GOOD: Final = re.compile(
    r"(?:换|改|变|调|挪|移|转|搬|加|减|降|涨|升|增|提高?|缩)(?:到|成|为|至|用|吃|喝|坐|走|穿)(?!时候)[^，。]{1,16}"
)
# 「工资卡换成……」: what it is that was exchanged.
_EXCHANGED: Final = re.compile(
    rf"(?:^|[，。])(?:{OWNER_SUBJECT}(?:们|家)?的?|把|那)*(?!{OWNER_SUBJECT})(?P<thing>[\u4e00-\u9fff]{{2,8}}?)(?:已经|给|就|都|又|被|{OWNER_SUBJECT})*(?:换|改|加|减|降|涨|调|挪)(?:成|到|为|至)"
)
_OF_ONE_TIME: Final = ("计划", "事件")
_POSSESSIVE: Final = re.compile(rf"^{OWNER_SUBJECT}(?:家|们)?的?")
_EMPTY: Final = re.compile(r"用户|家的?|说的|[一每]个?(?:年|月|周|天|星期|礼拜|学期)")


def superseded(arguments: dict[str, Any], said: str, lines: Sequence[str], runtime: Runtime) -> str:
    """The id of the remembered fact whose place a statement has taken; empty where it has taken none's.

    Args:
        arguments: those of the save_memory call.
        said: the whole utterance, in the third person: 「网约车不跑了」 of it may be what speaks of the old.
        lines: what was recalled, as the prompt shows it, best first.
        runtime: the model.

    Raises:
        ModelError: see Runtime.complete.
    """
    statement = str(arguments["statement"])
    if not _MAY_END.search(statement) or _NOT_SO_YET.search(statement):
        return ""
    if arguments.get("attribute") in _OF_ONE_TIME and not _is_so_from_now(statement):
        return ""
    told = [found for line in lines if (found := _LINE.match(line)) and _is_same_beings(found, statement)]
    by_words = [(found, statement) for found in told if _share(found["statement"], statement)]
    by_all_words = [(found, said) for found in told if len(said) <= _LONGEST and _share(found["statement"], said)]
    exchanged = [(found, statement) for found in told[:1] if _EXCHANGES.search(statement)]
    pairs = (by_words or by_all_words or exchanged)[:MOST_ASKED]
    return next((found["id"] for found, new in pairs if is_over(found["statement"], new, runtime)), "")


def warm(runtime: Runtime) -> None:
    """Compute the constant prefix, so that the first turn does not wait for it."""
    runtime.warm(_PREFIX, purpose="judge")


def _is_same_beings(line: re.Match[str], statement: str) -> bool:
    """Whether a remembered fact was told, still stands, and is of the being that the statement is of."""
    if _OVER.search(line["beside"]) or _is_of_rival(line["statement"], statement):
        return False
    return _whose(line["statement"]) == _whose(statement)


def _is_of_rival(known: str, statement: str) -> bool:
    """Whether a fact is of another thing of the sort that a statement tells of: of 信用卡, where the 工资卡 is another."""
    if is_of_other_thing(known, statement):
        return True
    found = _EXCHANGED.search(statement)
    thing = found["thing"] if found else ""
    return bool(thing) and thing[-1] in known and not bigrams(thing) & bigrams(known)


def _share(known: str, new: str) -> bool:
    """Whether the two share a word that carries matter."""
    return bool(bigrams(_EMPTY.sub("", known)) & bigrams(_EMPTY.sub("", new)))


def _is_so_from_now(statement: str) -> bool:
    """Whether something was exchanged or raised for good, on no day of its own: a plan to the small model, and none."""
    is_dated = any(  # but for today and before
        point.interval is None or point.interval.start > ANY_DAY for point in points(statement)
    )
    return bool(_FOR_GOOD.search(statement) or FROM_WHEN.search(statement)) and not is_dated


def _whose(statement: str) -> str:
    """The relative or acquaintance that a statement is of; empty for the user's own, and for what is done to the user."""
    bare = _POSSESSIVE.sub("", statement)
    kin = kin_at_start(bare)
    named = subject_of(bare.replace(OWNER_SUBJECT, "我")) if kin else None
    return kin[1] if kin and (named is None or named.name != OWNER_SUBJECT) else ""


def is_over(known: str, statement: str, runtime: Runtime) -> bool:
    """Whether the model takes the new for the successor of the known, or for its end. Raises as `superseded` does."""
    answer = runtime.complete(f"{_PREFIX}{_asked(known, statement)}", purpose="judge", max_tokens=3)
    return answer.strip().startswith(_CHANGED[0])


def _asked(known: str, statement: str) -> str:
    return f"<|im_start|>user\n旧：{harmless(known)}\n新：{harmless(statement)}<|im_end|>\n<|im_start|>assistant\n"


_PREFIX: Final = f"<|im_start|>system\n{_SYSTEM}<|im_end|>\n" + "".join(
    f"{_asked(known, statement)}{verdict}<|im_end|>\n" for known, statement, verdict in _EXAMPLES
)
