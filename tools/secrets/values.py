"""The forms that a password takes in speech, and whether what stands somewhere is one: abc123, 「芝麻开门」, 六个八, 1 2 3 4.

What follows 密码是 may as well be a remark on it (密码是6位, my password is too short) or belong to something else.
"""

import re
from typing import Final

from tools.secrets.grammar import MEASURE, NOT_A_SECRET
from tools.secrets.spelling import HAN_DIGITS

_QUOTED: Final = re.compile(r"[「『“‘\"'`《](?P<value>[^「」『』“”‘’\"'`《》\n]{1,64})[」』”’\"'`》]")
_COUNTED: Final = re.compile(
    rf"(?P<value>(?:[两二三四五六七八九十2-9] ?个 ?[{HAN_DIGITS}0-9A-Za-z])++|(?:[左右][转到]?\d{{1,3}}[，, ]?){{2,}}+)(?![组位次])"
)
_SPELT: Final = re.compile(rf"(?P<value>[A-Za-z0-9{HAN_DIGITS}](?: [A-Za-z0-9{HAN_DIGITS}]){{2,}}+)(?![A-Za-z0-9])")
_HAN: Final = re.compile(
    rf"(?P<value>[A-Za-z@#._-]*+ ?[{HAN_DIGITS}两](?: ?[{HAN_DIGITS}两]){{1,}}+)(?![个位次年月天十百千万号])"
)
_SPACED: Final = re.compile(r"(?P<value>\d++(?:[ -]\d++)*+)(?![A-Za-z@#$%&*_=+^~]|!+[0-9A-Za-z@#$%&*_=+^~])")
_TOKEN: Final = re.compile(r"(?P<value>[!#-&*+0-9@-Z\\^_a-z|~][!-~]*+)")
_FORMS: Final = (_QUOTED, _COUNTED, _SPELT, _HAN, _SPACED, _TOKEN)
_MORE: Final = re.compile(r" [!-~]*\d[!-~]*+")  # tiger 2024
_CLOSING: Final = re.compile(r"[.,;:?)\]}\"'`]+$")
_SHORTEST: Final = 3

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.(?:com|cn|net|org|edu|gov|io|me)(?:\.cn)?|https?://.*", re.IGNORECASE)
_DATED: Final = re.compile(r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?|\d{1,2}[:/]\d{2}.*|1[3-9]\d{9}|v?\d+\.[\d.]+")
_DONE: Final = re.compile(r" ?(?:[才就又]?[改换设更到过]|changed|expire)")
_CLAUSE_END: Final = re.compile(
    r"[\"'`」』”’)）]*\s*(?:$|[，。！？；、,.!?;\n]|和|跟|或|以及|还有|了|啦|吧|吗|哦|啊|呢|别|不要|请|(?:and|or|but|so|for|on)\b)"
)

Span = tuple[int, int]


def value_at(text: str, at: int, *, is_said: bool, is_chinese_cue: bool) -> Span | None:
    """Where the value stands that begins at `at`; None where what stands there is none.

    Args:
        text: the levelled text.
        at: after the words that announce it.
        is_said: whether a verb or a sign announces it (密码是, password:) and not the mere name (密码 abc123).
        is_chinese_cue: whether the name is Chinese; then a Latin word after it is no part of the sentence.
    """
    for form in _FORMS:
        found = form.match(text, at)
        if found is None:
            continue
        start, end = found.span("value")
        if form is _TOKEN:
            end = _ended(text, start, end, is_said=is_said)
        if form in (_HAN, _SPELT) or _is_sure(text, start, end, form, is_said=is_said):
            return start, end
        if form in (_SPACED, _TOKEN) and is_value(text, start, end, is_said=is_said, is_chinese_cue=is_chinese_cue):
            return start, end
    return None


def _is_sure(text: str, start: int, end: int, form: re.Pattern[str], *, is_said: bool) -> bool:
    """Whether a quoted or counted value (六个零) is one: where it is announced, else where nothing follows a count."""
    if form is _QUOTED:
        return is_said or is_strong(text[start:end])
    return form is _COUNTED and (is_said or bool(_CLAUSE_END.match(text, end)))


def is_value(text: str, start: int, end: int, *, is_said: bool, is_chinese_cue: bool) -> bool:
    """Whether text[start:end] is a password rather than a number, date, address or word about it."""
    value = text[start:end]
    if len(value.replace(" ", "")) < _SHORTEST or value.lower() in NOT_A_SECRET or is_address(value):
        return False
    if _DATED.fullmatch(value) and (not is_said or _DONE.match(text, end)):
        return False
    if value.replace(" ", "").replace("-", "").isdigit():
        return not MEASURE.match(text, end)
    if is_strong(value):
        return True
    # A plain word is a password only where one is sure to follow: "is" or a colon before it, nothing after it.
    return bool(_CLAUSE_END.match(text, end)) and (is_said or (is_chinese_cue and len(value) > _SHORTEST))


def is_strong(value: str) -> bool:
    """Whether it looks like a password by itself: a digit or a sign in it."""
    return not re.sub(r"[-'.]", "", value).isalpha()


def is_address(value: str) -> bool:
    """Whether it is an e-mail or web address."""
    return bool(_ADDRESS.fullmatch(value))


def _ended(text: str, start: int, end: int, *, is_said: bool) -> int:
    """The end of a token: without closing punctuation, with a second piece that ends the clause and has a digit."""
    end -= len(text[start:end]) - len(_CLOSING.sub("", text[start:end]))
    more = _MORE.match(text, end) if is_said else None
    if more is None or text[start:end].lower() in NOT_A_SECRET or _DATED.fullmatch(more.group().strip()):
        return end
    longer = end + len(_CLOSING.sub("", more.group()))
    is_next = MEASURE.match(text, longer) or not _CLAUSE_END.match(text, longer)
    return end if is_next else longer
