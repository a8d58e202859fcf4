"""What ends a fact without naming it: denials, opposite tastes, moved plans; and what is asked when it could be a slip."""

import pytest

from tests.graph.home import Home
from tests.stories import day


def told(home: Home, *said: tuple[str, str]) -> list[str]:
    for number, (text, label) in enumerate(said):
        home.tell(text, dict.fromkeys(text.split("，"), label), day(number))
    return home.statements()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("我住在烟台", "住址"), ("我不住烟台了", "住址")),
        (("我对荞麦过敏", "忌口"), ("我对荞麦不过敏了", "忌口")),
        (("我喜欢喝咖啡", "喜欢"), ("我不喜欢喝咖啡了", "喜欢")),
        (("我喜欢喝咖啡", "喜欢"), ("我现在讨厌咖啡", "不喜欢")),
        (("我讨厌香菜", "不喜欢"), ("我爱上香菜了", "喜欢")),
        (("我养了两只鹦鹉", "宠物"), ("我已经不养鹦鹉了", "宠物")),
        (("我在水务局上班", "工作"), ("我不在水务局上班了", "工作")),
        (("我每天喝三杯酒", "习惯"), ("我戒酒了", "习惯")),
        (("我每天游泳", "习惯"), ("我最近没再游泳了", "习惯")),
        (("我女儿五岁了", "年龄"), ("我女儿六岁了", "年龄")),
        (("我还单身", "家人"), ("我结婚了", "家人")),
        (("我最喜欢的颜色是黄色", "喜欢"), ("我最喜欢紫色", "喜欢")),
        (("我喜欢黄色", "喜欢"), ("我现在喜欢紫色了", "喜欢")),
        (("我在书店上班", "工作"), ("我找到新工作了，在植物园", "工作")),
        (("我后天去换驾照", "计划"), ("换驾照改到下周五了", "计划")),
        (("我后天去换驾照", "计划"), ("换驾照取消了", "计划")),
        (("大夫怀疑我是甲减", "健康"), ("检查排除了甲减", "健康")),
        (("票订好了，6月20日去敦煌", "计划"), ("敦煌的票改签到6月23日了", "计划")),
        (("我手机号是13900001111", "号码"), ("往后打我13700002222", "号码")),
        (("我在测绘院上班", "工作"), ("我回县水利局上班了", "工作")),
        (("我后天去换驾照", "计划"), ("我不去换驾照了", "计划")),
        (("我顿顿喝二两烧酒", "习惯"), ("酒我彻底不喝了", "习惯")),
        (("我打算换个扫地机", "计划"), ("扫地机到手了", "物品")),
        (("我后天去打第二针", "计划"), ("第二针往后顺延一周", "计划")),
        (("我男朋友叫曾原", "朋友"), ("我跟曾原分手了", "朋友")),
        (("我和老陶是合伙人", "朋友"), ("我跟老陶散伙了", "朋友")),
        (("我的书柜是原木色的", "物品"), ("书柜刷成灰绿色了", "物品")),
        (("我在合肥租房子住", "住址"), ("人已经在芜湖安顿下来", "住址")),
        (("我在柳州跑出租", "工作"), ("上个月开始到物流园当调度", "计划")),
        (("我在物流园开叉车", "工作"), ("从今天起送快递了", "计划")),
        (("我在纺织厂上早班", "工作"), ("厂里重新排班，从今天起我倒成夜班了", "计划")),
        (("我租了个仓库，一个月2600", "其他"), ("又涨，打这个月起一个月2900了", "其他")),
        (("我分在质检部", "经历"), ("今天正式转到工艺部了", "计划")),
        (("带我的师傅叫老詹", "姓名"), ("从今天起带我的师傅换成阿凯", "计划")),
        (("闺女每天吃两片钙片", "健康"), ("闺女的钙片减到一片了，打今天早上那顿起", "计划")),
    ],
)
def test_the_new_takes_the_place_of_what_it_ends(home: Home, first: tuple[str, str], then: tuple[str, str]) -> None:
    told(home, first)
    old = home.memory.facts()[0]
    assert len(told(home, first, then)) == 1
    assert home.memory.get(old.id).status == "superseded"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("我喜欢吃火锅", "喜欢"), ("我不喜欢吃太辣的火锅", "不喜欢")),
        (("我喜欢黄色", "喜欢"), ("我也喜欢紫色", "喜欢")),
        (("我爷爷身体很好", "健康"), ("我爷爷不在了", "家人")),
        (("我妹妹对荞麦过敏", "忌口"), ("我对荞麦不过敏了", "忌口")),
        (("我住在烟台", "住址"), ("我妹妹不住烟台了", "住址")),
        (("我后天去换驾照", "计划"), ("周末的聚会取消了", "计划")),
        (("我最喜欢的颜色是黄色", "喜欢"), ("我最喜欢的季节是秋天", "喜欢")),
        (("我养了一只猫", "宠物"), ("我不养鱼了", "宠物")),
        (("我周六去买沙发", "计划"), ("我把沙发挪到窗边了", "物品")),
        (("我在测绘院上班", "工作"), ("我休完假回公司上班了", "工作")),
        (("我在测绘院上班", "工作"), ("从今天起做眼保健操", "计划")),
        (("我每天吃两片钙片", "健康"), ("闺女的钙片减到一片了", "健康")),
        (("我儿子的教练叫老詹", "姓名"), ("从今天起教我的教练换成阿凯", "计划")),
    ],
)
def test_what_is_not_meant_stays(home: Home, first: tuple[str, str], then: tuple[str, str]) -> None:
    assert len(told(home, first, then)) == 2


def test_a_denied_value_is_not_kept_as_a_value(home: Home) -> None:
    told(home, ("我对荞麦过敏", "忌口"), ("我对荞麦不过敏了", "忌口"))
    assert home.memory.slot("用户", "过敏") == []


def test_what_never_changes_is_corrected_and_asked_about_once(home: Home) -> None:
    told(home, ("我生日是5月3日", "生日"))
    reply = home.tell("我生日是6月3日", {"我生日是6月3日": "生日"}, day(40))
    assert reply.response.endswith("以前记的是“你生日是5月3日”，这次是“你生日是6月3日”，以这次的为准，对吗？")
    assert [fact.value for fact in home.memory.facts(as_of=day(1)) if fact.attribute == "生日"] == ["6月3日"]
    assert "对吗" not in home.tell("我生日是6月3日", {"我生日是6月3日": "生日"}, day(50)).response


def test_a_correction_in_so_many_words_is_not_asked_about(home: Home) -> None:
    told(home, ("我生日是5月3日", "生日"))
    reply = home.tell("说错了，我生日是6月3日", {"我生日是6月3日": "生日"}, day(1))
    assert "对吗" not in reply.response


def test_a_move_is_a_change_and_needs_no_question(home: Home) -> None:
    told(home, ("我住在烟台", "住址"))
    assert "对吗" not in home.tell("我搬到威海了", {"我搬到威海了": "住址"}, day(9)).response


def test_a_plan_that_moves_elsewhere_keeps_its_day(home: Home) -> None:
    told(home, ("年会定在6月8日，在湖边的礼堂开", "计划"), ("年会挪到工会的大厅", "计划"))
    (plan,) = home.memory.facts()
    assert "工会的大厅" in plan.statement
    assert "6月8日" in plan.statement
    assert "湖边" not in plan.statement
    assert plan.happened is not None


def test_a_plan_that_moves_to_another_day_keeps_its_place(home: Home) -> None:
    told(home, ("6月8日去湖边的医院复查", "计划"), ("复查改到6月15日", "计划"))
    (plan,) = home.memory.facts()
    assert "湖边的医院" in plan.statement
    assert "6月15日" in plan.statement
    assert "6月8日" not in plan.statement
