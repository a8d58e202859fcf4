"""A clause that only names what the next one is about: 「老家院门那把备用钥匙，我压在……」, 「户口本、结婚证这些，都锁在……」."""

import re
from typing import Final

import rjieba

from tools.slots import kin_at_start

_PARTICLE: Final = re.compile(r"[吧呢嘛啊呀哈]+$")
_MEASURES: Final = "个把台辆张件条本间块份部套只双盏幅副顶床扇口根座颗款架头匹瓶盒箱包袋桶罐壶杯碗棵盆株束串枚支枝片团册卷封篇首家栋幢层处所节班趟笔种样"
# 那把, 这台, 那几本, or 的 before a noun: a definite thing, whatever the tagger takes the measure word for.
_DEFINITE: Final = re.compile(
    rf"(?:[这那](?:几|两|三|四|一)?[{_MEASURES}]|[这那]些|的)(?P<head>[\u4e00-\u9fffA-Za-z0-9]{{1,8}})$"
)
# 「自行车，山地的那辆，……」: which one it is.
_APPOSED: Final = re.compile(rf"^[^，。我]{{0,8}}[这那](?:几|两|一)?[{_MEASURES}]$")
_LISTED: Final = re.compile(r"、|(?:这些|那些|这俩|什么的|之类的?)$")
_PREDICATES: Final = re.compile(r"[是有没不在了着过就都也很叫姓]")
_NOMINAL: Final = ("n", "ns", "nt", "nz", "nrt", "l", "j", "eng", "vn", "an")
_BESIDE: Final = (*_NOMINAL, "nr", "uj", "b", "f", "s", "t", "m", "q", "r", "x", "p")
_CODE: Final = re.compile(r"[A-Za-z0-9]$")  # 「型号HL-1208」 says what it is
_SPEAKER: Final = re.compile(r"[我俺咱]们?的?")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def is_topic(text: str, comment: str) -> bool:
    """Whether a clause is a mere noun phrase that the next, which must say something of it, takes for its topic.

    A relative alone, before a clause about the speaker, is who is spoken to: 「老公，我在加班」.
    """
    said = _PARTICLE.sub("", text)
    if len(said) < 2 or not _HAN.search(said) or not _HAN.search(comment):
        return False
    if names_only(comment) and not _APPOSED.match(comment):
        return False
    bare = _SPEAKER.sub("", said, count=1) if _SPEAKER.match(said) else said
    kin = kin_at_start(bare)
    if kin is not None and kin[0] == bare:
        return not _SPEAKER.search(comment)
    return names_only(said)


def names_only(text: str) -> bool:
    """Whether it names a thing and says nothing of it; a person's name alone, or a time, is none."""
    definite = _DEFINITE.search(text)
    if definite is not None:
        return not _PREDICATES.search(definite["head"]) and _only_tells_which(
            text[: definite.start()], definite.group()
        )
    if _PREDICATES.search(text) or _SPEAKER.match(text) or _CODE.search(text):
        return False
    tagged = rjieba.tag(text)
    return bool(_LISTED.search(text)) or (tagged[-1][1] in _NOMINAL and all(tag in _NOMINAL for _, tag in tagged))


def _only_tells_which(before: str, definite: str) -> bool:
    """Whether what stands before a definite thing only tells which: 去年买(的那台), 我妈(的……), and not 我租了套朝北(的……)."""
    tags = [tag for _, tag in rjieba.tag(before.removesuffix("的"))]
    if _PREDICATES.search(before) or not all(tag in (*_BESIDE, "v") for tag in tags):
        return False
    of_verb = definite.startswith("的") or before.endswith("的")
    return "v" not in tags or (of_verb and tags.index("v") == len(tags) - 1)
