"""Find the numbers of passports, driving licences and other papers by the words that announce them.

Source: forms of numbers from the National Immigration Administration (passport E/G/D/S/P, permits C and H), the Hong Kong
Immigration Department, and Microsoft Presidio's country-specific recognizers.
"""

import re
from collections.abc import Iterator
from typing import Final

from tools.secrets.checksums import is_date
from tools.secrets.grammar import FILL, IS, MEASURE, announced, word
from tools.secrets.secret import Kind, Secret
from tools.secrets.spelling import levelled

_NUMBER: Final = r"(?:(?:号码|编号|号|[ .](?:number|no\.?|#)))?"
_PAPERS: Final[tuple[tuple[Kind, str, str], ...]] = (
    ("passport", rf"护照{_NUMBER}|" + word(rf"passport{_NUMBER}"), r"[A-Z]{0,2}[0-9]{7,9}"),
    (
        "licence",
        rf"(?:驾驶证|驾照|行驶证)(?:档案)?{_NUMBER}|" + word(rf"driv(?:er'?s|ing) licen[cs]e{_NUMBER}"),
        r"[A-Z]{0,2}[0-9]{6,18}X?",
    ),
    (
        "permit",
        rf"(?:通行证|回乡证|台胞证|居住证|永居证|军官证|社保卡?|社会保障|医保卡?|公积金账?){_NUMBER}|社会保障号码?",
        r"[A-Z]{0,2}[0-9]{7,18}X?",
    ),
    ("identity", r"身[份分][证證]" + _NUMBER + "|" + word("hkid"), r"[A-Z]{1,2}[0-9]{6,9}(?:\([0-9A]\))?"),
    ("identity", word(rf"ssn|social security{_NUMBER}"), r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}"),
    ("account", word("iban"), r"[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{2,4}){3,8}"),
)
_PATTERNS: Final = [
    (kind, re.compile(rf"(?:{cue}){FILL}(?:{IS})?+(?P<value>{form})(?![0-9A-Za-z])", re.IGNORECASE))
    for kind, cue, form in _PAPERS
]


def documents(text: str) -> Iterator[Secret]:
    """Give the numbers of papers that are announced as such; a date after them is no number (护照 20301231 到期)."""
    plain = levelled(text)
    for kind, pattern in _PATTERNS:
        for found in announced(pattern, plain):
            value = found["value"]
            if (len(value) == 8 and is_date(value)) or MEASURE.match(plain, found.end()):
                continue
            yield Secret(found.start("value"), found.end("value"), kind, re.sub(r"\W", "", value).upper(), named=True)
