"""Which clauses are but parts of one, told by grammar once they are labelled: a topic and what is said of it (「那把备用钥匙，
我压在花盆底下了」), a surname and the whole name, a comment that names no subject of its own (「一辆旧车，皮实」).

Source: Chao Yuen Ren, "A Grammar of Spoken Chinese" (1968), 2.4 and 2.10, topic and comment, minor sentences.
"""

import re
from collections.abc import Sequence
from typing import Final

import rjieba

from agent.models.local.certain import of_health
from agent.models.local.labels import NOTHING
from agent.models.local.subjects import is_beside_speaker, subject_of
from agent.models.local.topics import is_topic
from tools.clauses import Clause
from tools.since import FROM_WHEN
from tools.slots import kin_at_start
from tools.spelling_out import spelt_out
from tools.when import points

Labelled = tuple[Clause, str]


# Labels that the model gives to what it cannot place; those of the topic or the clause before say more.
_VAGUE: Final = (NOTHING, "其他", "习惯")
# What may be the label of a comment: of a job, a home or a relative a clause of its own tells.
_OF_COMMENTS: Final = ("健康", "习惯", "喜欢", "不喜欢", "计划", "经历", "物品", "年龄", "其他")
# A noun alone that is said of the speaker: 「程序员，在杭州」.
_OF_ONESELF: Final = ("工作", "家乡", "姓名", "住址", "年龄")
_SURNAME: Final = re.compile(
    r"(?:姓|叫(?:我|他|她)?[老小])(?P<family>[\u4e00-\u9fff]{1,2}?)(?:就[成行好]|就可以|得了|好了|吧)?$"
)
_HUMBLE: Final = re.compile(r"免贵|敝(?=姓)")
_DEGREE: Final = r"(?:又|还|也|挺|很|太|真|蛮|超|怪|贼|倍儿|特别|非常|比较|不太|不怎么|有点儿?|相当|十分|格外|不)"
# 「又潮又冷」, 「也不大」, 「比网上便宜」, 「挺和气一老头」
_STATIVE: Final = re.compile(rf"^(?:就是|而且|倒|都|反正)?{_DEGREE}+(?P<quality>[^，。我你他她]{{1,6}}?)[的了]?$")
_BY_TURNS: Final = re.compile(r"^(?:又|也|还|不)[\u4e00-\u9fff](?:又|也|不)[\u4e00-\u9fff]$")
_COMPARED: Final = re.compile(
    r"^比[^，。我]{1,8}(?:[大小高低多少好差贵快慢远近强弱新旧重轻]|便宜|划算|方便|省事)(?:多了?|些|一点)?$"
)
_SORT_OF_PERSON: Final = re.compile(
    rf"^{_DEGREE}+[^，。我你他她了在是有]{{1,3}}的?[一这那]?个?(?:老头|老太太|人|小伙子?|姑娘|孩子|老师|家伙)儿?$"
)
_QUALITIES: Final = ("a", "z", "an", "ad", "i", "d")
# 「阳台还小」, 「隔音差」: a part of the thing that was just spoken of.
_OF_A_PART: Final = re.compile(
    rf"^[\u4e00-\u9fff]{{2,3}}?(?:{_DEGREE}+[^，。了过]{{1,3}}|[大小高低多少好差旧新窄宽长短深浅厚薄快慢])$"
)
_HAS_PARTS: Final = ("物品", "住址", "宠物")
# 「打个雷都能吓哭」: an example of what was just told.
_EXAMPLE: Final = re.compile(r"^[^，。]{2,12}(?:都|也)(?:能|会|得|要)[^，。]{2,}$")
_TRAITS: Final = ("健康", "习惯", "不喜欢", "喜欢", "家人", "朋友", "宠物", "忌口")
# 「十来年了」, 「干了得有七八年了」: for how long.
_HOW_LONG: Final = re.compile(
    r"^(?:也|都|差不多|大概|快|已经|有|得有|足足|前后|一共|[用干做开住养学练穿戴骑跑]了|[用干做开住养学练]|到现在)*"
    r"[\d一二两三四五六七八九十几好半]+[来多几]?个?(?:年|月|星期|礼拜|周|天)[多半]?(?:有|了|得有|吧|左右)*$"
)
# 「开了个店，六张桌子」
_COUNTED: Final = re.compile(
    r"^(?:就|一共|总共|只有|有)?[\d一二两三四五六七八九十几百]+(?:[张间台条层桌把口块亩平]|个(?!月|星期|礼拜|小时|半|人))[^，。的了]{0,4}$"
)
# 「在老家的那几年，……」, 「生孩子之前，……」: when it was.
_SETS_TIME: Final = re.compile(r"[^，。]{2}(?:的?时候|那会儿|那阵子?|那几?年|期间|[之以][前后])$")
# 「前天刚报到」: since when.
_JUST_DONE: Final = re.compile(
    r"^(?:[今昨前]天|[今去前]年|\d{1,2}月\w{0,4}|(?:这个?|上个?)(?:月|周|星期|礼拜))?(?:刚刚?|才)[^，。我]{2,4}$"
)


def wholes(told: Sequence[Labelled]) -> list[Labelled]:
    """The clauses with their labels, those that are parts of one put together under the label of the telling part."""
    found: list[Labelled] = []
    for clause, label in told:
        if found and label == NOTHING and _is_quality(clause.text):
            continue  # 「……，也不大，六张桌子」: what follows is of the clause before
        last = found[-1] if found and found[-1][0].sentence == clause.sentence else None
        whole = _whole(*last, clause, label) if last is not None else None
        if whole is None:
            found.append((clause, label))
        else:
            found[-1] = whole
    return found


def _whole(before: Clause, had: str, clause: Clause, label: str) -> Labelled | None:
    """What two clauses of one sentence are together; None where each stands for itself."""
    if _is_time(before.text) and label != NOTHING:  # 「上个月29号，我把店关了」
        return Clause(f"{before.text}{clause.text}", clause.act, clause.sentence), label
    if _SETS_TIME.search(before.text) and label != NOTHING:
        return _together(before, clause, had if label in _VAGUE and had != NOTHING else label)
    if had not in _OF_ONESELF and is_topic(before.text, clause.text):
        return _together(before, clause, had if label in _VAGUE and had != NOTHING else label)
    if had != NOTHING and FROM_WHEN.fullmatch(clause.text):  # 「转三段奶粉了，打今天早上那顿起」
        return _together(before, clause, had)
    family = _SURNAME.search(before.text)
    if family and re.fullmatch(rf"{family['family']}[\u4e00-\u9fff]{{1,2}}", clause.text):
        named = Clause(_HUMBLE.sub("", before.text), before.act, before.sentence)
        return _together(named, Clause(f"全名{clause.text}", clause.act, clause.sentence), "姓名")
    surname = _SURNAME.search(clause.text)
    if surname and spelt_out(before.text).endswith(surname["family"]):  # 「弓长张，我师父姓张」
        return _together(clause, Clause(spelt_out(before.text), before.act, before.sentence), "姓名")
    if family and spelt_out(clause.text).endswith(family["family"]):  # 「姓章，立早章」
        return _together(before, clause, "姓名")
    if had != NOTHING and _is_comment(clause.text, label, had):
        return _together(before, clause, had)
    return (before, NOTHING) if had == NOTHING and _is_quality(clause.text) else None


def _is_time(text: str) -> bool:
    """Whether it names a point in time and nothing else."""
    return sum(len(mention.said) for mention in points(text)) == len(text)


def _is_comment(text: str, label: str, had: str) -> bool:
    """Whether it says nothing by itself, and belongs with the clause before it."""
    if _HOW_LONG.match(text) or is_beside_speaker(text):
        return True
    if label == had and had in _TRAITS and _EXAMPLE.match(text):
        return True
    if label == NOTHING or of_health(text):
        return False
    if _is_quality(text) or (had in _HAS_PARTS and _OF_A_PART.match(text) and kin_at_start(text) is None):
        return True
    is_word = len(text) == 2 and subject_of(text) is not None
    return label in _OF_COMMENTS and (is_word or bool(_JUST_DONE.match(text) or _COUNTED.match(text)))


def _is_quality(text: str) -> bool:
    """Whether it is nothing but what something is like."""
    if any(form.match(text) for form in (_BY_TURNS, _COMPARED, _SORT_OF_PERSON)):
        return True
    said = _STATIVE.match(text)
    return said is not None and (
        text.removeprefix("还").startswith("挺") or all(tag in _QUALITIES for _, tag in rjieba.tag(said["quality"]))
    )


def _together(before: Clause, clause: Clause, label: str) -> Labelled:
    return Clause(f"{before.text}，{clause.text}", before.act, before.sentence), label
