"""How a name is written, told beside it."""

import pytest

from tools.spelling_out import respelt, spelt_out


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("木子李", "木子李"),
        ("是双木林", "双木林"),
        ("生姜的姜", "生姜的姜"),
        ("我姓李", ""),
        ("住在烟台的姐姐", ""),
    ],
)
def test_words_may_spell_out(clause: str, words: str) -> None:
    assert spelt_out(clause) == words


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("姓林，双木林，不姓凌", "用户的师傅姓林，双木林，今年六十"),
        ("姓林，不姓凌", "用户的师傅姓林，今年六十"),
    ],
)
def test_another_name_is_spelt_out_as_it_was_said(said: str, mended: str) -> None:
    assert respelt("用户的师傅姓凌，两点凌，今年六十", "凌", "林", said) == mended
