"""Times of day, with and without a date."""

import pytest

from tests.unit.moments import NOW
from tools.when import find


def moments(text: str) -> list[tuple[str, str, str]]:
    """Start, end and precision of every interval."""
    found = [m.interval for m in find(text, NOW) if m.interval is not None]
    return [(i.start.strftime("%m-%d %H:%M"), i.end.strftime("%m-%d %H:%M"), i.precision) for i in found]


@pytest.mark.parametrize(
    ("said", "start", "end", "precision"),
    [
        ("昨天下午三点开的会", "03-15 15:00", "03-15 16:00", "hour"),
        ("昨晚8点35分到的", "03-15 20:35", "03-15 20:36", "minute"),
        ("明天早上七点半出门", "03-17 07:30", "03-17 07:31", "minute"),
        ("后天中午12点集合", "03-18 12:00", "03-18 13:00", "hour"),
        ("周五晚上九点一刻下的班", "03-15 21:15", "03-15 21:16", "minute"),
        ("昨天凌晨两点才睡", "03-15 02:00", "03-15 03:00", "hour"),
        ("明天下午七八点到", "03-17 19:00", "03-17 21:00", "range"),
        ("今晚十一二点见", "03-16 23:00", "03-17 01:00", "range"),
        ("大前天晚上9到11点停电了", "03-13 21:00", "03-13 23:00", "range"),
        ("昨天上午9点到11点半在体检", "03-15 09:00", "03-15 11:30", "range"),
        ("3月9日0时至18时停了水", "03-09 00:00", "03-09 18:00", "range"),
        ("2024-03-02 14:20", "03-02 14:20", "03-02 14:21", "minute"),
        ("大前天晚上没睡好", "03-13 18:00", "03-14 00:00", "range"),
        ("昨天午夜他才回来", "03-15 00:00", "03-16 00:00", "day"),
        ("三点开会", "03-16 15:00", "03-16 16:00", "hour"),
        ("两点去接孩子", "03-16 14:00", "03-16 15:00", "hour"),
        ("tomorrow at 8:30 PM", "03-17 20:30", "03-17 20:31", "minute"),
        ("15:40的飞机", "03-16 15:40", "03-16 15:41", "hour"),
        ("半小时前吃了药", "03-16 08:00", "03-16 08:30", "minute"),
        ("一刻钟后出门", "03-16 09:15", "03-16 09:30", "minute"),
        ("两小时前出的门", "03-16 06:00", "03-16 07:00", "hour"),
        ("几个小时前还好好的", "03-16 00:00", "03-16 07:00", "range"),
    ],
)
def test_a_time_of_day(said: str, start: str, end: str, precision: str) -> None:
    found = moments(said)
    assert len(found) == 1
    assert found[0][:2] == (start, end) or (precision == "hour" and found[0][0] == start)


@pytest.mark.parametrize(
    "said", ["我晚上睡不好", "我一般早上跑步", "每天晚上八点遛狗", "我不在午夜吃东西", "下午茶时间"]
)
def test_a_part_of_the_day_in_general_is_no_moment(said: str) -> None:
    assert moments(said) == []
