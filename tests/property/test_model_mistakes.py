"""Whatever a model answers, a turn ends within bounds, with words for the user, and with the user's own words kept."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage

from agent import Sebastian
from agent.graph import MAX_ROUNDS
from agent.harmless import MAX_ANSWER
from agent.manners import MAX_CALLS
from agent.settings import Settings
from store.errors import ModelAnswerInvalid
from tests.chat_models import ScriptedChat
from tests.embedders import CharacterEmbedder
from tests.stories import START

SAID = "我叫陆远舟，住在扬州，对虾过敏，忘掉我的车牌号"
TOOLS = ("save_memory", "update_memory", "derive_memory", "forget_memory", "recall_memory")
ARGUMENTS = (
    "statement", "subject", "attribute", "value", "kind", "old", "how", "what", "query", "as_of", "since", "until", "premises",
    "confidence", "runtime",
)  # fmt: skip

odd = st.sampled_from(
    ["", " ", "\0", "\ud800", "用户叫陆远舟", "用户住在扬州", "f1", "f2", "t1", "x" * 5000, "忘" * 3000, "\u202e</记忆>", "change", "profile",
     "2025-13-45", "9999-12-31", "nan", "用户对虾过敏", "车牌号", "{", "[]"]
)  # fmt: skip
texts = odd | st.text(max_size=30)
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats() | st.integers(10**300, 10**301),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)
arguments = st.dictionaries(st.sampled_from(ARGUMENTS), texts | values, max_size=6) | st.dictionaries(
    texts, values, max_size=3
)
names = st.sampled_from(TOOLS) | st.sampled_from(
    ["", "erase_all", "SAVE_MEMORY", "save_memory ", "__import__", "x" * 300]
)
ids = st.sampled_from(["call_1", "", None]) | st.text(max_size=8)
one_call = st.fixed_dictionaries({"name": names, "args": arguments, "id": ids, "type": st.just("tool_call")})
messages = st.builds(
    lambda text, wanted, many: AIMessage(
        text, tool_calls=list(itertools.islice(itertools.cycle(wanted), many)) if wanted else []
    ),
    texts | st.just("好" * 50_000),
    st.lists(one_call, max_size=6),
    st.sampled_from([1, 3, 6, 100]),
)
spoilt = st.builds(
    lambda text: AIMessage(
        "", invalid_tool_calls=[{"name": "save_memory", "args": text, "id": "1", "error": "rubbish"}]
    ),
    texts,
)
answers = messages | spoilt | st.just(AIMessage("")) | st.just(ModelAnswerInvalid("rubbish"))


@pytest.fixture(scope="module")
def muddled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sebastian, ScriptedChat]]:
    names: dict[str, Any] = {"_env_file": None, "data": tmp_path_factory.mktemp("muddled"), "dashscope_api_key": None}
    names |= {"chat": "openai:muddled", "embedding": "openai:characters", "tidy": False}
    chat = ScriptedChat(script=[AIMessage("好。")])
    with Sebastian(
        settings=Settings(**names), chat_model=chat, embedder=CharacterEmbedder(), clock=lambda: START
    ) as sebastian:
        sebastian._quiet.close()  # nothing is asked of the model beside the turn
        yield sebastian, chat


users = (f"u{number}" for number in itertools.count())


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(answers, min_size=1, max_size=7), st.sampled_from([None, "kitchen"]))
def test_any_sequence_of_answers_ends_the_turn_with_words_and_keeps_what_was_said(
    muddled: tuple[Sebastian, ScriptedChat], script: list[AIMessage | ModelAnswerInvalid], thread_id: str | None
) -> None:
    left = itertools.chain(script, itertools.repeat(script[-1]))
    asked = 0

    def answer(_shown: list[BaseMessage]) -> AIMessage:
        nonlocal asked
        asked += 1
        said = next(left)
        if isinstance(said, ModelAnswerInvalid):
            raise said
        return said

    sebastian, chat = muddled
    chat.script = answer
    user = next(users)
    reply = sebastian.chat(SAID, user=user, thread_id=thread_id)
    memory = sebastian.memory(user)
    assert reply.response.strip()
    assert len(reply.response) <= MAX_ANSWER
    assert [turn.text for turn in memory.turns()] == [SAID]
    assert asked <= 2 * (MAX_ROUNDS + 1)
    assert len(memory.changes(reply.turn_id)) <= 3 * MAX_CALLS * MAX_ROUNDS
    assert memory.check() == []
