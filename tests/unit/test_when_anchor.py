"""What was said relative to a moment is reworded so that it stays true when read years later."""

from datetime import datetime, timedelta, timezone

import pytest

from store.errors import InvalidTime
from tools.when import anchor, guess_tense

NOW = datetime(2024, 3, 16, 9, 0, tzinfo=timezone(timedelta(hours=8)))  # a Saturday


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("昨天我把自行车送人了", "2024年3月15日我把自行车送人了"),
        ("上周三我去换了驾照", "2024年3月6日我去换了驾照"),
        ("下个月五号我要去体检", "2024年4月5日我要去体检"),
        ("上个月换了工作", "2024年2月换了工作"),
        ("三年前我来的广州", "大约2021年我来的广州"),
        ("去年国庆我们去了西安", "2023年国庆（10月1日前后）我们去了西安"),
        ("去年春节在老家", "2023年春节（1月22日前后）在老家"),
        ("刚才摔了一跤", "2024年3月16日摔了一跤"),
        ("我刚买了个水壶", "我2024年3月16日刚买了个水壶"),
        ("我今天刚买了个水壶", "我2024年3月16日刚买了个水壶"),
        ("昨晚8点半下雨了", "2024年3月15日晚上8点半下雨了"),
        ("我明早要赶飞机", "我2024年3月17日早上要赶飞机"),
        ("三天内要把书还了", "2024年3月19日之前要把书还了"),
        ("上周末去露营了", "2024年3月9日至10日那个周末去露营了"),
        ("7月26号到27号要出差", "2024年7月26日到27号要出差"),
        ("下周二到周四出差", "2024年3月19日到周四出差"),
        ("今年年底打算换车", "2024年底打算换车"),
        ("去年八月十五我在家", "2023年9月29日（农历八月十五）我在家"),
        ("我几年前去过日本", "我2015年至2022年之间去过日本"),
        ("两三年前开始学琴的", "2021年至2022年之间开始学琴的"),
        ("前几天把车卖了", "2024年3月9日至14日之间把车卖了"),
        ("这两年我在学日语", "截至2024年3月的这两年我在学日语"),
        ("上个月第一周在培训", "2024年2月5日至11日在培训"),
        ("前天后半夜发烧了", "2024年3月14日后半夜发烧了"),
        ("去年七八月我在实习", "2023年七八月我在实习"),
        ("2019年3月入职，8月离职", "2019年3月入职，2019年8月离职"),
        ("再过两天就放假", "2024年3月18日就放假"),
        ("I will leave tomorrow at 8:30 PM", "I will leave on 2024-03-17 at 8:30 PM"),
        ("I moved here three years ago", "I moved here around 2021"),
        ("We met last Friday.", "We met on 2024-03-15."),
    ],
)
def test_a_relative_expression_becomes_a_date(said: str, kept: str) -> None:
    assert anchor(said, NOW) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("周四我去看牙了", "2024年3月14日我去看牙了"),
        ("周四我要去看牙", "2024年3月21日我要去看牙"),
        ("10月3号我去看了牙", "2023年10月3日我去看了牙"),
        ("10月3号我打算去看牙", "2024年10月3日我打算去看牙"),
        ("这周五要交报告", "2024年3月15日要交报告"),
        ("春节我打算回老家", "2025年春节（1月29日前后）我打算回老家"),
        ("中秋节那天我们吃了螃蟹", "2023年中秋节那天（9月29日）我们吃了螃蟹"),
    ],
)
def test_talk_of_the_past_means_the_past_and_a_plan_what_is_to_come(said: str, kept: str) -> None:
    assert anchor(said, NOW) == kept


@pytest.mark.parametrize(
    "said",
    [
        "他提了三点建议，一点儿也不难",
        "五一路走到头就是",
        "我喜欢听周杰伦，天天听",
        "半月板伤了，现在在家休息",
        "月租三千，押一付三",
        "十一个人吃饭",
        "今后我住这儿",
        "我每周三打羽毛球",
        "我的生日是8月14日",
        "我爸过农历生日，每年五月初六",
        "年糕和日料都爱吃",
        "保修18个月",
        "我在这里住了20年",
        "就在这周边",
        "我三年级的时候",
        "《今天你要嫁给我》很好听",
        "嫦娥五号发射",
        "我家在人民路9号",
        "提前半年谈",
        "一日三餐都在家吃",
        "今日头条",
        "2022年3月5日买的",
        "以后再说",
        "等一下，过一会儿",
    ],
)
def test_what_is_no_relative_time_stays_as_it_was_said(said: str) -> None:
    assert anchor(said, NOW) == said


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidTime):
        anchor("昨天", datetime(2024, 3, 16))  # noqa: DTZ001 -- the fault under test


@pytest.mark.parametrize(
    ("said", "tense"),
    [
        ("我去过了", "past"),
        ("刚买的", "past"),
        ("我要去体检", "future"),
        ("约了牙医", "future"),
        ("打算换车", "future"),
        ("主要看心情", "unknown"),
        ("公司开会", "unknown"),
        ("I went there", "past"),
        ("I will go", "future"),
    ],
)
def test_the_tense_is_guessed_from_the_words(said: str, tense: str) -> None:
    assert guess_tense(said) == tense
