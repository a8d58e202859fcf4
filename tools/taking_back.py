"""Words that only say that something was wrong: 「说岔了」, 「我之前记反了」, 「票我看串行了」, 「刚才说1号不对」.

They tell what becomes of what was said, before them or in an earlier turn, and are never told of anything themselves.
"""

import re
from typing import Final

_SOUNDS: Final = r"(?:[啊哦噢喔呃额嗯哎诶欸唉呀哟嗐嗨咦]|等等|等一?下|慢着|不好意思|抱歉|对不起|坏了|糟了?)*"
_WHEN: Final = (
    r"(?:刚刚?才?|之前|以前|先前|上次|上回|昨[天晚]|前[天面]|早上|当时|那会儿|那天|一开始|原先|原来|一时|不小心|"
    r"好像|可能|估计|应该|真的?|[那这]个|又|都|全|也|给|是|其实|就|有点儿?|自己)*"
)
# 「楼上邻居我弄错了」, 「2015是我记混了」: of which thing.
_OF_WHAT: Final = r"[^，。我你您他她咱俺]{1,10}?"
_WHO: Final = rf"(?:(?P<topic>{_OF_WHAT})?(?P<is>是)?(?:我|俺|咱)|{_OF_WHAT}是|话|嘴|口)?"
_ERR: Final = (
    r"(?:[说记讲写打弄搞登填报输看瞅瞧听认数抄念算想](?:错|反|岔|混|串[行台]?|颠倒|拧)|[说记写报算数估][多少早晚大小高低快慢]了|"
    r"[说记讲写报](?:得|的)?(?:不对|不准确?|有误|有出入)|嘴瓢|口误|笔误|嘴误)"
)
_ENDS: Final = r"[了啦吧呢哈啊呀]*$"
_EARLIER: Final = r"(?:刚刚?才?|之前|以前|先前|上次|上回|昨[天晚]|前[天面]|原先|原来|早上|当时)"
_FORMS: Final = (
    re.compile(rf"^{_SOUNDS}{_WHEN}{_WHO}{_WHEN}(?:[把将][^，。]{{1,8}}?)?{_ERR}{_ENDS}"),
    re.compile(rf"^{_SOUNDS}(?:(?:错|不对|不是)[了啦]*)+[吧呢哈啊呀]*$"),
    re.compile(
        rf"^(?:我|俺|你|那)?{_EARLIER}(?:那[个条])?(?:(?:我|俺)?(?:[跟和对给][你您])?[说记讲写报填登提].{{0,10}}?|的.{{0,6}}?)?(?:不对|错[了的]?|不算|作废|有误|不准)[了的]*$"
    ),
    re.compile(r"^(?:我|俺)(?:跟你)?[说记写](?:的|成|了|是)*[^，。的得]{1,8}(?:不对|有误|不准)$"),
    re.compile(rf"^{_SOUNDS}(?:我|俺|得|要|先|再)*(?:更正|纠正|订正)(?:一?下|一点|一个)?[啊哈吧]?$|^(?:你|您)?[^，。]{{0,4}}改一下$"),
)  # fmt: skip
_RATHER_SO: Final = re.compile(
    rf"^{_SOUNDS}(?:更)?(?:准确|确切|严格|精确|正确)(?:地|的|点儿?|来)*(?:说|讲)(?:应该)?(?:是|吧)?[，,]?"
)
# 「钢琴我压根没碰过」, 「我从来没学过钢琴」; who has not been somewhere yet puts nothing right.
_NEVER: Final = re.compile(
    r"^(?P<fronted>[^，。我]{1,10}?)?(?:我|他|她|它|人家)?(?:其实|可|就|也|都)*(?P<at_all>压根儿?|根本|从来|从没|完全|一直)?(?:就|都|也)*没有?"
    r"[\u4e00-\u9fff]{1,2}过(?P<what>[^，。]{1,10}?)?[了啊呀的]?$"
)


def takes_back(clause: str) -> bool:
    """Whether a clause only says that something was wrong."""
    return any(form.search(clause) for form in _FORMS)


def topic_of(clause: str) -> str:
    """The thing of which a clause says that it was told wrong, 楼上邻居 of 「楼上邻居我弄错了」; empty where it names none."""
    found = _FORMS[0].match(clause)
    return (found["topic"] or "") if found and not found["is"] else ""


def of_an_earlier_turn(clause: str) -> bool:
    """Whether a clause says when the wrong was said: 「我之前说反了」."""
    return bool(re.search(_EARLIER, clause))


def is_more_exact(clause: str) -> bool:
    """Whether a clause only announces that what follows is more exact: 「准确地说」."""
    found = _RATHER_SO.match(clause)
    return found is not None and found.group() == clause


def never_so(clause: str) -> str:
    """What a clause says never was so, 钢琴 of 「钢琴我压根没碰过」; empty where it says no such thing."""
    found = _NEVER.match(clause)
    if found is None:
        return ""
    return str(found["fronted"] or found["what"] or "")
