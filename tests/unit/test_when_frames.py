"""An expression that leaves out its year, month, week or day takes it from the one before it in the same sentence."""

import pytest

from tests.unit.moments import NOW, days
from tools.when import anchor, find


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("2019年3月入职，8月离职", "2019-08-01/2019-08-31"),
        ("2019年11月入职，2月转正", "2020-02-01/2020-02-29"),
        ("我2020年毕业，国庆结的婚", "2020-10-01/2020-10-07"),
        ("前年搬来的，年底买了房", "2022-11-01/2022-12-31"),
        ("上个月10号去的，15号回来的", "2024-02-15/2024-02-15"),
        ("3月8号去了北京，10号回的家", "2024-03-10/2024-03-10"),
        ("上周三面试，周五就收到了offer", "2024-03-08/2024-03-08"),
        ("昨天上午拆的线，下午回了家", "2024-03-15/2024-03-15"),
        ("前天早上出发，晚上十点到的", "2024-03-14/2024-03-14"),
        ("3月8号结的婚，第二天就出差了", "2024-03-09/2024-03-09"),
        ("昨天体检，当天就出了结果", "2024-03-15/2024-03-15"),
        ("2018年结的婚，次年生了孩子", "2019-01-01/2019-12-31"),
        ("大前天住院，隔天做的手术", "2024-03-14/2024-03-14"),
    ],
)
def test_the_frame_comes_from_before(said: str, last: str) -> None:
    assert "/".join(days(said)[-1]) == last


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("我2015年毕业。三月换了工作", "2024-03-01/2024-03-31"),
        ("我2015年毕业，今年三月换了工作", "2024-03-01/2024-03-31"),
        ("我2015年毕业，五月打算换工作", "2024-05-01/2024-05-31"),
        ("昨天约好了，晚上八点见", "2024-03-16/2024-03-16"),
    ],
)
def test_another_time_is_not_drawn_into_it(said: str, last: str) -> None:
    assert "/".join(days(said)[-1]) == last


@pytest.mark.parametrize(
    "said",
    ["那天晚上八点我才到", "第二天他就走了", "结婚前一天我病了", "次日上午开会", "当年我还小", "考试前两天我发烧了"],
)
def test_what_hangs_on_nothing_stays_unresolved(said: str) -> None:
    assert days(said) == []
    assert anchor(said, NOW) == said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("已经订好10月4日的酒店了", "2024-10-04"),
        ("刚确认了4月20日的行程", "2024-04-20"),
        ("五月初去的青岛", "2023-05-01"),
        ("4月20日去的", "2023-04-20"),
    ],
)
def test_the_past_of_another_verb_does_not_make_a_near_date_last_years(said: str, expected: str) -> None:
    assert days(said)[-1][0] == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("1月中旬，我去看了哪个展览？", "2024-01-11"),
        ("我12月8日那天为准备会议查了什么资料？", "2023-12-08"),
        ("11月份，我预约了什么服务？", "2023-11-01"),
        ("你还记得我国庆去了哪里吗", "2023-10-01"),
        ("去年下半年我都干了些什么", "2023-07-01"),
    ],
)
def test_a_question_over_memory_asks_for_the_past(asked: str, expected: str) -> None:
    assert days(asked)[0][0] == expected


def test_what_follows_a_habit_is_one() -> None:
    assert [m.kind for m in find("每天早上七点起床，晚上十点睡", NOW)] == ["recurring", "recurring"]


def test_days_in_a_row_are_one_stretch() -> None:
    assert days("2月10号、11号和12号都在老家") == [("2024-02-10", "2024-02-12")]
    assert days("3月和5月各跑了一次") == [("2024-03-01", "2024-03-31"), ("2023-05-01", "2023-05-31")]
