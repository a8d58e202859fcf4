"""Words that only say that something was wrong: 「说岔了」, 「我之前记反了」, 「票我看串行了」, 「刚才说1号不对」.

They tell what becomes of what was said, before them or in an earlier turn, and are never told of anything themselves.
"""

import re
from typing import Final

_SOUNDS: Final = (
    r"(?:[啊哦噢喔呃额嗯哎诶欸唉呀哟呦嗐嗨咦呸嘿哈]|等等|等一?下|慢着|不好意思|抱歉|对不[起住]|坏了|糟了?|完了)*"
)
_WHEN: Final = (
    r"(?:敢情|合着|刚刚?才?|之前|以前|先前|上次|上回|昨(?:[天晚]|儿个?)|前(?:[天面]|儿个?)|早上|当时|那会儿|那天|一开始|原先|原来|一时|不小心|"
    r"好像|可能|估计|应该|真的?|[那这]个|又|都|全|也|给|是|其实|就|有点儿?|一直|老|总|自己)*"
)
# 「楼上邻居我弄错了」, 「2015是我记混了」: of which thing.
_OF_WHAT: Final = r"[^，。我你您他她咱俺把将给被让]{1,10}?"
# What one writes or speaks with, that may hear or write amiss of its own.
_MEANS: Final = r"(?:语音(?:识别|输入|转写|转文字)?|输入法|手写板?|键盘|拼音|手机|系统|机器|软件|自动(?:联想|纠错|更正|补全)?|联想|识别|翻译|字幕|[联候][想选]词)"
_WHO: Final = (
    rf"(?:(?P<topic>{_OF_WHAT})?(?P<is>是)?(?:我|俺|咱)(?:这?(?:个)?(?:人|手|嘴|眼|脑子|记性))?|{_OF_WHAT}是|话|字|嘴|口|手|眼|脑子|"
    rf"(?:[这那][条段个]?|该死的|破|我(?:的|这))*{_MEANS}(?:又|就|老|总)?(?:把|给)?(?:我|俺)?(?:的话|的字)?)?"
)
_TELLS: Final = (
    r"(?:[说记讲写打弄搞整登填报输看瞅瞧瞄听认数抄念算想读敲按录聊扯核]|识别|联想|翻译|转写?|记忆|打字|录入)"
)
_AMISS: Final = r"(?:错|反|岔|混|串[行台]?|颠倒|拧|差|歪|劈叉|秃噜|拐|花眼?|走眼|漏嘴|顺嘴|乱)"
_ERR: Final = (
    rf"(?:{_TELLS}(?:成|的是)了?(?:同音|错?别|白)字|没有?{_TELLS}[对准]|(?:手[滑抖快])?{_TELLS}(?:给|成|得|的|都)?{_AMISS}(?:了?[字词名音数行码嘴]儿?)?|[说记写报算数估][多少早晚大小高低快慢]了|"
    r"[说记讲写报](?:得|的)?(?:不对|不准确?|有误|有出入)|嘴[瓢误快]|口误|笔误|手[误滑]|眼[拙误]|脑子?(?:抽|短路|糊涂|进水|秀逗))"
)
# 「我月和日写颠倒了」
_PARTICULARS: Final = r"(?:(?:日子|日期|年[份月]?|月[份日]?|日|号码?|姓名|名字|字|数字?|钟点|时间|地[名方址]|价[钱格]|金额|单位|顺序|前后|先后)[和跟、]?)+"
_BLAMES: Final = (
    rf"^{_SOUNDS}(?:都|全|就)?(?:[怪赖怨]|是)?(?:我的?|这|那|破|该死的)*(?:语音|输入法|拼音|{_MEANS}(?=识别|联想))(?:识别|输入|联想|自动)*"
    r"(?:又|老|总|给|把)*(?:[坑害整骗]|捣乱|捣鬼|抽风|犯病|犯浑|作怪|作妖|搞鬼|闹的?|惹的?祸|的锅|背锅|不准|不灵|瞎|乱|自己|跳|联想|出|变)?[^，。我]{0,3}(?:我|俺)?(?:了|的)?$"
)
_ENDS: Final = r"[了啦吧呢哈啊呀]*$"
_EARLIER: Final = r"(?:刚刚?才?|之前|以前|先前|上次|上回|昨(?:[天晚]|儿个?)|前(?:[天面]|儿个?)|原先|原来|早上|当时)"
_FORMS: Final = (
    re.compile(rf"^{_SOUNDS}{_WHEN}{_WHO}{_WHEN}(?:[把将][^，。]{{1,8}}?|{_PARTICULARS})?(?:{_ERR}[了啦]*)+{_ENDS}"),
    re.compile(rf"^{_SOUNDS}(?:(?:错|不对|不是)[了啦]*)+[吧呢哈啊呀]*$"),
    re.compile(
        rf"^(?:我|俺|你|那)?{_EARLIER}(?:那[个条])?(?:(?:我|俺)?(?:[跟和对给][你您])?(?:[说记讲写报填登提唠聊]|念叨|交代).{{0,10}}?|的.{{0,6}}?)?(?:不对|错[了的]?|不算|作废|有误|不准)[了的]*$"
    ),
    re.compile(r"^(?:我|俺)(?:跟你)?[说记写](?:的|成|了|是)*[^，。的得]{1,8}(?:不对|有误|不准)$"),
    re.compile(_BLAMES),
    re.compile(rf"^{_SOUNDS}{_MEANS}(?:我|又|给)*[点按选]{_AMISS}{_ENDS}"),
    re.compile(rf"^{_SOUNDS}(?:瞧|看)?(?:我|俺)?这?(?:记性|眼神|脑子)(?:可|也)?[真太](?:差|坏|不行|不好使?)[了啊呀的]*$"),
    re.compile(rf"^{_SOUNDS}(?:我|俺|得|要|先|再)*(?:更正|纠正|订正)(?:一?下|一点|一个)?[啊哈吧]?$|^(?:你|您)?[^，。]{{0,4}}改一下$"),
)  # fmt: skip
_RATHER_SO: Final = re.compile(
    rf"^{_SOUNDS}(?:更)?(?:准确|确切|严格|精确|正确)(?:地|的|点儿?|来)*(?:说|讲)(?:应该)?(?:是|吧)?[，,]?"
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
