"""Who or what a clause is about, and its words with the speaker named instead of 我."""

import re
from dataclasses import dataclass
from typing import Final

import rjieba

from agent.models.local.topics import is_topic
from tools.namings import PERSON
from tools.slots import OWNER_SUBJECT, kin_at_start, kin_path
from tools.when import points

_SELF: Final = re.compile(
    r"(?<!自)(?<!忘)(?<!敌)(我们家|我家|咱们?家|我们|咱们|我|俺|咱)(?!国|行我素|方)(自己|本人)?(的)?"
)
_ENGLISH_SELF: Final = (
    (re.compile(r"\b(I'm|I am)\b", re.I), "用户 is"), (re.compile(r"\bI've\b", re.I), "用户 has"), (re.compile(r"\bI\b"), "用户"),
    (re.compile(r"\b(my|our)\b", re.I), "用户的"), (re.compile(r"\bme\b", re.I), "用户"), (re.compile(r"\bwe\b", re.I), "用户"),
)  # fmt: skip
# 这 and 那 before a measure word point at a thing that is named: 那辆车, 这张卡.
_PRONOUN: Final = re.compile(
    r"^(?![这那]个?(?:[周年天次里边儿回季趟种样么下话事]|月(?!饼|球|亮)|星期|礼拜|学期|暑假|寒假|假期|[一两三几]|半年|会儿|阵子?|段时间|时候))(它们?|他们?|她们?|这个?(?![辆台只条件本张把块间套部份颗棵盆瓶双副座支枚款些家篇首])|"
    r"那个?(?![辆台只条件本张把块间套部份颗棵盆瓶双副座支枚款些家篇首])|其)(?=.)(的)?"
)
_HAS_KIN: Final = re.compile(
    r"^(?:我|俺|咱)?(?:们|家)?(?:里头?|家里头?)?(?:还|就|只|也)?有(?:一|两|三|俩|几)?(?:个|位)?(?P<kin>.{1,4})"
)
_MY: Final = re.compile(r"(?:and |also |so )?(?:my|our) ", re.I)
# 小郭, 老邢, 阿凯: a surname behind 小 or 老, anything behind 阿.
_FAMILIAR: Final = re.compile(
    r"[小老][赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐薛雷贺倪汤罗毕郝安常乐于傅卞齐"
    r"康伍余顾孟黄穆萧尹姚邵汪祁毛狄贝明戴宋庞熊纪项祝董梁杜阮蓝闵席季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄曲封靳段巫焦牧谷车侯班仇"
    r"宁甘武符刘詹束龙叶司郜黎薄印白蒲邰从鄂索籍赖卓蔺屠池乔胥闻党谭劳姬申扶冉雍桑濮牛边燕尚温庄晏柴瞿阎慕连茹习艾容向古廖终居步都耿满匡文寇广东欧]|阿[\u4e00-\u9fff]"
)
_SUBJECT_TAGS: Final = ("n", "nr", "ns", "nt", "nz", "nrt", "r", "eng", "i", "l", "j", "an", "vn")
_OPENS_WITH_VERB: Final = re.compile(
    r"^(?:今年|去年|现在|最近|上个月)?(?:刚刚?|已经|正在|快要|就要)(?!才|好|的)[\u4e00-\u9fff]{2}|^(?:涨|降|加|升|减)(?:了)?(?:工资|薪水?|钱|职|级)|^(?:毕业|入职|辞职|离职|退休|搬家|结婚|离婚)(?:了|啦)|^[\u4e00-\u9fff](了|过|着|完|到|给)?(一|两|三|几)?(个|只|台|本|辆|家|条|套|把|份)"
)  # 开了个, 买了台
# An adverb stands behind its subject: 「前天刚报到」 names none, whatever the tagger makes of 刚报.
_JUST: Final = re.compile(
    r"爱(?=[喝吃看听玩打钓唱跳写画读逛养穿用睡])|刚刚?(?=[^，。强毅烈劲性果子])|(?:已经|才刚|又|也|还(?!款|贷|钱|书|债)|正在|一直|一般|统统|通通|全都)(?=[\u4e00-\u9fff]{2})"
)
_TIME_TAGS: Final = ("t", "m", "f", "tg", "q", "x")
# What may stand before 我 without being what a clause is about: 眼下我在……, 其实我……
_BEFORE_SELF_TAGS: Final = (*_TIME_TAGS, "d", "c", "ad", "y")
# 「姓纪」, 「叫时雨桐」: of whoever was spoken of, or the speaker.
_BARE_NAME: Final = re.compile(r"^(?:免贵|敝)?(?:姓|叫|名叫|大名|小名|真名|本名|全名)")
# 「系统里写的是……」 says how one knows, not what it is about.
_EVIDENCE: Final = re.compile(r"^[^，。我]{1,12}?(?:里面?|上面?)?(?:写|显示|登记|记录|印|标)(?:的是|着|的)")
# 「就住我楼上」: somebody else does.
_BESIDE_ME: Final = re.compile(
    r"^(?:就|也|还|都|正好|刚好)*(?:是)?(?:住|坐|在|搬到?)(?:在)?(?:我|俺|咱)们?家?的?(?:楼[上下]|隔壁|对[门面过]|旁边|边上|前[面排边]|后[面排边]|附近)"
)
_NAMES_OTHER: Final = re.compile(
    rf"^(?P<who>[^，。是]{{1,12}}?{PERSON})"
    r"(?:就|也)?(?:姓|叫做?|名叫)(?![我你他她它什啥])[\u4e00-\u9fffA-Za-z]{1,8}$"
)
# 人已经到了绍兴: the speaker, not people.
_IN_PERSON: Final = re.compile(r"^人(?:已经|现在|如今|目前|早就?|刚|就|都|还|也)*(?:在|到|搬|回|去了?)")
# 「四个人吃火锅花了356」: the speaker is among them.
_OF_US: Final = re.compile(
    r"^(?:一共|总共|我们|咱们?|俺们)?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|口)?人(?![民家均])"
)
# 跟路遥遥分手了: whoever follows such a word is not the one who does it.
_WITH: Final = re.compile(r"^(?:跟|和|与|同)(?!事|学|桌|乡|行|伴|龄|屋|胞|志|平|谐|谁|尚|气)")
# A doctor's word about the speaker is about the speaker.
_ABOUT_ME: Final = re.compile(
    r"^(?:医生|大夫|医院|专家|体检|检查|化验|师傅|老师)[^，。我]{0,6}(?:怀疑|说|查出|诊断|确诊|检查出|建议|让|叫|要求|嘱咐|告诉)(?:我|俺|咱)"
)
# 「医生让少吃海鲜」: to whoever was spoken of, the speaker where nobody was.
_ORDERED: Final = re.compile(
    r"^(?:医生|大夫|护士|专家|医院)(?:也|还|就|都|又|千叮万嘱|反复|一再|特意)*(?:不让|不许|不准|让|叫|要求|嘱咐|叮嘱|建议|交代|交待|说(?=[要得别不少多]))(?!我|俺|咱|他|她)"
)
_CARES_FOR_ME: Final = re.compile(
    r"^[^，。我他她]{0,4}(?:医生|大夫|医院)[^，。我他她]{0,4}(?:给|帮|替|让|叫)(?:我|俺|咱)"
)
# 「房东又涨房租了」: what one pays or gets is one's own, whoever raises it.
_RAISED: Final = re.compile(
    r"^(?:房东|老板|公司|单位|领导|物业)(?:今年|这个月|又|也|已经|刚刚?|突然|主动|终于|总算)*(?:给(?:我|俺|咱)(?:们|家)?)?(?:涨|降|加|减)了?(?!班|入|油|速)"
)
# 「保安我辞了」, 「二胡我不学了」: what the speaker acts on stands first, and says no more than its name.
_FRONTED: Final = re.compile(
    r"^[^，。我俺咱的]{1,6}(?:我|俺|咱)(?=(?:都|已经|早就?|就|也|刚刚?|一直|给|把)?"
    r"(?:不|没|[放买卖送转借退辞戒学用吃喝养种丢扔换订办交还收存藏租搬修打考报]))"
)
_DATE: Final = re.compile(
    r"^(?:(?:今|明|昨|前|后)[天日]?|\d+|[一二三四五六七八九十廿初]+|年|月|日|号|周|星期|礼拜|上午|下午|晚上|早上|中午|点)+"
)
# 这周 is a pronoun to the tagger.
_WHEN: Final = re.compile(
    r"^(?:从[^，。我俺咱]{1,10}?起(?=[^来]{2})|[这那上下本]个?(?:[周月年]|星期|礼拜|学期|季度|阵子?|会儿|段时间|几[天周年])[末初底]?|刚刚?|最近|近来)+(?![饼球亮糕])"
)
_DATE_BEGINS: Final = re.compile(r"\d{2,4}年|\d{1,2}月|\d{1,2}[日号]")
_IS_MY_KIN: Final = re.compile(r"^(?P<who>[^是，\s]{1,8})是(?:我|俺|咱)(?:们|家)?(?:的|里的)?(?P<kin>.{1,6})$")


@dataclass(frozen=True, slots=True)
class Subject:
    """Canonical name of what a clause is about, and how it is said in the clause ("" when it is not)."""

    name: str
    said: str = ""


def subject_of(clause: str) -> Subject | None:
    """The subject that the clause itself names; None when it leaves it to what was said before."""
    topic, _, comment = clause.partition("，")
    if comment and is_topic(topic, comment):
        return _of_topic(topic, comment)
    if _PRONOUN.match(clause) or _BARE_NAME.match(clause) or _EVIDENCE.match(clause) or _BESIDE_ME.match(clause):
        return None
    if _ORDERED.match(clause):
        return None
    mine = _IS_MY_KIN.match(clause)
    if mine and not _DATE.fullmatch(mine["who"]):
        return Subject(mine["who"], mine["who"])
    other = _named_other(clause)
    if other is not None:
        return other
    if _RAISED.match(clause):
        return Subject(OWNER_SUBJECT)
    has = _HAS_KIN.match(clause)
    introduced = kin_at_start(has["kin"]) if has else None
    if introduced is not None:
        return Subject(f"{OWNER_SUBJECT}的{introduced[1]}", introduced[0])
    own = _SELF.search(clause)
    if own is not None:
        kin = kin_path(clause[own.end() :])
        if kin is not None:
            name = _name_after(clause[own.end() + len(kin[0]) :])
            return Subject(f"{OWNER_SUBJECT}的{kin[1]}{name}", clause[own.start() : own.end()] + kin[0] + name)
        is_of_me = _ABOUT_ME.match(clause) or _CARES_FOR_ME.match(clause) or _is_fronted(clause)
        if _only_sets_the_scene(clause[: own.start()]) or is_of_me or not _opens_with_noun(clause):
            return Subject(OWNER_SUBJECT, own.group())
    timeless = _WHEN.sub("", clause)
    kin = kin_path(timeless)
    if kin is not None:
        name = _name_after(timeless[len(kin[0]) :])
        return Subject(f"{OWNER_SUBJECT}的{kin[1]}{name}", kin[0] + name)
    my = _MY.match(clause)
    english = kin_at_start(clause[my.end() :]) if my else None
    if my and english:
        return Subject(f"{OWNER_SUBJECT}的{english[1]}", clause[my.start() : my.end()] + english[0])
    if re.search(r"\b(i|my|we)\b", clause, re.I) and clause.isascii():
        return Subject(OWNER_SUBJECT, "I")
    if _IN_PERSON.match(clause) or _OF_US.match(_timeless(clause)):
        return Subject(OWNER_SUBJECT, "人")
    noun = "" if _WITH.match(clause) else _opening_noun(timeless)
    return Subject(noun, noun) if noun and not _DATE.fullmatch(noun) else None


def _timeless(clause: str) -> str:
    """A clause without the points in time that it opens with."""
    for mention in points(clause):
        start, end = mention.span
        if start == 0:
            return _timeless(clause[end:])
    return clause


def _is_fronted(clause: str) -> bool:
    """Whether a clause opens with a mere noun that the speaker does something to, behind it."""
    found = _FRONTED.match(clause)
    return found is not None and all(tag in _SUBJECT_TAGS for _, tag in rjieba.tag(found.group()[:-1]))


def _named_other(clause: str) -> Subject | None:
    """Whoever is no relative and is given a name: 「我带的那个实习生姓仉」 is of the trainee, and so is what follows."""
    named = _NAMES_OTHER.match(clause.partition("，")[0])
    if named is None:
        return None
    who, own = named["who"], _SELF.search(named["who"])
    return None if kin_at_start(who[own.end() :] if own else who) else Subject(third_person(who), who)


def _of_topic(topic: str, comment: str) -> Subject | None:
    """Of whom a topic and its comment are: of the speaker who acts on a thing, else of whoever owns it, or the thing."""
    owner, agent = subject_of(topic), subject_of(comment)
    if owner is not None and owner.name.startswith(f"{OWNER_SUBJECT}的"):
        return owner
    return agent if agent is not None and agent.name == OWNER_SUBJECT else _speaker_in(comment) or owner


def _speaker_in(comment: str) -> Subject | None:
    own = _SELF.search(comment)
    return Subject(OWNER_SUBJECT, own.group()) if own is not None else None


def is_beside_speaker(clause: str) -> bool:
    """Whether it says of somebody just spoken of that they live or sit next to the speaker."""
    return bool(_BESIDE_ME.match(clause))


def is_pronominal(clause: str) -> bool:
    """Whether it begins with 它, 她, 这 and the like."""
    return bool(_PRONOUN.match(clause))


def with_subject(clause: str, subject: str) -> str:
    """The clause with a third person's pronoun, or the missing subject, said in full."""
    ordered = _ORDERED.match(clause)
    if ordered is not None:
        return f"{ordered.group()}{subject}{clause[ordered.end() :]}"
    match = _PRONOUN.match(clause)
    if match is None:
        return f"{subject}{clause}"
    rest = clause[match.end() :]
    return f"{subject}{'的' if match.group(2) or kin_at_start(rest) or rest.startswith('家') else ''}{rest}"


def third_person(text: str) -> str:
    """The text with 用户 for the speaker: 我妈 -> 用户的妈, my dog -> 用户的 dog."""

    def named(match: re.Match[str]) -> str:
        said, own, of = match.group(1), match.group(2) or "", match.group(3) or ""
        rest = match.string[match.end() :]
        home = "家" if said.endswith("家") else ""
        return OWNER_SUBJECT + home + own + (of or ("的" if not home and kin_at_start(rest) else ""))

    text = _SELF.sub(named, text)
    for pattern, word in _ENGLISH_SELF:
        text = pattern.sub(word, text)
    return text


def first_noun(clause: str) -> str:
    """The first thing or being that a clause names, the speaker left aside; empty when it names none."""
    named = (word for word, tag in rjieba.tag(clause) if tag in ("n", "nr", "nrt", "nz", "eng") and len(word) > 1)
    return next((word for word in named if word != OWNER_SUBJECT), "")


def _only_sets_the_scene(before: str) -> bool:
    """Whether what stands before 我 is nothing but a time or an adverb."""
    return all(tag in _BEFORE_SELF_TAGS for _, tag in rjieba.tag(before))


def _opens_with_noun(clause: str) -> bool:
    return bool(_opening_noun(clause))


def _opening_noun(clause: str) -> str:
    """The noun phrase that the clause begins with, times left aside; empty when it begins otherwise."""
    words: list[str] = []
    tagged = rjieba.tag(clause)
    if _JUST.match(_WHEN.sub("", _DATE.sub("", clause))):
        return ""
    if _OPENS_WITH_VERB.match(clause) or _is_verb(tagged):
        return ""
    at = 0
    for word, tag in tagged:
        rest, at = clause[at:], at + len(word)
        if not words and (tag in _TIME_TAGS or word.isspace()):
            continue
        if words and _DATE_BEGINS.match(rest):
            break  # 王强1988年生的
        if words and word in ("我", "俺", "咱", "我们", "一共", "总共"):
            break  # 健身卡我升级了, 房贷一共三十年
        if tag in _SUBJECT_TAGS and word not in ("每年", "每天", "每周", "大家", "别人", "有人", "自己"):
            words.append(word)
            continue
        if words and tag in ("uj", "a", "b", "x", "m") and len(words) < 4:
            words.append(word)
            continue
        break
    return "".join(words).strip("的 ")


def _is_verb(tagged: list[tuple[str, str]]) -> bool:
    """Whether the first word that is no time is one character with 了, 过 or 着 behind it: a verb, whatever its tag."""
    said = [word for word, tag in tagged if tag not in _TIME_TAGS]
    return len(said) > 1 and len(said[0]) == 1 and said[1] in ("了", "过", "着")


def _name_after(rest: str) -> str:
    """A name that directly follows a word for a relative or acquaintance: 阿凯 in 同事阿凯对……"""
    tagged = rjieba.tag(rest[:8])
    if not tagged or rest.startswith(("的", "是", "叫", "姓", "在", "也", "对", "有", "和", "跟", "说", "过", "家")):
        return ""
    familiar = _FAMILIAR.match(rest)
    if familiar:
        return familiar.group()
    word, tag = tagged[0]
    if not rest[len(word) :].strip("了的啦"):
        return ""  # 升中班 of 「闺女升中班了」 is said of her
    return str(word) if tag in ("nr", "nrt", "nz", "eng") and 1 < len(word) <= 8 else ""
