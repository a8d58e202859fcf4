"""The class that a pupil has moved up to."""

from datetime import date, datetime

import pytest

from tests.stories import BEIJING
from tests.unit.life import Life
from tools.rules.grade import grade_now


@pytest.mark.parametrize(
    ("statement", "told", "today", "expected"),
    [
        ("用户的儿子上二年级了", (2023, 9, 5), (2025, 10, 5), "现在应是四年级"),
        ("用户的儿子上二年级了", (2023, 9, 5), (2024, 6, 5), ""),
        ("用户的儿子上二年级了", (2024, 3, 5), (2024, 9, 1), "现在应是三年级"),
        ("用户的女儿今年上初三", (2023, 10, 5), (2024, 10, 5), "现在应是高一"),
        ("用户的女儿在念高二", (2023, 10, 5), (2026, 10, 5), "现在应已从高三毕业"),
        ("用户的侄子刚上幼儿园小班", (2023, 9, 5), (2025, 10, 12), "现在应是大班"),
        ("用户的儿子开学就上一年级", (2024, 7, 5), (2025, 10, 1), "现在应是二年级"),
        ("用户的侄子刚上幼儿园小班", (2023, 8, 20), (2025, 10, 12), "现在应是大班"),
        ("用户的外甥在读大三", (2023, 10, 5), (2024, 10, 5), "现在应是大四"),
        ("用户的老公比用户大三岁", (2020, 10, 5), (2024, 10, 5), ""),
        ("用户正月初三回的娘家", (2020, 10, 5), (2024, 10, 5), ""),
    ],
)
def test_a_pupil_moves_up_each_september(
    life: Life, statement: str, told: tuple[int, int, int], today: tuple[int, int, int], expected: str
) -> None:
    known = life.tell(statement, datetime(*told, tzinfo=BEIJING))
    assert expected in grade_now(known, date(*today)) if expected else grade_now(known, date(*today)) == ""


def test_when_an_examination_is_due_is_told_where_it_is_asked_for(life: Life) -> None:
    known = life.tell("用户的女儿在念高二", datetime(2023, 10, 5, tzinfo=BEIJING))
    assert "高考在2025年" in grade_now(known, date(2023, 11, 5), "我闺女哪年高考")
