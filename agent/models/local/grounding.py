"""Whether an answer about the user rests on what is known: names and numbers that stand nowhere were made up."""

import re
from typing import Final

import rjieba

from tools.clauses import clauses
from tools.standing import WHETHER_TO, wavers
from tools.when import whole
from tools.wording import plain

_OWN: Final = re.compile(r"我(?!们?国)|\b(my|me|i)\b", re.IGNORECASE)
# What one asks of one's own people without saying whose they are.
_OF_KIN: Final = re.compile(
    r"^(前男友|前女友|前任|前夫|前妻|老公|丈夫|老婆|妻子|媳妇|爸|妈|爷爷|奶奶|姥姥|姥爷|外公|外婆|儿子|女儿|闺女|孩子|哥哥|姐姐|弟弟|妹妹|老板|同事|室友|邻居|房东)"
)
# What one asks of oneself without saying so.
_OF_A_TRAIT: Final = re.compile(r"^[^，。他她它的谁]{0,6}(属相|生肖|星座|血型|车牌号?|手机号|身份证号?|工号|学号)")
_FOR_ADVICE: Final = re.compile(
    rf"怎么办|怎么处理|建议|应该|喝得|吃得|推荐|注意什么|提个?醒|[订买吃点选去喝]哪|哪[个样种家款](?:更|比较)?[好合值]|如何|行吧|好吗|帮我|来一?[份杯点碗]|点[一个]?[份杯]|{WHETHER_TO}"
)
_TELL: Final = re.compile(r"^(请|再|先|那)*(报|说|告诉我|讲|列|念)")
_NUMBER: Final = re.compile(r"\d+")
_CALLED: Final = re.compile(r"(?:叫做?|名叫|名字是|姓)([^\s，。！？的了“”「」]{2,8})")
_HAN_NUMBER: Final = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_TRANSLATED: Final = re.compile(r"\b[A-Z][a-z]{2,}")
_NAME_TAGS: Final = ("nr", "nrt", "ns", "nt", "nz")
_COMMON: Final = ("塞巴斯蒂安", "中国", "中文")


def asks_of_self(said: str) -> bool:
    """Whether the words ask for something about the speaker that only memory can tell."""
    asked = [clause.text for clause in clauses(said) if clause.act == "ask" or _TELL.search(clause.text)]
    return any(
        (_OWN.search(text) or _OF_KIN.search(text) or _OF_A_TRAIT.search(text)) and not asks_for_advice(text)
        for text in asked
    )


def asks_for_advice(said: str) -> bool:
    """Whether the words ask what to do, or whether to."""
    return bool(_FOR_ADVICE.search(said)) or wavers(said)


def unfounded(reply: str, known: str) -> bool:
    """Whether a reply gives a number or a name that occurs nowhere in what is known."""
    ground = plain(known)
    counted = {int(n) for n in _NUMBER.findall(known)} | {whole(n) for n in _HAN_NUMBER.findall(known)}
    numbers = [int(n) for n in _NUMBER.findall(reply)]
    if _TRANSLATED.search(known):  # 杭州 for Hangzhou
        return any(each not in counted for each in numbers)
    names = [word for word, tag in rjieba.tag(reply) if tag in _NAME_TAGS and len(word) > 1 and word not in _COMMON]
    names += [name[:2] for name in _CALLED.findall(reply) if not name.startswith(("什么", "啥"))]
    return any(each not in counted for each in numbers) or any(plain(each) not in ground for each in names)
