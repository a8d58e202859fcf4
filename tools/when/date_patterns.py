"""How calendar dates look: the patterns that tools/when/dates.py reads."""

import re

from tools.when.grammar import DAY, MARK, MONTH, MONTH_PART, STEP, YEAR, YEAR_PART

FULL = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.年 ])(?P<m>\d{1,2})[-/.月 ](?P<d>3[01]|[012]?\d)"
    r"(?:日|号)?(?=\D|\d\d[:：]|$)"
    r"|(?<!\d)(?P<Y>(?:19|20)\d\d)(?P<M>0\d|1[0-2])(?P<D>[0-2]\d|3[01])(?!\d)"
)
SHORT = re.compile(
    r"(?<![\d.\-/])(?P<m>0\d|1[0-2])-(?P<d>[0-2]\d|3[01])(?=$|[\s，。、；,.;:：)）~至到上下早晚中]|日|号)(?![\d\-])|(?<![\d/])(?P<M>\d{1,2})/(?P<D>\d{1,2})[号日]"
    rf"|(?<![\d.])(?P<n>1[0-2]|0?[1-9])\.(?P<e>\d{{1,2}}){MARK}"
)
YEAR_FIRST = re.compile(r"(?<!\d)(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)")
YEAR_MONTH = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-/.](?P<m>0\d|1[0-2])(?![\d.])(?!元|块|万|亿|%)")
_UNMARKED = (
    r"(?:(?<!月[一二三四五六七八九十])(?![\d个天人次元块万千百亿月年点岁%.:：号日周件条多来几斤米本度分秒名位家张层楼节部里公星届门种])"
    r"|(?=[，。！？、；,.!?\s那的去]|$))"
)
"""A day without 日 or 号: a lone Chinese digit (七月一直下雨) only where nothing or 的, 去, 那 follows."""
CALENDAR = re.compile(
    rf"(?:(?P<lunar0>农历|阴历|旧历)的?)?(?:(?P<year>{YEAR})\s*的?\s*)?(?:(?P<lunar>农历|阴历|旧历)的?)?(?P<leap>闰)?(?<![{'零〇一二三四五六七八九十'}\d.])(?<!(?<!整)个)"
    rf"(?P<month>{MONTH})\s?月(?!租|饼|经|球|亮|薪|嫂|牙|票|卡|费|台|老|光|色|天(?!气))(?:份)?"
    rf"(?:(?P<part>{MONTH_PART})|\s?(?P<day>{DAY})(?:\s?(?P<mark>{MARK})|{_UNMARKED}))?"
)
REL_MONTH = re.compile(
    rf"(?P<step>{STEP}|当)(?:个)?月(?!台|亮|球|饼)份?(?:的)?(?:(?P<part>{MONTH_PART})|(?P<day>{DAY})\s?{MARK})?"
)
DAY_ONLY = re.compile(
    rf"(?:(?<=[到至~～–—、])|(?<![\d月年第零一二三四五六七八九十两百.:/\-NnOo街路道巷弄同楼段村里镇城园区院门栋座幢室庄河沟甲乙番]))(?P<day>{DAY})\s?{MARK}"
    r"(?=$|[，。！？、；,.!?\s）)：:到至~-]|之?[前后]|以[前后]|那天|当天|左右|的|上午|下午|晚|早|中午|凌晨|傍晚"
    r"|[我他她你咱大去要会就开出回交还是和或跟与能有发放考面搬结飞来起请买做办换签领送寄收退拔打看吃喝住走离辞入毕体复手拿取租装修生定订过见约聚给让被把才又再那这都也]|[零一二三四五六七八九十\d]+[点时:：])"
)
YEAR_ONLY = re.compile(
    rf"(?P<year>{YEAR})(?!级|代|糕|纪|轻|龄|[多来几半])(?:\s?的?(?:(?P<part>{YEAR_PART})|(?P<half>[上下前后]半年)|第?(?P<q>[一二三四1-4])季度(?P<qpart>初|末|底)?))?"
)
BARE_YEAR = re.compile(r"^(?P<y>(?:19|20)\d\d)$")
PART_ONLY = re.compile(
    r"(?<![今去明后前年上下\d少青成老中童百千十几半多每全学])(?P<part>年底|年末|年初|年中(?![心国文学间央级年午]|的(?!时候)))|(?<![年])(?P<mpart>月底|月初|月末|月中|上旬|中旬|下旬)"
    rf"|(?<![提])(?P<half>[上下前后]半(?:年|月|周))(?!板|刊)|(?P<qstep>{STEP})个?季度(?P<qpart>初|末|底)?|(?<![前后第])第?(?P<q>[一二三四])季度(?P<qp>初|末|底)?"
)
