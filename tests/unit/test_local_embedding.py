"""The embedded embedding model itself: its weights come with its package, so nothing is faked."""

import numpy as np
import pytest

from agent.models.local_embedding import MAX_CHARACTERS, make_local_embedder
from agent.settings import Settings
from store.contract import Embedder
from store.errors import ModelUnavailable


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return make_local_embedder("use-multilingual-v3", Settings())


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("我家狗叫什么来着？", "我养了一只柯基，名叫板栗", "我的房租一个月一千八"),
        ("我在哪儿上班？", "我是港务局的调度员", "我女儿今年上三年级"),
        ("我最近身体怎么样", "我上周发烧去看了医生", "我买了一把机械键盘"),
        ("where do I live", "我住在厦门", "我每周游三次泳"),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(embedder: Embedder, question: str, answer: str, other: str) -> None:
    asked = embedder.embed([question], query=True)[0]
    near, far = embedder.embed([answer, other]) @ asked
    assert near > far


def test_rows_are_unit_vectors_of_the_stated_dimension(embedder: Embedder) -> None:
    rows = embedder.embed(["你好", "我对花生过敏", "a", "😀", "我" * 5000])
    assert rows.shape == (5, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_the_same_text_has_the_same_vector_alone_or_among_others(embedder: Embedder) -> None:
    again = make_local_embedder("use-multilingual-v3", Settings())
    together = embedder.embed(["我叫张三", "今天下雨", "我叫张三"])
    assert np.array_equal(together[0], together[2])
    assert together[:1] == pytest.approx(again.embed(["我叫张三"]), abs=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_who_speaks_is_not_part_of_what_is_said(embedder: Embedder) -> None:
    said, bare = embedder.embed(["Caroline: I painted a sunrise.", "I painted a sunrise."])
    assert float(said @ bare) == pytest.approx(1, abs=1e-5)


def test_the_end_of_a_very_long_text_is_left_out(embedder: Embedder) -> None:
    long = "我喜欢听评弹。" * 400
    cut, whole = embedder.embed([long[:MAX_CHARACTERS], long])
    assert np.array_equal(cut, whole)


def test_its_name_tells_provider_and_model(embedder: Embedder) -> None:
    assert embedder.name == "local:use-multilingual-v3"


def test_an_unknown_model_is_refused_with_its_name() -> None:
    with pytest.raises(ModelUnavailable, match="no-such-model"):
        make_local_embedder("no-such-model", Settings())
