"""Punctuation as Chinese is written: full width beside 汉字, and no spaces among them."""

import re
from typing import Final

_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff"
_FULL: Final = str.maketrans(",.?!:;()", "，。？！：；（）")
_HALF_WIDTH: Final = re.compile(
    rf"(?<=[{_HAN}”》）%])[,.?!:;()](?!\d)|(?<=[{_HAN}])[,.?!:;()]|[,?!:;()](?=[{_HAN}])|(?<=\d)\.(?=$|[{_HAN}])"
)
_DOTS: Final = re.compile(rf"(?<=[{_HAN}])\s*(?:\.{{2,}}|。{{2,}}|…+)")
_MARKS: Final = "，。？！：；、…"
_BESIDE_MARK: Final = re.compile(rf"\s+(?=[{_MARKS}])|(?<=[{_MARKS}])\s+")
# Whisper leaves a gap where a clause ends when it sets no marks at all.
_CLAUSE_GAP: Final = re.compile(rf"(?<=[{_HAN}]{{4}})\s+(?=[{_HAN}]{{4}})")
_GAP: Final = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}\d])|(?<=[\d%])\s+(?=[{_HAN}])")
_DOUBLED: Final = re.compile(rf"([，。？！：；、])\1+|，(?=[。？！；])|^[{_MARKS}\s]+")


def punctuated(text: str) -> str:
    """The text with its marks at full width where they stand beside 汉字, and without spaces there. Idempotent.

    Marks are not made up: where none were heard, only a gap between clauses becomes a comma.
    """
    text = " ".join(text.split())
    text = _HALF_WIDTH.sub(lambda mark: mark.group().translate(_FULL), _DOTS.sub("……", text))
    if not any(mark in text for mark in _MARKS):
        text = _CLAUSE_GAP.sub("，", text)
    return _DOUBLED.sub(r"\1", _GAP.sub("", _BESIDE_MARK.sub("", text)))
