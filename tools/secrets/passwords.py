"""Find passwords, PINs and one-time codes by the words that announce them: 密码是…, 验证码…, my password is ….

Source: a keyword, a sign of assignment and a value, as in detect-secrets' KeywordDetector; the cues and the grammar of
speech around them are ours.
"""

import re
from collections.abc import Iterator
from typing import Final

from tools.secrets.grammar import FILL, IS, THING, announced, word
from tools.secrets.secret import Kind, Secret
from tools.secrets.spelling import is_chinese, levelled
from tools.secrets.values import Span, is_address, is_strong, is_value, value_at

_PLACES: Final = "door|gate|alarm|safe|lock|garage|lockbox|house|building|office"
_PASSWORD: Final = r"密码|(?<!红包)(?<!淘)口令|授权码|解锁码|开门码|门禁码|密保答案|" + word(
    rf"pass ?(?:word|code|phrase)s?|passwd|pwd|pw|pin(?:码| (?:code|number))?|(?:{_PLACES}|unlock|entry|access) (?:pass)?code"
    rf"|(?:{_PLACES}|locker|vault) combination|code (?:for|to) (?:the|my|our) (?:[a-z]+ )?(?:{_PLACES})"
)
_CODE: Final = r"验证码|校验码|动态码|动态口令|恢复码|备用码|安全码|" + word(
    r"cvv2?|cvc2?|cvn2?|otp|(?:security|verification|auth(?:entication)?|2fa|login|one[- ]time|backup|recovery) (?:pass)?codes?"
)
_CUE: Final = rf"(?P<both>(?:[账帐][号户]|用户名|username|login)(?:和|/|&| and | )?)?+(?:(?P<code>{_CODE})|(?P<password>{_PASSWORD})){THING}"
_NOTE: Final = r"(?: ?[(（](?!已隐去|hidden)[^()（）\n]{0,12}+[)）])?+"
_HEAD: Final = re.compile(rf"{_CUE}{_NOTE}{FILL}(?P<is>{IS})?+(?:(?:老|旧|原来|以前|之前|新)的?|to )?+", re.IGNORECASE)
# Where no value comes at once, but one that looks like it before the clause ends: 密码是生日倒过来 215091.
_LATER: Final = re.compile(
    r"(?P<gap>(?:[^，。！？；（,.!?;(\n0-9A-Za-z]|(?<![!-~])[A-Za-z]{2,10}(?![!-~])){1,14}+(?:[，,] ?(?:现在|应该|还|就|都|大概|好像)*+(?:是|改成|换成|:|：) ?)?+)(?P<value>\d{4,12}+(?!\w)|(?=[A-Za-z!-~]{0,20}\d)(?=\d{0,20}[A-Za-z])[!-~]{6,64}+)"
)
_ANOTHER: Final = re.compile(
    r"手机|电话|[账帐]号|用户名|号码|卡号|尾号|[在于自到发]|忘|买|花|钱|价|楼|室|第|型号|版本|日期|生日是"
)
# What goes on from one value to another: abc123 或者 abc124, 从 abc123 改成了 abc124, abc123，不对，是 abc124.
_NEXT: Final = re.compile(
    r"[\"'`」』”’)）]?+ ?+(?:作废了?|不用了|不能用了|过期了)?+[，,。；; ]*+(?:不对|错了|说错了|哦不|no|sorry)?+[，,。！! ]*+"
    r"(?:新的?|现在|后来|原来的?|以前的?|另一个|备用的?)?+(?:密码)?+(?:应该)?+"
    r"(?:和|跟|或者?|还有|以及|、|/|是|[改换变](?:成|为|到)了?|(?:or|and|to)(?= )|->|→)[:： ]*+",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"[ ,，/、]++")  # 账号密码是 zhangsan abc123
_FROM: Final = re.compile(r" ?(?:从|由|from ) ?", re.IGNORECASE)
_BEFORE_CUE: Final = re.compile(
    r"(?P<value>[!-~]{3,40}+)(?: ?(?:就|才|也)?(?:是|作为|当作?|做|作)(?:[\u4e00-\u9fff ](?<![过改忘输换不])|[A-Za-z]{2,12}){0,12}?"
    rf"| (?:is|was|as|for) (?:my|the|our|his|her) (?:[a-z]+ ){{0,3}}?){_CUE}(?= ?(?:$|[，。！？；、,.!?;)）\n]|了|吧|哦|啊|呢|和|and\b))",
    re.IGNORECASE,
)


def passwords(text: str) -> Iterator[Secret]:
    """Give the passwords and codes that are announced as such; they may overlap."""
    plain = levelled(text)
    for head in announced(_HEAD, plain):
        yield from _values(plain, head)
    for found in _BEFORE_CUE.finditer(plain):
        if is_strong(found["value"]) and not is_address(found["value"]):
            yield Secret(found.start("value"), found.end("value"), _kind(found), found["value"], named=True)


def _kind(found: re.Match[str]) -> Kind:
    return "code" if found["code"] else "password"


def _values(text: str, head: re.Match[str]) -> Iterator[Secret]:
    """The value after the cue, and those that go on from it."""
    source = _FROM.match(text, head.end())
    at = source.end() if source else head.end()
    is_said = bool(head["is"]) or source is not None
    span = value_at(text, at, is_said=is_said, is_chinese_cue=is_chinese(head.group())) or _later(text, head)
    while span is not None:
        yield Secret(*span, _kind(head), text[slice(*span)], named=True)
        goes_on = _NEXT.match(text, span[1]) or (_BESIDE.match(text, span[1]) if head["both"] else None)
        span = value_at(text, goes_on.end(), is_said=True, is_chinese_cue=True) if goes_on else None


def _later(text: str, head: re.Match[str]) -> Span | None:
    """Where a value stands that is parted from its cue by a remark on it."""
    found = _LATER.match(text, head.end(_kind(head)))
    if found is None or not is_chinese(found["gap"]) or _ANOTHER.search(found["gap"]):
        return None
    start, end = found.span("value")
    return (start, end) if is_value(text, start, end, is_said=False, is_chinese_cue=True) else None
