"""From a label and the words to a slot: which attribute, with what value. A slot is claimed only on evidence.

That a clause is about work does not make it a new job ("这周上班好累"); only words of holding or taking one do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import rjieba

from agent.models.local.certain import of_health
from agent.models.local.relatives import owner_of
from agent.models.local.subjects import subject_of
from store.facts import Kind
from tools.slots import kin_at_start
from tools.when import find, read_date

_NAME: Final = re.compile(
    r"(?:改名(?:叫|为|成)?|名字(?:是|叫|改成了?)|姓名是|全名是?|大名|名叫|叫做|叫(?!我|俺|用户)|我是(?!个|一|做|在|从|来|不|很|有|去|属|学|搞|当|那|这|说|想)|\b(?:called|named|name is)\s+)\s*(?P<value>[^\s，。了的]{1,16})(?:了|啦)?$",
    re.I,
)
_SPELT: Final = re.compile(
    r"复?姓(?P<family>[\u4e00-\u9fff]{1,2})[，,]?(?:我?的?名字?|单名)(?:叫|是)?一?个?(?P<given>[\u4e00-\u9fff]{1,2}?)字?(?=$|[，,])"
)
# 「弓长张，张致远」, 「木子李，李想」
_BY_PARTS: Final = re.compile(
    r"[\u4e00-\u9fff]{2}(?P<family>[\u4e00-\u9fff])[，,](?P<value>(?P=family)[\u4e00-\u9fff]{1,2})$"
)
_SURNAME: Final = re.compile(r"姓(?P<value>[\u4e00-\u9fff]{1,2})(?=$|[，,])")
_HOME: Final = re.compile(
    r"(?:住(?:在|到|进)?|搬(?:到|去|来|进|回)了?|定居(?:在)?|落脚(?:在|到|于)?(?=[^了，。]{2})|租住在|家在|落户(?:在|到)?|安家(?:在)?|地址是|\b(?:moved to|live in|living in|lives in)\s+)"
    r"(?P<value>(?![我俺咱]们?家?的?(?:楼[上下]|隔壁|对[门面过]|旁边|附近))[^，。]{1,24})",
    re.I,
)
_SETTLED: Final = re.compile(
    r"(?:在|到|去|来|回|往)了?(?P<value>[^，。在到]{1,12}?)(?:那边|这边)?(?:合?租(?:了|着|下)?(?:[个间套一]*)?(?:房子?|公寓|单间|屋)|"
    r"安顿|落脚|落户|安家|定居|常住|长住|扎(?:下)?根|漂(?=[着了]|$)|住(?=$|[着，]|了[一两三四五六七八九十\d]+[年个]))"
)
# 「离开北京了，回武汉了」: who has left one place and gone back to another lives there now.
LEFT: Final = re.compile(r"^(?:我|俺|我们)?[^，。不没想要]{0,8}?(?:离开|告别|撤出)了?[^，。]{2,8}?了?$")
GONE_TO: Final = re.compile(
    r"(?:^|[，,])(?:我|俺|我们)?(?:就|又|也|直接|最后)*(?:回|回到|去|到|来)了?(?P<value>[^，。了过]{2,8}?)(?:发展|生活|工作|老家)?了(?:$|[，,])"
)
_NATIVE: Final = re.compile(r"是(?P<value>[\u4e00-\u9fff]{2,8}?)人(?=$|[，,])")
_ORIGIN: Final = re.compile(
    r"(?:老家(?:在|是)?|家乡(?:在|是)?|籍贯(?:是)?|来自|\bfrom\s+)(?P<value>[^，。]{1,20})", re.I
)
# What one does for a living, whatever the words around it are taken for.
TRADE: Final = re.compile(
    r"跑(?:外卖|出租|网约车|滴滴|货运|运输|业务|销售|长途)|送(?:外卖|快递)|开(?:出租|网约车|滴滴|货车|公交|大巴|大车|挖掘机|塔吊)|摆(?:地|夜市)?摊"
)
# 「保安我辞了」, 「外卖不跑了」
LEFT_JOB: Final = re.compile(r"辞(?:了|职|掉|工)|离职|跳槽|不(?:干|做|跑|送|开)了|被(?:裁|辞|炒)")
_WORK: Final = re.compile(
    rf"(?P<value>(?:在[^，。]{{1,12}}?)?(?:{TRADE.pattern})[^，。]{{0,6}}|"
    r"在[^，。]{1,24}?(?:当|做|干|上班|工作|任职|任教|教|开|担任|实习|摆摊|打工|负责)[^，。]{0,16}|"
    r"(?:到|去|来|进)[^，。]{1,16}?(?:当|干|做)(?!客|梦|完|好|伴|面|东)[^，。了过]{1,10}|"
    r"(?:回|到|去|调[到去回]|转到|分到|进)(?!公司|单位|厂里?|店里?)[^，。]{2,16}?(?:上班|工作|任职)了|"
    r"(?:(?<!想)当|(?<!想)做|担任|入职|转行|改行|转岗|跳槽到|调到|(?<![主班责])任(?!何|性|意|务)|从事|开了?[个家]|教)[^，。]{1,24}|"
    r"是[^，。]{0,10}(?:员|师|工|家|生|手|长|理|监|警|医|护士|教授|编辑|会计|司机|律师|老板|翻译|保安|导游|厨子)$|"
    r"(?:找|换|有|谋)(?:到|了|到了)?(?:一?[份个])?(?:新的?)?工作[^。]{0,20}|"
    r"上班的地方[^，。]{1,16}|(?:work(?:s|ing)? (?:as|at|for)|job is)\s+.{1,40}|is an? [a-z ]{3,24}$|"
    r"升(?:任|为|到|了|成)*[^，。了]{0,8}(?:主任|经理|总监|[组班科处部店校院局厂队]长|主管|主编|总工|合伙人)|"
    r"(?:退休|辞职|失业|离职)了?)",
    re.I,
)
# 「我是卖菜的」, 「给学校食堂送菜的」
_TRADE: Final = re.compile(
    r"(?P<value>(?:[给帮替][^，。我的]{1,10})?[搞卖收修送跑开带管画写教做干拉养种装印剪洗烧](?![好完了过得])[^，。我的]{1,10})的(?=$|[，,])"
)
_STUDY: Final = re.compile(
    r"(?P<value>在[^，。]{2,12}?(?:读研|读博|[读念上]大学|读书|念书|上学)|在[^，。]{2,12}?(?:大学|学院|中学|小学|高中|初中|技校|[一-龥]大|[一-龥]中)(?:读|念|上学)|(?:在?读|念|就读|考上|升入?|转学|毕业)[^，。]{1,16}|"
    r"上了?(?:[^，。路]{0,8}(?:大学|中学|小学|学院|幼儿园|高中|初中|卫校|技校|职高|年级)|[小初高大][一二三四五六])[^，。]{0,6}|"
    r"(?:是|升|在)?(?:小学|初|高|大|研)[一二三四五六七八九][^，。]{0,6}|[一二三四五六]年级)"
)
_OF_BIRTH: Final = re.compile(
    r"(?<!结婚)(?<!纪念)生日|出生|[日号月年初廿一二三四五六七八九十]生(?!肖)|生[于在]|生的(?=$|[，,])|[日号]落的?地|出世|诞辰|生辰|大寿|过寿|\b(born|birthday)\b",
    re.IGNORECASE,
)
# 「我自己的是8月3日」, where birthdays are what was just spoken of.
_LEFT_OUT: Final = re.compile(
    r"(?:(?:用户|我|俺|咱)(?:们?家)?的?)?(?:他|她|[^，。是]{0,4}的?)?(?:自己|本人)?的?(?:则|就|呢)?(?:是|为|在)?(?:农历|阴历|公历|阳历)?[\d一二三四五六七八九十〇零廿初正腊冬年月日号.\-/ ]+的?"
)
_KEEPS_BIRTHDAY: Final = re.compile(
    r"(?:是|过|又?到了?)[^，。]{0,8}生日|生日[^，。]{0,3}(?:是|就在|在)?(?:今|昨|明|前|后)"
)
_BLOOD: Final = re.compile(r"(?P<value>(?:AB|A|B|O)\s*型[^，。]{0,8}|血型[是为]?\S{1,8})", re.I)
_NUMBERS: Final = {
    "手机号": re.compile(r"手机|电话|phone"), "身份证号": re.compile(r"身份证|证件"), "车牌号": re.compile(r"车牌"), "邮箱": re.compile(r"邮箱|email|@"),
    "QQ号": re.compile(r"qq", re.I), "微信号": re.compile(r"微信"), "护照号": re.compile(r"护照"), "银行卡号": re.compile(r"银行卡|卡号|信用卡"),
    "门牌号": re.compile(r"门牌|房号"), "社保号": re.compile(r"社保"), "学号": re.compile(r"学号"), "工号": re.compile(r"工号"),
}  # fmt: skip
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·・ ]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)
# A year or a price is no number of anything.
_DIGITS: Final = re.compile(
    r"(?:[\u4e00-\u9fff](?=[A-Z]))?(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9@._-]{2,}(?![A-Za-z0-9年月日号点岁块元])"
)
_ALLERGIC: Final = (
    re.compile(r"对(?P<value>[^，。]{1,12}?)(?:严重|特别|很|有点)?过敏"),
    re.compile(r"(?P<value>[^，。]{1,8}?)(?:严重|特别|很|有点)?过敏"),
    re.compile(r"allergic to (?P<value>.{1,24})", re.I),
)
# Verbs of a job that also begin a noun: 教 of 教练.
_ALSO_IN_NOUNS: Final = ("教", "任", "当", "做")
_NOUN: Final = 2  # characters: 教练, 任务; longer ones are what the tagger does not know
# 「我会做木工」 tells what one can or likes to do, not what one does for a living.
_SKILL: Final = re.compile(
    r"^(?:我|俺|他|她)?(?:平时|也|还|都|最|从小|就|只)*(?:会|能|爱|喜欢|可以|擅长|学过?)(?:[当做开教])"
)
_AGED: Final = re.compile(
    r"岁|年纪|年龄|本命年|[零一二三四五六七八九]0后|\d0后|[今明去]年[^，。]{0,3}[\d一二三四五六七八九十]{1,4}|"
    r"(?<![\d一二三四五六七八九十])[\d一二三四五六七八九十]{2,4}(?:出头|左右|多)?了?$|\byears? old\b|\bage",
    re.I,
)
_BOUGHT: Final = re.compile(r"买|入手|购|下单|淘了|配了|换了[个台部把]|\b(bought|purchased)\b")
_TERM: Final = re.compile(r"保修|质保|退换|有效期|[保修]\S{0,2}[一二两三四五六七八九十\d半]+个?[年月天]")

_RELATIVE: Final = re.compile(
    r"的(?:亲|大|小|二|前)?(?P<kin>[^的，]{1,4}?)(?:叫做?|名叫|是|的名字[是叫])(?P<name>[^，。的是]{1,12})$"
)

_HAS_RELATIVE: Final = re.compile(
    r"^的?(?:妈|爸|[^有，]{0,4}?)?(?:还|就|只|刚|又)*(?:有|[生得添养收抱]了?|收养了?)了?[一两三]?[个位名](?:亲|大|小|二|堂|表)?(?P<kin>[^的，叫]{1,3})[，,]?"
    r"(?:他|她)?(?:的?(?:名字|小名|大名)|取名|起名)?(?:叫做?|名叫|是)(?P<name>[^，。的是]{2,6})(?=$|[，,])"
)
_ELDER: Final = r"^用户的[大二三四五六小老]?[妈爸爷奶哥姐弟妹叔舅姑姨]"

_ATTRIBUTES: Final = {
    "年龄": "年龄", "家人": "关系", "朋友": "关系", "宠物": "宠物", "健康": "健康", "喜欢": "喜欢", "不喜欢": "不喜欢", "习惯": "习惯",
    "计划": "计划", "经历": "事件",
}  # fmt: skip
_KINDS: Final[dict[str, Kind]] = {
    "姓名": "profile", "生日": "profile", "年龄": "profile", "住址": "profile", "家乡": "profile", "工作": "profile", "学校": "profile",
    "号码": "profile", "健康": "profile", "家人": "relation", "朋友": "relation", "宠物": "possession", "物品": "possession",
    "忌口": "preference", "喜欢": "preference", "不喜欢": "preference", "习惯": "preference", "计划": "plan", "经历": "event",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """Attribute and value; both empty where the words give no evidence for a slot."""

    attribute: str = ""
    value: str = ""


def kind_of(label: str) -> Kind:
    """The kind of fact that a label makes."""
    return _KINDS.get(label, "other")


def slot_of(label: str, text: str, now: datetime) -> Slot:
    """The slot that a labelled text fills."""
    simple = {
        "姓名": ((_NAME, _BY_PARTS, _SURNAME), "姓名"),
        "住址": ((_HOME, _SETTLED, GONE_TO) if LEFT.match(text.partition("，")[0]) else (_HOME, _SETTLED), "现居地"),
        "家乡": ((_ORIGIN, _NATIVE), "家乡"),
        "工作": ((_WORK, _TRADE), "工作"),
        "学校": ((_STUDY,), "学校"),
    }
    if label == "工作" and _SKILL.match(text):
        return Slot()
    spelt = _SPELT.search(text) if label == "姓名" else None
    if spelt:
        return Slot("姓名", spelt["family"] + spelt["given"])
    if label in simple:
        patterns, attribute = simple[label]
        return _first(patterns, text, attribute)
    if label == "生日":
        return _birthday(text, now)
    if label == "号码":
        return _number(text)
    if label == "健康" and _BLOOD.search(text):
        return _first((_BLOOD,), text, "血型")
    if label == "健康" and not of_health(text):
        return Slot()
    if label == "年龄" and not _AGED.search(text):
        return Slot()
    if label == "忌口":
        return _not_borne(text)
    if label == "物品":
        return Slot("购买" if _BOUGHT.search(text) else "期限" if _TERM.search(text) else "物品")
    return Slot(_ATTRIBUTES.get(label, ""))


def relative_of(subject: str, text: str) -> tuple[str, Slot]:
    """A relative of somebody, named, and of whom: 「方敏的丈夫叫高磊」 is (方敏, 丈夫: 高磊); no slot where the text says no such
    thing."""
    owner = owner_of(subject)
    rest = text if owner else re.sub(rf"^{re.escape(subject)}|{_ELDER}", "", text)
    match = (_RELATIVE.search(rest) or _HAS_RELATIVE.search(rest)) if owner or rest != text else None
    kin = kin_at_start(match["kin"]) if match else None
    if match is None or kin is None or kin[0] != match["kin"] or _WORK.fullmatch(f"是{match['name']}"):
        return subject, Slot()
    return owner or subject, Slot(kin[1], match["name"])


def _first(patterns: Sequence[re.Pattern[str]], text: str, attribute: str) -> Slot:
    match = next((found for pattern in patterns for found in pattern.finditer(text) if _is_verb(found, text)), None)
    return Slot(attribute, match["value"].strip("的了啦咯 ")) if match else Slot()


def _is_verb(found: re.Match[str], text: str) -> bool:
    """Whether the verb of one character that a value opens with is a word, and not the head of one: no 教 of 教练."""
    if found["value"][:1] not in _ALSO_IN_NOUNS:
        return True
    at, start = 0, found.start("value")
    for word, tag in rjieba.tag(text):
        if at <= start < at + len(word):
            return not (tag.startswith("n") and (at < start or len(word) == _NOUN))
        at += len(word)
    return True


def _not_borne(text: str) -> Slot:
    """What somebody cannot bear or does not take: 酒精 of 「我对象酒精过敏」, where 对 is no word of its own."""
    subject = subject_of(text)
    said = text.removeprefix(subject.said) if subject is not None else text
    found = next((match for pattern in _ALLERGIC if (match := pattern.search(said))), None)
    return Slot("过敏", found["value"]) if found else Slot("忌口", text)


def _birthday(text: str, now: datetime) -> Slot:
    if not _OF_BIRTH.search(text) and _LEFT_OUT.fullmatch(text.strip()) is None:
        return Slot()  # a wedding, a first day at work: the model takes any date for a birthday
    date = read_date(text, this_year=now.year)
    if date is None:
        kept = _kept_on(text, now)
        return Slot("生日", f"{kept.month}月{kept.day}日") if kept else Slot()
    calendar = "农历" if date.lunar else ""
    year = f"{date.year}年" if date.year else ""
    day = f"{date.day}日" if date.day else ""
    return Slot("生日", f"{calendar}{year}{abs(date.month)}月{day}")


def _kept_on(text: str, now: datetime) -> datetime | None:
    """The day on which somebody says to have their birthday: 「明天是我生日」; the turn's own for 「我今天过生日」."""
    if not _KEEPS_BIRTHDAY.search(text):
        return None
    days = [m.interval.start for m in find(text, now) if m.interval is not None and m.interval.precision == "day"]
    return days[0] if len(days) == 1 else None


def _number(text: str) -> Slot:
    digits = _DIGITS.findall(text)
    if not digits:
        return Slot()
    plate = _PLATE.search(text)
    if plate:
        return Slot("车牌号", plate.group())
    name = next((name for name, pattern in _NUMBERS.items() if pattern.search(text)), "")
    return Slot(name, digits[-1])
