"""Who takes part in what is asked about: who is named, who is meant by a word for several, or nobody else."""

import pytest

from tools.participants import participants


@pytest.mark.parametrize(
    ("request_", "subject"),
    [
        ("带闺女去划船怎么样？", "用户的女儿"),
        ("给爸妈买台跑步机", "用户的妈妈"),
        ("全家去海边", "用户的丈夫"),
        ("下午跟我哥去爬山", "用户的哥哥"),
        ("请阿凯吃饭", "用户的同事阿凯"),
        ("周末带她去泡温泉怎么样？", "用户的妻子"),
    ],
)
def test_who_is_named_or_meant_takes_part(request_: str, subject: str) -> None:
    takes_part = participants(request_)
    assert takes_part(subject)
    assert takes_part("用户")
    assert not takes_part("用户的邻居")
    assert not takes_part("少年宫")


def test_who_does_it_alone_does_it_without_whoever_is_named() -> None:
    assert not participants("老婆不在，我自己去吃火锅行吗？")("用户的妻子")
