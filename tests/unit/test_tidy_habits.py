"""Habits that many events show: when there is one, what it says, and when there is none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from store.facts import Fact, Interval, Kind
from tests.unit.rule_facts import at
from tools.rules.habit import habit
from tools.tidy.habits import Habit, habits

WEDNESDAYS = ("2025-03-05", "2025-03-12", "2025-04-02", "2025-05-07")


def done(day: str, what: str = "打羽毛球", *, kind: Kind = "event", subject: str = "用户", when: str = "晚上") -> Fact:
    """An event of that day, told on its evening."""
    start = at(f"{day}T18:00")
    said = f"用户{start.year}年{start.month}月{start.day}日{when}{what}"
    happened = Interval(start, start + timedelta(hours=5), "range", "晚上")
    told = at(f"{day}T23:30")
    return Fact(f"f{day}", "owner", said, kind, subject, "", "", happened, told, None, told, ())


def found(facts: Sequence[Fact], ended: Sequence[Fact] = ()) -> list[str]:
    """What the habits say."""
    return [each.draft.statement for each in habits(facts, ended)]


def stance(statement: str, **changes: object) -> Fact:
    """What the owner says of themselves."""
    return replace(done("2025-01-01"), id="f0", statement=statement, kind="preference", happened=None, **changes)  # type: ignore[arg-type]


def concluded(draft: Habit, number: int = 1) -> Fact:
    """The habit as memory holds it."""
    told = draft.draft
    return Fact(
        f"f9{number}", "owner", told.statement, told.kind, told.subject, told.attribute, told.value, None,
        at("2025-06-01T00:00"), None, at("2025-06-01T00:00"), (), told.rule, told.premises,
    )  # fmt: skip


def test_events_on_several_days_make_a_habit_with_its_premises() -> None:
    facts = [done(day) for day in WEDNESDAYS]
    (only,) = habits(facts)
    assert only.draft.statement == "用户经常打羽毛球（2025年3月到5月提到4次，多在周三晚上）"
    assert only.draft.premises == tuple(fact.id for fact in facts)
    assert (only.draft.rule, only.draft.subject, only.draft.attribute, only.draft.value) == (
        "habit",
        "用户",
        "习惯",
        "打羽毛球",
    )
    assert only.before is None


def test_weekday_part_of_the_day_and_place_are_named_only_where_three_quarters_share_them() -> None:
    facts = [done("2025-03-05"), done("2025-03-13"), done("2025-04-03", when="早上"), done("2025-04-09", when="下午")]
    assert found(facts) == ["用户经常打羽毛球（2025年3月到4月提到4次）"]
    at_home = [done(day, "在奥体中心打羽毛球", when="") for day in ("2025-03-03", "2025-03-11", "2025-04-03")]
    assert found(at_home) == ["用户经常打羽毛球（2025年3月到4月提到3次，多在奥体中心）"]


def test_a_period_within_one_month_and_one_over_the_new_year_are_said_as_they_are() -> None:
    assert "（2025年3月提到3次" in found([done(day) for day in ("2025-03-01", "2025-03-12", "2025-03-30")])[0]
    assert "（2024年12月到2025年1月提到3次" in found([done(d) for d in ("2024-12-01", "2024-12-20", "2025-01-20")])[0]


@pytest.mark.parametrize(
    "days",
    [
        ("2025-03-05", "2025-04-05"),  # too few
        ("2025-03-05", "2025-03-05", "2025-03-25"),  # two on one day
        ("2025-03-05", "2025-03-06", "2025-03-12"),  # one week
        ("2025-03-05", "2025-06-05", "2025-09-05"),  # too far apart
    ],
)
def test_too_few_too_close_or_too_far_apart_is_no_habit(days: Sequence[str]) -> None:
    facts = [replace(done(day), id=f"f{number}") for number, day in enumerate(days)]
    assert found(facts) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "plan"},
        {"subject": "用户的儿子"},
        {"statement": "用户2025年5月7日没去打羽毛球"},
        {"statement": "用户的儿子2025年5月7日打羽毛球"},
        {"statement": "用户2025年5月7日打乒乓球"},
        {"status": "retracted"},
        {"happened": Interval(at("2025-05-01T00:00"), at("2025-06-01T00:00"), "month")},
        {"valid_from": at("2025-05-01T00:00")},  # told before it was to happen
        {"happened": None},  # perhaps one of the others, told again
        {"premises": ("f1",), "rule": "inference"},
    ],
)
def test_what_is_no_event_of_the_owners_own_of_that_day_does_not_count(changes: dict[str, object]) -> None:
    facts = [done(day) for day in ("2025-04-02", "2025-04-16", "2025-05-07")]
    assert len(found(facts)) == 1
    last = replace(facts[-1], **changes)  # type: ignore[arg-type]
    assert found([fact for fact in (*facts[:-1], last) if fact.status == "current"]) == []


def test_an_event_without_a_date_counts_on_the_day_it_was_told_where_it_is_told_as_one_more() -> None:
    facts = [done("2025-04-02"), done("2025-04-16")]
    again = replace(done("2025-05-07"), statement="用户又去打羽毛球了", happened=None)
    assert found([*facts, again]) == ["用户经常打羽毛球（2025年4月到5月提到3次）"]


@pytest.mark.parametrize(
    "said", ["用户喜欢打羽毛球", "用户每周三打羽毛球", "用户喜欢羽毛球", "用户经常和老王打羽毛球", "用户不喜欢打羽毛球"]
)
def test_what_the_owner_said_of_it_by_themselves_is_not_concluded(said: str) -> None:
    assert found([stance(said), *(done(day) for day in WEDNESDAYS)]) == []


def test_what_the_owner_likes_besides_does_not_hinder_a_habit() -> None:
    others = [stance("用户喜欢游泳"), stance("用户的儿子喜欢打羽毛球", subject="用户的儿子")]
    assert len(found([*others, *(done(day) for day in WEDNESDAYS)])) == 1


def test_a_known_habit_is_renewed_when_more_events_arrive_and_left_alone_otherwise() -> None:
    facts = [done(day) for day in WEDNESDAYS]
    known = concluded(habits(facts[:3])[0])
    (renewed,) = habits([*facts, known])
    assert renewed.before == known
    assert len(renewed.draft.premises) == 4
    assert habits([*facts, concluded(renewed)]) == []


def test_a_habit_that_was_taken_back_is_not_concluded_again() -> None:
    facts = [done(day) for day in WEDNESDAYS]
    taken_back = replace(concluded(habits(facts[:3])[0]), status="retracted")
    assert habits(facts, [taken_back]) == []
    assert len(habits(facts, [replace(taken_back, status="superseded", superseded_by="f99")])) == 1
    assert len(habits(facts, [replace(taken_back, status="unsupported")])) == 1


def test_an_undone_renewal_waits_for_another_event() -> None:
    facts = [done(day) for day in (*WEDNESDAYS, "2025-05-21")]
    known = concluded(habits(facts[:3])[0])
    undone = replace(concluded(habits([*facts[:4], known])[0], 2), status="retracted")
    assert habits([*facts[:4], known], [undone]) == []
    assert [each.before for each in habits([*facts, known], [undone])] == [known]


def test_habits_of_one_activity_hold_the_last_stretch_of_it() -> None:
    long_ago = [done(day) for day in ("2023-03-05", "2023-03-12", "2023-04-02")]
    assert "2025年3月到5月提到4次" in found([*long_ago, *(done(day) for day in WEDNESDAYS)])[0]
    assert "2023年3月到4月提到3次" in found([*long_ago, done("2025-03-05")])[0]


def test_a_habit_is_told_in_the_language_of_its_events() -> None:
    def told(day: str) -> Fact:
        return replace(done(day), statement=f"The user played badminton on {day} evening")

    assert found([told(day) for day in WEDNESDAYS]) == [
        "The user often played badminton (mentioned 4 times from March 2025 to May 2025, "
        "mostly on Wednesdays in the evening)"
    ]


def test_premises_are_bounded() -> None:
    start = at("2025-01-01T00:00")
    days = [(start + timedelta(days=number)).date().isoformat() for number in range(100)]
    (only,) = habits([done(day) for day in days])
    assert "提到100次" in only.draft.statement
    assert only.draft.premises == tuple(f"f{day}" for day in days[-30:])
    assert habit([]) is None
