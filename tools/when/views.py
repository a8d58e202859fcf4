"""The point of view at each place of a text: whether a clause speaks of the past, of a habit, of a birthday."""

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tools.when.mention import View
from tools.when.tense import Tense, clauses, guess_tense, last_past

_YEARLY = re.compile(
    r"生日|出生|生于|(?<![发产学先医陌滋催养])生的|生人|生辰|属相|忌日|纪念日|诞辰|\bbirthday|\banniversary|\bborn\b",
    re.I,
)
_GOES_ON = re.compile(r"\s?(?:就?[是在为]|阳历|阴历|农历|公历)")
"""「他过生日，是2月24号」"""
_HABIT = re.compile(
    r"每|工作日|小时候|童年|儿时|一般|通常|总是|习惯|从来|老是|经常|常常|常(?=[去来吃喝做])|往往|平时|一向|天天|喜欢|讨厌|最爱|都会|闭馆|开放|营业|停业|休馆|放映|旺季|淡季|节假日|[开关]门|入园|入场|不(?=[吃喝营接])|\b(?:[Uu]sually|[Aa]lways|[Oo]ften|[Ee]very)\b"
)
_LUNAR = re.compile(r"农历|阴历|旧历")
_BESIDE = re.compile(r"\b(?:for|of|from|due|until|till)(?: the)? (?!.*\s)")
"""In "booked for June 1st" the verb does not say when June 1st is."""
_LAST_TIME = re.compile(r"上一?[次回趟][^，。！？；]{0,8}$")
"""In 「上次去是三月份」 the word of the past stands before the time that it is of."""
_QUESTION = re.compile(
    r"[？?]|[吗呢]\s*$|什么|哪[里儿个些天年种位家次]|谁(?![都也])|(?<![好十前这那过近])几[点号月岁个次天](?!(?:月|星期|礼拜|小时)?[之以]?[前后])|多少|多大|怎么|为何|何时|是否"
)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*|[。！？!?\n]+")


class _Sentence(NamedTuple):
    """Where it ends, where its last word of the past stands (-1: nowhere), and whether it asks."""

    end: int
    last_past: int
    asks: bool


class Views:
    """One view a clause."""

    def __init__(self, text: str, now: datetime, tense: Tense) -> None:
        """Args: text, the moment of speech, and the tense, where it is known."""
        self._text, self._now, self._tense = text, now, tense
        self._starts: list[int] = []
        self._views: list[View] = []
        self._loose: dict[int, View] = {}
        self._sentences: list[_Sentence] = []

    def at(self, position: int) -> View:
        """The view of the clause that holds a character, and whether the tense is said of what stands there.

        It is said of a past if a word of the past follows in the sentence, or the sentence asks (for what was); it is
        not said of a future in a question.
        """
        if not self._views:
            self._look()
        index = bisect_right(self._starts, position) - 1
        view = self._views[index]
        if view.tense == "unknown":
            return view
        sentence = self._sentence_at(position)
        if view.tense == "future":
            firm = not sentence.asks
        else:
            beside = _BESIDE.search(self._text, max(0, position - 12), position + 4)
            last_time = _LAST_TIME.search(self._text, max(0, position - 12), position)
            firm = sentence.asks or last_time is not None or (position <= sentence.last_past and not beside)
        if firm:
            return view
        if index not in self._loose:
            self._loose[index] = replace(view, firm=False)
        return self._loose[index]

    def _look(self) -> None:
        text, now, tense = self._text, self._now, self._tense
        whole = tense if tense != "unknown" else guess_tense(text)
        for found in _SENTENCE.finditer(text or " "):
            said = last_past(text, *found.span()) if whole != "unknown" else -1
            self._sentences.append(_Sentence(found.end(), said, bool(_QUESTION.search(found[0]))))
        anything = View(now, whole, bool(_LUNAR.search(text)), bool(_YEARLY.search(text)), bool(_HABIT.search(text)))
        for start, words in clauses(text):
            near = self._tense_of(start, words) if tense == "unknown" != whole else whole
            goes_on = bool(self._views) and self._views[-1].yearly and bool(_GOES_ON.match(words))
            view = View(now, near if near != "unknown" else whole, anything.lunar,
                        anything.yearly and (goes_on or bool(_YEARLY.search(words))),
                        anything.habit and bool(_HABIT.search(words)))  # fmt: skip
            self._starts.append(start)
            self._views.append(view)

    def _tense_of(self, start: int, words: str) -> Tense:
        """A question with a word of the past asks for what was, whatever was planned then: 「7月份我预约了什么？」"""
        sentence = self._sentence_at(start)
        return "past" if sentence.asks and sentence.last_past >= 0 else guess_tense(words)

    def _sentence_at(self, position: int) -> _Sentence:
        return next((each for each in self._sentences if position < each.end), self._sentences[-1])
