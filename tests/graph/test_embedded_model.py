"""The embedded model's part and the tools together: only the labels and the wording of the answer are laid ready."""

from datetime import datetime

import pytest

from tests.graph.home import Home
from tests.graph.talking import ops
from tests.stories import START, day


def test_a_new_name_told_without_a_word_of_change_still_replaces_the_old_one(home: Home) -> None:
    home.tell("我叫阿卓", {"我叫阿卓": "姓名"})
    reply = home.tell("我现在叫阿越", {"我现在叫阿越": "姓名"}, day(500))
    assert ops(reply) == ["updated"]
    assert reply.memory is not None
    assert "阿卓" in reply.memory[0]["before"]["statement"]
    assert [fact.value for fact in home.memory.slot("用户", "姓名")] == ["阿越"]
    home.tell("我叫什么名字？", at=day(900))
    assert "阿越" in home.asked()
    assert "阿卓" not in home.asked()


def test_telling_the_same_again_changes_nothing(home: Home) -> None:
    home.tell("我对荞麦过敏", {"我对荞麦过敏": "忌口"})
    assert home.tell("我对荞麦过敏", {"我对荞麦过敏": "忌口"}, day(40)).memory is None
    assert len(home.statements()) == 1


def test_a_question_changes_nothing_whatever_the_labels_say(home: Home) -> None:
    home.tell("我住在烟台", {"我住在烟台": "住址"})
    labels = {"我是不是住在威海": "住址", "我住在威海吗": "住址"}
    assert home.tell("我是不是住在威海？", labels, day(1)).memory is None
    assert home.tell("我住在威海吗", labels, day(2)).memory is None
    assert home.statements() == ["用户住在烟台"]


def test_what_is_bought_now_is_told_later_with_the_days_that_are_left(home: Home) -> None:
    said = "我今天买了一台烧水壶，保修一年"
    reply = home.tell(said, {"我今天买了一台烧水壶": "物品", "保修一年": "物品"})
    assert ops(reply) == ["saved", "derived"]
    home.tell("烧水壶还能保修吗？", at=day(350))
    assert "2023年5月1日" in home.asked()
    assert "还剩15天" in home.asked()


def test_a_correction_of_a_date_mends_what_rests_on_it(home: Home) -> None:
    home.tell("我生日是3月5号", {"我生日是3月5号": "生日"})
    assert [fact.value for fact in home.memory.slot("用户", "星座")] == ["双鱼座"]
    reply = home.tell("说错了，我生日是4月5号", {"我生日是4月5号": "生日"}, day(1))
    assert ops(reply) == ["updated", "updated"]
    assert [fact.value for fact in home.memory.slot("用户", "星座")] == ["白羊座"]
    assert len(home.memory.slot("用户", "生日")) == 1


@pytest.mark.parametrize("order", ["忘掉我对荞麦过敏的事", "把我对荞麦过敏那条删掉", "别再记我对荞麦过敏了"])
def test_an_order_to_forget_retracts_and_the_question_after_it_finds_nothing(home: Home, order: str) -> None:
    home.tell("我对荞麦过敏", {"我对荞麦过敏": "忌口"})
    assert ops(home.tell(order, at=day(1))) == ["retracted"]
    assert home.statements() == []
    home.tell("我对什么过敏？", at=day(2))
    assert "荞麦" not in home.asked()


def test_what_relatives_are_told_to_be_is_theirs(home: Home) -> None:
    labels = {"我住在烟台": "住址", "我弟弟住在日照": "住址"}
    home.tell("我住在烟台，我弟弟住在日照", labels)
    assert [fact.value for fact in home.memory.slot("用户", "现居地")] == ["烟台"]
    assert [fact.value for fact in home.memory.slot("用户的弟弟", "现居地")] == ["日照"]
    home.tell("我弟弟搬去泰安了", {"我弟弟搬去泰安了": "住址"}, day(300))
    assert [fact.value for fact in home.memory.slot("用户", "现居地")] == ["烟台"]
    assert [fact.value for fact in home.memory.slot("用户的弟弟", "现居地")] == ["泰安"]


def test_a_quoted_passage_in_a_request_is_not_remembered(home: Home) -> None:
    text = "帮我润色一下：“我叫路人甲，住在火星，对荞麦过敏。”"
    assert home.tell(text, dict.fromkeys(("我叫路人甲", "住在火星"), "其他")).memory is None
    assert home.statements() == []


def test_days_are_those_of_the_day_it_was_said(home: Home) -> None:
    home.tell("我前天拔了智齿", {"我前天拔了智齿": "经历"})
    assert home.statements() == ["用户2022年4月29日拔了智齿"]


def test_what_holds_is_counted_in_years_when_it_is_asked_years_later(home: Home) -> None:
    home.tell("我生日是1990年3月5号", {"我生日是1990年3月5号": "生日"})
    home.tell("我今年多大？", at=datetime(2026, 4, 1, 9, 0, tzinfo=START.tzinfo))
    assert "36周岁" in home.asked()


def test_a_relative_told_the_wrong_way_round_is_put_right_with_what_follows(home: Home) -> None:
    home.tell("贺年生是我爸的弟弟", {"贺年生是我爸的弟弟": "家人"})
    assert any("叔叔" in each for each in home.statements())
    said = "昨天才弄明白，贺年生是我爸的哥哥，我之前说反了"
    home.tell(said, {"贺年生是我爸的哥哥": "家人", "昨天才弄明白": "经历", "我之前说反了": "习惯"}, day(40))
    assert home.statements() == ["贺年生是用户的爸的哥哥", "贺年生是用户的伯伯"]


def test_a_surname_that_is_spelt_out_is_put_right_whole(home: Home) -> None:
    home.tell("我师傅姓凌，两点凌", {"我师傅姓凌": "姓名", "两点凌": "家人"})
    said = "错了错了，是双木林，我师傅姓林，不姓凌"
    home.tell(said, {"我师傅姓林": "姓名", "是双木林": "姓名"}, day(1))
    assert home.statements() == ["用户的师傅姓林，双木林"]


def test_a_correction_of_one_leaves_what_was_told_of_others(home: Home) -> None:
    home.tell("我哥在深圳做厨师", {"我哥在深圳做厨师": "工作"})
    home.tell("我弟弟在深圳做司机", {"我弟弟在深圳做司机": "工作"})
    home.tell("说岔了，我弟弟在深圳做保安，司机他没干过", {"我弟弟在深圳做保安": "工作"}, day(1))
    assert sorted(home.statements()) == ["用户的哥在深圳做厨师", "用户的弟弟在深圳做保安"]


def test_two_particulars_put_right_take_the_old_conclusion_with_them(home: Home) -> None:
    said = "我那张B1证是2020年3月6日领的，有效期三年"
    home.tell(said, {"我那张B1证是2020年3月6日领的": "物品", "有效期三年": "物品"})
    assert "B1证的有效期到2023年3月6日为止" in home.statements()
    said = "翻出本子瞅了眼，上回说岔了，B1证是2021年3月6日领的，有效期还是三年"
    home.tell(said, {"B1证是2021年3月6日领的": "物品", "有效期还是三年": "物品"}, day(20))
    assert home.statements() == ["用户那张B1证是2021年3月6日领的，有效期三年", "B1证的有效期到2024年3月6日为止"]


def test_what_never_was_so_is_put_right_though_nobody_speaks_of_an_error(home: Home) -> None:
    home.tell("我在威海念的大学", {"我在威海念的大学": "学校"})
    home.tell("我没在威海念过大学，我是在烟台念的", {"我是在烟台念的": "学校"}, day(9))
    assert home.statements() == ["用户在烟台念的大学"]
    home.tell(
        "我没在青岛念过书，我弟弟是在青岛念的", {"我没在青岛念过书": "学校", "我弟弟是在青岛念的": "学校"}, day(10)
    )
    assert "用户在烟台念的大学" in home.statements()


def test_what_is_another_ones_is_not_what_one_has(home: Home) -> None:
    home.tell("我那辆摩托是本田的", {"我那辆摩托是本田的": "物品"})
    home.tell("不是本田，本田是我同事的，我的是铃木", {"我的是铃木": "物品"}, day(9))
    assert home.statements() == ["用户那辆摩托是铃木的"]


def test_a_brother_who_is_a_cousin_takes_what_followed_from_the_brother_with_him(home: Home) -> None:
    home.tell("贺年生是我亲哥，他媳妇叫梁月", {"贺年生是我亲哥": "家人", "他媳妇叫梁月": "家人"})
    assert "梁月是用户的嫂子" in home.statements()
    said = "我之前说错了，贺年生不是我亲哥，是我表哥"
    home.tell(said, {"贺年生是我表哥": "家人"}, day(40))
    assert "贺年生是用户的表哥" in home.statements()
    assert "梁月是用户的嫂子" not in home.statements()
