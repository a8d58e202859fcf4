"""What may become a fact: said by the user, new, in a free slot, with dates that stay true."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.errors import DuplicateFact, InvalidInput, SlotTaken
from store.facts import Kind
from tests.stories import BEIJING, START, day
from tests.unit.life import Life
from tools.admit import MAX_STATEMENT, Proposal, admit, drafted, same_fact

NAME: dict[str, Any] = {"subject": "我", "attribute": "名字"}


def test_a_proposal_becomes_a_draft_with_a_canonical_slot_and_its_source(life: Life) -> None:
    turn = life.hear("我妈做会计")
    draft = admit(Proposal("用户的妈妈做会计", "我妈", "职业", "会计", "profile"), turn, life.memory)
    assert (draft.subject, draft.attribute, draft.value, draft.kind) == ("用户的妈妈", "工作", "会计", "profile")
    assert [(source.turn, source.quote) for source in draft.sources] == [(turn.id, "我妈做会计")]
    assert draft.valid_from == START
    assert life.memory.facts() == [], "admitting writes nothing"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("用户昨天领养了一只鹦鹉", "用户2022年4月30日领养了一只鹦鹉"),
        ("用户去年领养了一只鹦鹉", "用户2021年领养了一只鹦鹉"),
        ("用户2019年6月领养了一只鹦鹉", "用户2019年6月领养了一只鹦鹉"),
        ("用户每周三遛鹦鹉", "用户每周三遛鹦鹉"),
    ],
)
def test_dates_that_move_are_kept_as_dates_that_do_not(life: Life, said: str, kept: str) -> None:
    assert drafted(Proposal(said), life.hear(said.replace("用户", "我"))).statement == kept


def test_a_value_is_dated_like_its_statement(life: Life) -> None:
    turn = life.hear("我后天复查")
    draft = drafted(Proposal("用户后天复查", attribute="计划", value="后天复查"), turn)
    assert draft.value == "2022年5月3日复查"


@pytest.mark.parametrize("said", ["我是3月5号生的", "我生日是3月5号", "我3月5号出生", "我的生日在3月5号"])
def test_a_birthday_without_a_year_is_given_none(life: Life, said: str) -> None:
    turn = life.hear(said)
    draft = drafted(Proposal(said.replace("我", "用户"), attribute="生日", value="3月5号"), turn)
    assert "2022" not in draft.statement
    assert "2022" not in draft.value


@pytest.mark.parametrize("said", ["我刚买了一个烧水壶", "我新买了一个烧水壶", "我才领到护照", "我刚换了手机"])
def test_what_was_just_bought_was_bought_on_the_day_it_was_told(life: Life, said: str) -> None:
    happened = drafted(Proposal(said.replace("我", "用户")), life.hear(said)).happened
    assert happened is not None
    assert happened.precision == "day"
    midnight = datetime(2022, 5, 1, tzinfo=BEIJING)
    assert (happened.start, happened.end) == (midnight, midnight + timedelta(days=1))


@pytest.mark.parametrize("said", ["我喜欢烧水壶", "我现在住在烟台"])
def test_what_has_no_day_happened_on_none(life: Life, said: str) -> None:
    assert drafted(Proposal(said.replace("我", "用户")), life.hear(said)).happened is None


@pytest.mark.parametrize("statement", ["", "   ", "，。！", "用户的"])
def test_a_statement_without_matter_is_refused(life: Life, statement: str) -> None:
    with pytest.raises(InvalidInput):
        drafted(Proposal(statement), life.hear("我住在烟台"))


def test_a_statement_may_be_long_but_not_longer(life: Life) -> None:
    turn = life.hear("我" + "写" * MAX_STATEMENT)
    assert drafted(Proposal("写" * MAX_STATEMENT), turn).statement
    with pytest.raises(InvalidInput):
        drafted(Proposal("写" * (MAX_STATEMENT + 1)), turn)


@pytest.mark.parametrize("statement", ["用户对荞麦过敏", "用户叫路人甲", "用户在月球上有一座房子"])
def test_what_was_not_said_in_this_turn_is_refused(life: Life, statement: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        drafted(Proposal(statement), life.hear("今天的晚霞真好看"))
    assert refused.value.code == "invalid_input"


@pytest.mark.parametrize("said", ["我住在烟台吗？", "我是不是住在烟台", "如果我住在烟台就好了", "帮我写：我住在烟台"])
def test_what_was_only_asked_or_supposed_is_refused(life: Life, said: str) -> None:
    with pytest.raises(InvalidInput):
        drafted(Proposal("用户住在烟台", attribute="现居地", value="烟台"), life.hear(said))


def test_a_statement_in_other_words_is_admitted_for_the_value_that_was_said(life: Life) -> None:
    turn = life.hear("叫我阿卓就行，大家都这么喊")
    assert drafted(Proposal("用户的称呼是阿卓", attribute="称呼", value="阿卓"), turn).value == "阿卓"


def test_what_is_known_word_for_word_is_a_duplicate(life: Life) -> None:
    known = life.tell("用户养了一只鹦鹉")
    with pytest.raises(DuplicateFact) as refused:
        admit(Proposal("用户现在养着一只鹦鹉"), life.hear("我现在养着一只鹦鹉", day(1)), life.memory)
    assert refused.value.details["id"] == known.id
    assert refused.value.details["statement"] == known.statement


def test_the_same_value_in_the_same_slot_is_a_duplicate_however_it_is_worded(life: Life) -> None:
    known = life.tell("用户的名字叫阿卓", value="阿卓", **NAME)
    with pytest.raises(DuplicateFact) as refused:
        admit(Proposal("用户是阿卓", value="阿 卓", **NAME), life.hear("我是阿卓", day(1)), life.memory)
    assert refused.value.details["id"] == known.id


@pytest.mark.parametrize(("one", "other"), [("用户在三楼上班的地方有工位", "用户在五楼上班的地方有工位"),
                                            ("用户的柜子密码是1357", "用户的柜子密码是1358")])  # fmt: skip
def test_other_numbers_are_no_duplicate(life: Life, one: str, other: str) -> None:
    life.tell(one)
    assert admit(Proposal(other), life.hear(other.replace("用户", "我"), day(1)), life.memory).statement == other


def test_a_part_of_what_is_known_is_a_duplicate(life: Life) -> None:
    known = life.tell("用户在钟表行修机械表")
    with pytest.raises(DuplicateFact) as refused:
        admit(Proposal("用户就是修机械表的呀"), life.hear("我就是修机械表的呀", day(1)), life.memory)
    assert refused.value.details["id"] == known.id


def test_a_part_that_says_the_opposite_is_no_duplicate(life: Life) -> None:
    life.tell("用户在钟表行不修机械表")
    turn = life.hear("我在钟表行修机械表", day(1))
    assert admit(Proposal("用户在钟表行修机械表"), turn, life.memory).statement == "用户在钟表行修机械表"


def test_the_same_thing_of_another_subject_is_no_duplicate(life: Life) -> None:
    life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    turn = life.hear("我妈对荞麦过敏", day(1))
    proposal = Proposal("用户的妈妈对荞麦过敏", "我妈", "过敏", "荞麦")
    assert admit(proposal, turn, life.memory).subject == "用户的妈妈"


def test_the_same_event_on_another_day_is_no_duplicate(life: Life) -> None:
    kind: Kind = "event"
    life.tell("用户昨天去医院复查了", kind=kind)
    turn = life.hear("我昨天去医院复查了", day(30))
    assert admit(Proposal("用户昨天去医院复查了", kind=kind), turn, life.memory).happened is not None


def test_what_was_taken_back_is_no_longer_a_duplicate(life: Life) -> None:
    life.retract(life.tell("用户养了一只鹦鹉"), day(1))
    assert same_fact(drafted(Proposal("用户养了一只鹦鹉"), life.hear("我养了一只鹦鹉", day(2))), life.memory) is None


def test_a_slot_of_one_value_is_taken(life: Life) -> None:
    known = life.tell("用户叫阿卓", value="阿卓", **NAME)
    with pytest.raises(SlotTaken) as refused:
        admit(Proposal("用户叫阿越", value="阿越", **NAME), life.hear("我叫阿越", day(1)), life.memory)
    assert refused.value.details == {"id": known.id, "statement": known.statement}


def test_a_slot_of_many_values_takes_another(life: Life) -> None:
    life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    turn = life.hear("我对尘螨也过敏", day(1))
    assert admit(Proposal("用户对尘螨也过敏", attribute="过敏", value="尘螨"), turn, life.memory).value == "尘螨"


def test_a_fact_without_a_slot_takes_none(life: Life) -> None:
    life.tell("用户养了一只鹦鹉")
    assert admit(Proposal("用户会修手表"), life.hear("我会修手表", day(1)), life.memory).attribute == ""


def test_the_slot_of_another_is_not_the_owners(life: Life) -> None:
    life.tell("用户叫阿卓", value="阿卓", **NAME)
    turn = life.hear("我弟弟叫阿越", day(1))
    assert admit(Proposal("用户的弟弟叫阿越", "我弟弟", "姓名", "阿越"), turn, life.memory).subject == "用户的弟弟"


def test_what_is_done_is_no_plan_whatever_it_is_called(life: Life) -> None:
    turn = life.hear("今天领到驾驶证了，有效期六年")
    done = drafted(Proposal("用户今天领到驾驶证了，有效期六年", kind="plan"), turn)
    assert done.kind == "event"
    turn = life.hear("明天去领驾驶证")
    assert drafted(Proposal("用户明天去领驾驶证", kind="plan"), turn).kind == "plan"


@pytest.mark.parametrize(
    ("known", "again"),
    [
        ("用户在洛阳修钟表", "用户就在洛阳修钟表"), ("用户在洛阳修钟表", "用户可不就在洛阳修钟表嘛"), ("用户的确在洛阳修钟表", "用户在洛阳修钟表的"), ("用户平时爱下棋", "用户确实爱下棋"),
        ("用户的儿子属羊，2022年上初二", "用户的儿子就是属羊的，正上初二呢"), ("用户每天骑三轮车上班", "用户一直都是骑三轮车上班的呀"),
    ],
)  # fmt: skip
def test_stress_makes_nothing_new_of_what_is_known(life: Life, known: str, again: str) -> None:
    subject = "儿子" if "儿子" in known else "用户"
    fact = life.tell(known, subject=subject)
    draft = drafted(Proposal(again, subject), life.hear(again.replace("用户", "我"), day(1)))
    assert same_fact(draft, life.memory) == fact


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("用户在洛阳修钟表", "用户不在洛阳修钟表"), ("用户在洛阳修钟表", "用户曾经在洛阳修钟表"), ("用户在洛阳修钟表", "用户在洛阳修表带"), ("用户爱下棋", "用户最爱下棋"),
        ("用户打算在洛阳买房", "用户就在洛阳买房了"), ("用户有个弟弟在洛阳", "用户还有个弟弟在开封"),
    ],
)  # fmt: skip
def test_what_says_more_or_otherwise_is_new(life: Life, known: str, other: str) -> None:
    life.tell(known, kind="plan" if "打算" in known else "other")
    draft = drafted(Proposal(other), life.hear(other.replace("用户", "我"), day(1)))
    assert same_fact(draft, life.memory) is None
