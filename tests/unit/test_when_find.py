"""Expressions of time are found and resolved against the moment of speech, or left unresolved."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.when import CalendarDate, Duration, find, number, parse_date, parse_duration, read_date

NOW = datetime(2024, 3, 16, 9, 0, tzinfo=timezone(timedelta(hours=8)))  # a Saturday


def days(text: str) -> tuple[date, date]:
    """First and last day of the one interval that a text holds."""
    (interval,) = [m.interval for m in find(text, NOW) if m.interval is not None]
    return interval.start.date(), (interval.end - timedelta(seconds=1)).date()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("大前天晚上", "2024-03-13", "2024-03-13"),
        ("上上周三", "2024-02-28", "2024-02-28"),
        ("上周", "2024-03-04", "2024-03-10"),
        ("下下周一", "2024-03-25", "2024-03-25"),
        ("零八年", "2008-01-01", "2008-12-31"),
        ("二〇〇六年十二月", "2006-12-01", "2006-12-31"),
        ("去年六月", "2023-06-01", "2023-06-30"),
        ("今年前三季度", "2024-01-01", "2024-09-30"),
        ("2018年10月底", "2018-10-25", "2018-10-31"),
        ("2017年8月11日至8月22日", "2017-08-11", "2017-08-22"),
        ("前年11月到去年3月", "2022-11-01", "2023-03-31"),
        ("2019年4月12-19日", "2019-04-12", "2019-04-19"),
        ("三个月后", "2024-06-01", "2024-06-30"),
        ("两天前", "2024-03-14", "2024-03-14"),
        ("去年除夕", "2023-01-21", "2023-01-21"),
        ("2019年中秋节", "2019-09-13", "2019-09-13"),
        ("去年农历五月初五", "2023-06-22", "2023-06-22"),
        ("1990年腊月初八", "1991-01-23", "1991-01-23"),
        ("去年冬天", "2023-12-01", "2024-02-29"),
        ("March 5th, 2021", "2021-03-05", "2021-03-05"),
        ("the day after tomorrow", "2024-03-18", "2024-03-18"),
    ],
)
def test_an_expression_means_these_days(text: str, first: str, last: str) -> None:
    assert days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("还有两个礼拜我就预产期了", "2024-03-25", "2024-03-31"),
        ("还有三天就考试了", "2024-03-19", "2024-03-19"),
        ("会员还有十天到期", "2024-03-26", "2024-03-26"),
        ("还有半年房贷就还清了", "2024-09-01", "2024-09-30"),
        ("我还有两年才能退休", "2026-01-01", "2026-12-31"),
    ],
)
def test_what_is_still_left_until_something_tells_when_that_is(text: str, first: str, last: str) -> None:
    assert days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["我还有两个礼拜的假", "那时还有两天就开学了", "还有三天时间"])
def test_what_is_left_of_something_or_was_left_then_is_no_day(text: str) -> None:
    assert all(mention.interval is None for mention in find(text, NOW))


def test_a_clock_time_is_told_to_the_minute() -> None:
    (mention,) = find("昨晚8点35分", NOW)
    assert mention.interval is not None
    assert (mention.interval.start.isoformat(), mention.interval.precision) == ("2024-03-15T20:35:00+08:00", "minute")
    assert mention.said == mention.interval.said == "昨晚8点35分"


@pytest.mark.parametrize("text", ["保修三年", "用了18个月", "住两周", "半年没见", "等了90天", "for two years"])
def test_a_length_of_time_is_no_point_in_time(text: str) -> None:
    (mention,) = find(text, NOW)
    assert (mention.kind, mention.interval) == ("duration", None)
    assert mention.duration is not None


@pytest.mark.parametrize(
    "text", ["每年农历八月初三", "农历八月初三", "每周三晚上八点", "每天", "我一般早上跑步", "我的生日是5月6日"]
)
def test_what_comes_again_has_no_one_date(text: str) -> None:
    mentions = find(text, NOW)
    assert [m.kind for m in mentions] == ["recurring"]
    assert mentions[0].interval is None


@pytest.mark.parametrize(
    "text",
    ["前阵子", "2月30日", "10/1/2017", "春天", "改天", "三月十五", "国庆", "2024年13月5日", "那天晚上八点", "次日"],
)
def test_what_cannot_be_resolved_has_no_interval(text: str) -> None:
    assert [m.interval for m in find(text, NOW) if m.interval is not None] == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("三年", Duration(months=36)),
        ("18个月", Duration(months=18)),
        ("两周", Duration(days=14)),
        ("半年", Duration(months=6)),
        ("一年半", Duration(months=18)),
        ("一年零三个月", Duration(months=15)),
        ("90天", Duration(days=90)),
        ("一个半月", Duration(months=1, days=15)),
        ("五个季度", Duration(months=15)),
        ("8天20小时", Duration(days=8, seconds=72000)),
    ],
)
def test_a_duration_is_read(text: str, length: Duration) -> None:
    assert parse_duration(text) == length


def test_more_than_three_years_is_not_exact() -> None:
    found = parse_duration("三年多")
    assert found is not None
    assert not found.exact


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十三", 23),
        ("两百零五", 205),
        ("二〇〇四", 2004),
        ("十", 10),
        ("十二", 12),
        ("廿三", 23),
        ("18", 18),
        ("2.5", 2.5),
        ("年", None),
    ],
)
def test_a_numeral_is_read(text: str, value: float | None) -> None:
    assert number(text) == value


def test_a_value_that_is_one_date() -> None:
    assert read_date("8月14日", this_year=2024) == CalendarDate(None, 8, 14)
    assert read_date("农历八月十六", this_year=2024) == CalendarDate(None, 8, 16, lunar=True)
    assert read_date("1990-06-10", this_year=2024) == CalendarDate(1990, 6, 10)
    assert read_date("一九九一年八月", this_year=2024) == CalendarDate(1991, 8, None)
    assert read_date("2月30日", this_year=2024) is None
    found = parse_date("15号", NOW)
    assert found is not None
    assert found.start.date() == date(2024, 3, 15)
    assert parse_date("农历八月十六", NOW) is None


@settings(deadline=None, max_examples=200)
@given(
    st.text(
        alphabet="一二三十零半个年月日号天周上下前后去今明每农历初到至点分的内春节国庆几多第那次末最刚过再闰正除夕世纪代季度午晚早秋0123456789-/.:～，（）？ ",
        max_size=24,
    )
)
def test_any_jumble_is_read_without_failing_and_without_overlap(text: str) -> None:
    mentions = find(text, NOW)
    ends = [0]
    for mention in mentions:
        assert mention.span[0] >= ends[-1]
        assert text[slice(*mention.span)] == mention.said
        if mention.interval is not None:
            assert mention.interval.start <= mention.interval.end
        ends.append(mention.span[1])
