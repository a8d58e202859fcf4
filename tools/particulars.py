"""A particular that is told anew of something whose other particulars stand: how long it is good for, its day of the week.

「洗衣机只保一年」 takes nothing from when and where it was bought; 「吉他课挪到周四」 is about every Thursday from now on, not one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import rjieba

from store.facts import Draft, Fact
from tools.new_values import person_of
from tools.since import FROM_WHEN
from tools.slip import with_value
from tools.slots import OWNER_SUBJECT
from tools.wording import bigrams, content, nouns

# 「用户的健身卡在……」: what a statement is about, before what it says of it.
_TOPIC: Final = re.compile(rf"^{OWNER_SUBJECT}(?:家)?的(?P<what>[\u4e00-\u9fff]{{2,6}}?)(?=是|在|用的?|叫|选的?|办的?)")
_EXCHANGED: Final = re.compile(r"换成|改成|换为|改为|换到|改用")
_OF_ANY_LESSON: Final = frozenset(
    [
        OWNER_SUBJECT,
        "老师",
        "教练",
        "上课",
        "调课",
        "通知",
        "时间",
        "开始",
        "改到",
        "改成",
        "挪到",
        "调到",
        "换到",
        "改为",
        "下午",
        "上午",
        "晚上",
    ]
)
_HAS_TERM: Final = ("购买", "期限")
_TERM: Final = re.compile(r"(?<!\d)(?:\d{1,3}|[一二两三四五六七八九十半]+)(?:个月|个星期|[年天周])")
_FROM_TO: Final = re.compile(
    rf"从(?P<was>{_TERM.pattern})(?:变|改|换|延|调|续|升|降|加|减|缩)[^，。\d一二两三四五六七八九十半]{{0,3}}(?P<to>{_TERM.pattern})"
)
_SORTS: Final = (
    re.compile(r"保修|质保|保(?=[\d一二两三四五六七八九十半])"), re.compile("租约|合同|租期|协议|签"), re.compile("会员|有效期|年卡|套餐|宽带"),
    re.compile("贷款|房贷|车贷|按揭"),
)  # fmt: skip
_OF_TERMS: Final = frozenset(
    ["保修", "质保", "保修期", "质保期", "有效期", "期限", "用户", "官方", "厂家", "店里", "客服"]
)
_PART_OF_DAY: Final = (
    r"(?P<part>(?:上午|下午|晚上?|早上|早晨|中午|傍晚|清晨)(?:\d{1,2}点半?|[一二三四五六七八九十]{1,3}点半?)?)?"
)
WEEKLY: Final = re.compile(rf"每个?(?P<day>(?:周|星期|礼拜)[一二三四五六日天]){_PART_OF_DAY}")
_WEEKDAY: Final = re.compile(rf"(?<![上下这本])(?P<day>(?:周|星期|礼拜)[一二三四五六日天]){_PART_OF_DAY}")
_ONCE: Final = re.compile(r"[这本下上]个?(?:周|星期|礼拜|次|回|节)")
_MOVES: Final = re.compile(
    r"(?:^|[，。\s])(?P<what>[^，。\s]{0,10}?)(?:又|被|已经|得|要|临时)*(?:改|挪|调|换|推|移)(?:到|至|成|为|在)(?P<to>[^，。]+)"
)
# 「瑜伽老师调课了，往后改成每周六」: what moves is named in the clause before.
_ONLY_FROM_WHEN: Final = re.compile(
    r"(?:用户|我|们|的|上课|时间|往后|以后|今后|之后|现在|如今|从?(?:今天|这周|下周|这个?月|下个?月)(?:起|开始)?|统一|都|就|给|一律)*"
)


def given_anew(draft: Draft, facts: Sequence[Fact]) -> Fact | None:
    """The fact of whose thing a statement tells one particular anew; None where it does not.

    Args:
        draft: what is told.
        facts: current ones, the last told first.
    """
    return _with_another_term(draft, facts) or _on_another_day(draft, facts)


def with_it(old: Fact, draft: Draft) -> Draft | None:
    """The old statement with the new particular in it; None where the draft gives none."""
    return _with_its_term(old, draft) or _on_its_weekday(old, draft)


def from_term_to_term(old: Fact, draft: Draft) -> Draft | None:
    """The old statement with its term as it has become: 「合同从三年变成五年」; None where the draft tells no such thing of it."""
    changed = _FROM_TO.search(draft.statement)
    if changed is None or changed["was"] not in old.statement:
        return None
    return replace(draft, statement=old.statement.replace(changed["was"], changed["to"]), subject=old.subject,
                   attribute=old.attribute, value=old.value, kind=old.kind, happened=old.happened)  # fmt: skip


def with_topic(old: Fact, draft: Draft) -> Draft:
    """The draft with what it is an exchange of, where only the old statement names that: 「健身卡：……换成楼下的那家了」."""
    topic = _TOPIC.match(old.statement)
    if topic is None or not _EXCHANGED.search(draft.statement) or bigrams(topic["what"]) & bigrams(draft.statement):
        return draft
    return replace(draft, statement=f"{topic.group()}：{draft.statement}", subject=old.subject)


def as_weekly(statement: str) -> str:
    """The statement with 每 before a day of the week that holds from some time on: 「从今天起改到周日」 is about every Sunday."""
    since = FROM_WHEN.search(statement)
    if since is None or _ONCE.search(FROM_WHEN.sub("", statement)):
        return statement
    head, rest = statement[: since.end()], statement[since.end() :]
    return head + re.sub(rf"(?<!每)(?<!每个){_WEEKDAY.pattern}", lambda day: f"每{day.group()}", rest)


def _with_another_term(draft: Draft, facts: Sequence[Fact]) -> Fact | None:
    changed = _FROM_TO.search(draft.statement)
    if changed is not None:  # 「合同从三年变成五年」
        of_it = [fact for fact in facts if changed["was"] in fact.statement and _shares_sort(draft, fact)]
        return of_it[0] if len(of_it) == 1 else None
    if draft.attribute != _HAS_TERM[1] or len(_TERM.findall(draft.statement)) != 1:
        return None
    things = nouns(draft.statement) - _OF_TERMS
    bought = [fact for fact in facts if fact.attribute in _HAS_TERM and len(_TERM.findall(fact.statement)) == 1]
    if not things:  # 「保修只有三年」, where one thing alone has such a term
        sorts = {word for word in _OF_TERMS if word in draft.statement} - {OWNER_SUBJECT}
        of_sort = [fact for fact in bought if any(sort in fact.statement for sort in sorts)]
        return of_sort[0] if len(of_sort) == 1 else None
    return next((fact for fact in bought if things & nouns(fact.statement)), None)


def _shares_sort(draft: Draft, fact: Fact) -> bool:
    """Whether both speak of a lease, a contract, a warranty: of one sort of term."""
    return any(sort.search(draft.statement) and sort.search(fact.statement) for sort in _SORTS)


def _on_another_day(draft: Draft, facts: Sequence[Fact]) -> Fact | None:
    """What comes every week and is of the same matter: 「每周二晚上上课」 for 「吉他课」, where no other lesson is named."""
    said = FROM_WHEN.sub("", _quote(draft))
    found = _MOVES.search(said)
    if found is None or not _WEEKDAY.search(found["to"]) or _ONCE.search(said):
        return None
    weekly = [
        fact for fact in facts if WEEKLY.search(fact.statement) and person_of(fact.subject) == person_of(draft.subject)
    ]
    what = _what_moves(found)
    matter = _matter(what) or _matter(said[: found.start("to")])
    of_it = [fact for fact in weekly if matter & _matter(fact.statement) or (what and what in content(fact.statement))]
    return next(iter(of_it or [fact for fact in weekly if what and _is_any(what[-1], fact.statement)]), None)


def _matter(text: str) -> set[str]:
    """What tells one lesson from another: the nouns and verbs, and those of two characters that they are made of."""
    words = {word for word, tag in rjieba.tag(text) if len(word) > 1 and tag[0] in "nvij"}
    return {part for word in words for part in (word, word[:2], word[-2:])} - _OF_ANY_LESSON


def _is_any(head: str, statement: str) -> bool:
    """Whether a statement speaks of a lesson or the like, 上课, without saying of which."""
    named = [word for word, _ in rjieba.tag(statement) if word.endswith(head)]
    return bool(named) and all(word == head or word in _OF_ANY_LESSON for word in named)


def _what_moves(moves: re.Match[str]) -> str:
    """What is said to be moved, right before the verb; empty where nothing but a time stands there."""
    return "" if _ONLY_FROM_WHEN.fullmatch(moves["what"]) else content(moves["what"])


def _with_its_term(old: Fact, draft: Draft) -> Draft | None:
    """What was bought, with how long it is good for as is now told: nothing else of it changes."""
    terms = _TERM.findall(draft.statement) if old.attribute in _HAS_TERM and draft.happened is None else []
    statement = with_value(old.statement, terms[0], draft.statement) if len(terms) == 1 else None
    if statement is None:
        return None
    return replace(draft, statement=statement, subject=old.subject, attribute=old.attribute, value=old.value,
                   kind=old.kind, happened=old.happened)  # fmt: skip


def _on_its_weekday(old: Fact, draft: Draft) -> Draft | None:
    """What comes every week, on the day that is now told: the coming one of which is no date to keep."""
    said = FROM_WHEN.sub("", _quote(draft))
    moved = _MOVES.search(said)
    days = list(_WEEKDAY.finditer(moved["to"] if moved else said))
    weekly = list(WEEKLY.finditer(old.statement))
    if len(weekly) != 1 or len(days) != 1:
        return None
    was, day = weekly[0], days[0]
    part = day["part"] or was["part"] or ""
    statement = f"{old.statement[: was.start()]}每{day['day']}{part}{old.statement[was.end() :]}"
    what = moved["what"].strip("我们的那") if moved and _what_moves(moved) else ""
    if what and not _matter(what) & _matter(statement) and statement.startswith(f"{OWNER_SUBJECT}每"):
        statement = f"{OWNER_SUBJECT}的{what}{statement.removeprefix(OWNER_SUBJECT)}"
    return replace(draft, statement=statement, attribute=old.attribute, value=old.value, kind=old.kind, happened=None)


def _quote(draft: Draft) -> str:
    """The words that a draft is of, as they were said."""
    return draft.sources[-1].quote if draft.sources else draft.statement
