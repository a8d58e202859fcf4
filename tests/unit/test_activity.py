"""What was done is read out of an event, and out of nothing else."""

import pytest

from tools.rules.activity import Activity, activity


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("用户2025年3月5日又去打羽毛球了", Activity("打羽毛球")),
        ("用户2025年3月4日晚上在奥体中心跟老王打了两个小时羽毛球", Activity("打羽毛球", "奥体中心", "晚上")),
        ("用户2025年3月5日晚上7点去奥体中心打羽毛球", Activity("打羽毛球", "奥体中心", "晚上")),
        ("用户又和老王打了场羽毛球，赢了", Activity("打羽毛球")),
        ("我2025年3月5日早上跑了五公里", Activity("跑步", part="早上")),
        ("用户2025年3月5日游了一个小时泳", Activity("游泳")),
        ("用户2025年3月5日去了趟健身房", Activity("去健身房")),
        ("用户2025年3月5日去公园散步", Activity("散步", "公园")),
        ("用户2025年3月5日陪女儿上钢琴课", Activity("陪女儿上钢琴课")),
        ("用户2025年3月5日又加班到十点", Activity("加班")),
        ("用户2025年3月5日失眠了", Activity("失眠")),
        ("用户2025年3月5日下午打麻将", Activity("打麻将", part="下午")),
        ("The user played badminton on 2025-03-04 evening", Activity("played badminton", part="evening")),
        ("I went swimming on 2025-02-26 with Tom", Activity("went swimming")),
    ],
)
def test_verb_and_object_are_left_when_time_place_company_and_length_are_gone(
    statement: str, expected: Activity
) -> None:
    assert activity(statement) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "用户2025年3月5日没去打羽毛球",
        "用户2025年3月5日的羽毛球取消了",
        "用户打算2025年3月5日打羽毛球",
        "用户想打羽毛球",
        "如果不下雨，用户2025年3月5日打羽毛球",
        "用户约了老王2025年3月5日打羽毛球",
        "用户的儿子2025年3月5日打羽毛球",
        "张三2025年3月5日打羽毛球",
        "用户听说老王2025年3月5日打羽毛球",
        "用户梦见2025年3月5日打羽毛球",
        "用户以前打羽毛球",
        "用户2025年3月5日第一次打羽毛球",
        "用户2025年3月5日结婚了",
        "用户2025年3月5日搬到杭州",
        "用户喜欢打羽毛球",
        "用户2025年3月5日是班长",
        "用户2025年3月5日",
        "The user did not play badminton on 2025-03-04",
        "The user will play badminton on 2025-03-04",
        "The user likes badminton",
    ],
)
def test_what_did_not_happen_or_is_no_doing_or_anothers_is_none(statement: str) -> None:
    assert activity(statement) is None
