"""星座 from a solar birthday.

Source: the twelve date ranges in common use in China (《辞海》, 黄道十二宫), in which a sign begins on the day given
below; the sun's true entry differs by up to a day from year to year, which everyday use leaves out.
"""

from collections.abc import Sequence

from store.facts import Draft, Fact
from tools.rules.birthday import birthday_of
from tools.rules.rule import Rule, conclusion

_SIGNS = (
    (1, 20, "水瓶座"), (2, 19, "双鱼座"), (3, 21, "白羊座"), (4, 20, "金牛座"), (5, 21, "双子座"), (6, 22, "巨蟹座"),
    (7, 23, "狮子座"), (8, 23, "处女座"), (9, 23, "天秤座"), (10, 24, "天蝎座"), (11, 23, "射手座"), (12, 22, "摩羯座"),
)  # fmt: skip
"""Month and day on which each sign begins."""


def zodiac(month: int, day: int) -> str:
    """The sign of a solar month and day."""
    begun = [sign for first_month, first_day, sign in _SIGNS if (first_month, first_day) <= (month, day)]
    return begun[-1] if begun else "摩羯座"


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """生日 -> 星座; of a lunar birthday only with its year."""
    birthday = birthday_of(fact)
    if birthday is None:
        return []
    if birthday.lunar:
        solar = birthday.solar()
        month, day = (solar.month, solar.day) if solar else (0, 0)
    else:
        month, day = birthday.month, birthday.day or 0
    if not day:
        return []
    sign, subject = zodiac(month, day), fact.subject or "用户"
    return [
        conclusion(
            RULE.name, [fact], subject=subject, attribute="星座", value=sign, statement=f"{subject}的星座是{sign}"
        )
    ]


RULE = Rule("星座", conclude, needs=(("公历生日",), ("带年份的农历生日",)))
