"""Which words are the order to forget or to erase something, what they name, and which answers settle a question."""

from datetime import timedelta

import pytest

from store.facts import Draft, Fact
from tests.stories import START, day
from tests.unit.life import Life
from tools.confirming import waiting
from tools.orders import order_in
from tools.orders.answers import agrees, chosen, declines, may_answer


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("忘掉我前任的名字", "我前任的名字"), ("请忘记我说过的关于郑涛的事", "我说过的关于郑涛的事"), ("把我对花粉过敏那条记录删掉", "我对花粉过敏那条记录"),
        ("别再记着我的车牌号", "我的车牌号"), ("麻烦把我的体重忘了吧，别留着了。", "我的体重"), ("能不能帮我把门禁密码那条删掉？", "门禁密码那条"),
        ("可以忘掉我的住址吗？", "我的住址"), ("请你忘了我的鞋码", "我的鞋码"), ("忘了我前妻的事吧", "我前妻的事"), ("我的身高就忘了吧", "我的身高"),
        ("我前男友的事你就忘了吧", "我前男友的事"), ("把关于老周的事全都忘掉", "关于老周的事"), ("以后别再记我的血压了", "我的血压"), ("不要记住我的工资", "我的工资"),
        ("我不想让你记着我的电话", "我的电话"), ("删除：我的邮箱", "我的邮箱"), ("把我的邮箱从记忆里删掉", "我的邮箱"), ("从你的记忆里抹掉我的生日", "我的生日"),
        ("我姐不愿意自己的手机号被记着，那条你删了吧", "我姐的手机号那条"), ("保险箱那串数字别存着了，抹掉", "保险箱那串数字"), ("把血压那个数你抹了吧", "血压那个数"),
        ("我的邮箱不用记了", "我的邮箱"), ("我的体检结果，忘了吧", "我的体检结果"), ("那条关于搬家的记录可以删了", "那条关于搬家的记录"),
        ("可以的话，忘掉我的学历，谢谢", "我的学历"), ("忘掉我的手机号，已经换了", "我的手机号"), ("我希望你忘掉我前任的名字", "我前任的名字"),
        ("你把我刚说的工资忘了吧", "我刚说的工资"), ("我之前跟你说的我妹妹的事，忘了它吧", "我之前跟你说的我妹妹的事"), ("把我的邮箱删了", "我的邮箱"), ("不许再记我的血压", "我的血压"),
        ("我说过我爱吃榴莲，这条删掉", "我说过我爱吃榴莲这条"), ("把“我喜欢猫”这条删掉", "我喜欢猫这条"), ("我不想你记得我离过婚", "我离过婚"), ("我相亲那段话当我没说过", "我相亲"), ("欠老冯钱的事当我没提", "欠老冯钱的事"), ("我每周游泳那条作废", "我每周游泳那条"),
        ("forget that I like durian", "I like durian"), ("forget my license plate", "my license plate"), ("Could you please delete my phone number?", "my phone number"),
        ("Forget what I told you about Nora.", "about Nora"), ("stop remembering my weight", "my weight"),
        ("Please don't keep my address any more", "my address"), ("remove my salary from your memory, thanks", "my salary"),
    ],
)  # fmt: skip
def test_an_order_to_forget_is_recognised_with_what_it_names(said: str, what: str) -> None:
    order = order_in(said)
    assert order is not None
    assert (order.what, order.erases) == (what, False)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("梁冰那条别留着了，抹掉，想起来就来气", "梁冰那条"), ("豆豆的学号给我撤了，孩子的信息我不乐意搁这儿", "豆豆的学号"), ("前些天说的打呼噜那条删了吧，不想让人家晓得", "前些天说的打呼噜那条"),
        ("跟老韩打官司的事别给我存着了，晦气", "跟老韩打官司的事"), ("鞋码这条拿掉，太丢人了", "鞋码这条"), ("我做过近视手术这个，不想让你记着，删了", "我做过近视手术这个"),
        ("俺老家那条甭留了，搁这儿不放心", "俺老家那条"), ("爱吃香菜那条是我瞎说的，去掉", "爱吃香菜那条"), ("以前的工号用不上了，忘掉它", "以前的工号那条"), ("那条说我打鼾的，删了得了，我早好了", "那条说我打鼾"),
        ("梁冰那条 别留着了 抹掉 看着堵得慌", "梁冰那条"), ("梁冰那条删了吧我们没成", "梁冰那条"), ("看了难受，把梁冰那条删了吧", "梁冰那条"), ("会员卡号不用存了，卡都注销了", "会员卡号"),
        ("借车的事你就当不知道", "借车的事"), ("吵架那句是气话，别往心里去，删了就行", "吵架那句"), ("备用钥匙放哪儿这个麻烦抹掉，搬家了都", "备用钥匙放哪儿这个"), ("我妈生日别留，删", "我妈生日"), ("孩子的信息我不想留在这儿", "孩子的信息"), ("拉面过敏那条划掉，医生说我不过敏", "拉面过敏那条"),
    ],
)  # fmt: skip
def test_an_order_is_heard_among_the_reasons_for_it(said: str, what: str) -> None:
    order = order_in(said)
    assert order is not None
    assert (order.what, order.erases) == (what, False)


@pytest.mark.parametrize(
    "said",
    [
        "那条围巾别留着了，扔掉，看着烦", "要不要把梁冰那条删了？", "我把梁冰的微信删了，看了心烦", "梁冰那条朋友圈我删了", "手机里的照片别留着了，占地方", "她让我把合同那条删掉，说不合规",
        "我的旧书桌别留着了，占地方", "这个班我不想上了，看着心烦", "孩子的东西我不想放在他家", "忘掉我养狗那条，我养的是猫", "删掉我爱吃鱼那条，我喜欢吃肉", "忘掉我的地址，我搬到成都了",
        "密码别存浏览器里，不安全", "胡子别留了，不好看", "这事别放在心上", "我不想记着她了", "梁冰那条删掉，顺便讲个笑话", "梁冰那条删掉，她现在住哪", "把阳台清了吧", "我的旧衣服清了吧", "那条路去了吧", "忘掉什么事", "旧沙发用不上了，忘了",
    ],
)  # fmt: skip
def test_what_is_done_with_things_or_tells_something_else_is_no_mere_order(said: str) -> None:
    assert order_in(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "彻底删除我前任的名字", "永久删除我的车牌号", "请把我的工资从磁盘上抹掉", "不留痕迹地删掉关于郑涛的一切", "把我的体重删得一干二净",
        "把我的体重记录删掉，不留痕迹", "忘掉我的手机号，彻底一点", "永久抹去我的病史，连备份也别留", "我前任的名字，请彻底删除", "帮我把我的住址彻底忘掉",
        "permanently delete my phone number", "erase my phone number for good", "Delete my salary, and leave no trace",
    ],
)  # fmt: skip
def test_an_order_to_erase_says_that_nothing_is_to_be_left(said: str) -> None:
    order = order_in(said)
    assert order is not None
    assert order.erases


@pytest.mark.parametrize(
    "said",
    [
        "老板当我没说", "那张优惠券作废了",
        "", "你忘了我的生日吗？", "你忘了我的生日", "你忘记我的生日了", "你删掉了我的生日？", "你是不是删掉了我的生日", "你会忘掉我吗？", "他忘掉了密码",
        "她把我的照片删了", "把开会的事忘了", "帮我把刚刚记的那条删了", "他忘了我的名字吧", "听说他把前女友的名字忘了", "我妈让我忘掉他", "老师让我们别忘了带作业", "他说“忘掉我的名字”", "我忘了带钥匙",
        "忘记带钥匙了", "忘记关灯了", "我老是忘记吃药", "我把密码忘了", "把密码忘了", "我的密码忘了", "他的名字，我忘了", "作业忘在家里了", "这事我早忘了", "那条裙子我忘了买",
        "我忘不了前女友的名字", "我好像忘掉了什么", "我差点忘记我妈的生日", "我没忘掉她", "我已经把他忘掉了", "我昨天删掉了他的微信", "昨天我把旧手机里的照片删掉了",
        "我想忘掉前女友", "我要忘掉过去", "时间会让人忘掉一切", "被人忘掉的感觉", "如果我让你忘掉我的名字呢", "要是能忘掉她就好了", "假如你忘掉我的名字会怎样",
        "别忘了我的生日", "不要忘记我的车牌号", "我的手机号，别忘了", "千万别删掉我的地址", "别记错了我的生日", "别记仇", "怎么删除微信聊天记录？", "忘记密码怎么办",
        "为什么要删除我的记录？", "我叫什么来着，忘了", "忘掉它吧", "忘了吧", "删掉了", "忘掉第一条", "撤销", "忘掉刚才说的", "确认", "忘掉我的车牌号，我的新车牌是沪A12345",
        "忘掉我的体重，另外我搬到杭州了", "忘掉我的生日，我的手机号", "今天天气好，忘掉我的手机号", "字太多了不要记", "笔记不用记了", "你可以忘掉烦恼", "我们把过去忘了吧",
        "I forgot my keys", "did you forget my birthday?", "don't forget my birthday", "never forget my birthday", "forget it", "Forget about it.",
        "I want to forget my ex", "how do I delete my account?", "he deleted my number", "If I asked you to forget my name", "forget to call her",
        "Forget my weight, I moved to Leeds", "she told me to forget my ex", "forget what I just said",
    ],
)  # fmt: skip
def test_other_words_are_no_order_to_forget(said: str) -> None:
    assert order_in(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "删掉最后一段",
        "帮我把这篇文章里的错别字删掉",
        "删除聊天记录",
        "把照片删掉",
        "remove the second paragraph",
        "清空购物车",
    ],
)
def test_an_order_that_may_be_about_something_else_is_not_sure(said: str) -> None:
    order = order_in(said)
    assert order is None or not order.is_sure


@pytest.mark.parametrize(
    "said",
    ["确认", "确认。", "确定", "是的，彻底删除", "是的", "对，删吧", "好的", "嗯，确认", "我确认", "确定删除", "同意", "Yes", "yes, delete it", "confirm", "I'm sure"],
)  # fmt: skip
def test_a_yes_is_a_yes(said: str) -> None:
    assert agrees(said)
    assert may_answer(said)
    assert not declines(said)


@pytest.mark.parametrize(
    "said",
    ["", "嗯", "确认？", "确认一下时间", "不确认", "好的我知道了", "好吃", "我明天确认", "是我妈", "对了，明天开会", "可以，不过先等等", "yesterday", "他说确认", "删什么？"],
)  # fmt: skip
def test_other_words_are_no_yes(said: str) -> None:
    assert not agrees(said)


@pytest.mark.parametrize(
    "said",
    [
        "算了",
        "不用了",
        "取消",
        "别删",
        "还是留着吧",
        "都留着",
        "不，算了",
        "不删了",
        "算了，我再想想",
        "cancel",
        "No",
        "never mind",
    ],
)
def test_a_no_is_a_no(said: str) -> None:
    assert declines(said)
    assert may_answer(said)
    assert not agrees(said)


@pytest.mark.parametrize("said", ["今天天气不错", "我搬到杭州了", "我叫什么名字", "", "确认一下明天下午的会议" * 5])
def test_most_of_what_is_said_is_known_at_once_to_be_no_answer(said: str) -> None:
    assert not may_answer(said)


@pytest.fixture
def listed(life: Life) -> list[Fact]:
    """Three facts, as a question lists them."""
    return [
        life.tell("用户的车牌号是皖B62", attribute="车牌号", value="皖B62"),
        life.tell("用户的邮箱是a@b.cn", attribute="邮箱", value="a@b.cn"),
        life.tell("用户的妈妈住在合肥", subject="妈妈", attribute="现居地", value="合肥"),
    ]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("都忘掉", [0, 1, 2]), ("全部", [0, 1, 2]), ("三条都删了吧", [0, 1, 2]), ("all of them", [0, 1, 2]), ("第二条", [1]), ("2", [1]),
        ("第二条吧", [1]), ("忘掉第二条", [1]), ("1和3", [0, 2]), ("1、3", [0, 2]), ("第一条和第三条", [0, 2]), ("一和三", [0, 2]), ("最后一条", [2]),
        ("除了第一条都删掉", [1, 2]), ("是车牌那条", [0]), ("邮箱那条删掉", [1]), ("我妈那条", [2]), ("是邮箱", [1]), ("the second one", [1]), ("1 and 3", [0, 2]),
    ],
)  # fmt: skip
def test_an_answer_names_some_of_what_was_listed(listed: list[Fact], said: str, places: list[int]) -> None:
    assert may_answer(said)
    assert chosen(said, listed) == [listed[place] for place in places]


@pytest.mark.parametrize(
    "said",
    [
        "第九条",
        "两条都忘掉",
        "0",
        "今天天气不错",
        "我搬到杭州了",
        "是的",
        "2025年5月",
        "我要两个",
        "第二条是什么？",
        "是用户那条",
        "那条",
    ],
)
def test_other_words_name_none_of_it(listed: list[Fact], said: str) -> None:
    assert chosen(said, listed) is None


def test_an_order_waits_for_the_very_next_turn(life: Life) -> None:
    asked = life.hear("彻底删除我的车牌号", day(1))
    life.memory.settle(asked.id, "answered", at=day(1))
    answer = life.hear("确认", day(1) + timedelta(minutes=10))
    waits = waiting(answer, life.memory)
    assert waits is not None
    assert (waits.turn, waits.order.what, waits.is_fresh) == (asked, "我的车牌号", True)
    life.memory.settle(answer.id, "answered", at=day(1))
    assert waiting(life.hear("确认", day(1) + timedelta(minutes=11)), life.memory) is None


def test_an_order_waits_for_ten_minutes(life: Life) -> None:
    life.hear("彻底删除我的车牌号", day(1))
    assert waiting(life.hear("确认", day(1) + timedelta(minutes=11)), life.memory) is None


def test_an_order_does_not_wait_for_another_thread(life: Life) -> None:
    life.memory.hear("彻底删除我的车牌号", day(1), at=day(1), thread_id="a")
    assert waiting(life.memory.hear("确认", day(1), at=day(1), thread_id="b"), life.memory) is None


def test_a_change_between_question_and_answer_is_seen(life: Life) -> None:
    life.memory.settle(life.hear("彻底删除我的车牌号", day(1)).id, "answered", at=day(1))
    life.memory.save(Draft("用户有一把伞"), turn_id="", at=day(1))
    waits = waiting(life.hear("确认", day(1)), life.memory)
    assert waits is not None
    assert not waits.is_fresh


def test_the_first_turn_of_all_answers_nothing(life: Life) -> None:
    assert waiting(life.hear("确认", START), life.memory) is None
