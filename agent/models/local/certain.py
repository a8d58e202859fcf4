"""What words say beyond doubt of what a clause is about, where the small model takes them for small talk or for a plan."""

import re
from typing import Final

from agent.models.local.labels import NOTHING
from tools.new_values import is_told_anew
from tools.slots import kin_at_start
from tools.when import read_date
from tools.when.relative import LENGTH

# 「我师父姓张」, 「教我的教练叫……」: of a name, whatever the model takes it for.
_SURNAMED: Final = re.compile(
    r"^(?:免贵|敝|(?:我|俺|咱)(?:们|家)?的?)?(?P<who>[^，。姓]{0,6})姓(?![名氏什啥甚的])[\u4e00-\u9fff]{1,2}$"
)
_TEACHES_ME: Final = re.compile(
    r"^[教带](?:我|俺)[^，。]{0,6}的[^，。]{1,6}?(?:叫[^，。]{2,8}|姓[\u4e00-\u9fff]{1,2})$"
)
# 「腊月二十生的」: a birth with its date, whatever else the model sees in it.
_BORN: Final = re.compile(r"(?:[日号年月初廿一二三四五六七八九十]|出)生(?:的|人)(?:[啊呢呀哈]*)$|[日号]落的?地")
# 「十年有效期」, 「质保两年」: for how long something holds.
_HOLDS: Final = re.compile(
    rf"^(?:[^，。]{{0,4}}){LENGTH}的?(?:质保|保修|有效期?|租期|合同|保质期)|"
    rf"^(?:说是?|[店厂商卖]家说|一共|总共|就|也|只)*(?:质保|保修|有效期?|租期|合同期?|保质期|[保管包](?={LENGTH}))[^，。]{{0,4}}{LENGTH}|"
    rf"^(?:说是?|[店厂商卖]家说|一共|总共|就|也|只)*[保管包]{LENGTH}$"
)
_UNCERTAIN: Final = (NOTHING, "其他", "习惯")
_VERY: Final = r"(?:自己|一直|从小|从来|真的?|其实|最|很|特别|非常|超级?|挺|比较|都|也|就|现在)*"
INCOME: Final = re.compile(
    r"^(?:我|我们|我家)[^，。]{0,4}(?:收入|挣|赚|工资|月薪|年薪|到手|退休金)[^，。]{0,6}[\d一二三四五六七八九十百千万两]"
)
_SUM: Final = r"[\d一二两三四五六七八九十百千几](?:[\d一二两三四五六七八九十百千几.多]*)(?:块|元|万|千|百|[kKwW]\b)"
_CERTAIN: Final = (
    (re.compile(r"\b(i|we)( have|'ve)?( just| recently)? (moved to|live in|am living in|relocated to) [A-Z\u4e00-\u9fff]", re.I), "住址"),
    (re.compile(r"\bmy name is\b", re.I), "姓名"),
    (re.compile(r"\b(i am|i'm) allergic to\b", re.I), "忌口"),
    (re.compile(r"\bmy birthday is\b|\bi was born (on|in)\b", re.I), "生日"),
    (re.compile(r"\bi work (at|for|as|in)\b|\bi'm working (at|for|as)\b", re.I), "工作"),
    (re.compile(r"^我(们)?(家)?(现在|已经|上[周个]?月?|刚刚?)*(搬到|搬去|搬来|搬回|定居)了?[^，。]{2,}"), "住址"),
    (re.compile(r"^(我|人)[^，。]{0,6}(在|到|去|来|回)了?[^，。]{1,10}(租(了|着)?[^，。]{0,2}房|安顿|落脚|定居|常住|安家)"), "住址"),
    (re.compile(r"^我(从小)?对[^，。]{1,10}过敏"), "忌口"),
    (re.compile(r"^我的?(生日是|生于)"), "生日"),
    (re.compile(rf"^我{_VERY}(不(太|大|怎么|是很)?(喜欢|爱(?!人))|讨厌|厌恶|反感)[^，。]{{2,}}"), "不喜欢"),
    (re.compile(rf"^我{_VERY}(喜欢|热爱|酷爱|爱(?!人|情|国|心|上班|理|好))[^，。]{{2,}}"), "喜欢"),
    (re.compile(r"^我(就|可|天生|从小)*是个?[^，。]{0,4}(鸭子|猫子|撇子|性子|路痴|吃货|社恐|话痨|月光族|素食者|近视眼|色盲)$"), "习惯"),
    (re.compile(r"^(?:我|俺)?(?:今天|昨天|最后|终于|已经|现在|就)*(?:落脚|定居|安家|落户)(?:在|到|于)?[^，。]{2,8}$"), "住址"),
    (INCOME, "其他"),
    (re.compile(r"(?:阳性|阴性|超标|[偏过][高低])的?$"), "健康"),
    (re.compile(r"^[^，。百]{1,9}[^，。百带同异改随]姓[\u4e00-\u9fff]{1,2}$"), "姓名"),
    (re.compile(r"^(?:叫|喊|称呼)我[^，。我你]{1,6}(?:就[行好]|即可|得了)?吧?$"), "其他"),
    (re.compile(r"^(?:开封|拆封|启封|开瓶|开罐|打开)(?:以|之)?后[^，。]{0,6}[\d一二两三四五六七八九十半]+个?(?:天|周|星期|月|年|小时)"), "物品"),
    (re.compile(r"(?:剪|染|烫|留)成[^，。]{1,8}$"), "其他"),
    (re.compile(r"^(?:我|俺)?(?:已经|终于|还是)?(?:跟|和|与)[^，。]{1,8}(?:分手|分了|离了|掰了|吹了|黄了)"), "家人"),
    (re.compile(r"^(?:[^，。涨降加]{0,4})(?:又|刚|上个?月|今年)*(?:涨|降|加)(?:了)?(?:工资|薪水?|钱|房?租金?|[^，。了]{0,3}费|房贷|月供)"), "其他"),
    (re.compile(r"(?:换|改|调|挪|加|减|降|涨)(?:成|到|为)(?!什么|啥|哪)[^，。]{1,12}$"), "其他"),
    (re.compile(r"^新(?:来|换|任|调来|请|招|找)?的?[^，。]{2,6}(?:叫|姓)[^，。]{1,6}$"), "其他"),
    (re.compile(r"^(我的?)?[烟酒驾]龄[^，。]{0,3}[\d一二三四五六七八九十半]"), "习惯"),
    (re.compile(r"^(我|我们|也|我也)(还|并|根本|从来)?没(有)?(小孩|孩子|娃|儿女|子女|结过婚|对象|男朋友|女朋友|兄弟姐妹|驾照)|^我们?家?(?:就|也)?(?:是|就我)一?个?(?:独生|独苗|独子|独女)"), "家人"),
    (re.compile(r"^(?:我|俺|本人)?(?:现在|目前|还|又|一直|至今|仍然?|依旧|也|是|恢复)*(?:单身|离异|未婚|已婚|丧偶|离过婚|单亲)(?![公证纪])"), "家人"),
    (re.compile(rf"^(?:我|俺)[^，。]{{0,4}}?(?:欠|差|该)(?:着|了)?[^，。]{{1,8}}?{_SUM}|^[^，。]{{1,8}}?(?:欠|差|该)(?:着|了)?(?:我|俺)[^，。]{{0,4}}?{_SUM}"), "其他"),
    (re.compile(rf"^(?:我|俺)[^，。]{{0,8}}?(?:借|垫|押|担保|存)(?:给|走|出去?|了|着)*[^，。]{{0,6}}?{_SUM}"), "其他"),
    (re.compile(r"^我的?(名字叫|名叫|大名叫|本名叫|姓名是)"), "姓名"),
)  # fmt: skip
# That one learnt of something, or how it made one feel, is told beside what it is.
_IDLE: Final = re.compile(
    r"^(?:我|俺|我们)?[^，。我]{0,6}?(?:才|总算|终于|可算|这下|刚刚?)(?:算是?|给)?(?:弄|闹|搞|整|想|问|看|查|听|打听|反应|回过)(?:了|个)?(?:明白|清楚|懂|通|味儿?|神儿?|过来)(?:来|过来)?了?$|"
    r"^(?:我|俺|我们)?[^，。我]{0,6}?(?:才|刚刚?)(?:知道|晓得|想起来?)的?$|"
    r"^(?:可|真是?|都|快)?(?:把我)?[气急吓累乐烦热冻笑愁困馋饿忙][得死坏](?:我|人)?(?:都|可|也)?(?:了|够呛|不行|要命|要死|半死|慌|不轻|够可以)+[的了]?$"
)
# What a body has, lacks, takes in or cannot bear: without such a word nothing is of one's health, whatever the model takes it for.
_OF_HEALTH: Final = re.compile(
    r"[疼痛酸麻痒胀晕吐咳喘炎癌症病瘤药孕胎胃肝肺肾肠腰腿膝肩颈脊骨筋眼耳鼻喉牙齿舌血糖脂尿脑胸脚睡眠瘦胖聋哑瞎瘫残伤肿疮痔癣疹疤敏乳疗医]|觉(?!得|悟)|发烧|高烧|低烧|皮肤|头发|脱发|掉发|手[腕指臂抖心]|[双左右]手|体重|超重|后背|驼背|噩梦|做梦|"
    r"近视|远视|视[力网]|散光|[惊震吵]醒|韧带|关节|身体|身子|健康|体[质检能]|复查|化验|检查|指标|大夫|住院|出院|手术|健身|疫苗|打针|心[脏跳律率慌理]|抑郁|焦虑|精神|免疫|营养|气色|月经|例假|月子|流产|更年期|听不[见清]|看不清|支架|轮椅|拐杖|假肢|"
    r"记性|阳性|阴性|[恐怕吃喝碰沾闻忌戒]|恶心|反胃|型|\b(?:health|ill|sick|pain|blood|doctor|medicine|diabet\w*|asthma)\b",
    re.I,
)
# Words of a job taken up, which the model also takes for a plan or something that happened.
_BEGUN: Final = re.compile(
    r"(开始|正式|已经|刚|起)[^，。]{0,3}(到|去|在|进)[^，。]{1,12}(上班|工作|任职|当|做|干)(?!客|梦|完|伴)|(入职|报到|上岗)了|"
    r"(转行|改行|跳槽|转岗)[^，。]{0,4}(做|干|当|去|到|了)"
)
# Of where one studies, or that it is over, which the model takes for a place, a job or an event.
_STUDIES: Final = re.compile(
    r"^(?:我|俺)[^，。]{0,6}?在[^，。]{2,10}(?:读研|读博|[读念上]大学|读书|念书|上学)|"
    r"^(?:我|俺)?(?:终于|已经|正式|总算|顺利|今年|今天)*(?:大学|本科|研究生|硕士|博士|高中|初中|中专|大专|技校|职高)?毕业(?:了|啦|咯|喽)"
)
_INTENDS: Final = re.compile(r"打算|准备|想|计划|要|将|下[个周月]|明[天年]|后天|如果")
_ANY_YEAR: Final = 2000  # whether there is a date is the same in every year
_MAY_BE_WORK: Final = ("计划", "经历", "习惯", "其他")


def certain(text: str, label: str) -> str:
    """The label of words that cannot mean anything else, which the model sometimes takes for small talk; else the given one."""
    if _IDLE.search(text):
        return NOTHING
    if _gives_name(text):
        return "姓名"
    if _BORN.search(text) and read_date(text, this_year=_ANY_YEAR) is not None:
        return "生日"
    if label == NOTHING and _HOLDS.search(text):
        return "物品"
    if label in _MAY_BE_WORK and _BEGUN.search(text) and not _INTENDS.search(text):
        return "工作"
    if _STUDIES.search(text) and not _INTENDS.search(text):
        return "学校"
    if label not in _UNCERTAIN:
        return label
    if label == NOTHING and is_told_anew(text):
        return "其他"
    return next((sure for pattern, sure in _CERTAIN if pattern.search(text)), label)


def _gives_name(text: str) -> bool:
    """Whether it gives the name of the speaker or of somebody of theirs; a stranger's is not to be taken for either."""
    surnamed = _SURNAMED.match(text)
    if surnamed:
        kin = kin_at_start(surnamed["who"])
        return not surnamed["who"] or (kin is not None and kin[0] == surnamed["who"])
    return bool(_TEACHES_ME.match(text))


def of_health(text: str) -> bool:
    """Whether words speak of a body, what ails it or what it is given."""
    return bool(_OF_HEALTH.search(text))
