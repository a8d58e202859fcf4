"""What an utterance denies, of what, and what of it is right."""

import pytest

from store.facts import Fact
from tests.stories import day
from tests.unit.life import Life
from tools.clauses import CLAIMS, clauses
from tools.denials import denied, denied_of, letters_denied, never_so, topic_denied, what_is_right


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("小提琴我压根没碰过", ["小提琴"]),
        ("我从来没学过木工", ["木工"]),
        ("书法我没报过", ["书法"]),
        ("我没去过", []),
        ("我没想到会下雨", []),
        ("我学过木工", []),
        ("从来没在水电站干过", ["水电站", "水电"]),
        ("我没在水电站工作过", ["水电站工", "水电站"]),
        ("水电站我一天没待过", ["水电站"]),
        ("六中她去都没去过", ["六中"]),
    ],
)
def test_what_never_was_so_is_found(clause: str, what: list[str]) -> None:
    assert never_so(clause) == what


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("是初三，不是初二", ["初二"]),
        ("我不叫阿越，叫阿卓", ["阿越"]),
        ("我住烟台，而不是威海。", ["威海"]),
        ("我住烟台", []),
        ("我在家不是很忙", []),
        ("档案里写的是2013年，2015是我记混了", ["2015"]),
        ("租约其实是6号签的，之前说1号不对", ["1号"]),
        ("我学的是二胡，小提琴我压根没碰过", ["小提琴"]),
        ("贺年生不是我亲叔，是堂叔", ["亲叔"]),
        ("谁说是柯基了，是柴犬", ["柯基"]),
        ("我不能碰的是螃蟹，花生没事", ["花生"]),
        ("是洒水车，铲车那是我弟开的", ["铲车"]),
        ("我妈吃的是缬沙坦，硝苯地平是我爸的", ["硝苯地平"]),
        ("爷爷属羊，属马的是他弟弟", ["属马"]),
        ("小提琴是我哥的", []),
    ],
)
def test_the_words_that_are_denied_are_found(said: str, words: list[str]) -> None:
    assert denied(said) == words


def test_the_character_that_a_name_is_not_written_with_is_found() -> None:
    assert letters_denied("不是王字旁那个玲，是铃铛的铃") == ["玲"]
    assert letters_denied("不是老家的房子，是烟台的") == []


def test_the_thing_of_which_something_is_denied_is_found() -> None:
    assert [topic_denied(clause) for clause in ("工位不是三楼", "不是三楼", "工位在三楼")] == ["工位", "", ""]


def test_of_what_puts_something_right_only_what_is_so_is_left() -> None:
    said = "翻出合同瞅了眼，上回说岔了，租约是6号签的，租期没变，1号是我记混了"
    told = [clause for clause in clauses(said) if clause.act in CLAIMS]
    assert [clause.text for clause in what_is_right(told)] == ["租约是6号签的"]


def test_what_one_denies_of_oneself_is_not_denied_of_another(life: Life) -> None:
    own = life.tell("用户在威海念的大学")
    sister = life.tell("用户的妹妹在威海念的大学", day(1), subject="妹妹")

    def denies(fact: Fact, said: str) -> list[str]:
        return denied_of(fact, said)

    assert denies(own, "我没在威海念过大学") == ["威海"]
    assert denies(sister, "我没在威海念过大学") == []
    assert denies(sister, "我妹妹没在威海念过大学，是烟台") == []
    assert denies(sister, "是烟台，不是威海") == ["威海"]
