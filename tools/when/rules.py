"""Every pattern with what reads it, and the letters without which it cannot match."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tools.when import (
    approximate,
    clock,
    date_patterns,
    dates,
    english,
    eras,
    frames,
    lengths,
    lunar,
    occasions,
    parts,
    relative,
    spans,
    years,
)
from tools.when.mention import Reading, View

Handler = Callable[[re.Match[str], View], Reading | None]


class Rule(NamedTuple):
    """A pattern and its handler, with what a text must have for the pattern to match, which is quickly looked up.

    `needs`: sets of letters, one of each. `words`: one of these, for English patterns, which are looked for in the text
    in lower case.
    """

    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    handler: Handler
    words: tuple[str, ...] = ()

    def may_match(self, letters: frozenset[str], lowered: str) -> bool:
        """Whether a text with these letters could match."""
        for each in self.needs:
            if each.isdisjoint(letters):
                return False
        return not self.words or any(word in lowered for word in self.words)


_DIGITS = "0123456789"
_UNITS = "年月周天日时点分秒期拜季刻钟夜晚"
_ABOUT = "几数来多半一二三四五六七八两"
_DASHES = "到至-－~～–—"

_TABLE: tuple[tuple[str, re.Pattern[str], Handler], ...] = (
    ("每隔天年月周逢三 每天年月周隔逢", lengths.EVERY, lengths.every),
    ("世代", eras.ERA, eras.era),
    (_DASHES, spans.YEARS, spans.years),
    (_DASHES, spans.SHARED_UNIT, spans.shared_unit),
    ("前头后最 年月 天月周季星礼", parts.FIRST_OF, parts.first_of),
    ("第首最 年月 天月周季星礼", parts.NTH_OF, parts.nth_of),
    (_DIGITS, date_patterns.FULL, dates.full),
    ("/ " + _DIGITS, date_patterns.YEAR_FIRST, dates.day_month_year),
    (_DIGITS + " .-/", date_patterns.YEAR_MONTH, dates.year_month),
    ("-/. " + _DIGITS, date_patterns.SHORT, dates.short),
    ("年 初", lunar.NEW_YEAR_DAY, lunar.new_year_day),
    ("月 一二三四五六七八九", approximate.MONTHS, approximate.months),
    ("号日 一二三四五六七八九", approximate.DAYS, approximate.days),
    ("月", date_patterns.CALENDAR, dates.calendar),
    (occasions.LETTERS, occasions.FESTIVAL, occasions.on_festival),
    ("春夏秋冬暑寒", occasions.SEASON, occasions.season),
    ("月 上这本下当", date_patterns.REL_MONTH, dates.rel_month),
    ("年月周星礼天 天日候会此", relative.SAME_DAY, relative.same_day),
    ("前昨今本明后", relative.REL_DAY, relative.rel_day),
    ("周星礼", relative.WEEK, relative.week),
    ("那当次翌隔同第前后头", frames.ANTECEDENT, frames.antecedent),
    (f"前后过 {_ABOUT} {_UNITS}", approximate.VAGUE_AGO, approximate.vague_ago),
    (f"前后过还 {_UNITS}", relative.AGO, relative.ago),
    ("几两些", approximate.FEW, approximate.few),
    (f"近过未接今前后上下 {_UNITS}", relative.WINDOW, relative.window),
    ("内来", relative.WITHIN, relative.within),
    ("年", date_patterns.YEAR_ONLY, years.year_only),
    (_DIGITS, date_patterns.BARE_YEAR, years.bare_year),
    ("年月周旬季", date_patterns.PART_ONLY, years.part_only),
    ("号日", date_patterns.DAY_ONLY, dates.day_only),
    ("今前改最近刚方现此目", relative.VAGUE, relative.vague),
    ("点时:：", clock.ALONE, clock.alone),
    ("午晚早夜晨白", clock.PART_ALONE, clock.part_alone),
    (f"以不 {_UNITS}", lengths.LIMITED, lengths.limited),
    (f"{_ABOUT} {_UNITS}", approximate.VAGUE_LASTING, approximate.vague_lasting),
    (_UNITS, lengths.LASTING, lengths.lasting),
)
_LATIN = (frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),)

RULES: tuple[Rule, ...] = (
    *(Rule(tuple(map(frozenset, needs.split(" "))), pattern, handler) for needs, pattern, handler in _TABLE),
    *(Rule(_LATIN, pattern, handler, tuple(words.split("|"))) for words, pattern, handler in english.RULES),
)
"""Of matches that overlap, the leftmost and then the longest wins, then the earlier rule."""
