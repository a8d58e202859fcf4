"""One name for one idea: attributes, relatives, and the owner."""

import pytest

from tools.slots import OWNER_SUBJECT, SINGLE, canonical_attribute, canonical_subject, holds_one, kin_at_start


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("名字", "姓名"), ("全名", "姓名"), ("Name", "姓名"), ("姓名信息", "姓名"), (" 姓名 ", "姓名"),
        ("出生日期", "生日"), ("Birthday", "生日"), ("住址", "现居地"), ("老家", "家乡"), ("职业", "工作"),
        ("电话号码", "手机号"), ("质保", "期限"), ("讨厌", "不喜欢"), ("爱好", "喜欢"), ("allergies", "过敏"),
    ],
)  # fmt: skip
def test_an_attribute_has_one_name(said: str, canonical: str) -> None:
    assert canonical_attribute(said) == canonical


@pytest.mark.parametrize("name", ["鞋码", "favourite tea", ""])
def test_an_unknown_attribute_stays_as_it_is(name: str) -> None:
    assert canonical_attribute(name) == name


def test_a_canonical_name_is_its_own_name() -> None:
    assert all(canonical_attribute(name) == name for name in SINGLE)


@pytest.mark.parametrize("said", ["我", "我自己", "本人", "用户", "用户本人", "User", "I", "me", "", "  "])
def test_the_owner_has_one_name(said: str) -> None:
    assert canonical_subject(said) == OWNER_SUBJECT


@pytest.mark.parametrize(
    "said",
    [
        "妈妈",
        "我妈",
        "我妈妈",
        "我的妈妈",
        "我母亲",
        "用户的妈妈",
        "用户妈妈",
        "老妈",
        "我家的妈妈",
        "my mother",
        "Mom",
    ],
)
def test_a_relative_has_one_name(said: str) -> None:
    assert canonical_subject(said) == "用户的妈妈"


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("我老公", "用户的丈夫"), ("闺女", "用户的女儿"), ("我姥姥", "用户的外婆"), ("丈母娘", "用户的岳母"),
        ("我的前女友", "用户的前女友"), ("我表姐", "用户的表姐"), ("班主任", "用户的老师"), ("my boss", "用户的老板"),
        ("同事阿凯", "用户的同事阿凯"), ("我朋友小赵", "用户的朋友小赵"), ("我姐姐文文", "用户的姐姐文文"),
    ],
)  # fmt: skip
def test_relatives_and_acquaintances_are_the_owners(said: str, canonical: str) -> None:
    assert canonical_subject(said) == canonical


@pytest.mark.parametrize("said", ["秦岚", "洗碗机", "上海", "Grace", "motherboard", "Sonata"])
def test_a_name_or_a_thing_stays_as_said(said: str) -> None:
    assert canonical_subject(said) == said


def test_the_same_subject_again_changes_nothing() -> None:
    for said in ("我妈", "同事阿凯", "我", "洗碗机"):
        once = canonical_subject(said)
        assert canonical_subject(once) == once


def test_the_longest_word_for_a_relative_counts() -> None:
    assert kin_at_start("前男友小吴来了") == ("前男友", "前男友")
    assert kin_at_start("姐夫是医生") == ("姐夫", "姐夫")
    assert kin_at_start("外甥女上小学") == ("外甥女", "外甥女")


def test_no_relative_is_no_relative() -> None:
    assert kin_at_start("洗碗机坏了") is None
    assert kin_at_start("") is None


def test_who_one_is_is_one_and_what_one_likes_is_many() -> None:
    assert all(holds_one(attribute) for attribute in ("姓名", "生日", "现居地", "手机号"))
    assert not any(holds_one(attribute) for attribute in ("喜欢", "过敏", "宠物", "购买", ""))


def test_relatives_of_whom_there_may_be_several_are_told_apart_by_rank() -> None:
    assert kin_at_start("二舅来了") == ("二舅", "二舅舅")
    assert canonical_subject("我小舅舅") != canonical_subject("我大舅舅")
    assert kin_at_start("大姐来了") == ("大姐", "姐姐")
    assert [kin_at_start(word) for word in ("小姐您好", "小哥来了", "大学生", "大叔你好")] == [None] * 4


def test_since_when_one_knows_somebody_is_no_part_of_who_they_are() -> None:
    assert canonical_subject("老同事徐英") == canonical_subject("同事徐英")
    assert canonical_subject("高中同学徐英") == "用户的同学徐英"
