"""`PATCH /memories/{id}` and `POST /undo?turn=`: a memory put right by name, and a turn taken back by name."""

from collections.abc import Callable

import httpx
import pytest
from langchain_core.messages import AIMessage

from api.schemas import Corrected
from store.facts import Draft, Fact, Source
from tests.http.serving import Serve, Served, code_of
from tests.http.test_memories import statements
from tests.http.test_streaming import SAVES, say

Patch = Callable[..., httpx.Response]


@pytest.fixture
def patch(served: Served) -> Patch:
    return lambda fact, statement, **how: served.client.patch(f"/memories/{fact}", json={"statement": statement, **how})


def born(served: Served) -> tuple[Fact, Fact]:
    """A birthday with its words, and the sign that follows from it."""
    said = served.sebastian.memory()
    at = served.sebastian.clock()
    turn = said.hear("我的生日是8月3日", at, at=at)
    slot = Draft("用户的生日是8月3日", "profile", "用户", "生日", "8月3日", sources=(Source(turn.id, turn.text),))
    birthday = said.save(slot, turn_id=turn.id, at=at)
    sign = Draft("用户的星座是狮子座", "profile", "用户", "星座", "狮子座", rule="星座", premises=(birthday.id,))
    said.settle(turn.id, "answered", at=at)
    return birthday, said.derive(sign, turn_id=turn.id, at=at)


def test_a_correction_takes_the_place_of_what_was_wrong_and_what_followed_is_worked_out_again(
    served: Served, patch: Patch
) -> None:
    birthday, sign = born(served)
    answer = patch(birthday.id, "用户的生日是9月3日")
    assert answer.status_code == 200, answer.text
    Corrected.model_validate(answer.json())
    assert [(change["op"], change["statement"], change["before"]["id"]) for change in answer.json()["memory"]] == [
        ("updated", "用户的生日是9月3日", birthday.id), ("updated", "用户的星座是处女座", sign.id),
    ]  # fmt: skip
    memory = served.sebastian.memory()
    new = memory.get(answer.json()["memory"][0]["id"])
    assert (new.attribute, new.value, new.valid_from) == ("生日", "9月3日", birthday.valid_from)
    assert [source.quote for source in new.sources] == ["我的生日是8月3日", "用户的生日是9月3日"]
    assert memory.get(birthday.id).status == "retracted"
    assert memory.pending() == []
    assert memory.check() == []


def test_a_correction_is_undone_by_its_turn(served: Served, patch: Patch) -> None:
    born(served)
    birthday = served.sebastian.memory().facts()[0]
    turn = patch(birthday.id, "用户的生日是9月3日").json()["turn"]
    assert served.client.post("/undo", params={"turn": turn}).status_code == 200
    assert sorted(statements(served)) == ["用户的星座是狮子座", "用户的生日是8月3日"]


def test_a_change_leaves_what_was_true_before_in_history(served: Served, patch: Patch) -> None:
    old = served.save("用户住在上海", subject="用户", attribute="现居地", value="上海", kind="profile")
    new = patch(old.id, "用户住在成都", how="change").json()["memory"][0]["id"]
    kept = served.sebastian.memory().get(old.id)
    assert (kept.status, kept.superseded_by) == ("superseded", new)
    assert served.sebastian.memory().get(new).value == "成都"


def test_words_that_leave_the_value_in_doubt_keep_the_statement_and_give_up_the_slot(
    served: Served, patch: Patch
) -> None:
    old = served.save("用户住在上海", subject="用户", attribute="现居地", value="上海", kind="profile")
    fact = served.sebastian.memory().get(patch(old.id, "用户常年出差，四海为家").json()["memory"][0]["id"])
    assert (fact.statement, fact.attribute, fact.value) == ("用户常年出差，四海为家", "", "")


def test_secrets_in_a_correction_are_masked(served: Served, patch: Patch) -> None:
    old = served.save("用户家里的密码很长")
    patch(old.id, "用户家里的wifi密码是Tea&Rice2023")
    assert "Rice2023" not in str(statements(served))


def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(served: Served, patch: Patch) -> None:
    _, sign = born(served)
    other = served.save("用户喜欢喝茶")
    tea = served.save("用户养了一只猫")
    gone = served.save("用户有一只狗")
    served.client.delete(f"/memories/{gone.id}")
    before = served.seq
    refused = [
        (patch("f999", "用户喜欢喝茶"), 404, "fact_not_found"),
        (patch(gone.id, "用户有一只狼"), 409, "fact_not_current"),
        (patch(sign.id, "用户的星座是处女座"), 422, "invalid_input"),
        (patch(other.id, " "), 422, "empty_text"),
        (patch(other.id, "用户喜欢喝茶吗？"), 422, "invalid_input"),
        (patch(other.id, "茶" * 401), 422, "invalid_input"),
        (patch(other.id, "用户喜欢喝茶", how="guess"), 422, "invalid_input"),
        (served.client.patch(f"/memories/{other.id}", content=b"{"), 415, "unsupported_media_type"),
    ]
    assert [(answer.status_code, code_of(answer)) for answer, _, _ in refused] == [each[1:] for each in refused]
    assert "前提" in refused[2][0].json()["error"]["message"]
    assert served.seq == before
    taken = patch(tea.id, "用户喜欢喝茶")
    assert (taken.status_code, code_of(taken)) == (409, "duplicate_fact")


def test_the_same_words_change_nothing(served: Served, patch: Patch) -> None:
    fact = served.save("用户喜欢喝茶")
    before = served.seq
    answer = patch(fact.id, "用户喜欢喝茶")
    assert answer.json() == {"memory": None, "turn": ""}
    assert served.seq == before


def test_an_earlier_turn_is_undone_by_its_id_and_only_once(serve: Serve) -> None:
    served = serve([SAVES, AIMessage("记住了。"), AIMessage("您好。")])
    done = say(served, "我喜欢喝茶")[-1][1]
    say(served, "你好")
    later = served.save("用户养了一只猫")
    undone = served.client.post("/undo", params={"turn": done["turn"], "fact": done["memory"][0]["id"]})
    assert [change["undoes"] for change in undone.json()["memory"]] == ["saved"]
    assert statements(served) == [later.statement]
    again = served.client.post("/undo", params={"turn": done["turn"]})
    assert (again.status_code, code_of(again)) == (409, "nothing_to_undo")


def test_a_turn_or_change_that_is_not_there_is_not_undone(served: Served) -> None:
    served.say("你好")
    turn = served.sebastian.memory().turns()[0].id
    unknown = served.client.post("/undo", params={"turn": "t999"})
    assert (unknown.status_code, code_of(unknown)) == (404, "fact_not_found")
    nothing = served.client.post("/undo", params={"turn": turn, "fact": "f1"})
    assert (nothing.status_code, code_of(nothing)) == (409, "nothing_to_undo")


def test_undoing_a_premise_takes_what_followed_with_it(served: Served) -> None:
    birthday, _ = born(served)
    turn = birthday.sources[0].turn
    served.client.post("/undo", params={"turn": turn, "fact": birthday.id})
    assert statements(served) == []


def test_memories_are_sifted_by_kind_and_ordered_by_when_they_came_true(served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    memory.save(Draft("用户住在成都", "profile", valid_from=at), turn_id="", at=at)
    memory.save(Draft("用户生在重庆", "profile", valid_from=at.replace(year=1990)), turn_id="", at=at)
    memory.save(Draft("用户喜欢喝茶", "preference", valid_from=at.replace(year=2000)), turn_id="", at=at)
    assert statements(served, order="valid") == ["用户住在成都", "用户喜欢喝茶", "用户生在重庆"]
    assert statements(served, kind="profile") == ["用户生在重庆", "用户住在成都"]
    assert statements(served, kind="profile", query="喝茶", status="all") == []
    assert statements(served, kind="preference", query="喝茶") == ["用户喜欢喝茶"]
