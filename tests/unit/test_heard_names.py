"""What sounds like a known name is taken for it where the words say so, and nowhere else."""

import pytest

from tools.heard import Name, Taken, as_heard, spelled
from tools.heard.homophones import with_names
from tools.heard.sounds import apart, sound_alike

KNOWN = tuple(
    Name(text)
    for text in ("张三", "沈知远", "李静怡", "陈思源", "赵玉兰", "林晓雯", "豆包", "旺财", "小宇", "望京", "绍兴", "敦煌", "何嘉欣", "王海涛", "理想", "高兴")
)  # fmt: skip

TAKEN = {
    "我叫沈之远": "我叫沈知远",
    "我同事张森昨天升职了": "我同事张三昨天升职了",
    "臣司员把报销单放在我桌上": "陈思源把报销单放在我桌上",
    "我妈妈照于蓝对青霉素过敏": "我妈妈赵玉兰对青霉素过敏",
    "我表姐林小文下个月结婚": "我表姐林晓雯下个月结婚",
    "给望才买了狗粮": "给旺财买了狗粮",
    "和嘉欣借了我钱": "何嘉欣借了我钱",
    "备用钥匙在网海涛那里": "备用钥匙在王海涛那里",
    "李静宜说下周开会": "李静怡说下周开会",
    "外婆住在少星老家": "外婆住在绍兴老家",
    "秋天去敦皇自驾": "秋天去敦煌自驾",
    "我弟弟叫小雨": "我弟弟叫小宇",
}

LEFT = [
    "外面下着小雨", "我喜欢小雨天", "小鱼在缸里", "他看着远方", "成思源于生活", "我和小雨伞", "王静是我的表姐", "这是我的理想", "他很高兴", "沈阳很冷",
    "张开嘴说", "三个人", "大家都是这样", "找三家店问问", "请进来坐", "周末去爬山", "逃兵", "逗她玩", "都报了名", "忘记带了", "网海里捞鱼", "我想望远", "长衫很好看",
    "张散了头发", "站起来让座", "我把手机放在桌上", "他说我是对的", "时长散了架", "少年宫", "理想汽车", "少兴奋一点", "我跟他说了",
]  # fmt: skip


@pytest.mark.parametrize(("heard", "meant"), TAKEN.items())
def test_what_sounds_like_a_known_name_is_that_name(heard: str, meant: str) -> None:
    assert with_names(heard, KNOWN)[0] == meant


@pytest.mark.parametrize("words", LEFT)
def test_what_has_a_sense_of_its_own_stays(words: str) -> None:
    assert with_names(words, KNOWN) == (words, [])


@pytest.mark.parametrize(
    "words", ["不是张森，是张三", "他叫张森，不叫张三", "我改名了，现在叫张森", "你听错了，是张森"]
)
def test_where_a_name_is_put_right_both_are_meant_as_said(words: str) -> None:
    assert with_names(words, KNOWN)[0] == words


def test_a_name_that_is_known_is_not_taken_for_another_that_sounds_like_it() -> None:
    assert with_names("我同事张森来了", (Name("张三"), Name("张森")))[0] == "我同事张森来了"


def test_where_two_known_names_sound_equally_near_neither_is_taken() -> None:
    assert with_names("我同事张衫来了", (Name("张山"), Name("张珊")))[0] == "我同事张衫来了"


def test_what_was_put_right_before_is_taken_for_the_name_wherever_it_stands() -> None:
    assert with_names("听说过张森没有", (Name("张三", misheard=("张森",)),))[0] == "听说过张三没有"


def test_what_was_put_right_before_stays_where_it_is_a_word_or_part_of_another_name() -> None:
    known = (Name("小宇", misheard=("小雨",)), Name("李境", misheard=("李静",)), Name("李静怡"))
    assert with_names("外面下着小雨，李静怡没带伞", known) == ("外面下着小雨，李静怡没带伞", [])


def test_what_was_taken_for_a_name_is_told() -> None:
    heard = as_heard("我同事张森来了", KNOWN)
    assert [(each.heard, each.meant) for each in heard.taken] == [("张森", "张三")]
    assert all(isinstance(each, Taken) and each.reason for each in heard.taken)


def test_a_known_name_that_holds_a_numeral_is_not_put_into_figures() -> None:
    assert as_heard("我叫九十八个", (Name("九十八"),)).text == "我叫九十八个"
    assert as_heard("买了九十八个", ()).text == "买了98个"


def test_confusions_of_speakers_sound_nearer_than_other_sounds() -> None:
    assert apart("张", "张") == 0
    assert 0 < apart("理", "丽") < apart("程", "陈") < apart("三", "森") < apart("三", "李") == 1


def test_words_sound_alike_when_each_syllable_may_be_heard_for_the_other() -> None:
    assert sound_alike("张森", "张三")
    assert not sound_alike("张三", "张三")
    assert not sound_alike("张三", "李四")
    assert not sound_alike("张三", "张三丰")


def test_a_name_is_spelled_with_its_tones() -> None:
    assert spelled("张森") == "zhāng sēn"
