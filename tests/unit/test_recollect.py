"""What comes to mind for a question: the version of the time asked about, with dates, and no echo of the question."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from store.facts import Draft, Fact, How
from tests.stories import BEIJING, START, day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.recollect import lines, recollect
from tools.telling import worded

YEARS_LATER = datetime(2026, 3, 1, 9, 0, tzinfo=BEIJING)


def moved(life: Life, old: Fact, statement: str, at: datetime, how: How = "change", **slot: str) -> Fact:
    """Replace a fact in a turn of its own."""
    turn = life.hear(statement.replace("用户", "我"), at)
    draft = drafted(Proposal(statement, **slot), turn)  # type: ignore[arg-type]
    return life.memory.update(old.id, draft, how=how, turn_id=turn.id, at=at)


def texts(life: Life, query: str, now: datetime = YEARS_LATER, as_of: datetime | None = None) -> str:
    return "\n".join(lines(recollect(query, life.memory, now=now, as_of=as_of)))


@pytest.fixture
def homes(life: Life) -> Life:
    """Somebody who lived in three places."""
    slot: dict[str, Any] = {"attribute": "现居地"}
    first = life.tell("用户住在威海", datetime(2019, 5, 1, tzinfo=BEIJING), value="威海", **slot)
    second = moved(life, first, "用户搬到烟台住了", datetime(2021, 5, 1, tzinfo=BEIJING), value="烟台", **slot)
    moved(life, second, "用户搬到日照住了", datetime(2024, 5, 1, tzinfo=BEIJING), value="日照", **slot)
    return life


def test_a_question_of_now_brings_what_holds_now(homes: Life) -> None:
    found = texts(homes, "我住在哪儿？")
    assert "日照" in found
    assert "威海" not in found
    assert "烟台" not in found


def test_a_question_of_a_year_brings_what_held_then(homes: Life) -> None:
    found = texts(homes, "2022年我住在哪儿？")
    assert "烟台" in found
    assert "2021年5月1日到2024年5月1日" in found
    assert "日照" not in found


def test_a_question_of_what_was_before_brings_every_version_the_last_first(homes: Life) -> None:
    found = texts(homes, "我以前住在哪儿？")
    assert found.index("烟台") < found.index("威海") < found.index("日照")


def test_what_one_said_before_is_no_question_of_what_was_before(homes: Life) -> None:
    assert "威海" not in texts(homes, "我之前说过我住在哪儿来着？")


def test_where_there_is_nothing_before_that_is_said(life: Life) -> None:
    life.tell("用户住在威海", attribute="现居地", value="威海")
    assert "没有更早的记录" in texts(life, "我以前住在哪儿？")


def test_a_day_that_is_given_counts_more_than_the_words(homes: Life) -> None:
    found = texts(homes, "我住在哪儿？", as_of=datetime(2020, 1, 1, tzinfo=BEIJING))
    assert "威海" in found
    assert "日照" not in found


def test_what_was_corrected_is_no_version(life: Life) -> None:
    old = life.tell("用户住在威海", attribute="现居地", value="威海")
    moved(life, old, "用户住在烟台", day(1), "correction", attribute="现居地", value="烟台")
    assert "威海" not in texts(life, "我以前住在哪儿？")


def test_a_fact_is_told_with_the_day_it_was_told(life: Life) -> None:
    fact = life.tell("用户的护照在书架上。")
    assert worded(fact, "", YEARS_LATER) == "用户的护照在书架上（2022年5月1日说的）"


def test_the_day_told_is_the_one_of_the_askers_zone(life: Life) -> None:
    fact = life.tell("用户的护照在书架上", datetime(2022, 5, 1, 23, 30, tzinfo=BEIJING))
    assert "2022年5月1日" in worded(fact, "", YEARS_LATER)
    tokyo = timezone(timedelta(hours=9))
    assert "2022年5月2日" in worded(fact, "", YEARS_LATER.astimezone(tokyo))


def test_a_turn_that_became_no_fact_is_told_in_the_users_words(life: Life) -> None:
    turn = life.hear("阁楼的钥匙挂在门后")
    assert worded(turn, "", YEARS_LATER) == "2022年5月1日用户说过：“阁楼的钥匙挂在门后”"
    assert turn.id in texts(life, "阁楼的钥匙在哪儿？")


def test_a_turn_is_not_told_beside_the_fact_that_states_it(life: Life) -> None:
    fact = life.tell("用户的阁楼钥匙挂在门后")
    assert [each.id for each in recollect("阁楼钥匙在哪儿？", life.memory, now=day(1))] == [fact.id]


def test_a_question_asked_before_is_not_told(life: Life) -> None:
    life.hear("阁楼的钥匙在哪儿？")
    assert recollect("阁楼的钥匙在哪儿？", life.memory, now=day(1)) == []


def test_a_turn_whose_fact_was_forgotten_is_not_told_and_neither_is_the_order(life: Life) -> None:
    fact = life.tell("用户的阁楼钥匙挂在门后")
    turn = life.hear("我阁楼钥匙挂在门后的事，忘掉吧", day(1))
    life.memory.retract(fact.id, turn_id=turn.id, at=day(1))
    assert recollect("阁楼钥匙在哪儿？", life.memory, now=day(2)) == []


def test_the_turn_that_is_being_answered_is_not_told(life: Life) -> None:
    turn = life.hear("阁楼的钥匙挂在门后")
    assert recollect(turn.text, life.memory, now=START, exclude_turn=turn.id) == []


def test_a_conclusion_is_told_as_one(life: Life) -> None:
    life.tell("用户生日是3月5日", attribute="生日", value="3月5日")
    sign = life.memory.slot("用户", "星座")[0]
    assert worded(sign, "", day(1)).endswith("（推算得出）")


def test_an_inference_is_told_as_uncertain(life: Life) -> None:
    fact = life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    draft = Draft("用户不能吃荞麦面", rule="inference", premises=(fact.id,))
    inferred = life.memory.derive(draft, turn_id="", at=day(1))
    assert "不一定准" in worded(inferred, "", day(1))


@pytest.mark.parametrize("asked", ["晚上吃点什么好？", "推荐一家馆子", "帮我点个外卖", "这家面馆怎么样"])
def test_advice_heeds_allergies_that_the_question_does_not_name(life: Life, asked: str) -> None:
    allergy = life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    assert allergy.id in texts(life, asked)


@pytest.mark.parametrize(
    "asked", ["阳台上摆两盆水仙，你看咋样？", "葡萄干随手撒在沙发上没事吧？", "下周出差半个月，这么安排靠谱吗？"]
)
def test_advice_minds_the_animals_of_the_house(life: Life, asked: str) -> None:
    pet = life.tell("用户养了一只柯基叫麻薯", attribute="宠物", kind="possession")
    assert pet.id in texts(life, asked)


def test_what_is_poisonous_to_the_pet_is_said_beside_it(life: Life) -> None:
    life.tell("用户养了一只柯基叫麻薯", attribute="宠物", kind="possession")
    assert "葡萄干对狗有毒" in texts(life, "葡萄干随手撒在沙发上没事吧？")
    assert "有毒" not in texts(life, "黄瓜随手放在沙发上没事吧？")


def test_advice_minds_small_children_while_they_are_small(life: Life) -> None:
    child = life.tell("用户的儿子今年两岁", subject="儿子", attribute="年龄", value="两岁")
    assert child.id in texts(life, "买个玻璃茶几合适吗？", day(200))
    assert child.id not in texts(life, "买个玻璃茶几合适吗？", day(365 * 12))


@pytest.mark.parametrize(
    ("limit", "asked"),
    [
        ("用户一挨着猫就打喷嚏，猫毛过敏", "邻居想把她家布偶放我这儿一礼拜，你说我答不答应？"),
        ("用户是红绿色盲", "印刷厂招人看颜色配墨，我转过去干咋样？"),
        ("用户晕船", "哥几个张罗坐渡轮上岛，我跟不跟着去？"),
        ("用户是东乡族", "公司订盒饭，备注那栏写点啥好"),
    ],
)
def test_advice_heeds_limits_that_share_no_word_with_it(life: Life, limit: str, asked: str) -> None:
    fact = life.tell(limit)
    assert fact.id in texts(life, asked)


def test_of_many_limits_those_that_bear_on_the_matter_are_told(life: Life) -> None:
    fear = life.tell("用户恐高，上梯子腿软", attribute="健康")
    for number, food in enumerate(("虾", "芒果", "花生", "牛奶", "荞麦", "桃子")):
        life.tell(f"用户对{food}过敏", day(number + 1), attribute="过敏", value=food)
    found = [each.id for each in recollect("报名走玻璃栈道，你看行不行？", life.memory, now=day(20))]
    assert fear.id in found
    assert len(found) < 6


def test_advice_heeds_the_limits_of_whoever_takes_part(life: Life) -> None:
    wife = life.tell("用户的妻子晕车", subject="妻子", attribute="健康")
    assert wife.id in texts(life, "坐大巴走盘山路，带媳妇去合适吗？")
    assert wife.id not in texts(life, "我自己去一趟市场合适吗？")


@pytest.mark.parametrize(
    "asked", ["今天冷不冷？", "你信不信有外星人？", "珠峰有多高？", "帮我写封请假邮件", "外头风真大"]
)
def test_small_talk_brings_no_limit(life: Life, asked: str) -> None:
    life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    assert recollect(asked, life.memory, now=YEARS_LATER) == []


def test_a_way_between_people_brings_where_each_of_them_is(life: Life) -> None:
    here = life.tell("用户家在赣州", attribute="现居地", value="赣州")
    there = life.tell("用户的儿子在哈尔滨上大学", subject="儿子", attribute="学校", value="哈尔滨")
    found = texts(life, "放寒假儿子回家，票从哪儿买到哪儿？")
    assert here.id in found
    assert there.id in found


def test_several_questions_are_each_answered(life: Life) -> None:
    name = life.tell("用户叫阿卓", attribute="姓名", value="阿卓")
    work = life.tell("用户在菜场卖豆腐", attribute="工作", value="在菜场卖豆腐")
    car = life.tell("用户的车停在B2层118号")
    found = [each.id for each in recollect("我叫啥，做什么工作，车停在哪儿？", life.memory, now=day(1))]
    assert {name.id, work.id, car.id} <= set(found[:3])


def test_how_to_answer_a_question_asked_before_is_not_told(life: Life) -> None:
    life.tell("用户分在市场部")
    asked = life.hear("写履历用，那年我在哪个部门？只答部门名。", day(1))
    assert asked.id not in texts(life, "那我现在的部门呢，也只答部门名。")


@pytest.mark.parametrize("asked", ["推荐一部电影", "给新歌起个名字，你觉得叫什么好？"])
def test_what_is_to_be_watched_or_worded_is_no_matter_of_the_pet(life: Life, asked: str) -> None:
    pet = life.tell("用户养了一只柯基叫麻薯", attribute="宠物", kind="possession")
    assert pet.id not in texts(life, asked)


def test_what_advice_must_heed_is_not_behind_five_other_things(life: Life) -> None:
    allergy = life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    for number in range(8):
        life.tell(f"用户第{number}次在巷口那家馆子吃了晚饭", day(number + 1), kind="event")
    found = [each.id for each in recollect("巷口那家馆子的晚饭怎么样？", life.memory, now=day(20))]
    assert allergy.id in found[:3]


def test_the_allergies_of_others_are_not_the_owners(life: Life) -> None:
    other = life.tell("用户的弟弟对荞麦过敏", subject="弟弟", attribute="过敏", value="荞麦")
    life.tell("用户会修手表", day(1))
    found = recollect("推荐一部电影", life.memory, now=day(2))
    assert other.id not in [each.id for each in found]


@pytest.mark.parametrize("asked", ["你知道我哪些事？", "关于我你记得什么", "介绍一下我", "你都晓得我哪些事？"])
def test_the_whole_picture_is_given_when_it_is_asked_for(life: Life, asked: str) -> None:
    life.tell("用户叫阿卓", attribute="姓名", value="阿卓", kind="profile")
    life.tell("用户会修手表", day(1))
    found = texts(life, asked)
    assert "阿卓" in found
    assert "修手表" in found


def test_nothing_comes_to_mind_in_an_empty_memory(life: Life) -> None:
    assert recollect("我是谁？", life.memory, now=START) == []


def test_nothing_is_told_twice(life: Life) -> None:
    life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    found = recollect("推荐一碗荞麦面，我对荞麦过敏吗？", life.memory, now=day(1))
    assert len({each.id for each in found}) == len(found)


def test_what_is_shown_stays_short_however_much_was_said(life: Life) -> None:
    for number in range(12):
        life.hear(f"第{number}次说起露营：" + "我们带了帐篷、炉子和很多吃的，" * 40, day(number))
    found = recollect("说起露营，带了什么？", life.memory, now=YEARS_LATER)
    assert found
    assert sum(len(one.text) for one in found) <= 1800


def test_of_a_year_the_slots_asked_for_are_looked_up(life: Life) -> None:
    life.tell("用户在读研", attribute="学校", value="读研")
    life.tell("用户入职一家芯片公司", day(800), attribute="工作", value="芯片公司")
    told = texts(life, f"{day(300).year}年的时候我在干嘛？", day(900))
    assert "读研" in told
    assert "芯片" not in told


@pytest.mark.parametrize("asked", ["我血压高吗？", "我怕狗吗？"])
def test_how_others_are_is_no_answer_of_oneself(life: Life, asked: str) -> None:
    life.tell("用户的婆婆血压高", subject="用户的婆婆", attribute="健康", kind="profile")
    life.tell("用户的女儿怕狗", subject="用户的女儿", attribute="不喜欢", kind="preference")
    assert texts(life, asked) == ""
    assert "婆婆" in texts(life, "我婆婆血压高吗？")
    assert "女儿" in texts(life, "我家谁怕狗？")


def test_what_is_known_of_ones_health_answers_what_a_check_up_found(life: Life) -> None:
    life.tell("医生说用户有点脂肪肝", attribute="健康", kind="profile")
    assert "脂肪肝" in texts(life, "我体检查出什么了？")


def test_what_one_question_of_several_finds_does_not_hide_what_else_came_up(life: Life) -> None:
    coach = life.tell("用户的教练在边上护着", subject="教练")
    hurt = life.tell("用户的右肩有旧伤，脱臼过一回", attribute="健康")
    found = texts(life, "我身上哪儿有旧伤，教练在哪边护着？")
    assert hurt.id in found
    assert coach.id in found
