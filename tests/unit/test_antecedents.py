"""Whom 他 or 她 means where an utterance opens with it, and how what is told of them is remembered."""

from datetime import timedelta

import pytest
from langchain_core.messages import HumanMessage

from agent.models.local.antecedents import with_antecedent
from store.errors import InvalidInput
from tests.runtimes import ReplayingRuntime
from tests.stories import START
from tests.unit.life import Life
from tests.unit.test_local_chat import deciding, shown
from tools.admit import Proposal, drafted
from tools.recollect import lines, recollect

TODAY = "2022年5月1日"
FRIEND = "[f2] 用户的大学室友阿坤去了智利（2022年5月1日说的）"
AUNT = "[f3] 用户的二姨在养蜂（2022年5月1日说的）"


@pytest.mark.parametrize(
    ("said", "told", "meant"),
    [
        ("他老婆是画家", (FRIEND,), "我大学室友阿坤的老婆是画家"),
        ("对了，她养了三箱蜂", (FRIEND.replace("室友阿坤", "同学坤"), AUNT), "对了，她养了三箱蜂"),
        ("她养了三箱蜂", (AUNT, "[f4] 用户的爸爸在钓鱼（2022年5月1日说的）"), "我二姨养了三箱蜂"),
        ("他养了三箱蜂", (AUNT,), "他养了三箱蜂"),
        ("他老婆是画家", (FRIEND.replace("5月1日说", "4月1日说"),), "他老婆是画家"),
        ("我老婆是画家", (FRIEND,), "我老婆是画家"),
    ],
)
def test_it_is_the_one_person_of_that_sex_just_spoken_of(said: str, told: tuple[str, ...], meant: str) -> None:
    assert with_antecedent(said, told, TODAY) == meant


def test_what_the_turn_before_told_comes_up_for_the_one_it_means(life: Life) -> None:
    turn = life.hear("我大学室友阿坤去了智利")
    draft = drafted(Proposal("用户的大学室友阿坤去了智利", subject="大学室友阿坤"), turn)
    life.memory.save(draft, turn_id=turn.id, at=START)
    soon = life.hear("他老婆是画家", START + timedelta(minutes=1))
    found = recollect(soon.text, life.memory, now=soon.said_at, exclude_turn=soon.id)
    assert "阿坤" in lines(found)[0]


def test_the_model_is_given_it_as_said_in_full() -> None:
    runtime = ReplayingRuntime({"我大学室友阿坤的老婆是画家": "家人"})
    answer = deciding(runtime)(shown(HumanMessage("他老婆是画家"), remembered=(FRIEND,)))
    assert [call["args"]["statement"] for call in answer.tool_calls] == ["用户的大学室友阿坤的老婆是画家"]


def test_who_is_named_in_its_place_is_not_held_against_a_statement(life: Life) -> None:
    told = life.hear("她属马")
    assert drafted(Proposal("用户的二姨属马", subject="二姨"), told).subject == "用户的二姨妈"
    with pytest.raises(InvalidInput):
        drafted(Proposal("用户的二姨在邮局上班", subject="二姨"), told)
