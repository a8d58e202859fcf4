"""Questions about a stretch of time are known as such, in many wordings, and answered from the days."""

from datetime import datetime

import pytest

from store.facts import Fact, Turn
from tests.stories import BEIJING
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.timeline import timeline

NOW = datetime(2026, 2, 3, 14, 0, tzinfo=BEIJING)
"""A Tuesday."""


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=BEIJING)


@pytest.fixture
def years(life: Life) -> Life:
    """Three homes, two jobs, and what happened in a year and a half."""
    home, job = {"attribute": "现居地"}, {"attribute": "工作"}
    first = life.tell("用户住在青岛", on("2019-06-01"), value="青岛", **home)
    second = _moved(life, first, "用户搬到南京住了", on("2022-04-05"), value="南京", **home)
    _moved(life, second, "用户搬到合肥住了", on("2025-07-12"), value="合肥", **home)
    old_job = life.tell("用户在海晨公司上班", on("2019-06-10"), value="海晨公司", **job)
    _moved(life, old_job, "用户换到蓝图设计上班", on("2021-09-01"), value="蓝图设计", **job)
    life.tell("用户国庆爬了黄山", on("2024-10-05"), said="国庆爬了黄山", kind="event")
    life.tell("用户上周末去扬州玩了两天", on("2025-03-17"), said="上周末去扬州玩了两天", kind="event")
    life.tell("用户今天跟老王吃了火锅", on("2025-12-25"), said="今天跟老王吃了火锅", kind="event")
    life.tell("用户昨天去看了牙医", on("2026-01-18"), said="昨天去看了牙医", kind="event")
    life.tell("用户今天去滑雪了", on("2026-01-31"), said="今天去滑雪了", kind="event")
    life.tell("用户2月12日要去武汉出差", on("2026-01-20"), said="2月12号我要去武汉出差", kind="plan")
    life.tell("用户3月20日要看演唱会", on("2026-01-25"), said="3月20号要看演唱会", kind="plan")
    life.hear("我在学做面包，发酵总是失败", on("2026-02-02"))
    return life


def _moved(life: Life, old: Fact, statement: str, at: datetime, **slot: str) -> Fact:
    turn = life.hear(statement.replace("用户", "我"), at)
    draft = drafted(Proposal(statement, **slot), turn)  # type: ignore[arg-type]
    return life.memory.update(old.id, draft, how="change", turn_id=turn.id, at=at)


def told(life: Life, question: str) -> str:
    return "\n".join(_words(item) for item in timeline(question, life.memory, now=NOW))


def _words(item: Fact | Turn) -> str:
    return item.text if isinstance(item, Turn) else item.statement


@pytest.mark.parametrize(
    ("question", "among", "not_among"),
    [
        ("上个月我说过什么？", "牙医", "火锅"),
        ("我上个月跟你说的那些事", "演唱会", "火锅"),
        ("上周我都聊了啥", "滑雪", "牙医"),
        ("昨天咱俩聊了什么", "面包", "牙医"),
        ("你记得我上个月说了什么吗", "牙医", "火锅"),
        ("从一月到现在我都说过啥", "牙医", "火锅"),
        ("最近我跟你说过什么", "面包", "火锅"),
        ("上周六我干了什么", "滑雪", "牙医"),
        ("前年国庆我怎么过的", "黄山", "扬州"),
        ("我上个月见了谁", "牙医", "火锅"),
        ("回顾一下上个月", "牙医", "火锅"),
        ("总结一下我上个月都做了什么", "滑雪", "火锅"),
        ("帮我回忆一下去年三月", "扬州", "火锅"),
        ("去年上半年发生过什么大事", "扬州", "火锅"),
        ("告诉我去年都去了哪些地方", "扬州", "黄山"),
        ("还记得上周末我干什么了吗", "滑雪", "牙医"),
        ("一月份的事", "牙医", "火锅"),
        ("这段时间我都干嘛了", "滑雪", "火锅"),
        ("下周有啥要做的", "武汉", "演唱会"),
        ("三月我有什么计划", "演唱会", "扬州"),
        ("最近有什么安排", "武汉", "演唱会"),
        ("2月12号我要干嘛", "武汉", "演唱会"),
        ("what happened last month?", "牙医", "火锅"),
        ("what did we talk about yesterday?", "面包", "牙医"),
        ("what are my plans for next week?", "武汉", "演唱会"),
        ("where did I go in March 2025?", "扬州", "火锅"),
    ],
)
def test_a_question_about_a_time_is_given_what_lies_in_it(
    years: Life, question: str, among: str, not_among: str
) -> None:
    found = told(years, question)
    assert among in found
    assert not_among not in found


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("去年我住哪儿？", ["南京", "合肥"]),
        ("前年我住在哪里？", ["南京"]),
        ("2020年我住哪儿", ["青岛"]),
        ("我2020年住在哪", ["青岛"]),
        ("半年前我住哪儿", ["合肥"]),
        ("2019年到2021年我在哪工作？", ["海晨", "蓝图"]),
        ("一年前我在哪里上班", ["蓝图"]),
        ("2022年我在哪家公司上班", ["蓝图"]),
    ],
)
def test_a_slot_of_another_time_is_given_as_it_was_then(years: Life, question: str, held: list[str]) -> None:
    lines = told(years, question).splitlines()
    assert len(lines) == len(held)
    assert all(name in line for name, line in zip(held, lines, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "我上次看牙医是什么时候",
        "昨天的牙医贵吗",
        "推荐一部去年的电影",
        "我妈昨天说了什么",
        "今年多大了",
        "明天我住哪儿",
        "今天星期几",
    ],
)
def test_a_question_about_one_thing_is_not_about_a_time(years: Life, question: str) -> None:
    assert told(years, question) == ""


def test_a_long_text_is_not_about_a_time_as_such(years: Life) -> None:
    assert told(years, "上个月" + "我要去" * 2000) == ""
