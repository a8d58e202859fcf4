"""Script, marks and loops of a transcript."""

import pytest

from tools.heard import as_heard
from tools.heard.loops import without_loops
from tools.heard.punctuation import punctuated
from tools.heard.script import simplified

SIMPLIFIED = {
    "歡迎大家來體驗": "欢迎大家来体验",
    "她看著電影睡著了": "她看着电影睡着了",
    "乾杯，乾燥，幹部，乾隆": "干杯，干燥，干部，乾隆",
    "皇后以後，裡面，頭髮": "皇后以后，里面，头发",
    "２０２５年": "2025年",
    "出生﹐屬龍﹑": "出生,属龙、",
}

MARKS = {
    "我今天,去了北京.": "我今天，去了北京。",
    "我 今天 去了 北京": "我今天去了北京",
    "是这样吗?是的!": "是这样吗？是的！",
    "价格是3.5元,不贵": "价格是3.5元，不贵",
    "今天 2025 年 3 月 5 号": "今天2025年3月5号",
    "我今天去了北京 他没有来": "我今天去了北京，他没有来",
    "用 iPhone 打给 Tom": "用 iPhone 打给 Tom",
    "嗯...我想想": "嗯……我想想",
    "好的,,谢谢": "好的，谢谢",
    "，你好": "你好",
}

NO_MARKS = [
    "3:15见面",
    "网址是www.baidu.com",
    "Hello, world.",
    "我用 Python 3.11",
    "一、二、三",
    "他说：“好。”",
    "体温38.5度",
]

LOOPS = {
    "谢谢大家，谢谢大家，谢谢大家，谢谢大家，谢谢大家。": "谢谢大家。",
    "我们去公园玩我们去公园玩我们去公园玩": "我们去公园玩",
    "哈哈哈哈哈哈哈哈哈哈": "哈哈哈",
    "今天天气好。请不吝点赞 订阅 转发 打赏支持明镜与点点栏目": "今天天气好。",
    "字幕由Amara.org社群提供": "",
}

NO_LOOPS = [
    "对对对对",
    "哈哈哈哈",
    "好的好的",
    "电话是88888888",
    "尾号八八八八八八八八",
    "我等啊等啊等",
    "试试看，试试看",
    "我给视频点赞了",
    "一步一步一步地走",
]


@pytest.mark.parametrize(("written", "expected"), SIMPLIFIED.items())
def test_characters_are_simplified(written: str, expected: str) -> None:
    assert simplified(written) == expected


@pytest.mark.parametrize("words", ["显著", "编著", "乾坤", "瞭望", "下着雨", "后天", "一只猫", "面条", "妳"])
def test_simplified_words_stay_as_they_are(words: str) -> None:
    assert simplified(words) == words


@pytest.mark.parametrize(("written", "expected"), MARKS.items())
def test_marks_are_written_as_in_chinese(written: str, expected: str) -> None:
    assert punctuated(written) == expected


@pytest.mark.parametrize("words", NO_MARKS)
def test_marks_of_figures_and_other_languages_stay(words: str) -> None:
    assert punctuated(words) == words


@pytest.mark.parametrize(("written", "expected"), LOOPS.items())
def test_what_a_model_makes_up_over_silence_is_cut(written: str, expected: str) -> None:
    assert without_loops(written) == expected


@pytest.mark.parametrize("words", NO_LOOPS)
def test_what_people_say_several_times_stays(words: str) -> None:
    assert without_loops(words) == words


def test_a_transcript_is_put_right_in_all_respects_at_once() -> None:
    assert as_heard("我同事張偉 三月五號 借了我三千五百塊,說年底還.").text == "我同事张伟3月5号借了我3500块，说年底还。"


def test_a_transcript_that_was_made_up_whole_is_empty() -> None:
    assert as_heard("請不吝點贊 訂閱 轉發").text == ""
