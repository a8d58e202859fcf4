"""A slip put right with the bare value alone: what the value is, which fact it is of, and what that fact then says."""

from datetime import timedelta

import pytest

from store.facts import Turn
from tests.stories import START, day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.slip import bare_value, slipped, with_value
from tools.toolbox import replace_fact


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("打错了，是栾利国，利益的利。", "栾利国"),
        ("不对，看错了，是9月16日。", "9月16日"),
        ("我说多了，是两百人，不是三百。", "两百人"),
        ("记错了，应该是下午四点", "下午四点"),
        ("错了，是宝马", "宝马"),
        ("说错了，我弟弟在烟台", ""),
        ("说错了，是我弟弟", ""),
        ("我住烟台", ""),
        ("写错了", ""),
        ("诶，搞岔了，姓梁，桥梁的梁", "梁"),
        ("票我看串行了，是K215次", "K215次"),
        ("日期我看错了，是11月25日签的", "11月25日"),
        ("啊呸，语音给我识别错了，是襄阳，我压根没去过湘阳", "襄阳"),
        ("输入法坑我，不是石头那个磊，是花蕾的蕾，栾蕾", "栾蕾"),
        ("手滑了，不是宏大的宏，是红色的红", "红"),
        ("我把年份写错啦，2019年签的才对", "2019年"),
        ("打错了应该是6800", "6800"),
        ("写颠倒了，合同上是2023年8月5号签的", "2023年8月5号"),
        ("我说得不准，她是客户经理，柜员是前年的事了", "客户经理"),
        ("他不是本地人，是东北来的", ""),
        ("我没去过襄阳，是我哥去的", ""),
    ],
)
def test_a_correction_that_says_no_more_gives_its_value(said: str, value: str) -> None:
    assert bare_value(said) == value


@pytest.mark.parametrize(
    ("old", "value", "said", "mended"),
    [
        ("用户的姐夫叫栾立国", "栾利国", "", "用户的姐夫叫栾利国"),
        ("用户的复查约在2023年9月15日上午", "9月16日", "", "用户的复查约在2023年9月16日上午"),
        ("用户公司有三百人", "两百人", "是两百人，不是三百", "用户公司有两百人"),
        ("用户的工位在八楼靠窗", "九楼", "", "用户的工位在九楼靠窗"),
        ("用户约了2023年9月15日下午三点看牙", "下午四点", "", "用户约了2023年9月15日下午四点看牙"),
        ("用户家门牌是12栋1803", "1308", "", "用户家门牌是12栋1308"),
        ("用户2022年5月1日买的烤箱，保修三年", "两年", "", "用户2022年5月1日买的烤箱，保修两年"),
        ("用户是在武汉大学读的", "武汉理工大学", "", "用户是在武汉理工大学读的"),
        ("用户坐的是K251次，卧铺", "K215次", "", "用户坐的是K215次，卧铺"),
        ("用户要去威海开会", "去烟台", "是去烟台，不是威海", "用户要去烟台开会"),
        ("租约是2023年5月2日签的", "一号", "", "租约是2023年5月1日签的"),
    ],
)
def test_the_one_value_of_its_kind_is_replaced(old: str, value: str, said: str, mended: str) -> None:
    assert with_value(old, value, said) == mended


@pytest.mark.parametrize(
    ("old", "value"),
    [
        ("用户有两个儿子，三个女儿", "四个"),
        ("用户喜欢钓鱼", "九楼"),
        ("用户住在烟台", "2023年9月16日"),
        ("用户叫阿卓", "阿卓"),
    ],
)
def test_where_none_or_several_are_of_its_kind_nothing_is(old: str, value: str) -> None:
    assert with_value(old, value, "") is None


def _corrects(life: Life, turn: Turn, value: str) -> list[str]:
    draft = drafted(Proposal(value), turn)
    return [fact.statement for fact in replace_fact(life.memory, turn, draft, old="", how="correction")]


def test_of_what_was_told_lately_the_last_that_fits_is_meant(life: Life) -> None:
    life.tell("用户的工位在三楼")
    meant = life.tell("用户的面试在九楼", day(1))
    life.tell("用户喜欢钓鱼", day(1))
    turn = life.hear("说错了，是八楼", day(1) + timedelta(minutes=2))
    assert slipped("八楼", turn.text, life.memory) == meant
    assert _corrects(life, turn, "八楼") == ["用户的面试在八楼"]
    assert [fact.statement for fact in life.memory.facts()] == ["用户的工位在三楼", "用户喜欢钓鱼", "用户的面试在八楼"]


def test_what_was_told_long_before_is_no_slip(life: Life) -> None:
    life.tell("用户的面试在九楼")
    for number in range(4):
        life.hear(f"第{number}件闲事", START + timedelta(minutes=number + 1))
    turn = life.hear("说错了，是八楼", START + timedelta(minutes=9))
    assert slipped("八楼", turn.text, life.memory) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("更正下，她是2016年11月11日的。", "2016年11月11日"),
        ("航班号打错了，CA1381。", "CA1381"),
        ("说错了，他是医生", ""),
    ],
)
def test_a_pronoun_or_nothing_before_it_is_no_more_than_the_value(said: str, value: str) -> None:
    assert bare_value(said) == value


def test_a_mere_day_is_of_the_month_that_was_said(life: Life) -> None:
    life.tell("用户搬家定在2022年8月8日", attribute="计划", kind="plan")
    turn = life.hear("啊不是8号，18号。", day(0) + timedelta(minutes=1))
    assert bare_value(turn.text) == "18号"
    draft = drafted(Proposal("18号"), turn)
    (fact, *_) = replace_fact(life.memory, turn, draft, old="", how="correction")
    assert fact.statement == "用户搬家定在2022年8月18日"
    assert fact.happened is not None
    assert (fact.happened.start.month, fact.happened.start.day) == (8, 18)


def test_a_year_put_right_keeps_month_and_day() -> None:
    assert with_value("用户的妈生日是1961年11月4日", "1963年", "") == "用户的妈生日是1963年11月4日"


def test_the_animal_of_a_year_is_a_value_of_its_own_kind() -> None:
    assert bare_value("记岔了，他属猴，不属羊") == "属猴"
    assert with_value("用户的表哥属羊", "属猴", "") == "用户的表哥属猴"


def test_a_name_is_that_of_the_one_just_spoken_of(life: Life) -> None:
    life.tell("用户姓孟", attribute="姓名", value="孟")
    life.tell("用户的房东姓粱，黄粱的粱", day(1), subject="房东", attribute="姓名", value="粱")
    turn = life.hear("诶，搞岔了，姓梁，桥梁的梁", day(1) + timedelta(minutes=2))
    assert _corrects(life, turn, "姓梁") == ["用户的房东姓梁，桥梁的梁"]
    assert [fact.value for fact in life.memory.slot("用户", "姓名")] == ["孟"]


def test_a_noun_of_the_same_kind_is_what_is_put_right(life: Life) -> None:
    life.tell("用户爱钓鱼")
    life.tell("用户的奖金卡是农行的")
    turn = life.hear("说错了，是招行", START + timedelta(minutes=2))
    assert _corrects(life, turn, "招行") == ["用户的奖金卡是招行的"]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("手滑了，不是宏大的宏，是红色的红", "栾红伟"),
        ("打错字了，是红色的红", "栾红伟"),
        ("拼音给我整错字了，是红色的红，栾红伟", "栾红伟"),
        ("打成同音字了，姓峦，不是栾树的栾", "峦宏伟"),
    ],
)
def test_a_name_spelt_anew_has_the_one_character_put_right(life: Life, said: str, right: str) -> None:
    life.tell("用户的房东叫栾宏伟", subject="房东", attribute="姓名", value="栾宏伟")
    turn = life.hear(said, START + timedelta(minutes=2))
    assert _corrects(life, turn, said.rpartition("，")[2]) == [f"用户的房东叫{right}"]
    assert [fact.value for fact in life.memory.slot("用户的房东", "姓名")] == [right]


def test_what_is_denied_is_found_however_long_ago_it_was_told(life: Life) -> None:
    life.tell("用户的面试在九楼")
    for number in range(4):
        life.hear(f"第{number}件闲事", START + timedelta(minutes=number + 1))
    turn = life.hear("说错了，是八楼，不是九楼", START + timedelta(minutes=9))
    assert _corrects(life, turn, "八楼") == ["用户的面试在八楼"]
