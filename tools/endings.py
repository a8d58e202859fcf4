"""Which known fact a new statement ends without naming it: a denial, an opposite taste, a plan moved or called off.

「我对荞麦不过敏了」 leaves nothing to say of buckwheat but this; 「复查改到周五」 is about the check-up that was known. The model is
not asked: what is denied is found by taking the denial away and looking for what then says the same.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from store.contract import Memory
from store.facts import Draft, Fact
from tools.fulfilling import intended
from tools.new_values import renewed, with_new_value
from tools.particulars import WEEKLY, from_term_to_term, given_anew, with_it, with_topic
from tools.partings import parted_from
from tools.putting_off import PUT_OFF, put_off
from tools.recolouring import recoloured
from tools.slots import holds_one
from tools.successors import instead_of, succeeded
from tools.told_otherwise import begun_anew, told_otherwise
from tools.traits import likes_anew, sort_of
from tools.wording import content, nouns

_ADVERBS: Final = (
    r"(?:已经|现在|目前|如今|最近|早就?|早已|以后|往后|从此|再也|今后|暂时|其实|真的|也|都|又|就|可|倒|反而)*"
)
# 不……了, 不再……, 没……了, 不是……了; not 不在了 and other words that only look like it: nothing would be left of them.
_DENIALS: Final = (
    re.compile(rf"^(?P<who>.*?){_ADVERBS}不(?:再|会再|想再|用再)(?P<what>[^，。]+?)了?$"),
    re.compile(rf"^(?P<who>.*?){_ADVERBS}不(?!太|怎么|是很|了)(?P<what>[^，。]+?)了$"),
    re.compile(rf"^(?P<who>.*?){_ADVERBS}没(?:有)?(?:再)?(?P<what>[^，。]+?)了$"),
    re.compile(r"^(?P<who>.*?)(?:no longer|not|n't) (?P<what>.+?)(?: any ?more)?$", re.I),
)
_FRONTED: Final = re.compile(
    rf"^(?P<what>[^，。用户]{{1,8}}?)(?:[这那][行事个种份活]儿?|的事儿?)?(?:用户)?{_ADVERBS}(?:彻底|坚决|完全)*不(?:再|会再)?(?P<verb>[^，。了太怎]{{1,4}})了$"
)
_RULED_OUT: Final = re.compile(
    r"(?:排除|不是|没有|并非)(?:了|患|得)?(?P<what>[^，。]{2,12}?)(?:的可能|的?风险)?(?=$|[，,])"
)
_SUSPECTED: Final = re.compile(r"怀疑|疑似|可能|也许|好像|说不定|没准")
_PREPOSITION: Final = re.compile(r"[对给跟和与]")
_QUIT: Final = re.compile(r"^(?P<who>.*?)(?:已经|终于|彻底|成功)*戒(?:掉|了|除)*(?P<what>[^了掉，。]{1,4}?)了?$")
_QUITTABLE: Final = ("喜欢", "习惯", "健康", "")
_NEGATED: Final = re.compile(r"不|没|无|戒|取消|未|\b(?:not|never|no longer)\b|n't")
_TASTE: Final = re.compile(
    r"(?P<no>不(?:太|怎么|再|是很)?|没那么)?(?P<verb>最?(?:喜欢|爱|热爱|酷爱|喜爱)|讨厌|厌恶|反感|受不了|恨|腻)(?:上|过)?(?P<what>[^，。]+?)了?$"
)
_AVERSE: Final = ("讨厌", "厌恶", "反感", "受不了", "恨", "腻")
_LIGHT_VERB: Final = re.compile(r"^(?:去|上)?(?:吃|喝|看|听|玩|打|穿|用|做|养|逛|闻)?(?=.)")
_MOVED: Final = re.compile(
    r"^(?P<what>.*?)(?:又|被|已经|得|要|临时)*(?:改|推迟|延期|延后|推后|提前|提早|挪|调|顺延|改约|改签|改期|换|推)(?:到|至|成|为|在)(?P<when>.+)$"
)
_CALLED_OFF: Final = re.compile(
    r"^(?P<what>.+?)(?:又|被|已经|临时)*(?:取消|作罢|泡汤|黄|吹|不(?:去|办|开|搞|参加|举行|约|见|考))(?:掉)?了$"
)
# What leaves one: a pet, a thing one has. What was bought was bought all the same.
_GONE: Final = re.compile(
    r"^(?P<what>.+?)(?:已经|前几天|后来|被|让)?(?:我)?(?:们)?(?:放生|送人|送走|送给[^，。]{1,8}|卖|转卖|转让|过户|处理|报废|死|去世|老死|病死|走丢)(?:掉|了|走)*了?(?=$|[，,])"
)
_POINTING: Final = re.compile(r"^用户(?:家)?的?|把|那[只条个台辆部]")
_HAD: Final = ("宠物", "物品")
_OF_A_PLAN: Final = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|\d{4}年\d{1,2}月|(?:上午|下午|晚上|早上|中午|凌晨)|\d{1,2}[点:：]\d{0,2}分?半?|"
    r"原定|原来|本来|说好|约好|计划|定好|安排|那个|这个|的时间|时间|日期|用户|把|了$"
)
_JUST_TOLD: Final = timedelta(hours=24)
_PLANNED: Final = ("plan", "event")
_DAY: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]")
_CLOCK: Final = re.compile(
    r"上午|下午|早上|早晨|中午|傍晚|晚上?|凌晨|夜里|[\d一二三四五六七八九十两]点|\d[:：]\d|周|星期|礼拜"
)


def ended_by(draft: Draft, memory: Memory) -> Fact | None:
    """The current fact that the draft's statement ends, of several the one told last; None when it ends none."""
    told = [fact for fact in reversed(memory.facts()) if not fact.is_derived]
    others = [fact for fact in told if fact.subject == draft.subject]
    return (
        _denied_among(others, draft)
        or _opposite_among(others, draft)
        or _fronted_among(told, draft.statement)
        or _plan_among(told, draft)
        or intended(draft.statement, told)
        or _gone_among(told, draft.statement)
        or _ruled_out_among(told, draft.statement)
        or parted_from(draft.statement, told)
        or recoloured(draft.statement, told)
        or next((fact for find in (given_anew, succeeded, renewed) if (fact := find(draft, told))), None)
        or told_otherwise(draft, told)
        or begun_anew(draft, told)
    )


def denies(statement: str) -> bool:
    """Whether a statement says no more than that something is no longer so."""
    return _what_is_denied(statement) is not None


def is_negated(statement: str) -> bool:
    """Whether a statement holds a word of negation."""
    return bool(_NEGATED.search(statement))


def _what_is_denied(statement: str) -> str | None:
    last = _last_clause(statement)
    found = next((match for pattern in _DENIALS if (match := pattern.search(last))), None)
    return f"{found['who']}{found['what']}" if found else None


def _denied_among(facts: Iterable[Fact], draft: Draft) -> Fact | None:
    affirmed = _what_is_denied(draft.statement)
    if affirmed is not None:
        said = _predicate(affirmed, draft.subject)
        return _first(facts, lambda fact: _says(fact, said))
    quit_habit = _QUIT.search(_last_clause(draft.statement))
    if quit_habit is None:
        return None
    what = quit_habit["what"]
    return _first(facts, lambda fact: what in fact.statement and fact.attribute in _QUITTABLE and not _ends(fact))


def _fronted_among(facts: Iterable[Fact], statement: str) -> Fact | None:
    """What is denied of a thing that is named first: 「酒用户不喝了」 of 「顿顿二两高粱酒」. A slot's one value is left to the slot."""
    found = _FRONTED.search(_last_clause(statement))
    what = content(found["what"]) if found else ""
    if found is None or not what:
        return None
    return _first(
        facts,
        lambda fact: (
            not holds_one(fact.attribute)
            and not is_negated(fact.statement)
            and what in content(fact.statement)
            and (fact.attribute in _QUITTABLE or found["verb"] in fact.statement)
            and not _ends(fact)
        ),
    )


def _says(fact: Fact, said: str) -> bool:
    """Whether a fact affirms what is denied: its words in their order, 「养猫」 in 「养了一只猫」."""
    return (
        len(said) > 1
        and not is_negated(fact.statement)
        and _runs_through(said, _predicate(fact.statement, fact.subject))
    )


def _opposite_among(facts: Iterable[Fact], draft: Draft) -> Fact | None:
    if (taste := _taste(draft.statement)) is None:
        return None
    sort = sort_of(draft.statement) if likes_anew(draft.statement) else ""
    return _first(
        facts,
        lambda fact: (
            _taste(fact.statement) == (not taste[0], taste[1])
            or (bool(sort) and sort_of(fact.statement) == sort and not is_negated(fact.statement))
        ),
    )


def _taste(statement: str) -> tuple[bool, str] | None:
    """Whether something is liked, and what: (True, 咖啡) of 「用户很喜欢喝咖啡」."""
    found = _TASTE.search(_bare(statement))
    if found is None:
        return None
    liked = (found["verb"] not in _AVERSE) != bool(found["no"])
    what = content(_LIGHT_VERB.sub("", found["what"]))
    return (liked, what) if what else None


def _gone_among(facts: Iterable[Fact], statement: str) -> Fact | None:
    found = _GONE.search(_bare(statement))
    if len(what := content(_POINTING.sub("", found["what"])) if found else "") < 2:
        return None
    return _first(
        facts,
        lambda fact: (
            fact.attribute in _HAD and not is_negated(fact.statement) and _runs_through(what, content(fact.statement))
        ),
    )


def _ruled_out_among(facts: Iterable[Fact], statement: str) -> Fact | None:
    """What was only suspected, and is not so."""
    told = (content(found["what"]) for found in _RULED_OUT.finditer(statement))
    ruled_out = [what for what in told if len(what) > 1]
    if not ruled_out:
        return None
    return _first(
        facts,
        lambda fact: (
            bool(_SUSPECTED.search(fact.statement)) and any(what in content(fact.statement) for what in ruled_out)
        ),
    )


def _plan_among(facts: Iterable[Fact], draft: Draft) -> Fact | None:
    found = _MOVED.search(draft.statement) if draft.happened is not None or draft.kind == "plan" else None
    later = PUT_OFF.search(draft.statement)
    found = found or _CALLED_OFF.search(draft.statement) or later
    if found is None:
        return None
    what = content(_OF_A_PLAN.sub("", found["what"]))
    planned = [fact for fact in facts if _is_planned(fact, draft)]
    named = _first(planned, lambda fact: len(what) > 1 and _runs_through(what, _plain_plan(fact)))
    if named is not None or (draft.happened is None and later is None):
        return named
    return _only_about(planned, found["what"]) or _only_one_on(planned, draft)


def _only_about(planned: Iterable[Fact], what: str) -> Fact | None:
    """The one plan that shares a name or noun with what is moved: 「喀什的机票」 and 「飞喀什」."""
    words = nouns(_OF_A_PLAN.sub("", what))
    sharing = [fact for fact in planned if words & nouns(_OF_A_PLAN.sub("", fact.statement))]
    return sharing[0] if len(sharing) == 1 else None


def _only_one_on(planned: Iterable[Fact], draft: Draft) -> Fact | None:
    """The one plan of the day to which something is put off, where that was told with its hour alone: 「见面推到五点半」."""
    day = draft.happened
    if day is None or day.precision not in ("hour", "minute") or draft.valid_from is None:
        return None
    same = [fact for fact in planned if fact.happened is not None and fact.happened.start.date() == day.start.date()]
    told = [fact for fact in same if draft.valid_from - fact.recorded_at < _JUST_TOLD]
    return told[0] if len(same) == len(told) == 1 else None


def moved_on(old: Fact, draft: Draft) -> Draft:
    """The plan that takes the place of another, with what it leaves as it was: the day where only the place is new, all
    else where only the day is."""
    if (anew := with_new_value(old, draft) or from_term_to_term(old, draft)) is not None:
        return anew
    if old.kind not in _PLANNED or old.happened is None:
        return with_it(old, draft) or with_topic(old, _in_slot_of(old, instead_of(old, draft)))
    later = put_off(old, draft)
    if later is not None or not _MOVED.search(draft.statement):
        return later or draft
    if draft.happened is None:
        day = _day_of(old)
        kept = f"{draft.statement}，时间仍是{day}" if day and day not in draft.statement else draft.statement
        return replace(draft, statement=kept, happened=old.happened)
    days = [_DAY.findall(statement) for statement in (old.statement, draft.statement)]
    if [len(found) for found in days] != [1, 1] or any(
        _CLOCK.search(each) for each in (old.statement, draft.statement)
    ):
        return draft
    return replace(draft, statement=old.statement.replace(days[0][0], days[1][0]))


def _in_slot_of(old: Fact, draft: Draft) -> Draft:
    """What takes the place of the one value of a slot is its value too, whatever the statement was taken for."""
    if not holds_one(old.attribute) or holds_one(draft.attribute) or denies(draft.statement):
        return draft
    return replace(draft, subject=old.subject, attribute=old.attribute, value=draft.value or "", kind=old.kind)


def _day_of(fact: Fact) -> str:
    found = _DAY.findall(fact.statement)
    return found[0] if len(found) == 1 else ""


def _is_planned(fact: Fact, draft: Draft) -> bool:
    """Whether it is still to come for the one who speaks."""
    if fact.kind not in _PLANNED or _ends(fact) or WEEKLY.search(fact.statement):
        return False
    return fact.happened is None or draft.valid_from is None or fact.happened.end > draft.valid_from


def _ends(fact: Fact) -> bool:
    return bool(_CALLED_OFF.search(fact.statement) or denies(fact.statement) or _QUIT.search(_bare(fact.statement)))


def _plain_plan(fact: Fact) -> str:
    return content(_OF_A_PLAN.sub("", fact.statement))


def _bare(statement: str) -> str:
    return statement.strip(" 。.！!")


def _last_clause(statement: str) -> str:
    return re.split(r"[，,；;]", _bare(statement))[-1]


def _predicate(statement: str, subject: str) -> str:
    return _PREPOSITION.sub("", content(_bare(statement).replace(subject, "", 1)))


def _runs_through(part: str, whole: str) -> bool:
    """Whether the characters of `part` occur in `whole` in their order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def _first(facts: Iterable[Fact], fits: Callable[[Fact], bool]) -> Fact | None:
    return next((fact for fact in facts if fits(fact)), None)
