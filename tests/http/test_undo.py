"""`POST /undo`: what changed last is as it was."""

from api.schemas import Undone
from store.facts import Draft
from tests.http.serving import Served, code_of


def test_undo_takes_back_the_last_change_and_says_what(served: Served) -> None:
    old = served.save("用户叫张三", subject="用户", attribute="姓名", value="张三")
    memory = served.sebastian.memory()
    new = memory.update(old.id, Draft("用户叫李四"), how="change", turn_id="", at=served.sebastian.clock())
    answer = served.client.post("/undo")
    assert answer.status_code == 200
    Undone.model_validate(answer.json())
    before = {"id": new.id, "statement": "用户叫李四"}
    assert answer.json()["memory"] == [
        {"op": "undone", "id": old.id, "statement": "用户叫张三", "before": before, "undoes": "updated"}
    ]
    assert memory.facts() == [old]


def test_a_memory_forgotten_by_mistake_is_back(served: Served) -> None:
    fact = served.save("用户爱爬山")
    served.client.delete(f"/memories/{fact.id}")
    assert served.client.post("/undo").json()["memory"][0]["undoes"] == "retracted"
    assert served.client.get("/memories").json()["total"] == 1


def test_with_nothing_to_undo_it_says_so_and_writes_nothing(served: Served) -> None:
    before = served.seq
    answer = served.client.post("/undo")
    assert (answer.status_code, code_of(answer)) == (409, "nothing_to_undo")
    assert served.seq == before


def test_another_users_changes_are_out_of_reach(served: Served) -> None:
    served.save("用户爱爬山")
    assert served.client.post("/undo", headers={"X-Sebastian-User": "other"}).status_code == 409
    assert served.client.get("/memories").json()["total"] == 1


def test_undo_needs_the_token(served: Served) -> None:
    with served.stranger() as stranger:
        assert stranger.post("/undo").status_code == 401
