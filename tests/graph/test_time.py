"""Years pass between turns: what was said keeps the date it was said, and says so when it is told."""

from datetime import datetime, timedelta

import pytest

from tests.graph.talking import Talk, saves
from tests.stories import BEIJING, START

THEN = datetime(2019, 3, 6, 21, 0, tzinfo=BEIJING)
NOW = datetime(2026, 8, 1, 9, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我昨天拔了智齿", "2019年3月5日"),
        ("我前天拔了智齿", "2019年3月4日"),
        ("我今天拔了智齿", "2019年3月6日"),
        ("我上个月拔了智齿", "2019年2月"),
        ("我去年拔了智齿", "2018年"),
        ("我三年前拔了智齿", "2016年"),
        ("我好几年前拔了智齿", "2010年至2017年之间"),
        ("我上上周三拔了智齿", "2019年2月20日"),
        ("我去年国庆拔了智齿", "2018年国庆（10月1日前后）"),
    ],
)
def test_words_for_a_day_are_kept_as_the_date_they_meant(talk: Talk, said: str, kept: str) -> None:
    talk.say(said, saves(said.replace("我", "用户")), at=THEN)
    statement = talk.statements()[0]
    assert kept in statement
    assert not any(word in statement for word in ("昨天", "前天", "今天", "上个月", "去年", "三年前"))


def test_the_fact_knows_when_it_happened(talk: Talk) -> None:
    talk.say("我昨天拔了智齿", saves("用户昨天拔了智齿", kind="event"), at=THEN)
    happened = talk.memory.facts()[0].happened
    assert happened is not None
    assert happened.start.date().isoformat() == "2019-03-05"
    assert (happened.precision, happened.said) == ("day", "昨天")


def test_what_is_shown_years_later_carries_the_date_it_was_told(talk: Talk) -> None:
    talk.say("我的护照在书架上", saves("用户的护照在书架上"), at=THEN)
    talk.say("我的护照在哪？", at=NOW)
    assert "2019年3月6日说的" in talk.system()
    assert "现在是2026年8月1日" in talk.system()


def test_a_turn_that_was_not_mined_is_found_years_later_with_its_date(talk: Talk) -> None:
    talk.say("老房子的阁楼钥匙挂在门后", at=THEN)
    talk.say("阁楼钥匙在哪？", at=NOW)
    assert "2019年3月6日用户说过" in talk.system()


def test_a_term_that_was_told_is_counted_from_the_purchase_to_the_day_of_asking(talk: Talk) -> None:
    said = "我今天买了一台投影仪，保修两年"
    talk.say(said, saves(said.replace("我", "用户"), attribute="购买"), at=THEN)
    talk.say("投影仪还在保修吗？", at=THEN + timedelta(days=700))
    assert "2021年3月6日" in talk.system()
    assert "还剩31天" in talk.system()


def test_without_a_time_said_the_clock_is_now(talk: Talk) -> None:
    talk.sebastian.chat("早")
    assert talk.memory.turns()[0].said_at == START


def test_a_time_without_a_zone_is_the_owners(talk: Talk) -> None:
    talk.sebastian.chat("早", said_at=datetime(2019, 3, 6, 21, 0))  # noqa: DTZ001  # such clients exist
    said_at = talk.memory.turns()[0].said_at
    assert said_at == THEN
    assert said_at.utcoffset() == timedelta(hours=8)


def test_an_imported_turn_finds_nothing_that_was_told_later(talk: Talk) -> None:
    talk.say("我的护照在书架上", saves("用户的护照在书架上"), at=NOW)
    talk.say("我的护照在哪？", at=THEN)
    assert "书架" not in talk.system()
