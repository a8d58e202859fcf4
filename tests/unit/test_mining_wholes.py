"""What is kept of an utterance whole, with its right subject and attribute, and what is no fact at all."""

import pytest

from tests.unit.test_mining import calls, one, slot


def test_a_topic_and_what_the_speaker_does_with_it_is_one_fact_of_the_speaker() -> None:
    told = one("衣柜顶上那只皮箱，我送给门卫了", {"衣柜顶上那只皮箱": "物品", "我送给门卫了": "物品"})
    assert (told["statement"], told["subject"]) == ("衣柜顶上那只皮箱，用户送给门卫了", "用户")
    owned = one("我爸的降压仪，我放在药箱里了", {"我爸的降压仪": "物品", "我放在药箱里了": "物品"})
    assert owned["statement"] == "用户的爸的降压仪，用户放在药箱里了"


@pytest.mark.parametrize(
    ("said", "label", "attribute"),
    [("我租的房子朝北", "健康", ""), ("我膝盖疼", "健康", "健康"), ("我用这台电脑七八年了", "年龄", ""), ("我四十七了", "年龄", "年龄"),
     ("我会做裁缝", "工作", ""), ("我左脚扁平足", "健康", "健康"), ("我碰不了葱", "健康", "健康"),
     ("我给宾馆收被单的", "工作", "工作"), ("我开的车是借的", "工作", ""), ("车是我修好的", "工作", "")],
)  # fmt: skip
def test_a_slot_of_health_age_or_work_wants_a_word_of_it(said: str, label: str, attribute: str) -> None:
    assert one(said, {said: label})["attribute"] == attribute


@pytest.mark.parametrize("said", ["上周才搞明白", "前天才知道", "气得我够呛", "这下总算弄清楚了"])
def test_that_one_has_come_to_know_or_is_cross_is_no_fact(said: str) -> None:
    told = one(f"{said}，我的社保断了三个月", {said: "经历", "我的社保断了三个月": "其他"})
    assert told["statement"] == "用户的社保断了三个月"


@pytest.mark.parametrize(
    "said", ["我离异", "我欠老冯三千", "小冯还欠我八百块", "我替我哥垫了六万", "我家就我一个独生女"]
)
def test_how_one_lives_and_what_one_owes_is_kept_though_the_model_sees_nothing_in_it(said: str) -> None:
    assert len(calls(said, {})) == 1


@pytest.mark.parametrize("neighbour", ["房东姓冼", "给我们修过锁的师傅姓冼"])
def test_who_lives_above_the_speaker_is_whoever_was_spoken_of(neighbour: str) -> None:
    told = one(f"{neighbour}，就住我楼上", {neighbour: "住址", "就住我楼上": "住址"})
    assert told["statement"].endswith("姓冼，就住用户楼上")
    assert told["attribute"] in ("", "姓名")
    assert slot(told) != ("用户", "姓名", "冼")
    assert one("就住我对门", {"就住我对门": "住址"})["attribute"] == ""


def test_who_begins_with_an_assenting_sound_and_gives_a_name_is_not_agreeing() -> None:
    told = calls("嗯，我自我介绍一下，姓冼，冼国梁，搞装修的", {"姓冼": "姓名", "搞装修的": "工作"})
    assert [arguments["statement"] for _, arguments in told] == ["用户姓冼，全名冼国梁", "用户搞装修的"]


def test_what_is_only_named_to_ask_about_it_is_no_fact() -> None:
    assert calls("我妈的医保卡，我放哪儿了？", {"我妈的医保卡": "号码"}) == []


@pytest.mark.parametrize("who", ["我带的那个学员", "楼上的大妈", "我们车间主任", "小区保安", "楼下修锁的师傅"])
def test_who_is_given_a_name_is_not_the_speaker_nor_is_what_is_told_of_them(who: str) -> None:
    told = calls(f"{who}姓冼，家在延吉", {f"{who}姓冼": "姓名", "家在延吉": "住址"})
    assert len(told) == 2
    assert all(arguments["subject"] != "用户" for _, arguments in told)
