"""Which clauses say one thing about one subject, and about whom: 「租了个车位，在B2层57号」 is one, 「陪老爸去复查，他糖尿病」 two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.models.local.relatives import brought_in, owner_of, theirs, turns_to_relative
from agent.models.local.subjects import Subject, first_noun, is_pronominal, subject_of, with_subject
from tools.clauses import Clause
from tools.slots import OWNER_SUBJECT, kin_at_start, kin_words

_OWN_SLOT: Final = ("姓名", "生日", "住址", "家乡", "工作", "学校", "号码", "忌口", "喜欢", "不喜欢", "健康", "年龄")
# How long something is good for is said of what was just spoken of.
_TERM: Final = re.compile(
    r"^(?:说是?|[店厂商卖]家说)?(有效期|保质期|保修期?|质保|保|包退换?|退换|能用|可以用|管|租期|合同期?|签)[^，。]{0,4}[\d一二三四五六七八九十两半]+个?(月|年|天|周)|^[\d一二三四五六七八九十两半]+个?(月|年|天|周)的?(有效|质保|保修|租期|合同|保质)"
)
# 「给闺女办了转学，这学期在……念」: it is the one cared for who does.
_DONE_FOR: Final = re.compile(r"(?:给|帮|替|为|送|带|陪|让)(?:我|俺|咱)?(?:们|家)?的?(?P<kin>[^，。]{1,4})")
_OF_WHOM_IT_IS_DONE_FOR: Final = ("学校", "年龄")
_BARE_AMOUNT: Final = re.compile(
    r"^(?:现在|如今|已经|一共|总共|每?一?个?[年月天周次]|每[年月天周次])?[\d一二两三四五六七八九十百千万半]+[\u4e00-\u9fff]{0,3}$"
)
# 「社保在东莞交的，从2016年9月开始」
_SINCE: Final = re.compile(r"^(?:是|就|都|一直)?(?:从|自)[^，。]{2,14}(?:开始|起|算起|以来)(?:的|交的)?$")
_EXCHANGED: Final = re.compile(r"^(?:给|就|也|直接|一下子)?(?:换|改)(?:成|为)")
# 「租了个车位，在B2层57号」: where the thing is.
_AT: Final = re.compile(r"^在(?![^，。]{1,12}(?:住|上班|工作|当|做|干|读|念|教|开))")
_OF_A_PLACE: Final = ("物品", "号码", "其他", "住址")
# 「请了个保姆，姓魏」: it is the one brought in who is called so.
_INTRODUCES: Final = re.compile(
    r"(?:请|找|来|认识|养|有|收|雇|交|生|得|添|抱|怀|捡|换|遇|碰|聘|招|领|娶|嫁)(?:来|见|上|到|了|过|着)*的?[一两]?[个位名只条头匹](?:新的?)?[^，。]{1,8}$"
)
# 「罗岚的老公叫……」
_OF_SOMEBODYS: Final = re.compile(
    rf"^(?!我|俺|咱|这|那)[\u4e00-\u9fff]{{2,4}}的(?:{'|'.join(word for word in kin_words() if not word.isascii())})(?:叫|是|姓|在|也|今年|现在|最近|刚)"
)
# 「比我小两岁」, 「跟我合租」: whoever was spoken of.
_TO_ME: Final = re.compile(
    r"^(?:也|都|还|就|一直|总|常|老|平时|现在|整整|刚好)*(?:比|跟|和|与|同|对|给|陪|带|替|帮)(?:我|俺|咱)(?!们?家?的?[\u4e00-\u9fff]{0,2}(?:都|也|俩))"
)
_BARE_NAME: Final = re.compile(r"^(?:免贵|敝)?(?:姓|叫|名叫|大名|小名|乳名|名字|[取起]了?个?名)")
# 「航班是早上8点50的，CA1831」
_CODE: Final = re.compile(r"[A-Za-z]{0,3}-?\d[\dA-Za-z-]{1,11}")
_HAS_A_CODE: Final = ("计划", "物品", "经历")
_OF_A_TIME: Final = re.compile(r"那会儿|那阵|那时|时候|那几?年")
_PERSON: Final = re.compile(r"^[他她]们?")


@dataclass(slots=True)
class Unit:
    """Clauses that say one thing about one subject."""

    label: str
    subject: Subject
    sentence: int
    texts: list[str] = field(default_factory=list)
    # the 他 or 她 by which it turned to a relative: who says it again means the same person
    turned_by: str = ""

    @property
    def text(self) -> str:
        """The words, joined."""
        return "，".join(self.texts)


def units(worth: Sequence[tuple[Clause, str]]) -> list[Unit]:
    """The clauses worth keeping, those that say one thing about one subject together, in the order of the words."""
    found: list[Unit] = []
    for clause, label in worth:
        last = found[-1] if found else None
        named = _named(clause, last)
        being = _being_meant(clause.text, label, last) or _person_meant(clause, label, last)
        if being:
            found.append(Unit(label, Subject(being), clause.sentence, [with_subject(clause.text, being)]))
            continue
        if last is not None and _continues(clause, label, named, last):
            last.texts.append(clause.text)
            last.label = label if last.label in ("经历", "计划") and label in ("宠物", "物品") else last.label
            continue
        opened = _opened(clause, label, named, last)
        if not (opened.subject.name == OWNER_SUBJECT and _PERSON.match(clause.text)):  # 他 is somebody who is not known
            found.append(opened)
    return found


def _named(clause: Clause, last: Unit | None) -> Subject | None:
    """The subject that a clause names; none where it only begins with what somebody just spoken of is to the speaker."""
    of_another = last is not None and last.sentence == clause.sentence and last.subject.name != OWNER_SUBJECT
    return None if of_another and _TO_ME.match(clause.text) else subject_of(clause.text)


def _being_meant(text: str, label: str, last: Unit | None) -> str:
    """The person or animal just spoken of that a clause calls 它, 她 or 他; empty where it calls nobody so."""
    if last is None or last.label == label or label not in ("宠物", "家人", "朋友") or not is_pronominal(text):
        return ""
    return first_noun(last.texts[-1]) if last.subject.name == OWNER_SUBJECT else ""


def _person_meant(clause: Clause, label: str, last: Unit | None) -> str:
    """The relative or acquaintance just named to whom 他 or 她 turns with a matter of their own: 「陪老爸去复查，他糖尿病……」."""
    if last is None or last.subject.name != OWNER_SUBJECT or label not in _OWN_SLOT or not _PERSON.match(clause.text):
        return ""
    named = [found for word in kin_words() for found in [_mentioned(word, last.text)] if found >= 0]
    at = max(named, default=-1)
    kin = kin_at_start(last.text[at:]) if at >= 0 else None
    return f"{OWNER_SUBJECT}的{kin[1]}" if kin else ""


def _mentioned(word: str, text: str) -> int:
    """Where a word for a relative stands in a text; one of a single character counts only behind 我 or 老. -1 for nowhere."""
    if len(word) > 1 or word.isascii():
        return -1 if word.isascii() else text.rfind(word)
    found = [match.start() + 1 for match in re.finditer(f"[我老]{word}", text)]
    return found[-1] if found else -1


def _continues(clause: Clause, label: str, named: Subject | None, last: Unit) -> bool:
    """Whether a clause goes on about what the last unit says, rather than beginning something new."""
    same = label == last.label
    if clause.act == "correct" or _turns(clause, last) or _OF_SOMEBODYS.match(clause.text):
        return False
    if _INTRODUCES.search(last.texts[-1]) and _BARE_NAME.match(clause.text):
        return True
    if label in _OWN_SLOT and not same and _goes_on_of(clause, last):
        return False
    if _AT.match(clause.text) and ((last.label == "物品" and label in _OF_A_PLACE) or last.label == "计划"):
        return True
    if last.label in _HAS_A_CODE and _CODE.fullmatch(clause.text):
        return True
    goes_on = any(each.search(clause.text) for each in (_TERM, _BARE_AMOUNT, _EXCHANGED, _SINCE))
    if goes_on and clause.sentence == last.sentence:
        return True
    if is_pronominal(clause.text):
        return (same or label not in _OWN_SLOT) and label != "姓名"
    if named is None or is_part(named):
        if last.subject.name == OWNER_SUBJECT and last.label not in ("物品", "宠物", "家人", "朋友"):
            return same
        return same or label not in _OWN_SLOT or last.label in ("家人", "朋友", "宠物")
    return False


def _turns(clause: Clause, last: Unit) -> bool:
    """Whether a clause turns to a relative of whoever was just spoken of."""
    is_near = clause.sentence == last.sentence or _PERSON.match(clause.text) is not None
    return is_near and turns_to_relative(clause.text, last.subject.name)


def _whose(clause: Clause, last: Unit) -> str:
    """Whose relative a clause turns to: 「她妈……，她爸……」 are of one."""
    same = owner_of(last.subject.name) if last.turned_by and clause.text.startswith(last.turned_by) else ""
    return same or _goes_on_of(clause, last) or last.subject.name


def _goes_on_of(clause: Clause, last: Unit) -> str:
    """The relative's relative, just brought in, whom a clause without a subject of its own is about; empty for nobody."""
    brought = brought_in(last.text, last.subject)
    return brought.who if brought is not None and brought.may_be(clause.text) else ""


def is_part(named: Subject) -> bool:
    """Whether the subject is a mere noun (型号, 客服, 房子), neither a person nor the speaker."""
    return not named.name.startswith(OWNER_SUBJECT) and named.name == named.said


def _opened(clause: Clause, label: str, named: Subject | None, last: Unit | None) -> Unit:
    """A new unit; where the clause names no subject, it is the last one's, and is said in full."""
    if last is not None and _turns(clause, last):
        whose = _whose(clause, last)
        text, by = with_subject(clause.text, whose), clause.text[:1]
        return Unit(label, Subject(theirs(clause.text, whose)), clause.sentence, [text], by if by in "他她" else "")
    if (
        named is not None
        and named.said == clause.text
        and label in ("工作", "家乡")
        and not _OF_A_TIME.search(clause.text)
    ):  # 「程序员」, and nothing else
        return Unit(label, Subject(OWNER_SUBJECT), clause.sentence, [f"我是{clause.text}"])
    if named is not None and not (
        is_part(named) and label in _OWN_SLOT and label not in ("忌口", "生日", "姓名", "工作")
    ):
        return Unit(label, named, clause.sentence, [clause.text])
    subject = Subject(last.subject.name if last is not None and not _is_of_things(label, last) else OWNER_SUBJECT)
    introduced = _goes_on_of(clause, last) if last is not None and label != "姓名" else ""
    if introduced and named is None:
        subject = Subject(introduced)
    kin = _DONE_FOR.search(last.texts[-1]) if last is not None and label in _OF_WHOM_IT_IS_DONE_FOR else None
    cared = kin_at_start(kin["kin"]) if kin and named is None else None
    if cared is not None:
        subject = Subject(f"{OWNER_SUBJECT}的{cared[1]}")
    if named is not None and not _OF_A_TIME.search(named.said):
        return Unit(label, subject, clause.sentence, [f"{subject.name}的{clause.text}"])
    return Unit(label, subject, clause.sentence, [with_subject(clause.text, subject.name)])


def _is_of_things(label: str, last: Unit) -> bool:
    """Whether what was just spoken of is a thing, which has no job, home or name such as the clause tells of."""
    return (
        label in _OWN_SLOT and last.label in ("物品", "经历", "计划", "习惯") and last.subject.name == last.subject.said
    )
