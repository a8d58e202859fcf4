"""Which slot a question names, and that a statement or another's thing names none."""

import pytest

from tools.asked import slots_asked


@pytest.mark.parametrize(
    ("query", "slot"),
    [
        ("我的属相是？", ("用户", "生肖")),
        ("登记一下，我车牌多少？", ("用户", "车牌号")),
        ("我今年多大了？", ("用户", "生日")),
        ("我妈生日是哪天？", ("用户的妈妈", "生日")),
        ("我弟弟属什么？", ("用户的弟弟", "生肖")),
        ("我现在住哪儿？", ("用户", "现居地")),
        ("眼下我住的是哪个城市？", ("用户", "现居地")),
        ("我是做什么工作的？", ("用户", "工作")),
        ("我是谁？", ("用户", "姓名")),
        ("把我的手机号报给我", ("用户", "手机号")),
        ("短信落款，职务写啥？", ("用户", "工作")),
        ("我回老家该到哪儿？", ("用户", "家乡")),
        ("我靠什么吃饭？", ("用户", "工作")),
        ("2022年那会儿我在干嘛？", ("用户", "学校")),
        ("再往前呢，2021年住哪？", ("用户", "现居地")),
    ],
)
def test_a_question_names_the_slot_behind_its_owner(query: str, slot: tuple[str, str]) -> None:
    assert slot in slots_asked(query)


@pytest.mark.parametrize(
    "query", ["我叫张三", "我的狗叫什么？", "我不喜欢自己的星座", "我那本书的名字是什么？", "天气怎么样？"]
)
def test_others_name_none(query: str) -> None:
    assert slots_asked(query) == []
