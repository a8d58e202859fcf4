"""What somebody did, read out of the statement of an event: 打羽毛球 of 「用户2025年3月5日晚上又去奥体中心打了两个小时羽毛球」.

A verb and its object, without when, where, with whom and how long, so that the same doing has the same words each time.
Where the words do not give one away for certain there is none.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import rjieba

_CLAUSE: Final = re.compile(r"[，。；！？!?;\n]|,(?!\d)|\.(?!\d)")
_SUBJECT: Final = re.compile(
    r"^(?:用户(?:自己)?|我(?:自己)?)(?!的|们|家|妈|爸|哥|姐|弟|妹)|^(?:the user|user|i)\s+", re.I
)
# What did not happen, may happen, was only said, or is no doing.
_NOT_DONE: Final = re.compile(
    r"不|没|未|(?<![特分告个级区])别|无法|取消|泡汤|推迟|改期|差点|打算|准备|计划|(?<![思理梦幻])想|(?<![重主需必])要(?!好|紧|点)|约好|约了|预约|"
    r"如果|万一|可能|应该|也许|好像|(?<!麻)将|会(?=[去来在再有把给和跟打踢跑游爬看听吃喝])|希望|(?<![小])说(?!唱)|梦见|梦到|以前|曾经?|小时候|从前|过去|第一次|头一次|首次|最后一次|"
    r"\b(?:not|never|no|would|will|could|might|may|if|plan\w*|want\w*|hope\w*|used to|almost|said|first|last time|cancell?ed)\b|n't",
    re.I,
)
# What one does or undergoes once, however often one speaks of it.
_ONCE: Final = re.compile(
    r"结婚|离婚|订婚|毕业|出生|去世|过世|入职|离职|辞职|退休|怀孕|搬家|搬到|搬进|分手|失业|考上|参军|移民|生了|确诊"
)
_NO_DOING: Final = re.compile(
    r"是|有|叫|住|在|姓|属|喜欢|爱|讨厌|觉得|认为|感觉|知道|记得|忘|忘记|发现|认识|变|成|像|需要|希望|担心|能|可以|告诉|问|得|让|使|被|把"
)
_WHEN: Final = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?(?:至(?:\d{1,2}月)?\d{1,2}[日号])?(?:那[周天])?|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?=[早上中下晚])|"
    r"(?:这|本|上|下)*(?:周|星期|礼拜)[一二三四五六日天末]|今[天早晚]|昨[天晚]|前[天晚]|刚刚?|刚才|"
    r"(?:大)?(?:清早|清晨|早晨|早上|凌晨|上午|中午|下午|傍晚|晚上|夜里|深夜|半夜|午后|一早)|"
    r"(?:到|至)?[\d一二两三四五六七八九十]{1,3}(?:点|:\d\d)(?:钟|半|多|一刻|三刻|\d{1,2}分)?(?:左右)?"
)
_PARTS: Final = {"早": "早上", "清": "早上", "凌": "凌晨", "上": "上午", "中": "中午", "下": "下午", "午": "下午", "傍": "傍晚", "晚": "晚上", "夜": "晚上", "深": "晚上", "半": "晚上"}  # fmt: skip
_PART: Final = re.compile(r"清早|清晨|早晨|早上|凌晨|上午|中午|下午|午后|傍晚|晚上|夜里|深夜|半夜")
_SKIPPED: Final = re.compile(
    r"又|再|再次|还|也|都|就|才|自己|独自|一个|一个人|一起|一块|一块儿|临时|照例|照常|继续|接着|终于|了|过|着|完|的|回来|回|来|特意|专门|顺便|赶|跑去"
)
_GO: Final = ("去", "到", "来")
_WITH: Final = ("和", "跟", "与", "同", "约")
_AT: Final = ("在", "于")
_AMOUNT: Final = re.compile(
    r"(?:[\d.]+|[一二两三四五六七八九十百半几好多]+)(?:个)?(?:半)?(?:小时|钟头|分钟|公里|千米|米|里地|里|圈|局|场|次|趟|回|盘|杯|瓶|碗|顿|集|部|本|页|组|轮|节|天|会儿|阵)(?:的)?|(?<=了)(?:趟|场|次|回|顿|杯|盘|局|会儿)"
)
_PLACES: Final = ("房", "馆", "院", "场", "店", "室", "厅", "园", "校", "局", "所", "站", "城", "街", "区")
_VERBS: Final = (
    "打踢跑游爬练学看听吃喝逛钓骑遛健晨夜散徒滑攀冲潜露瑜唱跳弹写画读拍玩泡做加值开修种浇喂撸撞烤煮炒烧织剪洗下出"
)
_GOING: Final = re.compile(rf"^去(?=[{_VERBS}])(?!.*[{''.join(_PLACES)}]$)|(?<=[\u4e00-\u9fff]{{2}})去$")
_WHOLE: Final = {"跑": "跑步", "游": "游泳", "遛": "遛狗"}
_LONGEST: Final = 8
_PAST: Final = re.compile(
    r"went|played|ran|swam|ate|drank|saw|watched|had|rode|took|made|met|read|wrote|drove|sang|bought|did|cooked"
)
_ENGLISH_WHEN: Final = re.compile(
    r"\b(?:on|in|at|around|from)?\s*(?:the )?(?:week(?:end)? of )?\d{4}-\d\d(?:-\d\d)?(?: (?:morning|afternoon|evening|night))?|\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|"
    r"\b(?:in the |this |at )?(?:morning|afternoon|evening|night)\b|\b(?:yesterday|today|tonight|again|just|also)\b|\b(?:with|at|in|for(?! an? )|after|before)\b.*$",
    re.I,
)
_ENGLISH_PART: Final = re.compile(r"\b(morning|afternoon|evening|night)\b", re.I)


class Activity(NamedTuple):
    """What was done, and where and in which part of the day, where the words say so."""

    name: str
    place: str = ""
    part: str = ""

    @property
    def is_english(self) -> bool:
        """Whether it is said in English."""
        return self.name.isascii()


@lru_cache(maxsize=65_536)  # statements are read again at each tidying
def activity(statement: str) -> Activity | None:
    """Read the owner's activity out of a statement; None where it tells of none that took place."""
    first = _CLAUSE.split(statement, maxsplit=1)[0].strip()
    subject = _SUBJECT.match(first)
    if subject is None or _NOT_DONE.search(statement) or _ONCE.search(statement):
        return None
    said = first[subject.end() :]
    return _english(said) if said.isascii() else _chinese(said)


def _english(said: str) -> Activity | None:
    part = _ENGLISH_PART.search(said)
    words = _ENGLISH_WHEN.sub(" ", said).lower().split()
    if not words or not (_PAST.fullmatch(words[0]) or words[0].endswith("ed")) or not 1 < len(words) <= 5:
        return None
    return Activity(" ".join(words), part=part[1].lower() if part else "")


def _chinese(said: str) -> Activity | None:
    part = _PART.search(said)
    words = rjieba.cut(_AMOUNT.sub("", _WHEN.sub("", said)))
    place, rest = _place([piece for word in words for piece in _pieces(word)])
    name = "".join(word for word in rest if word not in ("了", "过", "着", "完")).strip("的了")
    name = _GOING.sub("", name)
    name = _WHOLE.get(name, name)
    if not 2 <= len(name) <= _LONGEST or not rest or _NO_DOING.fullmatch(rest[0]) or re.search(r"[\d是]", name):
        return None
    return Activity(name, place, _PARTS[part[0][0]] if part else "")


def _pieces(word: str) -> list[str]:
    """在家 is a word to the dictionary, and two to us."""
    return [word[0], word[1:]] if word[0] in _AT and len(word) == 2 else [word] if word.strip() else []


def _place(words: list[str]) -> tuple[str, list[str]]:
    """Where it was, and the words from the verb on: 在 or 去 and a place, and with whom, are left out."""
    place, at = "", 0
    while at < len(words):
        word = words[at]
        if _SKIPPED.fullmatch(word):
            at += 1
        elif word in (*_AT, *_WITH, *_GO):
            until = _next(words, at + 1)
            if until == len(words):
                return place, words[at:] if word in _GO else []
            if word not in _WITH:
                place = "".join(words[at + 1 : until]).strip("了") or place
            at = until
        else:
            break
    return place, words[at:]


def _next(words: list[str], at: int) -> int:
    """Where the verb begins, or the next of 在, 去 and 和."""
    while at < len(words) and not (words[at] in (*_AT, *_WITH, *_GO) or _is_verb(words[at])):
        at += 1
    return at


def _is_verb(word: str) -> bool:
    is_place = len(word) > 1 and word.endswith(_PLACES)
    return word[0] in _VERBS and not _SKIPPED.fullmatch(word) and not is_place
