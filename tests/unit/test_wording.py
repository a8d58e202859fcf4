"""How alike two statements are, whatever blanks, widths and punctuation they are written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.wording import alike, bigrams, contained, content, may_be_like, plain, words_held

TEXTS = st.text(alphabet="用户我妈的在是了北京上海喝茶，。！ abcABC１2", max_size=30)


@pytest.mark.parametrize(("text", "bare"), [("ＡＢ 型！", "ab型"), ("张 三，", "张三"), ("___", ""), ("", "")])
def test_width_case_blanks_and_punctuation_do_not_count(text: str, bare: str) -> None:
    assert plain(text) == bare


def test_words_without_matter_do_not_count() -> None:
    assert content("用户现在是住在杭州的") == content("我住杭州")


def test_a_verb_is_held_where_it_stands_apart_from_its_object() -> None:
    assert words_held("结婚", "用户结过两次婚") == 1.0
    assert words_held("结婚", "用户的婚戒结了账") < 1.0


def test_a_text_of_empty_words_has_no_content() -> None:
    assert content("我是你的") == ""
    assert bigrams("我是你的") == set()


def test_a_single_character_is_its_own_bigram() -> None:
    assert bigrams("茶") == {"茶"}


def test_what_is_said_in_other_words_is_less_alike_than_what_is_said_again() -> None:
    said = "用户在医院当麻醉师"
    assert alike(said, "我现在在医院当麻醉师。") == 1.0
    assert alike(said, "用户在学校当体育老师") < 0.5
    assert alike(said, "洗碗机漏水") == 0.0


def test_a_part_is_contained_in_the_whole_and_not_the_other_way_round() -> None:
    whole = "用户在医院当麻醉师，每周值两次夜班"
    assert contained("在医院当麻醉师", whole) == 1.0
    assert contained(whole, "在医院当麻醉师") < 1.0


def test_nothing_is_contained_in_anything() -> None:
    assert contained("", "茶") == 0.0
    assert contained("的", "茶") == 0.0


@given(TEXTS, TEXTS)
def test_likeness_is_a_share_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, other) == alike(other, one)
    assert 0.0 <= contained(one, other) <= 1.0


@given(TEXTS)
def test_every_text_is_like_itself(text: str) -> None:
    assert alike(text, text) == 1.0
    assert contained(text, text) == (1.0 if content(text) else 0.0)


@given(TEXTS)
def test_bare_text_is_bare_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(TEXTS, st.lists(TEXTS, max_size=6), st.sampled_from([0.5, 0.82, 1.0]))
def test_what_is_alike_or_holds_it_all_is_never_passed_over(text: str, others: list[str], least: float) -> None:
    for other, may_be in zip(others, may_be_like(text, others, least), strict=True):
        assert may_be or (alike(text, other) < least and contained(text, other) < 1)


def test_what_shares_next_to_nothing_is_passed_over() -> None:
    assert list(may_be_like("用户在钟表行修表", ["妈妈爱喝龙井茶", "用户在钟表行修表很多年"], 0.82)) == [False, True]
