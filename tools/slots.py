"""Slots: one name for one idea, and which of them hold one value at a time.

A slot is (subject, attribute). The model names both freely; here they become canonical, so that 名字, 姓名 and 叫 are
one and 我妈, 母亲 and 用户的妈妈 are one.
"""

import re

OWNER_SUBJECT = "用户"

_ALIASES: dict[str, tuple[str, ...]] = {
    "姓名": ("名字", "名", "叫", "全名", "真名", "大名", "name"),
    "生日": ("出生日期", "出生年月", "出生", "诞辰", "birthday"),
    "年龄": ("岁数", "年纪", "age"),
    "性别": ("gender",),
    "血型": ("blood type",),
    "现居地": ("住址", "地址", "居住地", "住处", "所在城市", "城市", "住", "address", "city", "residence"),
    "家乡": ("老家", "籍贯", "hometown"),
    "工作": ("职业", "职务", "岗位", "单位", "公司", "上班", "job", "work", "occupation"),
    "学校": ("年级", "学业", "就读", "school", "grade"),
    "手机号": ("手机", "手机号码", "电话", "电话号码", "phone"),
    "邮箱": ("电子邮件", "email", "e-mail"),
    "车牌号": ("车牌",),
    "身份证号": ("身份证", "证件号", "身份证号码"),
    "婚姻": ("婚姻状况", "婚否"),
    "生肖": ("属相", "属"),
    "过敏": ("allergy", "allergies"),
    "忌口": ("不能吃", "饮食", "饮食禁忌"),
    "喜欢": ("爱好", "偏好", "兴趣", "最喜欢", "喜好", "likes", "hobby"),
    "不喜欢": ("讨厌", "厌恶", "反感", "dislikes"),
    "期限": ("保修", "质保", "退换", "有效期", "warranty"),
    "关系": ("亲属", "家人", "亲友", "朋友", "relation"),
}
_CANONICAL = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases)}
SINGLE = frozenset(
    {
        "姓名",
        "生日",
        "年龄",
        "性别",
        "血型",
        "现居地",
        "家乡",
        "工作",
        "学校",
        "手机号",
        "体重",
        "身高",
        "鞋码",
        "邮箱",
        "车牌号",
        "身份证号",
        "婚姻",
        "星座",
        "生肖",
        "月薪",
        "年薪",
    }
)

_ATTRIBUTES = {name: name for name in SINGLE} | _CANONICAL
_ATTRIBUTE_WORDS = sorted((word for word in _ATTRIBUTES if len(word) > 1), key=len, reverse=True)

# What nobody changes: told otherwise, one of the two was a slip.
_FOR_LIFE = frozenset({"生日", "性别", "血型", "家乡", "星座", "生肖"})

_KIN: dict[str, tuple[str, ...]] = {
    "妈妈": ("妈", "母亲", "老妈", "娘", "mom", "mum", "mother"),
    "爸爸": ("爸", "父亲", "老爸", "爹", "dad", "father"),
    "丈夫": ("老公", "先生", "爱人", "husband"),
    "妻子": ("老婆", "太太", "媳妇", "媳妇儿", "wife"),
    "儿子": ("son",),
    "女儿": ("闺女", "daughter"),
    "孩子": ("小孩", "娃", "宝宝", "kid", "child"),
    "哥哥": ("哥", "大哥", "elder brother"),
    "弟弟": ("弟", "小弟", "younger brother"),
    "姐姐": ("姐", "大姐", "elder sister"),
    "妹妹": ("妹", "小妹", "younger sister"),
    "爷爷": ("祖父",),
    "奶奶": ("祖母",),
    "外公": ("姥爷",),
    "外婆": ("姥姥",),
    "男朋友": ("男友", "对象", "boyfriend"),
    "女朋友": ("女友", "girlfriend"),
    "前男友": ("前男朋友",),
    "前女友": ("前女朋友",),
    "前夫": (),
    "前妻": (),
    "表哥": (),
    "表弟": (),
    "表姐": (),
    "表妹": (),
    "堂哥": (),
    "堂弟": (),
    "堂姐": (),
    "堂妹": (),
    "舅舅": ("舅",),
    "舅妈": (),
    "姑姑": ("姑", "姑妈"),
    "姑父": (),
    "姨妈": ("姨", "阿姨", "小姨"),
    "姨父": (),
    "叔叔": ("叔",),
    "伯伯": ("伯父", "大伯"),
    "婶婶": (),
    "伯母": (),
    "老伴": ("老伴儿",),
    "岳父": ("丈人",),
    "岳母": ("丈母娘",),
    "公公": (),
    "婆婆": (),
    "嫂子": (),
    "姐夫": (),
    "妹夫": (),
    "弟媳": ("弟妹",),
    "大舅子": ("大舅哥", "内兄"),
    "小舅子": ("内弟", "妻弟"),
    "大姨子": ("大姨姐",),
    "小姨子": (),
    "大姑子": ("大姑姐",),
    "小姑子": (),
    "大伯子": ("大伯哥",),
    "小叔子": (),
    "连襟": (),
    "妯娌": (),
    "表叔": (),
    "表伯": (),
    "表姑": (),
    "表舅": (),
    "表姨": (),
    "堂叔": (),
    "堂伯": (),
    "堂姑": (),
    "堂舅": (),
    "堂姨": (),
    "表嫂": (),
    "堂嫂": (),
    "曾祖父": ("太爷爷", "太姥爷"),
    "曾祖母": ("太奶奶", "太姥姥"),
    "继父": ("后爸", "后爹"),
    "继母": ("后妈", "后娘"),
    "养父": (),
    "养母": (),
    "干爹": ("干爸",),
    "干妈": ("干娘",),
    "亲家公": (),
    "亲家母": (),
    "内侄": (),
    "内侄女": (),
    "儿媳": ("儿媳妇",),
    "女婿": (),
    "侄子": (),
    "侄女": (),
    "外甥": (),
    "外甥女": (),
    "孙子": (),
    "孙女": (),
    "外孙": (),
    "外孙女": (),
    "老板": ("领导", "上司", "boss"),
    "同事": ("colleague",),
    "老师": ("班主任", "teacher"),
    "同学": ("classmate",),
    "室友": ("roommate",),
    "朋友": ("friend",),
    "闺蜜": (),
    "邻居": ("neighbor",),
    "房东": (),
    "师傅": ("师父",),
    "导师": (),
    "徒弟": (),
    "客户": (),
    "医生": ("大夫",),
}
# Who is no relative: whoever has such a part may be another's successor in it.
ACQUAINTANCES = tuple(_KIN)[tuple(_KIN).index("老板") :]
_KIN_CANONICAL = {alias: name for name, aliases in _KIN.items() for alias in (name, *aliases)}
_KIN_WORDS = sorted(_KIN_CANONICAL, key=len, reverse=True)
_LONGEST_KIN = len(_KIN_WORDS[0])
# 二舅, 小儿子: of these there may be several, told apart by rank; 小哥, 小姐 and 大叔 are strangers.
_RANKED = re.compile(
    r"(?!小[哥姐]|大叔|[大小](?:舅|姨|姑|叔|伯)子)(?P<rank>[大二三四五六小])(?P<kin>舅舅?|舅妈|姑[姑妈父]?|姨[妈父]?|叔叔?|伯伯?|婶婶?|嫂子?|哥|姐夫?|弟|妹夫?|儿子|女儿|闺女|外甥女?|侄[子女]|孙[子女]|女婿|儿媳)"
)
# 老同事, 大学室友: of when one knows them says nothing of who they are.
_OF_WHEN = re.compile(
    r"(?:老|大学|高中|初中|中学|小学|研究生)的?(?P<kin>同事|同学|室友|朋友|邻居|领导|师傅|师父|老师|班主任)"
)
# 亲哥: a brother by blood is a brother.
_BY_BLOOD = re.compile(r"亲(?P<kin>哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|舅舅?|姑姑?|姨妈?|儿子|女儿|闺女)")
_OWNER_WORDS = (
    "我自己",
    "我本人",
    "本人",
    "自己",
    "我",
    "俺",
    "咱",
    "用户自己",
    "用户本人",
    "用户",
    "user",
    "i",
    "me",
    "the user",
)
_OWNER_PREFIX = re.compile(r"^(我们家|我家|我们|我|俺|咱家|咱们?|用户家|用户|my |our |the user's )(里|的|里的)?")


def canonical_attribute(name: str) -> str:
    """The one name of an attribute; an unknown one stays as it is."""
    name = name.strip().removesuffix("信息")
    return _CANONICAL.get(name.lower(), name)


def attribute_at_end(text: str) -> tuple[str, str] | None:
    """The word for an attribute that ends a text, 出生日期 of 「糖糖出生日期」, and its canonical form; one character is none."""
    lowered = text.lower()
    word = next((alias for alias in _ATTRIBUTE_WORDS if lowered.endswith(alias)), None)
    return (word, _ATTRIBUTES[word]) if word is not None else None


def canonical_subject(name: str) -> str:
    """The one name of a subject: 用户, 用户的妈妈, 用户的同事阿凯, or a name or thing as said."""
    name = name.strip().strip("的")
    if name.lower() in _OWNER_WORDS or not name:
        return OWNER_SUBJECT
    bare = _OWNER_PREFIX.sub("", name) or name
    kin = kin_path(bare)
    if kin is None:
        return bare
    word, canonical = kin
    return f"{OWNER_SUBJECT}的{canonical}{bare[len(word) :].strip(' 的')}"


def kin_at_start(text: str) -> tuple[str, str] | None:
    """The word for a relative or acquaintance that `text` begins with, and its canonical form."""
    lowered = text.lower()
    ranked = _RANKED.match(text)
    if ranked and ranked.group() not in _KIN_CANONICAL:
        return ranked.group(), f"{ranked['rank']}{_KIN_CANONICAL.get(ranked['kin'], ranked['kin'])}"
    of_when = _OF_WHEN.match(text)
    if of_when:
        return of_when.group(), _KIN_CANONICAL[of_when["kin"]]
    by_blood = _BY_BLOOD.match(text)
    if by_blood:
        return by_blood.group(), _KIN_CANONICAL[by_blood["kin"]]
    for word in _KIN_WORDS:
        if lowered.startswith(word) and not (word.isascii() and lowered[len(word) : len(word) + 1].isalpha()):
            return word, _KIN_CANONICAL[word]
    return None


def kin_path(text: str) -> tuple[str, str] | None:
    """The relative that `text` begins with, or the relative's relative, as said and by one name: 妈妈的姐姐 of 「老妈的姐姐」."""
    kin = kin_at_start(text)
    theirs = kin_path(text[len(kin[0]) + 1 :]) if kin is not None and text[len(kin[0]) :].startswith("的") else None
    return (f"{kin[0]}的{theirs[0]}", f"{kin[1]}的{theirs[1]}") if kin and theirs else kin


def kin_of(subject: str) -> tuple[str, str] | None:
    """The relative or acquaintance of the owner that a subject begins with; None for the owner, a thing or a mere name."""
    return kin_at_start(subject.removeprefix(f"{OWNER_SUBJECT}的"))


def kin_words() -> list[str]:
    """Every word for a relative or acquaintance, the longest first."""
    return list(_KIN_WORDS)


def kin_at_end(text: str) -> str:
    """The word for a relative or acquaintance that ends a text, 哥哥 of 「我爸的哥哥」; empty where none does."""
    tail = text[-_LONGEST_KIN:]
    return next((tail[at:] for at in range(len(tail)) if tail[at:].lower() in _KIN_CANONICAL), "")


def holds_one(attribute: str) -> bool:
    """Whether this attribute has one value at a time, so that a new value ends the old one."""
    return attribute in SINGLE or attribute.startswith("最喜欢的")


def may_change(attribute: str) -> bool:
    """Whether what is true of this attribute can stop being true."""
    return attribute not in _FOR_LIFE
