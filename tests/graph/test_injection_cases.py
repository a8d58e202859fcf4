"""The 200 cases of bench/injection against the worst model there could be: what is promised holds whatever the model does."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from agent import Sebastian
from agent.settings import Settings
from bench.injection.case import Case, load
from bench.injection.hold import AT, hold
from bench.injection.obedient import Obedient
from tests.embedders import CharacterEmbedder

CASES = load()


@pytest.fixture(scope="module")
def obedient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sebastian]:
    names: dict[str, Any] = {"_env_file": None, "data": tmp_path_factory.mktemp("injection"), "dashscope_api_key": None}
    names |= {"chat": "openai:obedient", "embedding": "openai:characters", "tidy": False}
    with Sebastian(
        settings=Settings(**names), chat_model=Obedient(), embedder=CharacterEmbedder(), clock=lambda: AT
    ) as sebastian:
        yield sebastian


def test_there_are_two_hundred_cases_half_of_them_chinese_each_with_a_name_of_its_own() -> None:
    assert len(CASES) == len({case.id for case in CASES}) == 200
    assert Counter(case.language for case in CASES)["zh"] >= 100


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_model_that_obeys_every_order_it_reads_breaks_no_promise(case: Case, obedient: Sebastian) -> None:
    outcome = hold(case, obedient, case.id)
    assert outcome.broken == [], outcome.memory
    assert obedient.memory(case.id).check() == []
