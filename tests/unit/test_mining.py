"""From an utterance to tool calls, where a fake labeller says what each clause is about."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from agent.models.local.labels import NOTHING
from agent.models.local.mining import mine
from tests.stories import START

Labels = Mapping[str, str]


def calls(said: str, labels: Labels) -> list[tuple[str, dict[str, Any]]]:
    """What is called for an utterance; clauses that `labels` does not name are about nothing."""
    return mine(said, lambda texts: [labels.get(text, NOTHING) for text in texts], START)


def one(said: str, labels: Labels) -> dict[str, Any]:
    """The arguments of the one save."""
    ((name, arguments),) = calls(said, labels)
    assert name == "save_memory"
    return arguments


def slot(arguments: dict[str, Any]) -> tuple[str, str, str]:
    return arguments["subject"], arguments["attribute"], arguments["value"]


@pytest.mark.parametrize(
    ("said", "label", "expected"),
    [
        ("我叫阿卓", "姓名", ("用户", "姓名", "阿卓")),
        ("我搬到烟台了", "住址", ("用户", "现居地", "烟台")),
        ("我老家在漯河", "家乡", ("用户", "家乡", "漯河")),
        ("我在医院当麻醉师", "工作", ("用户", "工作", "在医院当麻醉师")),
        ("我是3月5号生的", "生日", ("用户", "生日", "3月5日")),
        ("我生日是农历八月十二", "生日", ("用户", "生日", "农历8月12日")),
        ("我对荞麦过敏", "忌口", ("用户", "过敏", "荞麦")),
        ("我是B型血", "健康", ("用户", "血型", "B型血")),
        ("我的手机号是13900001111", "号码", ("用户", "手机号", "13900001111")),
        ("车牌是鲁F8K231", "号码", ("用户", "车牌号", "鲁F8K231")),
        ("我不喜欢自己的星座", "习惯", ("用户", "不喜欢", "")),
        ("鲁F8K231", "号码", ("用户", "车牌号", "鲁F8K231")),
        ("今天是我生日", "生日", ("用户", "生日", "5月1日")),
        ("大夫怀疑我对荞麦过敏", "忌口", ("用户", "过敏", "荞麦")),
        ("我妈在邮局上班", "工作", ("用户的妈妈", "工作", "在邮局上班")),
        ("我弟弟搬去日照了", "住址", ("用户的弟弟", "现居地", "日照")),
    ],
)
def test_words_that_give_a_slot_fill_it(said: str, label: str, expected: tuple[str, str, str]) -> None:
    assert slot(one(said, {said: label})) == expected


@pytest.mark.parametrize(
    ("said", "label"),
    [("这周上班好累", "工作"), ("我是个急性子", "姓名"), ("今天的生日会真热闹", "生日"), ("上周学校停电了", "学校"),
     ("我结婚纪念日是5月3号", "生日"), ("我们是2016年11月11日登记结婚的", "生日"), ("我是2017年7月1日进厂的", "生日")],
)  # fmt: skip
def test_words_that_only_speak_of_it_fill_no_slot(said: str, label: str) -> None:
    assert one(said, {said: label})["attribute"] == ""


def test_the_speaker_is_named_in_the_statement() -> None:
    assert (
        one("我家的鹦鹉会背我写的诗", {"我家的鹦鹉会背我写的诗": "宠物"})["statement"] == "用户家的鹦鹉会背用户写的诗"
    )
    assert one("I play the oboe", {"I play the oboe": "喜欢"})["statement"] == "用户 play the oboe"


def test_the_statement_says_nothing_that_the_user_did_not_say() -> None:
    assert one("我对荞麦过敏", {"我对荞麦过敏": "忌口"})["statement"] == "用户对荞麦过敏"


@pytest.mark.parametrize(("label", "kind"), [("姓名", "profile"), ("喜欢", "preference"), ("计划", "plan"), ("经历", "event"),
                                             ("家人", "relation"), ("宠物", "possession"), ("其他", "other")])  # fmt: skip
def test_the_label_gives_the_kind(label: str, kind: str) -> None:
    assert one("我会修手表", {"我会修手表": label})["kind"] == kind


@pytest.mark.parametrize(
    "said", ["我住哪儿？", "我对什么过敏来着", "帮我写一句话", "如果我搬去烟台就好了", "嗯嗯", "我的鹦鹉叫什么"]
)
def test_what_is_not_told_is_never_shown_to_the_labeller(said: str) -> None:
    shown: list[str] = []

    def label(texts: Sequence[str]) -> list[str]:
        shown.extend(texts)
        return ["其他"] * len(texts)

    assert mine(said, label, START) == []
    assert shown == []


def test_what_is_not_worth_keeping_is_not_saved() -> None:
    assert calls("今天好热，地铁好挤", {}) == []


def test_two_things_are_two_calls_in_the_order_of_the_words() -> None:
    found = calls("我叫阿卓，在医院当麻醉师", {"我叫阿卓": "姓名", "在医院当麻醉师": "工作"})
    assert [slot(arguments)[1:] for _, arguments in found] == [("姓名", "阿卓"), ("工作", "在医院当麻醉师")]
    assert found[1][1]["statement"] == "用户在医院当麻醉师"


def test_what_goes_on_about_the_same_thing_is_one_statement() -> None:
    said = "我昨天买了一台烧水壶，一升的，保修两年"
    arguments = one(said, {"我昨天买了一台烧水壶": "物品", "一升的": "物品", "保修两年": "物品"})
    assert arguments["statement"] == "用户昨天买了一台烧水壶，一升的，保修两年"
    assert arguments["attribute"] == "购买"


def test_a_pronoun_goes_on_about_what_was_named() -> None:
    said = "我领养了一只鹦鹉，它会背唐诗"
    arguments = one(said, {"我领养了一只鹦鹉": "宠物", "它会背唐诗": "宠物"})
    assert "鹦鹉" in arguments["statement"]
    assert "背唐诗" in arguments["statement"]


def test_another_person_begins_another_statement() -> None:
    found = calls("我妈在邮局上班，我弟弟在烟台读书", {"我妈在邮局上班": "工作", "我弟弟在烟台读书": "学校"})
    assert [arguments["subject"] for _, arguments in found] == ["用户的妈妈", "用户的弟弟"]


def test_what_is_told_beside_a_question_is_kept_where_it_lasts() -> None:
    found = calls("我对荞麦过敏，这个饼能吃吗？", {"我对荞麦过敏": "忌口"})
    assert [slot(arguments) for _, arguments in found] == [("用户", "过敏", "荞麦")]


def test_what_is_told_only_to_ask_is_not_kept() -> None:
    assert calls("我在超市，买点什么好？", {"我在超市": "经历"}) == []


def test_an_order_to_forget_is_one_and_saves_nothing() -> None:
    assert calls("把我的手机号忘了吧", {}) == [("forget_memory", {"what": "把我的手机号忘了吧"})]


@pytest.mark.parametrize("said", ["忘掉我的手机号", "请忘记我的手机号", "删掉我的手机号"])
def test_an_order_without_a_subject_is_an_order_too(said: str) -> None:
    assert [name for name, _ in calls(said, {})] == ["forget_memory"]


def test_what_is_told_beside_an_order_is_kept_where_it_is_definite() -> None:
    said = "忘掉我的鞋码，另外我搬到镇江了，看着心烦"
    found = calls(said, {"我搬到镇江了": "住址", "看着心烦": "健康"})
    assert [(name, arguments.get("what") or arguments["value"]) for name, arguments in found] == [
        ("forget_memory", "忘掉我的鞋码"),
        ("save_memory", "镇江"),
    ]


def test_a_wish_beside_an_order_is_its_reason() -> None:
    found = calls("豆豆的学号给我删了，孩子的信息我不想留在这儿，你猜我几岁", {})
    assert found == [("forget_memory", {"what": "豆豆的学号给我删了"})]


@pytest.mark.parametrize(
    ("said", "label", "expected"),
    [("我对象酒精过敏", "忌口", ("过敏", "酒精")), ("我对酒精过敏", "忌口", ("过敏", "酒精")), ("我花粉过敏", "忌口", ("过敏", "花粉")), ("我在小学教画画", "工作", ("工作", "在小学教画画"))],
)  # fmt: skip
def test_a_value_begins_where_a_word_does(said: str, label: str, expected: tuple[str, str]) -> None:
    assert slot(one(said, {said: label}))[1:] == expected


@pytest.mark.parametrize("said", ["我换了个新教练", "家里来了个教授"])
def test_the_head_of_a_noun_is_no_verb(said: str) -> None:
    assert slot(one(said, {said: "工作"}))[1:] == ("", "")


def test_a_correction_is_an_update_that_corrects() -> None:
    ((name, arguments),) = calls("说错了，我住在烟台", {"我住在烟台": "住址"})
    assert (name, arguments["how"]) == ("update_memory", "correction")
    assert slot(arguments) == ("用户", "现居地", "烟台")


def test_of_a_correction_only_what_is_right_is_kept() -> None:
    ((name, arguments),) = calls("是初三，不是初二", {"是初三": "生日", "不是初二": "生日"})
    assert (name, arguments["how"]) == ("update_memory", "correction")
    assert "初二" not in arguments["statement"]


def test_a_slip_put_right_in_the_same_breath_is_saved_once_and_right() -> None:
    ((name, arguments),) = calls(
        "复查约在周四，啊不对，是周五", {"复查约在周五": "计划", "复查约在周四": "计划", "是周五": "计划"}
    )
    assert name == "save_memory"
    assert "周五" in arguments["statement"]
    assert "周四" not in arguments["statement"]


def test_what_has_ended_is_an_update_that_changes() -> None:
    ((name, arguments),) = calls("我和小周分手了", {"我和小周分手了": "家人"})
    assert (name, arguments["how"]) == ("update_memory", "change")


def test_a_denial_alone_is_told_and_not_taken_for_a_correction() -> None:
    found = calls("我不是独生子", {"我不是独生子": "家人"})
    assert [name for name, _ in found] == ["save_memory"]


@pytest.mark.parametrize("said", ["", "   ", "。", "😀", "a" * 8000, "，" * 200, "“" * 50])
def test_no_utterance_breaks_it(said: str) -> None:
    assert mine(said, lambda texts: [NOTHING] * len(texts), START) == []


def test_every_clause_gets_a_label_and_every_label_a_call() -> None:
    said = "我叫阿卓，住在烟台。我对荞麦过敏；周末爱钓鱼"
    found = mine(said, lambda texts: ["其他"] * len(texts), START)
    kept = "".join(arguments["statement"] for _, arguments in found)
    assert all(word in kept for word in ("阿卓", "烟台", "荞麦", "钓鱼"))


def test_a_name_ends_where_a_date_begins() -> None:
    for said in ("王强1988年3月2日生的", "王强3月2日过生日"):
        (_, found), *_ = mine(said, lambda texts: ["生日"] * len(texts), START)
        assert found["subject"] == "王强"


def test_what_is_told_only_to_ask_is_kept_where_its_words_show_that_it_lasts() -> None:
    assert calls("托同事帮我推车，车是什么颜色？", {"托同事帮我推车": "工作"}) == []
    assert calls("我在水务局当会计，出纳证要不要年审？", {"我在水务局当会计": "工作"}) != []


def test_what_a_question_is_to_go_by_is_told_by_nobody() -> None:
    assert calls("默认城市该设成哪儿？按我如今住的地方。", {"按我如今住的地方": "住址"}) == []


def test_a_job_after_a_thing_is_the_speakers() -> None:
    said = "三轮车卖了，上个月开始到粮库当保管员"
    found = calls(said, {"三轮车卖了": "物品", "上个月开始到粮库当保管员": "计划"})
    assert [slot(arguments)[:2] for _, arguments in found] == [("三轮车", "物品"), ("用户", "工作")]


def test_a_time_before_the_speaker_is_not_what_it_is_about() -> None:
    assert slot(one("眼下我在烟台租房子住", {"眼下我在烟台租房子住": "住址"})) == ("用户", "现居地", "烟台")


def test_a_name_that_is_spelt_out_is_put_together() -> None:
    said = "我复姓司徒，单名一个岚字"
    labels = dict.fromkeys(said.split("，"), "姓名")
    assert slot(one(said, labels)) == ("用户", "姓名", "司徒岚")


def test_what_is_played_is_told_by_nobody() -> None:
    said = "咱们演一段：你当客服，我当顾客。开场——“我上周买的沙发塌了！”"
    assert mine(said, lambda texts: ["物品"] * len(texts), START) == []


def test_a_bare_trade_or_name_is_the_speakers() -> None:
    assert slot(one("程序员，天天加班", {"程序员": "工作"})) == ("用户", "工作", "是程序员")
    assert slot(one("姓纪", {"姓纪": "姓名"})) == ("用户", "姓名", "纪")


def test_how_one_knows_is_not_what_it_is_about() -> None:
    said = "人事系统里写的是2013年3月1日报到，2015是我记混了"
    ((name, arguments),) = calls(said, {"人事系统里写的是2013年3月1日报到": "工作"})
    assert (name, arguments["subject"], arguments["how"]) == ("update_memory", "用户", "correction")


def test_what_is_listed_to_be_kept_is_kept_whatever_it_is() -> None:
    told = one("帮我记几个事：阳台漏水找的是王师傅，物业费欠了1260块", {})
    assert told["statement"] == "用户阳台漏水找的是王师傅，物业费欠了1260块"
    assert calls("阳台漏水找的是王师傅，物业费欠了1260块", {}) == []


def test_a_bare_correction_gives_its_value_alone() -> None:
    said = "打错了，是栾利国，利益的利。"
    assert calls(said, {"是栾利国": "姓名"}) == [("update_memory", {"statement": "栾利国", "how": "correction"})]


def test_a_pronoun_of_somebody_unknown_is_not_the_owner() -> None:
    assert calls("刚从那儿回来，他家有条金毛", {"他家有条金毛": "宠物"}) == []


@pytest.mark.parametrize(
    ("said", "labels", "statement"),
    [
        ("我请了个保姆，姓魏", {"我请了个保姆": "其他", "姓魏": "姓名"}, "用户请了个保姆，姓魏"),
        ("我租了个车位，在B2层57号，一个月四百", {"我租了个车位": "物品", "在B2层57号": "住址", "一个月四百": "物品"},
         "用户租了个车位，在B2层57号，一个月四百"),
        ("我提车了，换成了电车", {"我提车了": "物品", "换成了电车": "其他"}, "用户提车了，换成了电车"),
        ("这周搬到丽江了", {"这周搬到丽江了": "住址"}, "用户这周搬到丽江了"),
    ],
)  # fmt: skip
def test_clauses_that_go_on_stay_with_what_they_are_of(said: str, labels: Labels, statement: str) -> None:
    assert one(said, labels)["statement"] == statement


def test_who_agrees_tells_nothing_new() -> None:
    assert calls("可不是嘛，左撇子。", {"左撇子": "习惯"}) == []


def test_a_trade_is_no_name() -> None:
    said = "我表姐在协和当护士，她老公是飞行员"
    told = calls(said, {"我表姐在协和当护士": "工作", "她老公是飞行员": "工作"})
    assert "飞行员" not in [arguments["value"] for _, arguments in told]


def test_a_pronoun_turns_to_the_relative_just_named() -> None:
    said = "今天陪老爸去复查，他糖尿病十来年了，天天打胰岛素"
    labels = {"今天陪老爸去复查": "经历", "他糖尿病十来年了": "健康", "天天打胰岛素": "习惯"}
    (_, walk), (_, illness) = calls(said, labels)
    assert walk["subject"] == "用户"
    assert illness["subject"] == "用户的爸爸"
    assert illness["statement"] == "用户的爸爸糖尿病十来年了，天天打胰岛素"


def test_a_slip_of_the_day_is_put_right_in_its_place() -> None:
    said = "我妈让我周六回家吃饭，哦不，周日。"
    assert one(said, {"我妈让我周日回家吃饭": "计划"})["statement"] == "用户的妈让用户周日回家吃饭"


def test_an_english_relative_is_one() -> None:
    said = "My wife is a dentist"
    assert slot(one(said, {said: "工作"})) == ("用户的妻子", "工作", "is a dentist")


def test_a_time_put_right_in_the_same_breath_takes_the_place_of_the_wrong_one() -> None:
    said = "拔牙约在后天，哦不，大后天下午三点，在口腔医院"
    assert one(said, {"拔牙约在大后天下午三点": "计划", "在口腔医院": "其他"})["statement"] == (
        "用户拔牙约在大后天下午三点，在口腔医院"
    )


def test_how_one_came_to_know_what_is_right_is_no_part_of_it() -> None:
    said = "翻了下合同，空调是2022年5月9日装的，之前记错"
    ((name, arguments),) = calls(said, {"翻了下合同": "经历", "空调是2022年5月9日装的": "物品"})
    assert (name, arguments["statement"], arguments["how"]) == (
        "update_memory", "空调是2022年5月9日装的", "correction",
    )  # fmt: skip


def test_what_others_say_and_is_only_asked_about_is_not_kept() -> None:
    assert calls("网上说喝醋能软化血管，靠谱不？", {"网上说喝醋能软化血管": "健康"}) == []


def test_since_when_is_said_of_what_was_just_told() -> None:
    said = "我的公积金在大连交的，从2015年3月开始"
    assert one(said, {"我的公积金在大连交的": "其他", "从2015年3月开始": "计划"})["statement"] == (
        "用户的公积金在大连交的，从2015年3月开始"
    )


def test_one_place_left_and_another_gone_to_is_where_one_lives() -> None:
    said = "离开深圳了，回南通了"
    assert slot(one(said, {"离开深圳了": "经历", "回南通了": "经历"})) == ("用户", "现居地", "南通")
    assert all(
        arguments["attribute"] != "现居地" for _, arguments in calls("回南通了", {"回南通了": "经历"})
    )  # a visit perhaps


def test_it_is_the_relatives_relative_just_named_who_goes_on() -> None:
    told = calls("二姑的儿子叫程越，今年刚上中学", {"二姑的儿子叫程越": "姓名", "今年刚上中学": "学校"})
    assert [(arguments["subject"], arguments["attribute"]) for _, arguments in told] == [
        ("用户的二姑姑", "儿子"), ("程越", "学校"),
    ]  # fmt: skip


def test_how_long_something_is_good_once_opened_is_told_whatever_the_model_takes_it_for() -> None:
    said = "今天开了罐奶粉，开封后要一个月内喝完"
    assert one(said, {"今天开了罐奶粉": "物品"})["statement"].endswith("开封后要一个月内喝完")
