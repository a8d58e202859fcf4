"""Which memories come up for a question, with the embedded model, through a memory in a folder."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.models.local_embedding import make_local_embedder
from agent.settings import Settings
from store.contract import Embedder
from store.facts import Draft, Fact, Interval, Recalled, Source, Turn
from store.folder_memory import FolderMemory

BEGIN = datetime(2024, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)

FACTS = {
    "用户养了一只金毛，名叫可乐": ("我家狗叫什么来着？", "我的宠物叫啥"),
    "用户是面包房的学徒": ("我靠什么谋生？", "我是干什么工作的", "我现在靠什么挣钱？"),
    "用户名叫李雷": ("我是谁？", "你知道我叫什么吗"),
    "用户住在成都": ("我现在住哪个城市？", "我家在哪儿"),
    "用户对牛奶过敏": ("我有什么不能吃的？", "晚饭想喝奶油蘑菇汤，合适吗"),
    "用户的驾照放在书桌的第二个抽屉里": ("驾照找不着了，我收哪儿了？",),
    "用户的生日是1985年2月3日": ("我哪天过生日？", "我多大了"),
    "用户的姐姐叫韩梅": ("我姐姐叫什么名字？",),
    "用户买了一台白色的咖啡机，保修两年": ("咖啡机还在保修期吗？", "我的咖啡机是什么颜色的"),
    "用户的右脚踝骨折过": ("我为什么不打篮球了，是伤了哪里？",),
    "用户每个周日早上去爬山": ("我周末一般怎么锻炼身体？",),
    "用户的房租是每月2400元": ("我一个月租金多少钱？",),
}
SMALL_TALK = ("你好呀", "讲个笑话听听", "水为什么会结冰", "谢谢你", "三角形的内角和是多少")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return make_local_embedder("use-multilingual-v3", Settings())


@pytest.fixture
def memory(tmp_path: Path, embedder: Embedder) -> Iterator[FolderMemory]:
    opened = FolderMemory(tmp_path / "memory", "u", embedder)
    yield opened
    opened.close()


def keep(memory: FolderMemory, *statements: str, since: datetime = BEGIN) -> datetime:
    """Save statements a day apart, each with a turn of the same words; gives the day after."""
    at = since
    for statement in statements:
        turn = memory.hear(statement.replace("用户", "我"), at, at=at)
        memory.save(Draft(statement, sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=at)
        at += DAY
    return at


def words(found: list[Recalled]) -> list[str]:
    return [each.item.statement if isinstance(each.item, Fact) else each.item.text for each in found]


def test_paraphrased_questions_find_their_fact_among_a_dozen(memory: FolderMemory) -> None:
    now = keep(memory, *FACTS) + 30 * DAY
    asked = [(question, fact) for fact, questions in FACTS.items() for question in questions]
    found = {question: words(memory.recall(question, now=now, limit=5)) for question, _ in asked}
    missed = [question for question, fact in asked if fact not in found[question]]
    assert len(missed) <= 1, missed
    assert sum(found[question][:1] == [fact] for question, fact in asked) >= 0.7 * len(asked)


@pytest.mark.parametrize("fact", FACTS)
def test_a_memory_of_one_fact_gives_it_to_a_question_about_it(memory: FolderMemory, fact: str) -> None:
    now = keep(memory, fact) + DAY
    assert words(memory.recall(FACTS[fact][0], now=now))[:1] == [fact]


def test_small_talk_brings_hardly_anything_up(memory: FolderMemory) -> None:
    now = keep(memory, *FACTS) + DAY
    assert sum(bool(memory.recall(text, now=now)) for text in SMALL_TALK) <= 1


def test_an_empty_memory_and_an_empty_question_give_nothing(memory: FolderMemory) -> None:
    assert memory.recall("我是谁？", now=BEGIN) == []
    keep(memory, "用户住在成都")
    assert memory.recall("  ", now=BEGIN + DAY) == []
    assert memory.recall("我住哪儿", now=BEGIN + DAY, limit=0) == []


def test_a_turn_is_left_out_below_the_fact_that_was_taken_from_it(memory: FolderMemory) -> None:
    now = keep(memory, "用户养了一只金毛，名叫可乐")
    found = memory.recall("用户养的狗叫什么", now=now)
    turns = [each.item.id for each in found if isinstance(each.item, Turn)]
    cited = [source.turn for each in found if isinstance(each.item, Fact) for source in each.item.sources]
    assert found and (not set(turns) & set(cited) or isinstance(found[0].item, Turn))
    assert len(words(found)) == len(set(words(found)))


def test_a_turn_that_holds_more_than_its_fact_is_found_below_it(memory: FolderMemory) -> None:
    turn = memory.hear("我对虾过敏，周末聚餐只吃了豆腐，是老同学孙浩请的客，他儿子考上了医学院", BEGIN, at=BEGIN)
    fact = memory.save(Draft("用户对虾过敏", sources=(Source(turn.id, "我对虾过敏"),)), turn_id=turn.id, at=BEGIN)
    keep(memory, *FACTS, since=BEGIN + DAY)
    found = [each.item.id for each in memory.recall("我对虾过敏，聚餐那次是谁请的客？", now=BEGIN + 30 * DAY)]
    assert {turn.id, fact.id} <= set(found)


def test_what_was_only_said_is_found_as_a_turn(memory: FolderMemory) -> None:
    turn = memory.hear("对了，备用钥匙我交给楼下的刘阿姨了", BEGIN, at=BEGIN)
    keep(memory, *FACTS, since=BEGIN + DAY)
    found = memory.recall("备用钥匙在谁那里？", now=BEGIN + 30 * DAY)
    assert found[0].item.id == turn.id


def test_the_same_question_asked_before_does_not_hide_its_answer(memory: FolderMemory) -> None:
    now = keep(memory, *FACTS)
    memory.hear("我一个月租金多少钱？", now, at=now)
    found = memory.recall("我一个月租金多少钱？", now=now + DAY, limit=3)
    assert words(found)[0] == "用户的房租是每月2400元"


def test_a_date_that_the_question_names_brings_up_what_was_said_then(memory: FolderMemory) -> None:
    for day in range(40):
        at = BEGIN + day * DAY
        memory.hear(f"今天在店里卖出了{20 + day}个面包", at, at=at)
    date = Interval(BEGIN + 17 * DAY - timedelta(hours=9), BEGIN + 18 * DAY - timedelta(hours=9), "day", "3月18日")
    found = memory.recall("3月18日店里卖了多少个面包？", now=BEGIN + 60 * DAY, limit=3, dates=[date])
    assert words(found)[0] == "今天在店里卖出了37个面包"


def test_the_latest_state_comes_first_unless_the_question_names_a_time(memory: FolderMemory) -> None:
    first = memory.hear("阳台改造的进度：地砖选好了灰色的", BEGIN, at=BEGIN)
    keep(memory, *FACTS, since=BEGIN + DAY)
    later = BEGIN + 60 * DAY
    last = memory.hear("阳台改造的进度：地砖改成米色的了", later, at=later)
    now = later + DAY
    assert memory.recall("阳台改造的地砖是什么颜色？", now=now)[0].item.id == last.id
    then = Interval(BEGIN - timedelta(hours=9), BEGIN + timedelta(hours=15), "day", "3月1日")
    assert memory.recall("3月1日说阳台改造的地砖是什么颜色？", now=now, dates=[then])[0].item.id == first.id


def test_the_reply_in_a_conversation_comes_up_with_what_it_answers(memory: FolderMemory) -> None:
    at = BEGIN
    for place, text in enumerate(("我在考虑送妹妹什么结婚礼物", "还是那套青花瓷的茶具吧", "今天好累", "想睡了")):
        at += timedelta(minutes=1)
        memory.hear(text, at, at=at, thread_id="a" if place < 2 else "b")
    keep(memory, *FACTS, since=at + DAY)
    found = memory.recall("我打算送妹妹什么结婚礼物？", now=at + 30 * DAY, limit=2)
    assert words(found)[0] == "我在考虑送妹妹什么结婚礼物"


def test_words_alone_decide_while_the_question_cannot_be_embedded(memory: FolderMemory) -> None:
    from store.idset import IdSet
    from store.recall import recall
    from store.records import seq_of

    now = keep(memory, *FACTS)
    facts = {seq_of(fact.id): fact for fact in memory.facts()}
    index = memory._index
    found = recall("咖啡机的保修", query_vectors=None, vectors=index.vectors, lexical=index.lexical, candidates=index.candidates,
                   allowed=IdSet.of(facts), item_at=facts.__getitem__, now=now, limit=3)  # fmt: skip
    assert words(found)[0] == "用户买了一台白色的咖啡机，保修两年"


def test_a_large_memory_finds_the_same_as_a_small_one(memory: FolderMemory) -> None:
    at = BEGIN
    for place in range(400):
        at += timedelta(hours=1)
        memory.hear(f"第{place}号仓库今天进了{place * 7 % 90}箱货", at, at=at)
    now = keep(memory, *FACTS, since=at) + DAY
    for question in ("我家狗叫什么来着？", "驾照找不着了，我收哪儿了？", "我是谁？"):
        fact = next(fact for fact, questions in FACTS.items() if question in questions)
        assert fact in words(memory.recall(question, now=now, limit=5))


def test_every_memory_found_says_what_spoke_for_it(memory: FolderMemory) -> None:
    now = keep(memory, *FACTS)
    found = memory.recall("我一个月租金多少钱？", now=now)
    assert found[0].signals["dense"] > 0
    assert found[0].signals["lexical"] > 0
    assert found[0].signals["cue"] > 0
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_name_alone_brings_up_whoever_bears_it(memory: FolderMemory) -> None:
    at = keep(memory, *FACTS, "用户的闺蜜简宁远嫁新西兰了，在奥克兰盘下一家烘焙店，天天给用户发面包照片")
    found = memory.recall("简宁做的什么生意？", now=at, limit=1)
    assert "烘焙店" in words(found)[0]
