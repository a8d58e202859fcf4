"""What a clause tells by its form, whatever the small model takes it for."""

import pytest

from tests.unit.test_mining import calls, one, slot


@pytest.mark.parametrize(
    ("said", "label", "expected"),
    [
        ("我奶奶是1941年腊月初八生的", "其他", ("用户的奶奶", "生日", "农历1941年12月8日")),
        ("我的护照是2019年7月办的", "号码", ("用户", "", "")),
    ],
)
def test_a_birth_is_told_by_its_form_and_a_year_is_no_number(
    said: str, label: str, expected: tuple[str, str, str]
) -> None:
    assert slot(one(said, {said: label})) == expected


def test_for_how_long_something_holds_is_kept_whatever_the_model_sees_in_it() -> None:
    told = one("护照是2019年7月办的，十年有效期", {"护照是2019年7月办的": "物品"})
    assert told["statement"].endswith("护照是2019年7月办的，十年有效期")


def test_what_somebody_is_to_the_speaker_is_said_of_whoever_was_spoken_of() -> None:
    labels = {"我大姨家有个闺女": "家人", "叫豆豆": "姓名", "比我小两岁": "年龄"}
    told = calls("我大姨家有个闺女，叫豆豆，比我小两岁", labels)
    assert told[-1][1]["statement"] == "豆豆比用户小两岁"


def test_what_one_is_to_be_called_is_no_new_name() -> None:
    told = one("往后你就叫我老蔫", {"叫我老蔫": "姓名"})
    assert told["statement"] == "用户让人叫用户老蔫"
    assert slot(told) == ("用户", "", "")


def test_what_a_test_has_shown_is_of_ones_health() -> None:
    told = calls("我做过试敏，头孢阳性，你可记牢了", {"我做过试敏": "经历", "头孢阳性": "无"})
    assert any("头孢阳性" in arguments["statement"] and arguments["attribute"] == "健康" for _, arguments in told)


@pytest.mark.parametrize(
    ("said", "clause", "expected"),
    [
        ("我爷爷1943年5月4日落的地", "我爷爷1943年5月4日落的地", ("用户的爷爷", "生日", "1943年5月4日")),
        ("岳父的是1955年2月3日，都记下", "岳父的是1955年2月3日", ("用户的岳父", "生日", "1955年2月3日")),
    ],
)
def test_a_birth_is_told_by_coming_to_the_ground_and_by_the_date_alone(
    said: str, clause: str, expected: tuple[str, str, str]
) -> None:
    assert slot(one(said, {clause: "生日"})) == expected


@pytest.mark.parametrize(
    ("said", "clause", "value"),
    [
        ("我教街坊们打太极", "我教街坊们打太极", "教街坊们打太极"),
        ("我开了个配钥匙的小摊儿", "我开了个配钥匙的小摊儿", "开了个配钥匙的小摊儿"),
    ],
)
def test_a_verb_that_the_tagger_runs_together_is_still_one(said: str, clause: str, value: str) -> None:
    assert slot(one(said, {clause: "工作"})) == ("用户", "工作", value)
