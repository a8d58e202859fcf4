"""Every word that the table of relatives knows is of the sex that it is."""

import pytest

from tools.kin_sex import is_of_other_sex, sex_of
from tools.rules.kinship_table import CANONICAL

MEN = frozenset(
    [
        "爸爸",
        "丈夫",
        "哥哥",
        "弟弟",
        "儿子",
        "爷爷",
        "外公",
        "舅舅",
        "叔叔",
        "伯伯",
        "姑父",
        "姨父",
        "岳父",
        "公公",
        "姐夫",
        "妹夫",
        "女婿",
        "侄子",
        "外甥",
        "孙子",
        "外孙",
        "表哥",
        "表弟",
        "堂哥",
        "堂弟",
        "大舅子",
        "小舅子",
        "大伯子",
        "小叔子",
        "连襟",
        "表叔",
        "堂叔",
        "表伯",
        "堂伯",
        "表舅",
        "堂舅",
    ]
)


@pytest.mark.parametrize("word", sorted(set(CANONICAL.values())))
def test_every_relative_of_the_table_is_a_man_or_a_woman(word: str) -> None:
    assert sex_of(word) == ("男" if word in MEN else "女")


@pytest.mark.parametrize("word", ["朋友", "同事", "孩子", ""])
def test_words_of_either_sex_tell_none(word: str) -> None:
    assert sex_of(word) == ""


@pytest.mark.parametrize(
    ("word", "pronoun", "other"),
    [
        ("姐姐", "他", True),
        ("姐姐", "她", False),
        ("儿子", "她", True),
        ("孩子", "他", False),
        ("孩子", "今", False),
        ("姐姐", "", False),
    ],
)
def test_a_pronoun_rules_out_only_the_other_sex(word: str, pronoun: str, other: bool) -> None:
    assert is_of_other_sex(word, pronoun) is other
