"""Clauses that are but parts of one, once they are labelled."""

import pytest

from agent.models.local.labels import NOTHING
from agent.models.local.wholes import wholes
from tools.clauses import clauses


def parts(said: str, labels: str) -> list[tuple[str, str]]:
    """The text and label of each whole that an utterance comes to."""
    return [(clause.text, label) for clause, label in wholes(list(zip(clauses(said), labels.split(), strict=True)))]


@pytest.mark.parametrize(
    ("said", "labels", "label"),
    [
        ("衣柜顶上那只皮箱，我送给门卫了", "物品 物品", "物品"),
        ("房产证、车钥匙这些，全放在我爸那儿", "物品 习惯", "物品"),
        ("职称材料，领导让我周五前交", "学校 计划", "计划"),
        ("电动车，带篷的那辆，我停在岗亭后面了", "物品 物品 住址", "住址"),
        ("叫我小冼就行，冼国梁", "姓名 姓名", "姓名"),
        ("免贵姓冼，冼国梁", "姓名 工作", "姓名"),
        ("我骑的是辆旧凤凰，二十来年了，结实", "物品 年龄 健康", "物品"),
        ("我住的那栋楼临街，又吵又脏", "住址 健康", "住址"),
        ("我们车间主任是个女的，挺爽快一人", "其他 工作", "其他"),
        ("我在长沙读卫校，前天刚入学", "学校 计划", "学校"),
        ("我闻不了油漆味，走进新房子都会头晕半天", "健康 健康", "健康"),
        ("开了家烧烤摊，八张桌子，干了三年了", "工作 物品 物品", "工作"),
        ("在部队的那几年，左手腕断过", "工作 健康", "健康"),
        ("我手机是老款的，电池不经用", "物品 习惯", "物品"),
        ("上个月最后一天，我把理发店盘出去了", "经历 物品", "物品"),
        ("前天下午，我妈做了白内障手术", "其他 健康", "健康"),
    ],
)
def test_what_belongs_together_is_one_under_the_label_that_tells_most(said: str, labels: str, label: str) -> None:
    ((_, found),) = parts(said, labels)
    assert found == label


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("程序员，在绍兴住", "工作 住址"),
        ("我血压高，眼睛也花了", "健康 健康"),
        ("我租的是个单间，一个月八百", "住址 物品"),
        ("我三十五，单身", "年龄 家人"),
        ("我对荞麦过敏，不吃香菜", "忌口 忌口"),
        ("我在邮局上班，还养兔子", "工作 宠物"),
        ("我以前住延吉，现在住珲春", "住址 住址"),
        ("我买了辆三轮车，媳妇不乐意", "物品 家人"),
        ("我养了只兔子，最近膝盖疼", "宠物 健康"),
        ("衣柜顶上那只皮箱。我送给门卫了", "物品 物品"),
        ("我们班主任姓冼，梁老师教数学", "姓名 工作"),
    ],
)
def test_what_tells_something_of_its_own_stands_for_itself(said: str, labels: str) -> None:
    assert [label for _, label in parts(said, labels)] == labels.split()


def test_a_comment_on_what_is_not_worth_keeping_is_not_kept_either() -> None:
    assert parts("路上堵得一塌糊涂，又闷又热", f"{NOTHING} 健康") == [("路上堵得一塌糊涂", NOTHING)]


def test_a_surname_is_followed_by_the_whole_name_in_words_that_say_so() -> None:
    assert parts("免贵姓冼，冼国梁", "姓名 姓名") == [("姓冼，全名冼国梁", "姓名")]
