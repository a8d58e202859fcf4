"""`DELETE /memories/{id}?erase=true`: gone from every byte of the data folder, with a receipt."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.messages import AIMessage

from api.schemas import Forgotten
from store.facts import Draft, Fact, Source
from tests.bytes_on_disk import holding, places
from tests.chat_models import calls
from tests.embedders import CharacterEmbedder
from tests.http.serving import Serve, Served, code_of, make_sebastian

STATEMENT = "用户的前女友叫方怡"
WORDS = "我前女友叫方怡"


@pytest.fixture
def told(serve: Serve) -> Served:
    """A server that was told of somebody in a thread, and of something else by itself."""
    saved = calls("save_memory", statement=STATEMENT, subject="前女友", attribute="姓名", value="方怡")
    served = serve((saved, AIMessage("方怡，记住了。")))
    assert served.say(WORDS, thread_id="kitchen").status_code == 200
    served.save("用户住在宁波", attribute="现居地", value="宁波")
    return served


def known(served: Served, statement: str = STATEMENT) -> Fact:
    """The fact that says this."""
    return next(fact for fact in served.sebastian.memory().facts("all") if fact.statement == statement)


def erase(served: Served, fact_id: str) -> dict[str, object]:
    """Erase a fact over HTTP; the answer, held against its schema."""
    answer = served.client.delete(f"/memories/{fact_id}?erase=true")
    assert answer.status_code == 200, answer.text
    Forgotten.model_validate(answer.json())
    return dict(answer.json())


def vectors(folder: Path) -> list[str]:
    """The files that hold the vector of what was told."""
    rows = CharacterEmbedder().embed([STATEMENT, WORDS])
    return holding(folder, *(np.asarray(row, dtype="<f4").tobytes() for row in rows))


def test_an_erasure_leaves_no_byte_and_gives_a_receipt(told: Served) -> None:
    fact = known(told)
    assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(told.data, "方怡")), "the scan finds what is kept"
    assert vectors(told.data), "the scan finds a vector"
    head = told.seq
    answer = erase(told, fact.id)
    receipt = answer["receipt"]
    assert isinstance(receipt, dict)
    assert receipt.keys() == {"at", "facts", "turns", "vectors", "records", "threads", "ledger"}
    assert (receipt["facts"], receipt["turns"], receipt["threads"]) == (1, 1, 1)
    assert receipt["vectors"] >= 2
    assert receipt["ledger"]["before"] != receipt["ledger"]["after"]
    assert {len(digest) for digest in receipt["ledger"].values()} == {64}
    assert answer["memory"] == [{"op": "erased", "id": fact.id, "statement": ""}]
    assert told.seq > head
    assert places(told.data, "方怡") == vectors(told.data) == []


def test_no_byte_is_left_after_a_restart_either(told: Served, tmp_path: Path) -> None:
    erase(told, known(told).id)
    told.sebastian.close()
    assert places(told.data, "方怡") == vectors(told.data) == []
    with make_sebastian(told.data) as again:
        assert [fact.statement for fact in again.memory().facts("all")] == ["用户住在宁波"]
        assert again.memory().check() == []
    assert places(told.data, "方怡") == vectors(told.data) == []


def test_what_was_erased_is_not_found_by_any_door(told: Served) -> None:
    fact = known(told)
    erase(told, fact.id)
    for path in (f"/memories/{fact.id}", f"/memories/{fact.id}/why"):
        assert code_of(told.client.get(path)) == "fact_not_found"
    assert told.client.get("/memories?status=all&query=方怡").json() == {"memories": [], "total": 0}
    again = told.client.delete(f"/memories/{fact.id}?erase=true")
    assert (again.status_code, code_of(again)) == (404, "fact_not_found")


@pytest.mark.parametrize("before", ["retracted", "superseded"])
def test_what_is_no_longer_current_can_be_erased(told: Served, before: str) -> None:
    fact = known(told)
    memory, at = told.sebastian.memory(), told.sebastian.clock()
    if before == "retracted":
        told.client.delete(f"/memories/{fact.id}")
    else:
        memory.update(fact.id, Draft("用户的前女友改名了"), how="change", turn_id="", at=at)
    assert memory.get(fact.id).status == before
    erase(told, fact.id)
    assert places(told.data, "方怡") == []
    assert [each.statement for each in memory.facts("all")] == ["用户住在宁波"]


def test_conclusions_go_with_it_and_the_answer_names_them(told: Served) -> None:
    memory, at = told.sebastian.memory(), told.sebastian.clock()
    fact = known(told)
    drawn = memory.derive(Draft("用户的前女友姓方", rule="inference", premises=(fact.id,)), turn_id="", at=at)
    answer = erase(told, fact.id)
    assert answer["memory"] == [
        {"op": "erased", "id": fact.id, "statement": ""}, {"op": "erased", "id": drawn.id, "statement": ""},
    ]  # fmt: skip
    assert places(told.data, "姓方") == []


def test_what_was_said_in_the_same_turn_stays_without_the_quote(told: Served) -> None:
    memory, at = told.sebastian.memory(), told.sebastian.clock()
    fact = known(told)
    turn = fact.sources[0].turn
    kept = memory.save(Draft("用户爱喝茶", sources=(Source(turn, WORDS),)), turn_id=turn, at=at)
    erase(told, fact.id)
    shown = told.client.get(f"/memories/{kept.id}").json()
    assert (shown["statement"], shown["sources"]) == ("用户爱喝茶", [])
    reasons = told.client.get(f"/memories/{kept.id}/why").json()
    assert reasons["quotes"] == []


def test_without_erase_a_fact_is_only_retracted(told: Served) -> None:
    fact = known(told)
    answer = told.client.delete(f"/memories/{fact.id}").json()
    assert "receipt" not in answer
    assert told.client.get(f"/memories/{fact.id}").json()["status"] == "retracted"
    assert told.client.post("/undo").status_code == 200
    assert places(told.data, "方怡")


def test_what_cannot_be_erased_is_refused_and_nothing_written(told: Served) -> None:
    seq = told.seq
    unknown = told.client.delete("/memories/f99?erase=true")
    assert (unknown.status_code, code_of(unknown)) == (404, "fact_not_found")
    unread = told.client.delete(f"/memories/{known(told).id}?erase=perhaps")
    assert (unread.status_code, code_of(unread)) == (422, "invalid_input")
    with told.stranger() as stranger:
        assert stranger.delete(f"/memories/{known(told).id}?erase=true").status_code == 401
    assert told.seq == seq


def test_another_users_memory_and_threads_are_out_of_reach(told: Served) -> None:
    fact = known(told)
    told.client.post(
        "/chat/text", json={"text": "方怡是谁", "thread_id": "kitchen"}, headers={"X-Sebastian-User": "guest"}
    )
    elsewhere = told.client.delete(f"/memories/{fact.id}?erase=true", headers={"X-Sebastian-User": "guest"})
    assert elsewhere.status_code == 404
    erase(told, fact.id)
    assert told.sebastian.memory("guest").turns()[0].text == "方怡是谁"
    assert any(name.startswith("threads.sqlite") for name in places(told.data, "方怡"))


def test_erasing_in_chat_over_http_leaves_no_byte_of_its_own_thread(told: Served) -> None:
    for text in ("彻底删除我前女友的名字", "确认"):
        answer = told.say(text, thread_id="kitchen").json()
    assert answer["response"].startswith("已从磁盘上彻底删除：1 条记忆")
    assert [change["op"] for change in answer["memory"]] == ["erased"]
    assert places(told.data, "方怡") == places(told.data, "前女友") == vectors(told.data) == []


def test_python_gives_the_receipt(told: Served) -> None:
    receipt = told.sebastian.erase(known(told).id)
    assert (receipt["receipt"]["facts"], receipt["receipt"]["threads"]) == (1, 1)
    assert [change["op"] for change in receipt["memory"]] == ["erased"]
