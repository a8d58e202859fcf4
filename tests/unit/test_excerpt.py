from hypothesis import given
from hypothesis import strategies as st

from tools.excerpt import CUT, excerpt

LONG = (
    "".join(f"第{n}天我们走了很远的路，天气时好时坏。" for n in range(60))
    + "在大理我把相机丢了。"
    + "后来就回家了。" * 40
)


def test_a_short_text_is_given_whole() -> None:
    assert excerpt("我把相机丢了", "相机呢", 20) == "我把相机丢了"


def test_the_part_that_the_question_is_about_is_kept() -> None:
    found = excerpt(LONG, "相机丢在哪儿了？", 100)
    assert "在大理我把相机丢了" in found
    assert found.startswith(CUT) and found.endswith(CUT)


@given(st.text(min_size=1, max_size=900), st.text(max_size=20), st.integers(min_value=20, max_value=200))
def test_it_is_never_longer_than_it_may_be(text: str, query: str, limit: int) -> None:
    assert len(excerpt(text, query, limit)) <= limit + 2 * len(CUT)
