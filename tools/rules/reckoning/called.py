"""What somebody calls the user, or what the user is to them: the relation that is remembered, seen from the other side.

Source: 《现代汉语词典》 (7th edition), the entries of these words, as in tools/rules/kinship_table.py.
"""

import re
from collections.abc import Sequence
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.rules.kinship import OWNER, Bond, bonds
from tools.rules.kinship_table import CANONICAL, STEPS

_WHAT: Final = r"(?:什么|啥|谁|哪样)"
_WHO: Final = r"(?:那|那么|以后|将来|按辈分|论辈分|，)*(?:我家|我们家|咱家|我)?(?P<who>[^，。？?我你]{1,10}?)"
_CALLS: Final = re.compile(
    rf"{_WHO}(?:按辈分|论辈分|见了?[面我]|以后|平时|应该|应当|该|要|得|会|是)*"
    rf"(?:(?:管|把)我(?:叫|喊|称呼?)(?:做|作|为)?(?:一声)?{_WHAT}|(?:叫|喊|称呼)我(?:做|作|为|一声)?{_WHAT}|(?:怎么|如何|咋)(?:称呼|叫|喊)我)"
)
_IS: Final = re.compile(rf"我(?:是|算|算是){_WHO}的?{_WHAT}(?:人|亲戚|关系)?(?:[？?呢啊呀]|$)")
# What the one of a pair is to the other where the user is a man and where she is a woman.
_BACK: Final = {
    ("外甥", "外甥女"): ("舅舅", "姨妈"), ("儿子", "女儿"): ("爸爸", "妈妈"), ("孙子", "孙女"): ("爷爷", "奶奶"),
    ("外孙", "外孙女"): ("外公", "外婆"), ("曾孙", "曾孙女"): ("曾祖父", "曾祖母"), ("侄子", "侄女"): ("叔叔或伯伯", "姑姑"),
    ("舅舅", "舅妈", "姨妈", "姨父"): ("外甥", "外甥女"), ("叔叔", "伯伯", "婶婶", "伯母", "姑姑"): ("侄子", "侄女"),
    ("爷爷", "奶奶"): ("孙子", "孙女"), ("外公", "外婆"): ("外孙", "外孙女"), ("爸爸", "妈妈"): ("儿子", "女儿"),
    ("哥哥", "姐姐"): ("弟弟", "妹妹"), ("弟弟", "妹妹"): ("哥哥", "姐姐"), ("表哥", "表姐"): ("表弟", "表妹"),
    ("表弟", "表妹"): ("表哥", "表姐"), ("堂哥", "堂姐"): ("堂弟", "堂妹"), ("堂弟", "堂妹"): ("堂哥", "堂姐"),
    ("姐夫",): ("小舅子", "小姨子"), ("妹夫",): ("大舅子", "大姨子"), ("嫂子",): ("小叔子", "小姑子"),
    ("弟媳",): ("大伯子", "大姑子"), ("岳父", "岳母"): ("女婿", "女婿"), ("公公", "婆婆"): ("儿媳", "儿媳"),
}  # fmt: skip
_SEEN_BACK: Final = {word: back for words, back in _BACK.items() for word in words}
_OF_A_BROTHER: Final = {"哥哥": "叔叔", "弟弟": "伯伯"}
_A_MANS: Final = ("妻子", "岳父", "岳母", "大舅子", "小舅子", "大姨子", "小姨子")
_A_WOMANS: Final = ("丈夫", "公公", "婆婆", "大伯子", "小叔子", "大姑子", "小姑子")
_BEARS: Final = re.compile(rf"^{OWNER}[^，。的]{{0,6}}(?:怀孕|怀了|剖腹产|分娩|坐月子|月经|例假)")


def asks_what_called(query: str) -> bool:
    """Whether a question asks what somebody calls the user, or what the user is to them."""
    return bool(_CALLS.search(query) or _IS.search(query))


def called(query: str, memory: Memory) -> list[str]:
    """What the user is to whom a question names; empty where it is not known what they are to the user."""
    asked = _CALLS.search(query) or _IS.search(query)
    if asked is None:
        return []
    facts = memory.facts()
    known = [bond for fact in facts for bond in bonds(fact)]
    word, between = _relation(asked["who"].strip("的"), known)
    if word not in _SEEN_BACK:
        return []
    male, female = _SEEN_BACK[word]
    if (word in ("侄子", "侄女")) and between in _OF_A_BROTHER:
        male = _OF_A_BROTHER[between]
    sex = _sex(facts, known)
    if sex or male == female:
        return [f"{asked['who']}是用户的{word}，用户是{asked['who']}的{female if sex == '女' else male}"]
    return [f"{asked['who']}是用户的{word}，用户是男的就是{asked['who']}的{male}，是女的就是{female}"]


def _relation(who: str, known: Sequence[Bond]) -> tuple[str, str]:
    """What somebody is to the user, and by which relative of the user's, where one is named; both empty where unknown."""
    steps = [CANONICAL.get(step, "") for step in who.split("的")]
    if all(steps):
        word = steps[0]
        for step in steps[1:]:
            word = STEPS.get((word, step), "")
        return word, steps[0]
    relatives = {bond.person: bond.word for bond in known if bond.owner == OWNER}
    between = [bond.owner.removeprefix(f"{OWNER}的") for bond in known if bond.person == who and bond.owner != OWNER]
    by = next((CANONICAL.get(each) or relatives.get(each, "") for each in between), "")
    return relatives.get(who, ""), by


def _sex(facts: Sequence[Fact], known: Sequence[Bond]) -> str:
    """男 or 女 where it was told, or follows from a spouse, parents-in-law or a pregnancy; else empty."""
    for fact in reversed(facts):
        if fact.subject == OWNER and fact.attribute == "性别" and fact.value[:1] in ("男", "女"):
            return fact.value[:1]
        if _BEARS.match(fact.statement):
            return "女"
    words = {bond.word for bond in known if bond.owner == OWNER}
    words |= {CANONICAL.get(fact.subject.removeprefix(f"{OWNER}的"), "") for fact in facts}
    return "男" if words & set(_A_MANS) else "女" if words & set(_A_WOMANS) else ""
