"""Find access keys, tokens, private keys and recovery phrases.

Source: forms of tokens from gitleaks' default rules and detect-secrets' plugins (MIT, Apache-2.0); Aliyun's and Tencent
Cloud's from their documentation; entropy as in detect-secrets' HighEntropyStrings; lengths of phrases from BIP-39.
"""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2
from typing import Final

from tools.secrets.grammar import FILL, IS, announced, vocabulary, word
from tools.secrets.secret import Secret
from tools.secrets.spelling import is_chinese, levelled

_FORMS: Final = re.compile(
    r"-----BEGIN (?P<head>[A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?)-----[\s\S]*?(?:-----END (?P=head)-----|$)"
    r"|(?<![A-Za-z0-9_-])(?:"
    r"(?:sk|rk|pk)[-_](?:[A-Za-z0-9]+[-_]){0,3}+[A-Za-z0-9_-]{16,}"
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|dt|rt)-[A-Za-z0-9_-]{16,}"
    r"|(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}|LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{13,}|AIza[A-Za-z0-9_-]{30,}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}"
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"
    r"|eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*)"
)
_IN_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]{1,15}://[^\s:/@]{1,64}:(?P<value>[^\s:/@]{1,64})@", re.IGNORECASE)
_CUE: Final = r"[密秘]钥|私[钥匙]|令牌|激活码|" + word(
    r"tokens?|(?:api|app|access|secret|private|client|licen[cs]e|auth|encryption|signing)[ _-]?(?:key|secret|token)(?:[ _-]?id)?|secret|bearer|[as]k(?![-_])|key"
)
_ANNOUNCED: Final = re.compile(
    rf"(?:{_CUE}){FILL}(?P<is>{IS})?+[\"'`“「]?(?P<value>[A-Za-z0-9+/_.~-]{{8,}}+=*+)", re.IGNORECASE
)
_NAMED: Final = re.compile(rf"(?:{_CUE}){FILL}(?:{IS})?+$", re.IGNORECASE)
_NEAR: Final = 24
_LONG: Final = 16
_RANDOM: Final = 3.0  # bits a character; English words and repeated letters are below, random hexadecimal digits above

_PHRASE_CUE: Final = r"助记词|" + word(
    r"(?:seed|recovery|mnemonic|backup|secret recovery)[ -](?:phrase|words?)|mnemonics?|passphrase"
)
_BETWEEN: Final = r"[\s,，、]{1,3}(?:\d{1,2}[.)、:]? ?)?"
_PHRASE: Final = re.compile(
    rf"(?P<cue>{_PHRASE_CUE}){FILL}(?:{IS})?+[\"'`“「]?(?:\d{{1,2}}[.)、:]? ?)?"
    rf"(?P<value>[A-Za-z]{{3,8}}(?:{_BETWEEN}[A-Za-z]{{3,8}}(?![A-Za-z'])){{2,23}}+|[\u4e00-\u9fff](?:[ ,，、][\u4e00-\u9fff](?![\u4e00-\u9fff])){{11,23}}+)",
    re.IGNORECASE,
)
# Fewer words are a sentence about the phrase, unless they stand in a Chinese one, or are the choice of its owner.
_FEWEST: Final = {"seed": 12, "chinese": 6, "own": 3}
# Words of sentences, none of them in BIP-39's list.
_PROSE: Final = vocabulary(
    "the and for from are was were has have had been not but his her its our their your into which because should"
)
_REMARKS: Final = vocabulary("too very really quite pretty long weak strong wrong easy hard written stored saved")


def keys(text: str) -> Iterator[Secret]:
    """Give the keys and tokens that are known by their form, or are announced and look random."""
    for found in _FORMS.finditer(text):
        is_named = bool(_NAMED.search(text, max(0, found.start() - _NEAR), found.start()))
        yield Secret(found.start(), found.end(), "key", found.group(), named=is_named)
    for found in _IN_ADDRESS.finditer(text):
        yield Secret(found.start("value"), found.end("value"), "password", found["value"], named=False)
    for found in announced(_ANNOUNCED, levelled(text)):
        value = found["value"].rstrip(".")
        if _is_random(value, is_said=bool(found["is"])):
            start = found.start("value")
            yield Secret(start, start + len(value), "key", value, named=True)


def phrases(text: str) -> Iterator[Secret]:
    """Give the phrases that recover a wallet or open a key, where they follow their name."""
    for found in announced(_PHRASE, levelled(text)):
        words = re.findall(r"[A-Za-z]+", found["value"])
        fewest = "own" if found["cue"].lower() == "passphrase" else "chinese" if is_chinese(text) else "seed"
        prose = _REMARKS | _PROSE if fewest == "own" else _PROSE
        is_sentence = any(each.lower() in prose for each in words)
        if not words or (len(words) >= _FEWEST[fewest] and not is_sentence):
            yield Secret(found.start("value"), found.end("value"), "phrase", found["value"], named=True)


def entropy(value: str) -> float:
    """Shannon entropy in bits a character."""
    return -sum(n / len(value) * log2(n / len(value)) for n in Counter(value).values())


def _is_random(value: str, *, is_said: bool) -> bool:
    if not any(c.isdigit() for c in value) or not any(c.isalpha() for c in value):
        return False
    return entropy(value) >= _RANDOM if len(value) >= _LONG else is_said
