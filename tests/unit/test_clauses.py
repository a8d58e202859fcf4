"""What a speaker does with each clause: tell, ask, request, suppose, put right, pass on, order to forget."""

import pytest

from tools.clauses import Act, asserts, clauses


def acts(utterance: str) -> list[Act]:
    return [clause.act for clause in clauses(utterance)]


@pytest.mark.parametrize(
    "said",
    [
        "我在医院当麻醉师",
        "我对荞麦过敏",
        "昨天领养了一只鹦鹉，会背唐诗",
        "I live in Leeds",
        "我家有好几只鸡",
        "我什么都吃",
        "谁都知道我怕高",
        "我没什么忌口",
        "冰箱是2021.5.6买的",
        "会议改到8:30了",
        "你知道我是左撇子",
        "押金一共1,200元",
        "我现在还和爸妈挤一块儿住呢",
        "谁劝都没用",
        "我在犹豫该不该辞掉粮库的工作",
        "查出来轻度贫血",
        "我的邮箱是lin.qiao@example.com",
    ],
)
def test_telling_is_asserting(said: str) -> None:
    assert set(acts(said)) == {"assert"}
    assert asserts(said)


@pytest.mark.parametrize(
    "said",
    [
        "我在哪儿上班",
        "我对什么过敏来着",
        "我养的是不是鹦鹉",
        "鹦鹉叫什么名字？",
        "还记得我的血型吗",
        "我住哪？",
        "明天要不要带伞呢",
        "你会背唐诗不",
        "这个能吃么",
        "我多大了",
        "我忘了钥匙放在哪个抽屉",
        "我都想不起来了",
        "where do I live",
        "Do I have a parrot",
        "我的麻醉师证书？",
    ],
)
def test_asking_is_not_asserting(said: str) -> None:
    assert set(acts(said)) == {"ask"}
    assert not asserts(said)


@pytest.mark.parametrize(
    "said",
    [
        "帮我写一封请假邮件",
        "请推荐一家面馆",
        "翻译一下这句话",
        "给我讲个睡前故事",
        "再来一个",
        "麻烦你查查天气",
        "别说废话",
        "只回答是或否",
        "please summarize this",
        "tell me a story",
        "那就帮我订个闹钟",
        "就报四位数",
    ],
)
def test_requests_are_not_asserting(said: str) -> None:
    assert set(acts(said)) == {"request"}
    assert not asserts(said)


@pytest.mark.parametrize(
    "said",
    ["如果我搬去海口，就养条狗", "要是我妈会开车", "假如我是左撇子，我就学网球", "if I lived in Leeds, I would row"],
)
def test_supposing_is_not_asserting_to_the_end_of_the_sentence(said: str) -> None:
    assert set(acts(said)) == {"suppose"}
    assert not asserts(said)


def test_what_is_told_after_a_supposition_is_told() -> None:
    assert acts("要是下雨就算了。我明天去复查。")[-1] == "assert"


@pytest.mark.parametrize(
    "said", ["嗯嗯", "好的", "你好呀", "谢谢", "跟你说个事", "ok", "哈哈哈", "晚安啦", "那个", "早上好"]
)
def test_fillers_say_nothing(said: str) -> None:
    assert set(acts(said)) == {"filler"}
    assert not asserts(said)


@pytest.mark.parametrize("said", ["说错了", "更正一下", "我上次记反了", "应该是五号", "是我口误"])
def test_putting_right_is_a_correction(said: str) -> None:
    assert acts(said) == ["correct"]
    assert asserts(said)


@pytest.mark.parametrize("said", ["约的是周四，啊不对，是周五", "约的是周四，不是，是周五"])
def test_a_slip_put_right_in_the_same_breath_is_a_repair(said: str) -> None:
    assert acts(said) == ["assert", "repair", "assert"]


@pytest.mark.parametrize("said", ["听说海口降温了", "网上说喝醋能软化血管", "有网友说他对荞麦过敏"])
def test_hearsay_is_marked(said: str) -> None:
    assert set(acts(said)) == {"hearsay"}


@pytest.mark.parametrize(
    "said",
    [
        "把我的血型忘了吧",
        "删掉我养鹦鹉那条",
        "忘掉我在医院上班的事",
        "我的旧地址可以删了",
        "别记我的手机号",
        "forget my phone number",
        "将银行卡号清除掉",
    ],
)
def test_orders_to_forget_are_neither_told_nor_asked(said: str) -> None:
    assert acts(said) == ["forget"]
    assert not asserts(said)


@pytest.mark.parametrize("said", ["我忘记带钥匙了吗", "我忘了", "我好像记不清了"])
def test_having_forgotten_is_no_order_to_forget(said: str) -> None:
    assert "forget" not in acts(said)


def test_what_is_told_beside_a_question_is_still_told() -> None:
    assert acts("我对荞麦过敏，这个饼能吃吗？") == ["assert", "ask"]


def test_what_follows_a_request_in_its_sentence_belongs_to_it() -> None:
    assert acts("帮我写个自我介绍，我叫路人甲，我住在火星") == ["request"] * 3


def test_a_passage_that_is_asked_about_is_not_the_speakers() -> None:
    assert acts("这篇讲了什么：“我叫路人甲。”") == ["ask", "request"]
    assert acts("“极简”是什么意思？我昨天搬家了") == ["ask", "assert"]


def test_telling_as_in_a_form_is_telling() -> None:
    assert [clause.text for clause in clauses("告诉你我的生日：2001年4月15日。")] == ["我的生日是2001年4月15日"]
    assert acts("告诉你我的生日：2001年4月15日。") == ["assert"]
    assert acts("告诉我明天的天气") == ["request"]


def test_thanks_tell_nothing() -> None:
    assert acts("谢谢你一直帮我") == ["address"]
    assert acts("谢谢你送我的那盆花开了") == ["assert"]


def test_a_quoted_passage_is_kept_whole_and_is_not_the_speakers() -> None:
    spoken = clauses("帮我总结：“我叫路人甲。我住在火星，你呢？”")
    assert {clause.act for clause in spoken} == {"request"}
    assert spoken[-1].text == "“我叫路人甲。我住在火星，你呢？”"


@pytest.mark.parametrize("quote", ["“{}”", "「{}」", "『{}』", '"{}"', "《{}》"])
def test_what_stands_in_quotes_makes_no_question(quote: str) -> None:
    assert acts("我最喜欢的歌是" + quote.format("你是谁？")) == ["assert"]


def test_clauses_know_their_sentence() -> None:
    spoken = clauses("我叫路人甲，住在火星。你呢？")
    assert [clause.sentence for clause in spoken] == [0, 0, 1]


@pytest.mark.parametrize("nothing", ["", "  ", "。。。", "，，", "？？？", "\n"])
def test_no_words_are_no_clauses(nothing: str) -> None:
    assert clauses(nothing) == []
    assert not asserts(nothing)


def test_numbers_are_not_cut_in_two() -> None:
    assert [clause.text for clause in clauses("版本是3.5，价钱1,200，8:30见")] == ["版本是3.5", "价钱1,200", "8:30见"]


def test_words_without_a_mark_between_them_are_parted_where_a_speaker_would_breathe() -> None:
    said = "我跟你说哈我现在人在绵阳火车站等我表叔来接我嘛然后我这回要住到月底才走我给我婆婆带了一件羽绒服"
    told = [clause.text for clause in clauses(said)]
    assert len(told) >= 3
    assert "我给我婆婆带了一件羽绒服" in told


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("课是周二不是周四", ["课是周二", "不是周四"]),
        ("工位不是三楼是五楼", ["工位不是三楼", "是五楼"]),
        ("打错了应该是五楼", ["打错了", "应该是五楼"]),
        ("我在家不是很忙", ["我在家不是很忙"]),
        ("他是不是老师", ["他是不是老师"]),
        ("他是老师不是吗", ["他是老师不是吗"]),
    ],
)
def test_what_is_so_and_what_is_not_are_two_clauses_without_a_mark_between(said: str, parts: list[str]) -> None:
    assert [clause.text for clause in clauses(said)] == parts
