"""Time as people say it, in Chinese first and in English: expressions to intervals, and texts that stay true.

find(text, now)      the mentions of time in a text, resolved against the moment of speech
points(text)         those that are points, where the moment does not matter
anchor(text, now)    the text with 昨天, 上周三, 下个月五号 replaced by dates
parse_date(text)     a value that is one date
read_date(text)      the same without filling in a year that was not said
parse_duration(text) 三年, 18个月, 半年
"""

from tools.when.anchor import anchor
from tools.when.durations import Duration, parse_duration
from tools.when.find import ANY_DAY, find, points
from tools.when.mention import Mention
from tools.when.numerals import number, whole
from tools.when.tense import Tense, guess_tense
from tools.when.values import CalendarDate, parse_date, read_date

__all__ = [
    "ANY_DAY",
    "CalendarDate",
    "Duration",
    "Mention",
    "Tense",
    "anchor",
    "find",
    "guess_tense",
    "number",
    "parse_date",
    "parse_duration",
    "points",
    "read_date",
    "whole",
]
