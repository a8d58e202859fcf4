"""Tidying a whole memory: what is said twice becomes one, habits are concluded, and one undo takes it all back."""

from datetime import datetime, timedelta

import pytest

from store.facts import Draft, Fact, Interval, Kind, Source
from tests.graph.home import Home
from tests.graph.talking import FINE, Talk, saves
from tests.stories import START, day
from tools.rules import engine
from tools.tidy import planned, tidy
from tools.undo import undo_last

LATER = day(400)


def tell(
    talk: Talk, statement: str, at: datetime = START, *, kind: Kind = "other", quote: str = "", **slot: str
) -> Fact:
    """Have a fact in memory without admission, as an import or another model would leave it."""
    memory = talk.memory
    turn = memory.hear(quote or statement, at, at=at)
    memory.settle(turn.id, "answered", at=at)
    subject = slot.pop("subject", "用户")
    draft = Draft(statement, kind, subject, **slot, sources=(Source(turn.id, quote or statement),))
    return memory.save(draft, turn_id=turn.id, at=at)


def play(talk: Talk, *days: int) -> list[Fact]:
    """Play badminton on these days, and tell of it."""
    events = []
    for number in days:
        start = day(number)
        said = f"用户{start.year}年{start.month}月{start.day}日打羽毛球了"
        turn = talk.memory.hear(said, start, at=start)
        happened = Interval(start, start + timedelta(hours=1), "hour")
        draft = Draft(said, "event", "用户", happened=happened, sources=(Source(turn.id, said),))
        events.append(talk.memory.save(draft, turn_id=turn.id, at=start))
    return events


def habits(talk: Talk) -> list[str]:
    return [fact.statement for fact in talk.memory.facts() if fact.rule == "habit"]


def test_a_duplicate_leaves_one_memory_with_both_quotes(talk: Talk) -> None:
    kept, gone = tell(talk, "用户喜欢爬山"), tell(talk, "用户喜欢爬山。", day(3))
    (change,) = tidy(talk.memory, LATER)
    assert (change.op, change.id, change.because) == ("retracted", gone.id, (kept.id,))
    assert talk.statements() == ["用户喜欢爬山"]
    assert talk.memory.get(kept.id).sources == (*kept.sources, *gone.sources)
    assert talk.memory.get(gone.id).merged_into == kept.id


def test_the_words_of_a_merged_fact_are_recalled_as_before(talk: Talk) -> None:
    tell(talk, "用户对芒果过敏")
    gone = tell(talk, "用户对芒果过敏。", day(3), quote="今天嘴肿得像香肠，芒果我果然碰不得")

    def is_found() -> bool:
        return gone.sources[0].turn in {hit.item.id for hit in talk.memory.recall("嘴肿得像香肠", now=LATER)}

    assert is_found()
    tidy(talk.memory, LATER)
    assert is_found()
    talk.reopen()
    assert is_found()
    talk.sebastian.forget(talk.fact("用户对芒果过敏").id)
    assert not is_found()


def test_no_conclusion_is_lost_with_a_merged_premise(talk: Talk) -> None:
    kept, gone = tell(talk, "用户对花生过敏"), tell(talk, "用户对花生过敏。", day(1))
    other = tell(talk, "用户买了花生酱")
    inferred = talk.memory.derive(
        Draft("用户不能吃花生酱", rule="inference", premises=(gone.id, other.id)), turn_id="", at=day(1)
    )
    on_it = talk.memory.derive(Draft("花生酱该送人", rule="inference", premises=(inferred.id,)), turn_id="", at=day(1))
    tidy(talk.memory, LATER)
    found = {fact.statement: fact for fact in talk.memory.facts()}
    assert found["用户不能吃花生酱"].premises == (kept.id, other.id)
    assert found["花生酱该送人"].premises == (found["用户不能吃花生酱"].id,)
    assert talk.memory.get(on_it.id).status != "current"


def test_what_a_rule_concluded_from_both_is_one_conclusion(talk: Talk) -> None:
    birthdays = [
        tell(talk, said, kind="profile", attribute="生日", value="1990年5月3日")
        for said in ("用户的生日是1990年5月3日", "用户1990年5月3日出生")
    ]
    for birthday in birthdays:
        sign = Draft("用户的星座是金牛座", "profile", "用户", "星座", "金牛座", rule="星座", premises=(birthday.id,))
        talk.memory.derive(sign, turn_id="", at=day(1))
    tidy(talk.memory, LATER)
    assert talk.statements() == ["用户的生日是1990年5月3日", "用户的星座是金牛座"]
    assert tidy(talk.memory, day(401)) == []


def test_habits_are_concluded_and_renewed_when_more_events_arrive(talk: Talk) -> None:
    events = play(talk, 0, 7, 21)
    (change,) = tidy(talk.memory, LATER)
    assert (change.op, change.because) == ("derived", tuple(event.id for event in events))
    assert habits(talk) == ["用户经常打羽毛球（2022年5月提到3次，多在周日）"]
    play(talk, 35)
    (change,) = tidy(talk.memory, day(401))
    assert change.op == "updated"
    assert habits(talk) == ["用户经常打羽毛球（2022年5月到6月提到4次，多在周日）"]


def test_a_habit_follows_its_events(talk: Talk) -> None:
    events = play(talk, 0, 7, 21, 35)
    tidy(talk.memory, LATER)
    talk.sebastian.forget(events[0].id)
    assert habits(talk) == ["用户经常打羽毛球（2022年5月到6月提到3次，多在周日）"]
    talk.sebastian.forget(events[1].id)
    assert habits(talk) == []
    assert [fact.rule for fact in talk.memory.facts("unsupported")] == ["habit"]
    assert tidy(talk.memory, day(401)) == []
    play(talk, 42)
    tidy(talk.memory, day(402))
    assert habits(talk) == ["用户经常打羽毛球（2022年5月到6月提到3次，多在周日）"]


def test_a_conclusion_that_the_owner_told_since_stands_on_their_words(talk: Talk) -> None:
    events = play(talk, 0, 7, 21)
    tidy(talk.memory, LATER)
    habit = next(fact for fact in talk.memory.facts() if fact.rule == "habit")
    turn = talk.memory.hear("我经常打羽毛球", LATER, at=LATER)
    words = (Source(turn.id, "我经常打羽毛球"),)
    talk.memory.cite(habit.id, words, turn_id=turn.id, at=LATER)
    events += play(talk, 35)
    tidy(talk.memory, day(401))
    (renewed,) = [fact for fact in talk.memory.facts() if fact.rule == "habit"]
    assert (len(renewed.premises), renewed.sources) == (4, words)
    for event in events[:2]:
        talk.sebastian.forget(event.id)
    (left,) = [fact for fact in talk.memory.facts() if fact.value == "打羽毛球"]
    assert (left.premises, left.sources, left.rule) == ((), words, "")


def test_a_second_run_changes_nothing_also_after_a_restart(talk: Talk) -> None:
    play(talk, 0, 7, 21)
    tell(talk, "用户喜欢爬山")
    tell(talk, "用户喜欢爬山。", day(3))
    tell(talk, "用户喜欢爬山，常去香山", day(4))
    assert len(tidy(talk.memory, LATER)) == 3
    seq = talk.memory.seq
    assert tidy(talk.memory, day(401)) == []
    talk.reopen()
    assert tidy(talk.memory, day(402)) == []
    assert talk.memory.seq == seq


def test_one_undo_takes_the_whole_of_it_back_and_it_is_not_done_again(talk: Talk) -> None:
    play(talk, 0, 7, 21)
    tell(talk, "用户喜欢爬山")
    tell(talk, "用户喜欢爬山。", day(3))
    tell(talk, "用户喜欢下棋。", day(3))
    before = talk.statements()
    done = tidy(talk.memory, LATER)
    undone = undo_last(talk.memory, turn_id="", at=day(401))
    assert [change.undoes for change in undone] == [change.op for change in reversed(done)]
    assert talk.statements() == before
    talk.reopen()
    assert tidy(talk.memory, day(402)) == []
    third = tell(talk, "用户喜欢下棋", day(403))
    assert [change.id for change in tidy(talk.memory, day(404))] == [third.id]


def test_undo_said_in_a_turn_means_the_last_turn_and_not_a_tidying_since(talk: Talk) -> None:
    play(talk, 0, 7, 21)
    talk.say("我喜欢爬山", saves("用户喜欢爬山", attribute="喜欢", value="爬山"), at=day(30))
    talk.sebastian.tidy()
    assert len(habits(talk)) == 1
    reply = talk.say("撤销", at=day(31))
    assert reply.response == "好的，已撤销：不再记着“你喜欢爬山”。"
    assert len(habits(talk)) == 1
    assert "用户喜欢爬山" not in talk.statements()


def test_undoing_the_turn_of_an_event_mends_the_habit_that_rests_on_it(talk: Talk) -> None:
    play(talk, 0, 7, 21)
    tidy(talk.memory, LATER)
    talk.say("撤销", at=day(401))
    assert habits(talk) == []
    assert talk.memory.check() == []


def test_a_plan_writes_nothing_and_says_what_will_be_done(talk: Talk) -> None:
    play(talk, 0, 7, 21)
    tell(talk, "用户喜欢爬山")
    gone = tell(talk, "用户喜欢爬山。", day(3))
    seq = talk.memory.seq
    plan = planned(talk.memory)
    assert talk.memory.seq == seq
    changes = tidy(talk.memory, LATER)
    assert [merge.gone.id for merge in plan.merges] == [gone.id]
    assert [change.statement for change in changes] == [gone.statement, plan.habits[0].draft.statement]


def test_what_was_told_just_now_is_not_merged_in_a_quiet_moment(talk: Talk) -> None:
    tell(talk, "用户喜欢爬山")
    tell(talk, "用户喜欢爬山。", day(3))
    assert tidy(talk.memory, day(3) + timedelta(minutes=10), settled=timedelta(hours=1)) == []
    assert len(tidy(talk.memory, day(4), settled=timedelta(hours=1))) == 1


def test_a_quiet_moment_tidies_when_enough_was_recorded(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.quiet.TIDY_EVERY", 8)
    play(talk, -30, -23, -9)
    assert talk.say("你好").response == FINE  # records eight and nine
    talk.reopen()  # waits for the quiet moment to end
    assert len(habits(talk)) == 1


def test_nothing_is_tidied_by_itself_where_the_setting_says_no(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.quiet.TIDY_EVERY", 1)
    monkeypatch.setenv("SEBASTIAN_TIDY", "false")
    talk.reopen()
    play(talk, -30, -23, -9)
    talk.say("你好")
    talk.reopen()
    assert habits(talk) == []
    assert len(talk.sebastian.tidy()) == 1


def test_little_that_is_new_is_not_tidied_by_itself(talk: Talk) -> None:
    play(talk, -30, -23, -9)
    talk.say("你好")
    talk.reopen()
    assert habits(talk) == []


def test_a_habit_is_not_concluded_while_the_owner_talks(talk: Talk) -> None:
    events = play(talk, 0, 7, 21)
    assert engine.derive(talk.memory, events[-1], turn_id="", at=day(22)) == []


def test_what_the_owner_says_in_their_own_words_becomes_a_habit(home: Home) -> None:
    told = ("昨晚又去打羽毛球了", "今天晚上跟老王打羽毛球去了", "我昨天在奥体打了两个小时羽毛球", "今天没去打羽毛球")
    for number, text in enumerate((*told, "明天打算去打羽毛球", "我儿子今天也去打羽毛球了")):
        home.tell(text, {text: "经历"}, day(7 * number) + timedelta(hours=12))
    (change,) = home.sebastian.tidy()
    assert change["statement"] == "用户经常打羽毛球（2022年4月到5月提到3次）"
