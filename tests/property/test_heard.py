"""What holds of every transcript: put right twice is put right once, and written text stays but for its numerals."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.heard import Name, as_heard
from tools.heard.numbers import written
from tools.heard.script import simplified

_PIECES = [
    *"零〇一二两三四五六七八九十百千万亿幺半几点年月日号块元毛分个岁度米楼第初到多我他叫说是给的了去.,，。?！:%AG張 ",
    *("公斤", "单元", "百分之", "张三", "张森", "章散", "不是", "北京", "下午", "周", "农历", "花了", "零下", "12", "2025", "谢谢大家", "看著"),
]  # fmt: skip
_TRANSCRIPTS = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)
_KNOWN = (Name("张三", misheard=("章散",)), Name("北晶"), Name("老九"))
_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十百千万亿\d.%]")
_SAID_IN_NUMBERS = re.compile(r"分之|[零〇一二两三四五六七八九十百千万亿幺\d.%点]")
_DIALOGUES = Path(__file__).parents[2] / "bench" / "dialogues" / "zh.jsonl"


@settings(max_examples=400, deadline=None)
@given(_TRANSCRIPTS)
def test_a_transcript_put_right_stays_as_it_is(raw: str) -> None:
    once = as_heard(raw, _KNOWN).text
    assert as_heard(once, _KNOWN).text == once


@settings(max_examples=400, deadline=None)
@given(_TRANSCRIPTS)
def test_figures_take_no_word_away_but_numerals(raw: str) -> None:
    assert _SAID_IN_NUMBERS.sub("", written(raw)) == _SAID_IN_NUMBERS.sub("", raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_whatever_is_put_right_once(raw: str) -> None:
    once = as_heard(raw, _KNOWN).text
    assert as_heard(once, _KNOWN).text == once


def test_what_people_write_stays_but_for_numerals_and_script() -> None:
    said = [
        turn["say"]
        for line in _DIALOGUES.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["turns"]
        if "say" in turn
    ]
    assert len(said) > 500
    for text in said:
        assert _NUMERALS.sub("", as_heard(text).text) == _NUMERALS.sub("", simplified(text))
