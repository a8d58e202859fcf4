"""Whether an answer about the user rests on what is known."""

import pytest

from agent.models.local.grounding import asks_of_self, unfounded

KNOWN = "2026年3月1日 09:00\n你住在烟台（2022年5月1日说的）\n你的弟弟叫王小满，今年三十二岁"


@pytest.mark.parametrize(
    "said",
    [
        "我住在哪儿？",
        "我弟弟叫什么名字？",
        "我的护照放哪了",
        "说说我的生日是哪天",
        "what is my blood type",
        "我吃不吃香菜？",
    ],
)
def test_a_question_about_oneself_asks_of_oneself(said: str) -> None:
    assert asks_of_self(said)


@pytest.mark.parametrize(
    "said",
    [
        "一公里有多少米？",
        "珠穆朗玛峰多高？",
        "我国的首都是哪里？",
        "我住在烟台",
        "给我讲个笑话",
        "我感冒了怎么办？",
        "我该不该换工作？",
        "这差事你说我接不接？",
        "推荐几本书给我好吗？",
    ],
)
def test_common_knowledge_telling_and_advice_ask_nothing_of_oneself(said: str) -> None:
    assert not asks_of_self(said)


@pytest.mark.parametrize(
    "reply",
    [
        "你住在烟台，是2022年5月1日告诉我的。",
        "你弟弟王小满今年32岁。",
        "你弟弟叫王小满。",
        "这个我不知道，你还没告诉过我。",
        "好的！",
    ],
)
def test_what_is_known_is_founded(reply: str) -> None:
    assert not unfounded(reply, KNOWN)


@pytest.mark.parametrize("reply", ["你住在青岛。", "你弟弟今年45岁。", "你弟弟叫李建国。", "你2019年搬来的。"])
def test_names_and_numbers_that_stand_nowhere_are_made_up(reply: str) -> None:
    assert unfounded(reply, KNOWN)
