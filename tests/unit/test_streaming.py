"""What is passed on of a turn while the model speaks: nothing is taken back, and nothing said twice."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.abandoning import is_abandoned, is_watched, stop_if_abandoned, waited_for
from agent.harmless import MAX_ANSWER, harmless
from agent.streaming import Listener, Piece, Saying, Token, ToolRun
from store.errors import TurnAbandoned

ONE, OTHER = UUID(int=1), UUID(int=2)


def listening() -> tuple[list[Piece], Listener]:
    told: list[Piece] = []
    return told, Listener(told.append, lambda: False)


def spoken(told: list[Piece]) -> str:
    return "".join(piece.text for piece in told if isinstance(piece, Token))


def test_blanks_around_an_answer_are_left_out_and_those_within_are_kept() -> None:
    told, listener = listening()
    for piece in ("\n ", " 你", "好，\n", "\n", "世界", "  \n"):
        listener.on_llm_new_token(piece, run_id=ONE)
    assert listener.finish("你好，\n\n世界") == "你好，\n\n世界"
    assert spoken(told) == "你好，\n\n世界"


def test_what_is_added_to_an_answer_at_the_end_follows_it() -> None:
    told, listener = listening()
    listener.on_llm_new_token("记住了。", run_id=ONE)
    assert listener.finish("记住了。（你说的密码已隐去，没有保存。）") == "记住了。（你说的密码已隐去，没有保存。）"
    assert told == [Token("记住了。"), Token("（你说的密码已隐去，没有保存。"), Token("）")]


def test_what_is_said_before_a_tool_runs_stands_before_the_answer() -> None:
    told, listener = listening()
    listener.on_llm_new_token("我来记一下。", run_id=ONE)
    listener.on_tool_start({"name": "save_memory"}, "用户的话")
    listener.on_llm_new_token("记住了。", run_id=OTHER)
    assert listener.finish("记住了。") == "我来记一下。\n\n记住了。"
    assert told == [Token("我来记一下。"), ToolRun("save_memory"), Token("\n\n记住了。")]


def test_an_answer_that_was_not_streamed_is_told_sentence_by_sentence() -> None:
    told, listener = listening()
    assert listener.finish("你好！今天去哪儿？随便走走") == "你好！今天去哪儿？随便走走"
    assert told == [Token("你好！"), Token("今天去哪儿？"), Token("随便走走")]


def test_an_answer_put_in_place_of_what_was_said_follows_it() -> None:
    told, listener = listening()
    listener.on_llm_new_token("让我想想", run_id=ONE)
    assert listener.finish("这一步没有做完。") == "让我想想\n\n这一步没有做完。"
    assert spoken(told) == "让我想想\n\n这一步没有做完。"


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.text(alphabet="好。 \n！![<img", max_size=5)), max_size=12))
def test_the_pieces_joined_are_what_was_said(given_pieces: list[tuple[str, str]]) -> None:
    saying = Saying()
    passed = "".join(saying.take(message, text) for message, text in given_pieces)
    last = given_pieces[-1][0] if given_pieces else ""
    answer = ""
    for message, text in reversed(given_pieces):
        if message != last:
            break
        answer = text + answer
    passed += saying.finish(harmless(answer))
    assert passed == saying.said
    assert passed.endswith(harmless(answer))
    assert harmless(passed) == passed


def test_a_picture_is_taken_apart_wherever_its_mark_is_broken_off() -> None:
    told, listener = listening()
    for piece in (
        "看！",
        "!",
        "!",
        "[图](https://evil.example/?q=",
        "花生) <",
        "i",
        "mg src=//evil.example>",
        " 3 < 4!",
    ):
        listener.on_llm_new_token(piece, run_id=ONE)
    answer = harmless("看！!![图](https://evil.example/?q=花生) <img src=//evil.example> 3 < 4!")
    assert answer == "看！[图](https://evil.example/?q=花生) ＜img src=//evil.example> 3 < 4!"
    assert listener.finish(answer) == answer
    assert spoken(told) == answer


def test_only_what_may_become_a_picture_waits_for_the_next_piece() -> None:
    told, listener = listening()
    listener.on_llm_new_token("好！Well!", run_id=ONE)
    assert told == [Token("好！Well")]
    listener.on_llm_new_token(" a<b", run_id=ONE)
    assert spoken(told) == "好！Well! a"
    listener.on_tool_start({"name": "save_memory"}, "用户的话")
    assert told[-2:] == [Token("<b"), ToolRun("save_memory")]


def test_a_model_that_talks_without_end_is_cut_where_its_answer_is() -> None:
    told, listener = listening()
    for _ in range(MAX_ANSWER // 1000 + 3):
        listener.on_llm_new_token("话" * 1000, run_id=ONE)
    answer = harmless("话" * (MAX_ANSWER + 3000))
    assert listener.finish(answer) == answer == spoken(told)


def test_a_turn_is_watched_only_where_somebody_may_go() -> None:
    gone = False
    stop_if_abandoned()
    with waited_for(lambda: gone):
        assert is_watched()
        assert not is_abandoned()
        gone = True
        with pytest.raises(TurnAbandoned):
            stop_if_abandoned()
    assert not is_watched()
