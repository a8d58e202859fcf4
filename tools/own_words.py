"""Which words of an utterance are the speaker's own: not what they quote, paste, or hand over to be worked on.

An order in a letter that the user wants translated is not the user's order.
"""

import re
from typing import Final

_WORK: Final = (
    r"翻译|译成|译为|总结|概括|摘要|归纳|改写|润色|校对|改错|朗读|复述|续写|分析|解释|看看|读一?[下遍]|念一?[下遍]|"
    r"\b(?:translate|summari[sz]e|proofread|rewrite|paraphrase|explain|analy[sz]e|read (?:out|aloud)|repeat)\b"
)
_REPORT: Final = (
    r"写着|写道|写的是|写了|发来|收到|转发|内容|原文|原话|消息|短信|邮件|信里|群里|笔记|备忘|通知|公告|广告|提示|指令|标题|文档|网页|文件|"
    r"截图|屏幕|弹窗|评论|台词|歌词|(?<!我)(?<!我[跟和对][你您])[说讲喊](?:的?是|了|道)?$|"
    r"\b(?:says?|said|reads?|wrote|writes|messages?|e-?mails?|notes?|text(?:ed|s)?|documents?|web ?pages?|page|quotes?|sign|letter|system)\b"
)
_COLON: Final = re.compile(r"[：:](?!\d)")
_ABOUT_WORK: Final = re.compile(_WORK, re.IGNORECASE)
_ABOUT_OTHERS: Final = re.compile(f"{_WORK}|{_REPORT}", re.IGNORECASE)
_SENTENCE_START: Final = re.compile(r"[。！？!?；;\n，,]")
_LONGEST_LEAD: Final = 40  # characters before the colon that may say what follows

_FENCED: Final = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|^[ \t]*[>＞].*$", re.DOTALL | re.MULTILINE)
_QUOTED: Final = re.compile(
    r"“[^”]*(?:”|\Z)|「[^」]*(?:」|\Z)|『[^』]*(?:』|\Z)|《[^》]*》|【[^】]*】|\"[^\"]*(?:\"|\Z)|‘[^’]*’"
)
# Calls as ReAct, Qwen-Agent and Harmony write them; a tag with what it encloses, an object of JSON, and a lone tag.
_MARKED: Final = re.compile(
    r"(?:^|(?<=\n))\s*(?:Thought|Action|Action Input|Observation)\s*:[^\n]*|\u273f\w+\u273f:[^\n]*|\bto=functions\.[^\n]*|"
    r"<(?P<tag>[|a-z_][\w|:.-]*)(?:\s[^<>]*)?>.*?(?:</(?P=tag)>|\Z)|[{\[]\s*[\"'{].*[}\]]|</?[|a-z_][\w|:.-]*(?:\s[^<>]*)?>",
    re.DOTALL | re.ASCII | re.IGNORECASE,
)


def own_words(said: str) -> str:
    """The words without quotations, reports of what others say or write, pasted blocks and marked-up text."""
    return _cut(_QUOTED.sub(" ", _MARKED.sub(" ", _FENCED.sub(" ", said))), _ABOUT_OTHERS)


def without_material(said: str) -> str:
    """The words without marked-up text, and what the speaker hands over to be translated, summed up or otherwise worked on."""
    return _cut(_MARKED.sub(" ", _FENCED.sub(" ", said)), _ABOUT_WORK)


def _cut(text: str, lead: re.Pattern[str]) -> str:
    """The text up to the first colon whose lead announces foreign words; after it all is theirs, however long."""
    for colon in _COLON.finditer(text):
        before = text[max(0, colon.start() - _LONGEST_LEAD) : colon.start()]
        if lead.search(_SENTENCE_START.split(before)[-1].strip()):
            return text[: colon.start()]
    return text
