"""What is heard in parts is one text again."""

import pytest

from agent.models.speech import joined


@pytest.mark.parametrize(
    ("texts", "whole"),
    [([" 我叫张三。", "住在宁波。 "], "我叫张三。住在宁波。"), (["Nice to", "meet you."], "Nice to meet you."),
     (["我叫", "Tom", "and", "", "他叫李四"], "我叫Tom and他叫李四"), ([], ""), (["", " "], "")],
)  # fmt: skip
def test_parts_are_joined_as_they_are_written(texts: list[str], whole: str) -> None:
    assert joined(texts) == whole
