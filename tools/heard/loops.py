"""What a speech model makes up where it hears nothing: the same words over and over, and the credits of subtitles."""

import re
from typing import Final

_PHRASE: Final = re.compile(r"(?P<words>[^\d\s，。！？、,.]{2}[^\d]{0,28}?)(?:[\s，。！？、,.]*(?P=words)){3,}")
_LONG_PHRASE: Final = re.compile(r"(?P<words>[^\d\s，。！？、,.]{2}[^\d]{4,28}?)(?:[\s，。！？、,.]*(?P=words)){2,}")
_SYLLABLE: Final = re.compile(r"(?P<words>[^\d\s\W])(?P=words){7,}")
_NUMERAL: Final = re.compile(r"[零〇一二两三四五六七八九十百千万幺]+")
# Chinese subtitles end with these, so that Whisper ends silence with them.
_CREDITS: Final = re.compile(
    r"[^，。！？\s]*(?:明镜与点点栏目|Amara\.?org|字幕志愿者|字幕组|字幕[由制]|(?:请不吝|欢迎)点赞)[^。！？]*[。！？]?",
    re.IGNORECASE,
)
_FEW: Final = 3


def without_loops(text: str) -> str:
    """The text with words that repeat more often than anybody says them left once, and without subtitles' credits."""
    while True:
        cut = _SYLLABLE.sub(lambda loop: loop.group() if _counts(loop) else loop["words"] * _FEW, text)
        for pattern in (_PHRASE, _LONG_PHRASE):
            cut = pattern.sub(lambda loop: loop.group() if _counts(loop) else loop["words"], cut)
        cut = _CREDITS.sub("", cut).strip()
        if cut == text:
            return text
        text = cut


def _counts(loop: re.Match[str]) -> bool:
    """Whether it is a number: 88888888 and 八八八八 are said as often as they are."""
    return bool(_NUMERAL.fullmatch(loop["words"]))
