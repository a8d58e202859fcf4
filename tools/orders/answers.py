"""What the owner answers when asked back: yes, no, or which of several."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from store.facts import Fact
from tools.secrets import is_latin
from tools.wording import content, plain

_SOFT: Final = r"(?: ?(?:了|吧|的|啊|呀|哈|啦|呢|哦|谢谢你?|please|thanks|thank you))*"
_GO: Final = r"(?:忘掉|忘记|忘|删掉|删除|删|抹掉|抹去|抹除|抹|清除|清掉|销毁)"
_YES: Final = re.compile(
    rf"(?:嗯+|是|是的|对|对的|没错|好|好的|行|可以|我?(?:很|已经|非常|再次)?(?:确认|确定|肯定|同意)|没问题|就这样|"
    rf"(?:确认|确定|那|就|请|都|全部?|彻底|永久)*{_GO}(?:它们?)?(?:掉)?|yes|yeah|yep|sure|ok(?:ay)?|confirm(?:ed)?|i'?m sure|do it|go ahead|"
    rf"(?:erase|delete|remove) (?:it|them|all)(?: permanently)?){_SOFT}",
    re.IGNORECASE,
)
_UNCLEAR: Final = re.compile(rf"嗯+{_SOFT}")
_NO: Final = re.compile(
    rf"(?:算了|不|不是|不用|不要|别|取消|不{_GO}|别{_GO}|不要{_GO}|先?(?:不|别){_GO}|先不|不了|先留着|(?:还是|就|都|全)*(?:都|全)?留着|都不是|都不要{_GO}|都别{_GO}|"
    rf"(?:我)?(?:再)?(?:想想|考虑考虑|考虑一下)|反悔|后悔|等等|等一下|慢着|no|nope|cancel|never ?mind|stop|keep (?:it|them|all)|none(?: of them)?|don'?t){_SOFT}",
    re.IGNORECASE,
)
_ALL: Final = re.compile(
    rf"(?:把|那|就|请|给我|帮我)*(?:它们|这些|那些|这?(?P<count>\d+|[两二三四五六七八九十])[条个])?(?:都|全都|全部都?|全|统统|所有的?|通通)(?:是|要|给我|帮我)*{_GO}?(?:它们)?(?:掉|了)?{_SOFT}|"
    rf"{_GO}?(?:掉)?(?:全部|所有的?|这些|那些|它们)(?:都)?{_SOFT}|(?:forget |delete |erase )?(?:all|both|everything|all of them|both of them|them all){_SOFT}",
    re.IGNORECASE,
)
_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = rf"(?:\d{{1,2}}|[{_DIGITS}])"
_WHICH: Final = (
    rf"(?:第|number |no\.? ?|the )?(?:{_NUMBER}|first|second|third|fourth|fifth|last|最后一?)(?:[条个项号]| one)?"
)
_NUMBERS: Final = re.compile(
    rf"(?:是|就是|就|要|把|请|那|只|只要|我说的是|确认|确定|忘掉|忘记|删掉|删除|彻底|永久|抹掉|抹去|forget|delete|erase|only| )*(?P<which>{_WHICH}(?:(?:、|和|跟|与|还有|及|,|，| and | ){{1,2}}{_WHICH})*)"
    rf"(?:都|也|就|要|给我|帮我|彻底)*{_GO}?(?:掉)?{_SOFT}",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    rf"(?:除了|除)(?P<which>{_WHICH})(?:以外|之外|外)?(?:其他|其余|别的|剩下)?(?:的)?(?:都|全)?{_GO}?(?:掉)?{_SOFT}"
)
_EACH: Final = re.compile(rf"\d{{1,2}}|最后一?|[{_DIGITS}]|first|second|third|fourth|fifth|last", re.IGNORECASE)
_ORDINALS: Final[dict[str, int | None]] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": None,
    "最后": None,
    "最后一": None,
}
_NAMING: Final = re.compile(
    rf"(?:不是.+?)?(?:我说的?是|我是说|我指的是|是|就是|要|就|忘掉|忘记|删掉|删除|把|the (?:one|entry) (?:about|with))*(?P<words>.+?)"
    rf"(?P<tail>(?:的)?(?:那|这)[条个件]|的)?(?:都|就|给我)*{_GO}?(?:掉)?{_SOFT}",
    re.IGNORECASE,
)
_POINTS: Final = re.compile(
    r"^(?:是|就是|我说的?是|我是说|我指的是|the (?:one|entry) )|(?:那|这)[条个件]|的$", re.IGNORECASE
)
_LONGEST: Final = 40  # characters of an answer; what is longer tells something of its own


def agrees(said: str) -> bool:
    """Whether it is a yes and nothing else; a mere 嗯 is none."""
    parts = _parts(said)
    return bool(parts) and all(_YES.fullmatch(part) for part in parts) and not all(map(_UNCLEAR.fullmatch, parts))


def declines(said: str) -> bool:
    """Whether it is a no."""
    parts = _parts(said)
    return (
        bool(parts)
        and bool(_NO.fullmatch(parts[0]))
        and all(_NO.fullmatch(each) or _YES.fullmatch(each) for each in parts)
    )


def may_answer(said: str) -> bool:
    """Whether it could be an answer at all, whatever was asked; cheap, for most of what is said is none."""
    answer = said.strip(" 。！!.")
    if not answer or len(answer) > _LONGEST:
        return False
    named = any(form.fullmatch(answer) for form in (_ALL, _BUT, _NUMBERS)) or bool(_POINTS.search(answer))
    return named or agrees(said) or declines(said)


def chosen(said: str, listed: Sequence[Fact]) -> list[Fact] | None:
    """Which of the facts that were listed, numbered from 1, an answer names; None where it names none of them."""
    answer = said.strip(" 。！!.")
    if len(answer) > _LONGEST or answer.endswith(("？", "?")):
        return None
    every = _ALL.fullmatch(answer)
    if every is not None:
        return list(listed) if every["count"] is None or _number(every["count"]) == len(listed) else None
    but = _BUT.fullmatch(answer)
    named = but or _NUMBERS.fullmatch(answer)
    if named is not None:
        places = list(_places(named["which"], len(listed)))
        if not places or any(not 0 <= place < len(listed) for place in places):
            return None
        return [fact for place, fact in enumerate(listed) if (place in places) != bool(but)] or None
    return _named(answer, listed)


def _parts(said: str) -> list[str]:
    whole = said.strip(" 。！!.")
    if whole.endswith(("？", "?")):
        return []
    return [
        part.strip()
        for part in re.split(r"[，,。！!；;\s]+(?![a-z])" if is_latin(said) else r"[，,。！!；;\s]+", whole)
        if part
    ]


def _places(which: str, count: int) -> Iterator[int]:
    """The places that number words give, from 0."""
    for word in _EACH.findall(which):
        number = _number(word.lower())
        yield count - 1 if number is None else number - 1


def _number(word: str) -> int | None:
    """The number that a word says; None for the last, whichever it is."""
    if word in _ORDINALS:
        return _ORDINALS[word]
    return int(word) if word.isdigit() else f"零{_DIGITS}".index(word.replace("两", "二"))


def _named(answer: str, listed: Sequence[Fact]) -> list[Fact] | None:
    """The one fact, and no other, that holds the words of 「是车牌那条」."""
    found = _NAMING.fullmatch(answer)
    if found is None or not _POINTS.search(answer):
        return None
    words = plain(content(found["words"]))
    fitting = [
        fact
        for fact in listed
        if words and words in plain(f"{fact.subject}{fact.attribute}{fact.value}{fact.statement}")
    ]
    return fitting if len(fitting) == 1 else None
