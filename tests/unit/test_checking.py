"""What code makes of an answer of the small model, memory lines beside it."""

from agent.models.local.advice import heeded, is_instead, wants_instead
from agent.models.local.checking import (
    NOTHING_DONE,
    addressed,
    counted,
    denied,
    hedged,
    is_about,
    masked,
    named,
    owned_up,
    put_right,
    quoted,
    reasoned,
    related,
    reminded,
    rests_on,
    told_of,
)

GLASSES = "你换了副新眼镜，左眼四百五（2024年3月2日说的）"
SIGN = "你属猴（推算得出）"
GOUT = "你痛风犯了，尿酸五百八（2023年4月28日说的）"


def test_an_answer_rests_on_memory_where_it_tells_what_memory_adds() -> None:
    assert rests_on("你属猴。", [SIGN], "我的属相是什么？")
    assert rests_on("左眼是450度。", [GLASSES], "左眼多少度？")
    assert not rests_on("你的属相是龙。", [SIGN], "我的属相是什么？")


def test_an_answer_that_owns_to_not_knowing_stands() -> None:
    assert rests_on("这个我不知道。", [SIGN], "我的属相是什么？")
    assert rests_on("好的。", [], "我的属相是什么？")
    assert rests_on("不算了，他们离婚了。", ["方敏是你的妹妹（2022年4月12日说的）"], "他还算我妹夫吗？")


def test_a_memory_is_about_a_question_with_which_it_shares_a_word() -> None:
    assert is_about(GLASSES, "左眼一栏填多少？")
    assert not is_about(SIGN, "左眼一栏填多少？")
    assert not is_about("你的妹妹住校（2023年5月1日说的）", "我妹妹叫什么名字？")


def test_a_memory_is_quoted_with_its_date() -> None:
    assert quoted(GLASSES) == "我记得，你换了副新眼镜，左眼四百五（2024年3月2日说的）"
    assert quoted("你属猴") == "我记得，你属猴。"


def test_what_must_be_heeded_and_was_left_out_comes_first() -> None:
    said = heeded("走起，吃好喝好！", [GOUT], "扎啤配毛蛤，走起？")
    assert said.startswith("先提醒一句：你痛风犯了，尿酸五百八")
    assert heeded("你有痛风，喝茶吧。", [GOUT], "扎啤配毛蛤，走起？") == "你有痛风，喝茶吧。"
    assert heeded("走起！", [SIGN], "扎啤配毛蛤，走起？") == "走起！"


def test_a_reply_without_a_false_premise_or_a_near_term_is_left_alone() -> None:
    assert put_right(reminded("你属猴。", [SIGN]), [SIGN]) == "你属猴。"


PET = "团子是你养的边牧，才半岁（2023年5月20日说的）"


def test_a_question_for_a_name_is_answered_with_the_name() -> None:
    assert named("你家的边牧叫边牧。", [PET], "我家边牧叫啥？").startswith("我记得，团子是你养的边牧")
    assert named("它叫团子。", [PET], "我家边牧叫啥？") == "它叫团子。"
    assert named("它半岁了。", [PET], "我家边牧多大了？") == "它半岁了。"
    assert "裴小舟" in named("你姓裴，名小舟。", ["你叫裴小舟（2024年1月9日说的）"], "我姓甚名谁？")


def test_a_why_is_answered_with_all_that_is_remembered_of_it() -> None:
    lines = ["医生不让你打球了（2023年1月1日说的）", "你的跟腱拉伤过（2023年1月1日说的）"]
    assert "跟腱" in reasoned("因为医生不让你打球了。", lines, "我为什么不打球了？")
    assert reasoned("因为跟腱拉伤，医生不让打球。", lines, "我为什么不打球了？") == "因为跟腱拉伤，医生不让打球。"


def test_a_warning_says_at_once_that_it_is_one() -> None:
    assert heeded("你有痛风，啤酒别喝。", [GOUT], "来杯扎啤怎么样？") == "不建议。你有痛风，啤酒别喝。"
    assert heeded("不建议，你有痛风。", [GOUT], "来杯扎啤怎么样？") == "不建议，你有痛风。"


AUNT = "林秀兰是你的姨妈（推算得出）"


def test_what_someone_is_to_the_user_is_told_by_its_word() -> None:
    assert related("你该叫她林秀兰。", [PET, AUNT], "我该管林秀兰叫什么？") == "林秀兰是你的姨妈。"
    assert related("她是你姨妈。", [AUNT], "林秀兰是我什么人？") == "她是你姨妈。"
    assert related("她住在苏州。", [AUNT], "林秀兰住在哪儿？") == "她住在苏州。"


RUMOUR = "2024年3月2日你说过：“听说公司要搬到郊区”"


def test_what_was_only_heard_is_not_vouched_for() -> None:
    assert hedged("公司要搬到郊区。", [RUMOUR], "公司真的要搬走吗？").startswith("还说不准。我记得，")
    assert hedged("听说要搬，还没准信。", [RUMOUR], "公司真的要搬走吗？") == "听说要搬，还没准信。"
    assert hedged("公司要搬到郊区。", [RUMOUR], "公司要搬到哪儿？") == "公司要搬到郊区。"
    assert hedged("属猴。", [SIGN], "我属猴吗？") == "属猴。"


RULED_OUT = "检查结果出来了，排除了肺炎（2023年5月26日说的）"
IDENTITY = "你的身份证号是（已隐去、尾号1234）（2023年5月26日说的）"


def test_a_yes_to_what_memory_denies_becomes_the_memory() -> None:
    assert denied("有，你得过肺炎。", [RULED_OUT], "我得过肺炎吗？").startswith("我记得，检查结果")
    assert denied("没有，排除了。", [RULED_OUT], "我得过肺炎吗？") == "没有，排除了。"
    assert denied("查的是肺炎。", [RULED_OUT], "我查的是什么？") == "查的是肺炎。"


def test_a_number_that_nobody_told_becomes_the_memory() -> None:
    assert counted("左眼该填45度。", [GLASSES], "左眼一栏填多少？", GLASSES).startswith("我记得，你换了副新眼镜")
    assert counted("左眼四百五。", [GLASSES], "左眼一栏填多少？", GLASSES) == "左眼四百五。"


def test_what_was_masked_is_said_not_to_be_known_whole() -> None:
    assert masked("存着，尾号1234。", [IDENTITY], "你存着我的身份证号吗？").endswith("就隐去了。")
    assert masked("你属猴。", [SIGN], "我属什么？") == "你属猴。"


def test_a_warning_does_not_end_in_advice_to_do_it() -> None:
    reply = "尿酸高会影响身体，建议你喝一杯。"
    assert heeded(reply, [GOUT], "来杯扎啤，走起？") == "不建议。尿酸高会影响身体。"


def test_what_is_poisonous_to_the_pet_is_said_where_the_model_forgets_it() -> None:
    shown = ["你养了只柯基，叫麻薯（2023年1月29日说的；葡萄干对狗有毒）"]
    said = "葡萄干随手撒在沙发上没事吧？"
    assert heeded("没事的，放心吧。", shown, said).startswith("先提醒一句：你养了只柯基，叫麻薯，葡萄干对狗有毒，")
    assert heeded("挺好的。", ["你养了只柯基，叫麻薯（2023年1月29日说的）"], "看电影怎么样？") == "挺好的。"


def test_a_warning_that_only_says_the_question_again_says_no() -> None:
    said = "来杯扎啤，走起？"
    assert heeded(f"你痛风犯了，{said}", [GOUT], said) == "不建议。你痛风犯了。"


def test_the_users_words_said_again_are_said_to_them() -> None:
    assert addressed("我不喜欢香菜。", "我不喜欢什么？") == "你不喜欢香菜。"
    assert addressed("有，我有肺炎。", "我有肺炎吗？") == "有，你有肺炎。"
    assert addressed("我不知道你住哪儿。", "我住哪儿？") == "我不知道你住哪儿。"


def test_advice_against_a_meal_wants_something_instead() -> None:
    assert wants_instead("不建议，你痛风。", [GOUT], "来杯扎啤怎么样？")
    assert not wants_instead("不建议，换成苏打水吧。", [GOUT], "来杯扎啤怎么样？")
    assert not wants_instead("好的。", [SIGN], "来杯扎啤怎么样？")
    assert not wants_instead("不建议，你痛风。", [GOUT], "去爬山怎么样？")
    assert is_instead("苏打水或者白开水", "来杯扎啤怎么样？")
    assert not is_instead("扎啤", "来杯扎啤怎么样？")


def test_nothing_is_claimed_to_be_deleted_that_was_not() -> None:
    assert owned_up("好的，我帮你删除了。", "那个事你帮我删了吧") == NOTHING_DONE
    assert owned_up("你上周把微信删除了。", "我最近干了什么？") == "你上周把微信删除了。"


def test_a_number_is_asked_of_what_was_just_spoken_of() -> None:
    debt = "你跟老周借了两万块（2020年10月1日说的）"
    assert counted("欠你100元。", [debt], "欠多少？", debt) == quoted(debt)
    home = "你住在银川（2024年1月6日说的）"
    assert counted("一年有12个月。", [home], "一年有几个月？", home) == "一年有12个月。"


def test_a_number_in_words_that_memory_has_not_is_none_of_its() -> None:
    space = "你租了个车位，在B2层57号（2024年5月11日说的）"
    assert counted("在地下一层。", [space], "那个车位在几层？", space) == quoted(space)


def test_of_somebody_known_by_name_memory_is_told() -> None:
    mate = "你的室友小马是四川人，无辣不欢（2023年2月13日说的）"
    assert told_of("小马爱吃海鲜。", [mate], "小马爱吃什么？") == quoted(mate)
    assert told_of("小马无辣不欢。", [mate], "小马爱吃什么？") == "小马无辣不欢。"
    assert told_of("推荐去爬山。", [mate], "周末去哪儿好？") == "推荐去爬山。"


def test_a_colour_is_not_told_by_what_has_none() -> None:
    assert not is_about("你养了只兔子（2023年5月1日说的）", "我兔子是什么颜色的？")
    assert is_about("你养了只白兔子（2023年5月1日说的）", "我兔子是什么颜色的？")


def test_a_limit_of_the_field_of_the_matter_is_heeded() -> None:
    night_blind = ["你是夜盲（2023年1月5日说的）"]
    assert heeded("挺好的，去吧。", night_blind, "跑夜路的车队招人，我去合适吗？").startswith("先提醒一句：你是夜盲")
    assert heeded("挺好的，买吧。", night_blind, "买本字帖合适吗？") == "挺好的，买吧。"
