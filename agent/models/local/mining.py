"""From an utterance to the tool calls that a capable model would make: who, what, and whether it is new, changed or wrong.

Grammar says which clauses assert (clauses.py), the small model says what each is about (labels.py), the words say who it
is about (subjects.py) and which slot they fill (slots.py). Nothing is written here that the user did not say.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from agent.models.local.certain import INCOME, certain
from agent.models.local.completing import completed
from agent.models.local.labels import NOTHING
from agent.models.local.repairs import repaired
from agent.models.local.slots import GONE_TO, LEFT, LEFT_JOB, TRADE, kind_of, relative_of, slot_of
from agent.models.local.subjects import subject_of, third_person
from agent.models.local.topics import names_only
from agent.models.local.units import Unit, is_part, units
from agent.models.local.wholes import wholes
from tools.clauses import CLAIMS, Clause, are_correcting, clauses
from tools.denials import denied, held_in, never_so, only_denies, what_is_right
from tools.endings import denies
from tools.orders import order_in
from tools.since import holds_already
from tools.slip import bare_value
from tools.slots import OWNER_SUBJECT, kin_at_start

Labeller = Callable[[Sequence[str]], list[str]]
Call = tuple[str, dict[str, Any]]

# What is worth keeping although it was said only to ask something ("我对虾过敏，这个能吃吗？").
_LASTING: Final = ("姓名", "生日", "年龄", "住址", "家乡", "工作", "学校", "号码", "家人", "宠物", "健康", "忌口")
# Of these the words themselves show that they tell something lasting, or they tell nothing that lasts (slots.py).
_SHOWN_BY_SLOT: Final = ("姓名", "生日", "住址", "家乡", "工作", "学校")
_NOT_BUT: Final = re.compile(
    r"(?<!是)不是[^，。]{1,16}[，,]?(我|他|她|它|咱)?(而|就)?是|是[^，。不]{1,16}[，,](?:[^，。不]{1,12}[，,])?不是|"
    r"[\d一二三四五六七八九十两半]+个?(月|年|天|周|日|号|点|岁|块|元|斤|公斤|层|楼|次)[^，。]{0,4}[，,](并|而)?不是[\d一二三四五六七八九十两半]"
)
_ENDED: Final = re.compile(r"离婚|离了婚|离了(?=$|[，,])|分手|绝交|断绝")
# 「帮我记几个事：……」: what follows is worth keeping, whatever it is.
_TO_KEEP: Final = re.compile(
    r"(?:^|[，。！,])(?:请|你|您|帮我|给我|替我|麻烦你?|要|一定|先|再)*(?:记(?:一?下|住|着|好|[几一两三]?[个件])|存一?下|备忘|别忘)"
)
_CALLS_ME: Final = re.compile(rf"^(?:{OWNER_SUBJECT})?(?=(?:叫|喊|称呼){OWNER_SUBJECT})")
_AGREES: Final = re.compile(r"^(?:可不(?:是|就是)?|对+|嗯+|没错|是的?|就是)[嘛吧啊呀的呢了啦]*$")


def mine(said: str, labeller: Labeller, now: datetime, known: Sequence[str] = ()) -> list[Call]:
    """The tool calls for an utterance, in the order of its words; none when there is nothing to remember.

    Args:
        said: the user's words.
        labeller: gives a label of labels.LABELS for each clause.
        now: when they were said.
        known: what was recalled for them; that a thing which is known never was so puts it right.
    """
    heard = clauses(said)
    spoken = repaired(heard)
    orders = _orders(spoken)
    claims = [clause for clause in spoken if clause.act in CLAIMS]
    # 「不对，是……」 with nothing said before it puts an earlier turn right
    right = "，".join(clause.text for clause in spoken)
    wrong = are_correcting(spoken) or bool(_NOT_BUT.search(right)) or _begins_with_repair(heard)
    wrong = wrong or _contradicts(spoken, known)
    value = bare_value(said)
    if value and not orders:
        # a single character is told with the words around it: 姓季, 「是季节的季」
        given = (clause.text for clause in what_is_right([clause for clause in heard if clause.act in CLAIMS]))
        statement = value if len(value) > 1 else next(text for text in given if value in text)
        return [("update_memory", {"statement": statement, "how": "correction"})]
    told = [clause for clause in completed(claims) if not _only_agrees(clause, heard)]
    told = _put_right(told) if wrong else told
    labels = [
        certain(clause.text, label)
        for clause, label in zip(told, labeller([clause.text for clause in told]), strict=True)
    ]
    if _TO_KEEP.search(said):
        labels = ["其他" if label == NOTHING else label for label in labels]
    worth = [
        (clause, _of_now(clause.text, label, told, now))
        for clause, label in wholes(_moves(told, labels))
        if _kept(clause, label, spoken, now, put_right=wrong) and (not orders or _is_definite(clause, label, now))
    ]
    return [*orders, *(_call(unit, now, put_right=wrong) for unit in units(worth))]


def _orders(spoken: Sequence[Clause]) -> list[Call]:
    """The calls for what is to be forgotten; a wish beside an order is its reason."""
    given = [
        (clause, order) for clause in spoken if clause.act == "forget" and (order := order_in(clause.text)) is not None
    ]
    firm = [clause for clause, order in given if not order.is_wish] or [clause for clause, _ in given]
    return [("forget_memory", {"what": clause.text}) for clause in firm]


def _is_definite(clause: Clause, label: str, now: datetime) -> bool:
    """Whether a clause beside an order to forget tells something of its own, and not only why."""
    return bool(slot_of(label, clause.text, now).value) and not denies(clause.text)


def _of_now(text: str, label: str, told: Sequence[Clause], now: datetime) -> str:
    """The label of what holds from a time on that has come, and is no plan: 「保安我辞了，从今天起跑网约车」 tells of a job."""
    if label != "计划" or not holds_already(text, now):
        return label
    is_job = TRADE.search(text) or any(LEFT_JOB.search(clause.text) for clause in told)
    return "工作" if is_job and slot_of("工作", text, now).attribute else "其他"


def _contradicts(spoken: Sequence[Clause], known: Sequence[str]) -> bool:
    """Whether something that is known is said never to have been so, or not to be, and something else to be."""
    plain = [clause.text for clause in spoken if only_denies(clause.text) and not clause.text.endswith("了")]
    never = [words for clause in spoken for words in never_so(clause.text)] + denied("，".join(plain))
    never = [words for words in never if len(words) > 1]
    claims = [clause for clause in spoken if clause.act in CLAIMS]
    return any(held_in(line, words) for line in known for words in never) and bool(what_is_right(claims))


def _moves(told: Sequence[Clause], labels: Sequence[str]) -> list[tuple[Clause, str]]:
    """The clauses with their labels; that one place was left and another gone to is one thing, of where one lives."""
    found: list[tuple[Clause, str]] = []
    for clause, label in zip(told, labels, strict=True):
        last = found[-1][0] if found else None
        if (
            last is not None
            and last.sentence == clause.sentence
            and LEFT.match(last.text)
            and GONE_TO.search(clause.text)
        ):
            found[-1] = (Clause(f"{last.text}，{clause.text}", clause.act, clause.sentence), "住址")
        else:
            found.append((clause, label))
    return found


def _begins_with_repair(heard: Sequence[Clause]) -> bool:
    return bool(heard) and heard[0].act == "repair"


def _only_agrees(clause: Clause, heard: Sequence[Clause]) -> bool:
    """Whether it only says again, without a verb, what is agreed to: 「可不是嘛，左撇子」."""
    named = subject_of(clause.text)
    follows = clause in heard[1:2] and bool(_AGREES.match(heard[0].text))
    return follows and named is not None and named.said == clause.text


def _put_right(told: Sequence[Clause]) -> list[Clause]:
    """What is right, of clauses that put something right; where they only say what never was so, that."""
    return what_is_right(told) or [clause for clause in told if never_so(clause.text)] or list(told)


def _kept(clause: Clause, label: str, spoken: Sequence[Clause], now: datetime, *, put_right: bool) -> bool:
    if label == NOTHING:
        return False
    asks = any(other.sentence == clause.sentence and other.act in ("ask", "request") for other in spoken)
    if asks and names_only(clause.text):  # 「我的医保卡，放哪儿了？」
        return False
    if asks and clause.act == "hearsay":  # 「网上说喝白开水能减肥，靠谱不？」
        return False
    return not asks or put_right or (_lasts(clause.text, label, now) and not _of_a_thing(clause.text))


def _lasts(text: str, label: str, now: datetime) -> bool:
    """Whether a clause tells what is worth keeping even where it was said only to ask something."""
    if INCOME.search(text):
        return True
    return label in _LASTING and (label not in _SHOWN_BY_SLOT or bool(slot_of(label, text, now).attribute))


def _of_a_thing(text: str) -> bool:
    """Whether a clause is about neither the speaker nor a person: 「果园招人」, which is told only to ask about it."""
    named = subject_of(text)
    return named is not None and is_part(named)


def _call(unit: Unit, now: datetime, *, put_right: bool) -> Call:
    text = _complete(third_person(unit.text), unit.subject.name)
    whose, slot = relative_of(unit.subject.name, text)
    if not slot.attribute:
        slot = slot_of(unit.label, unit.text, now)
        whose = _subject(unit, slot.attribute)
    arguments: dict[str, Any] = {
        "statement": _statement(unit, text, slot.attribute, slot.value), "subject": whose,
        "attribute": slot.attribute, "value": _value(unit, slot.value), "kind": kind_of(unit.label),
    }  # fmt: skip
    if put_right or _ENDED.search(text):
        return "update_memory", {**arguments, "how": "correction" if put_right else "change"}
    return "save_memory", arguments


def _complete(text: str, subject: str) -> str:
    """The text with 用户 before it, where it speaks of the user or theirs and leaves that out."""
    if OWNER_SUBJECT in text or not subject.startswith(OWNER_SUBJECT):
        return text
    return f"{OWNER_SUBJECT}{'的' if kin_at_start(text.removeprefix('新')) else ''}{text}"


def _statement(unit: Unit, text: str, attribute: str, value: str) -> str:
    """What is said with an ellipsis (「我自己的是……」「浙B7X2K9」「就叫我……」) is written out; all else keeps the user's words."""
    if _CALLS_ME.match(text):
        return _CALLS_ME.sub(f"{OWNER_SUBJECT}让人", text)
    if attribute == "姓名" and value and value not in text:
        return f"{text}，即{value}"
    if attribute == "生日" and value and not re.search(r"生|birth", unit.text, re.I):
        return f"{unit.subject.name}的生日是{value}"
    if unit.label == "号码" and attribute.endswith("号") and value == unit.text.strip():
        return f"{unit.subject.name}的{attribute}是{value}"
    return text


def _subject(unit: Unit, attribute: str) -> str:
    if attribute in ("购买", "物品", "期限", "计划", "事件", "习惯"):
        return OWNER_SUBJECT if unit.subject.name.startswith(OWNER_SUBJECT) else unit.subject.name
    return unit.subject.name


def _value(unit: Unit, value: str) -> str:
    if unit.label in ("家人", "朋友") and unit.subject.said and "是" in unit.text:
        return third_person(unit.text.partition("是")[2])
    return third_person(value)
