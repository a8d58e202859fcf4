"""Zones and units against what is published, and kinship against its own symmetry."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.rules.cities import CITIES
from tools.rules.kinship_table import CANONICAL, STEPS
from tools.rules.temperature import converted_temperature
from tools.rules.units import UNITS, converted
from tools.rules.zones import ahead, difference_words, time_in

WINTER, SUMMER = datetime(2024, 1, 15, 4, tzinfo=UTC), datetime(2024, 7, 15, 4, tzinfo=UTC)
PUBLISHED = {
    "北京": (8, 8), "香港": (8, 8), "台北": (8, 8), "东京": (9, 9), "首尔": (9, 9), "新加坡": (8, 8), "曼谷": (7, 7), "新德里": (5.5, 5.5),
    "加德满都": (5.75, 5.75), "迪拜": (4, 4), "伊斯坦布尔": (3, 3), "莫斯科": (3, 3), "开罗": (2, 3), "雅典": (2, 3), "柏林": (1, 2), "巴黎": (1, 2),
    "罗马": (1, 2), "马德里": (1, 2), "伦敦": (0, 1), "都柏林": (0, 1), "里斯本": (0, 1), "雷克雅未克": (0, 0), "圣保罗": (-3, -3),
    "布宜诺斯艾利斯": (-3, -3), "哈利法克斯": (-4, -3), "纽约": (-5, -4), "多伦多": (-5, -4), "芝加哥": (-6, -5), "墨西哥城": (-6, -6), "丹佛": (-7, -6),
    "凤凰城": (-7, -7), "洛杉矶": (-8, -7), "温哥华": (-8, -7), "安克雷奇": (-9, -8), "檀香山": (-10, -10), "悉尼": (11, 10), "墨尔本": (11, 10),
    "布里斯班": (10, 10), "珀斯": (8, 8), "阿德莱德": (10.5, 9.5), "奥克兰": (13, 12), "德黑兰": (3.5, 3.5), "仰光": (6.5, 6.5), "斐济": (12, 12),
}  # fmt: skip
"""Hours ahead of UTC in January and July 2024. Source: the legal time of each country (CIA World Factbook, "time difference")."""


@pytest.mark.parametrize(("city", "hours"), PUBLISHED.items(), ids=lambda part: str(part))
def test_a_city_keeps_the_legal_time_of_its_country(city: str, hours: tuple[float, float]) -> None:
    for moment, expected in zip((WINTER, SUMMER), hours, strict=True):
        assert ahead(city, moment) == timedelta(hours=expected)


def test_every_city_has_a_zone_that_exists() -> None:
    assert set(CITIES.values()) <= available_timezones()


@settings(max_examples=300, deadline=None)
@given(
    moment=st.integers(0, 47 * 366 * 24 * 60).map(
        lambda minutes: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    here=st.sampled_from(sorted(CITIES)),
    there=st.sampled_from(sorted(CITIES)),
)
def test_how_far_ahead_one_place_is_of_another_is_the_difference_of_their_clocks(
    moment: datetime, here: str, there: str
) -> None:
    local = moment.astimezone(ZoneInfo(CITIES[here]))
    clock, own = time_in(there, local), local.replace(tzinfo=None)
    assert clock == moment
    assert clock.replace(tzinfo=None) - own == ahead(there, local)
    assert (difference_words(ahead(there, local)) == "没有时差") == (clock.utcoffset() == local.utcoffset())


EXACT = {
    ("1斤", "克"): "500克", ("1公斤", "斤"): "2斤", ("1两", "克"): "50克", ("1吨", "公斤"): "1000公斤", ("1磅", "克"): "453.59克",
    ("1盎司", "克"): "28.35克", ("1里", "米"): "500米", ("1英里", "米"): "1609.34米", ("1海里", "米"): "1852米", ("3尺", "米"): "1米",
    ("30寸", "米"): "1米", ("1英尺", "厘米"): "30.48厘米", ("1英寸", "毫米"): "25.4毫米", ("15亩", "公顷"): "1公顷", ("1英亩", "平方米"): "4046.86平方米",
    ("1加仑", "升"): "3.79升", ("1码", "厘米"): "91.44厘米", ("1丈", "尺"): "10尺",
}  # fmt: skip
"""Source: as in tools/rules/units.py, from the printed tables."""


@pytest.mark.parametrize(("pair", "expected"), EXACT.items(), ids=lambda part: str(part))
def test_a_unit_is_worth_what_is_published(pair: tuple[str, str], expected: str) -> None:
    assert converted(f"共{pair[0]}", f"是多少{pair[1]}") == f"合{expected}"


@settings(max_examples=500, deadline=None)
@given(count=st.integers(1, 5000), one=st.sampled_from(sorted(UNITS)), other=st.sampled_from(sorted(UNITS)))
def test_an_amount_is_converted_by_the_ratio_of_its_units_or_not_at_all(count: int, one: str, other: str) -> None:
    told = converted(f"共{count}{one}。", f"是多少{other}")
    if UNITS[one].of != UNITS[other].of or one == other:
        assert told == ""
    elif told:
        value = float(told.removeprefix("合").removesuffix(other))
        assert value == pytest.approx(count * UNITS[one].size / UNITS[other].size, rel=1e-9, abs=0.0051)


@settings(max_examples=300, deadline=None)
@given(tenths=st.integers(-600, 3000))
def test_a_temperature_goes_there_and_back(tenths: int) -> None:
    celsius = tenths / 10
    sign = "零下" if celsius < 0 else ""
    told = converted_temperature(f"{sign}{abs(celsius)}摄氏度", "是多少华氏度")
    fahrenheit = float(told.removeprefix("合华氏").removesuffix("度"))
    assert fahrenheit == pytest.approx(celsius * 1.8 + 32, abs=0.0501)


def test_fixed_points_of_temperature() -> None:
    points = ((0, 32), (100, 212), (37, 98.6), (-40, -40))
    for celsius, fahrenheit in points:
        sign = "零下" if celsius < 0 else ""
        assert converted_temperature(f"{sign}{abs(celsius)}度", "是多少华氏度") == f"合华氏{fahrenheit:g}度"


def test_whoever_can_be_reached_by_a_step_has_one_name() -> None:
    for (first, second), word in STEPS.items():
        assert CANONICAL.get(first) == first, first
        assert CANONICAL.get(second) == second, second
        assert CANONICAL.get(word, word) == word, word
