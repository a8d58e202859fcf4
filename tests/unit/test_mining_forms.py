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
