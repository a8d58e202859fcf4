"""What is computed of persons and their papers: a child's first days, what one is called, retirement, weight, leases."""

from datetime import date
from typing import Final

import pytest

from tests.unit.life import Life
from tests.unit.rule_facts import at
from tests.unit.test_rules_answers import shown, told
from tools.rules.infancy import first_days
from tools.rules.retirement import retirement
from tools.rules.shengxiao import by_year

TWINS: Final = "用户的女儿2023年11月30日出生|用户的女儿|生日|2023年11月30日|profile"
NEPHEW: Final = "豆子是用户的妹妹的儿子|豆子|关系|用户的妹妹的儿子|relation"
NIECE: Final = "苗苗是用户的弟弟的女儿|苗苗|关系|用户的弟弟的女儿|relation"
WIFE: Final = "用户的妻子在中学教物理|用户的妻子|工作|中学教物理|profile"
HUSBAND: Final = "用户的丈夫在中学教物理|用户的丈夫|工作|中学教物理|profile"
BODY: Final = ("用户身高163厘米|用户|身高|163厘米|profile", "用户体重128斤|用户|体重|128斤|profile")

ASKED: Final = (
    ((TWINS,), "女儿哪天满月？", "满月是2023年12月30日，星期六"),
    ((TWINS,), "给闺女拍百日照该约在几号", "百天是2024年3月8日"),
    ((TWINS,), "我女儿什么时候抓周", "满周岁是2024年11月30日"),
    ((NEPHEW, WIFE), "豆子该管我叫啥？", "用户是豆子的舅舅"),
    ((NEPHEW, HUSBAND), "按辈分豆子怎么称呼我", "用户是豆子的姨妈"),
    ((NEPHEW,), "豆子要喊我什么", "是男的就是豆子的舅舅，是女的就是姨妈"),
    ((NIECE, WIFE), "苗苗喊我什么", "用户是苗苗的伯伯"),
    ((NIECE,), "我是苗苗的什么人？", "是女的就是姑姑"),
    ((WIFE,), "我姐的儿子该叫我什么", "舅舅"),
    (BODY, "我的BMI多少", "BMI是24.1，按成人标准超重"),
    (BODY, "我算不算超重？", "超重"),
    (("用户的大姑1949年2月出生|用户的大姑|生日|1949年2月|profile",), "我大姑属什么", "属牛"),
    (("用户的大姑1950年出生|用户的大姑|生日|1950年|profile",), "我大姑的生肖", "1950年2月17日（春节）以前属牛，那天及以后属虎"),
    (("用户借给老陶三千，说好三个月还|用户|||other",), "老陶什么时候该还钱", "从2024年3月20日算起，到2024年6月20日"),
    (("用户跟老伴是1984年国庆结的婚|用户|||event",), "我们今年结婚第几年", "已满39年，现在是第40年"),
    (("用户的女儿在多伦多读书|用户的女儿|学校|多伦多|profile",), "我这边早上8点，女儿那边几点？", "晚上8点整（20:00）"),
    (("用户的女儿在多伦多读书|用户的女儿|学校|多伦多|profile",), "女儿那边晚上9点，我这边几点？", "多伦多2024年5月31日星期五晚上9点整（21:00）是这里2024年6月1日星期六上午9点整（09:00）"),
    (("用户的房贷一共三十年，2015年6月开始还的|房贷|计划||plan",), "我房贷还到哪年", "2045年6月"),
    (("用户2024年3月2日签的新租约，租期一年|用户|物品||possession",), "房租合同哪天到期", "2025年3月2日"),
    (("用户2024年3月3日是末次月经，已经怀孕了|用户|健康||profile",), "我怀孕的预产期哪天", "预产期是2024年12月8日"),
    (("用户2023年6月1日租了个门面，签了五年|用户|购买||possession",), "门面租到哪年哪月到期", "2028年6月1日"),
    (("用户的车位2023年6月1日租好了，签的一年零六个月|用户|||possession",), "车位的租约什么时候到期", "2024年12月1日"),
)  # fmt: skip


@pytest.mark.parametrize(("statements", "question", "expected"), ASKED, ids=lambda part: part if "？" in part else "")
def test_what_is_asked_of_persons_is_computed(
    life: Life, statements: tuple[str, ...], question: str, expected: str
) -> None:
    told(life, "2024-03-20", statements)
    assert expected in shown(life, question, at("2024-06-01T09:00"))


@pytest.mark.parametrize(
    "question",
    [
        "豆子喜欢我送的什么",
        "豆子叫什么名字",
        "女儿几周岁了",
        "我女儿满两周岁的时候多高",
        "我这个月胖了吗",
        "豆子怎么还不喊我",
        "我是谁",
    ],
)
def test_nothing_of_the_kind_is_computed_for_other_questions(life: Life, question: str) -> None:
    told(life, "2024-03-20", (TWINS, NEPHEW, BODY[0]))
    lines = shown(life, question, at("2024-06-01T09:00"))
    assert not any(each in lines for each in ("系统算好的", "满月是", "百天是", "满周岁是", "BMI"))


def test_the_hundredth_day_counts_the_day_of_birth() -> None:
    assert first_days(date(2024, 1, 5), "百天酒") == ["百天是2024年4月13日，星期六（出生那天算第1天）"]


@pytest.mark.parametrize(
    ("birth", "subject", "expected"),
    [
        (date(1964, 12, 31), "用户的爸爸", "男职工2024年12月（满60周岁）"),
        (date(1965, 1, 9), "用户的爸爸", "男职工2025年2月（满60周岁零1个月）"),
        (date(1976, 9, 1), "用户的丈夫", "男职工2039年9月（满63周岁）"),
        (date(1990, 6, 15), "用户的哥哥", "男职工2053年6月（满63周岁）"),
        (date(1970, 5, 2), "用户的妈妈", "原定55岁退休的女职工2025年7月（满55周岁零2个月）"),
        (date(1975, 3, 2), "用户的姨妈", "原定50岁退休的女职工2025年5月（满50周岁零2个月）"),
        (date(1970, 5, 2), "用户的小叔子", "男职工2031年10月（满61周岁零5个月）"),
        (date(1984, 11, 2), "用户的妻子", "原定50岁退休的女职工2039年11月（满55周岁）"),
    ],
)
def test_retirement_follows_the_table_of_the_state_council(birth: date, subject: str, expected: str) -> None:
    assert expected in retirement(birth, subject)


def test_of_the_user_whose_sex_is_not_known_all_retirements_are_told() -> None:
    assert retirement(date(1970, 5, 2), "用户").count("职工") == 3


def test_a_month_of_birth_decides_the_animal_but_where_the_new_year_falls_into_it() -> None:
    assert by_year(1949, 1) == "生在1949年1月29日（春节）以前属鼠，那天及以后属牛"
    assert by_year(1953, 1) == "属龙"
    assert by_year(1953, 7) == "属蛇"
