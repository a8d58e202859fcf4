"""What the form of a line of talk says."""

import pytest

from store.dialogue import ends_asking, is_asked, speaker


@pytest.mark.parametrize(
    "text", ["你养的是什么狗？", "周末去爬山吗", "Where did you go?", "你看到了吗？[image: a dog]"]
)
def test_a_line_that_ends_in_a_question_waits_for_its_answer(text: str) -> None:
    assert ends_asking(text) or is_asked(text)


@pytest.mark.parametrize(
    "text", ["你养的是什么狗？我养的是柯基，三岁了。", "周末去爬山", "I went there. Did you? I loved it."]
)
def test_a_line_that_tells_something_after_its_question_does_not_end_asking(text: str) -> None:
    assert not ends_asking(text)


def test_only_a_single_question_is_nothing_but_asked() -> None:
    assert is_asked("我的房租是多少？")
    assert not is_asked("我下个月搬家。房租是多少？")


def test_the_end_of_a_very_long_line_is_enough() -> None:
    assert ends_asking("说来话长。" * 10_000 + "你说呢？")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Melanie: hi there", "melanie"), ("[短信·接收] 李秀英：儿子，收到啦", "李秀英"), ("我：今天好累", ""), ("今天好累", ""),
     ("会议改到 15:30 了", "")],
)  # fmt: skip
def test_the_speaker_is_the_name_before_the_colon(text: str, name: str) -> None:
    assert speaker(text) == name
