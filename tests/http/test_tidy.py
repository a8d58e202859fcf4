"""`POST /tidy`: what was told twice is one memory, and one undo brings it back."""

from api.schemas import MemoryView, Tidied
from tests.http.serving import Served


def test_tidying_merges_duplicates_and_says_so(served: Served) -> None:
    kept, gone = served.save("用户喜欢爬山"), served.save("用户喜欢爬山。")
    answer = served.client.post("/tidy")
    assert answer.status_code == 200
    Tidied.model_validate(answer.json())
    (change,) = answer.json()["memory"]
    assert (change["op"], change["id"], change["because"]) == ("retracted", gone.id, [kept.id])
    shown = served.client.get(f"/memories/{gone.id}").json()
    MemoryView.model_validate({name: value for name, value in shown.items() if name != "history"})
    assert (shown["status"], shown["merged_into"]) == ("retracted", kept.id)


def test_one_undo_takes_a_tidying_back_and_it_is_not_done_again(served: Served) -> None:
    for statement in ("用户喜欢爬山", "用户喜欢爬山。", "用户爱吃辣", "用户喜欢吃辣"):
        served.save(statement, subject="用户", kind="preference")
    assert len(served.client.post("/tidy").json()["memory"]) == 2
    assert len(served.client.post("/undo").json()["memory"]) == 2
    assert served.client.get("/memories").json()["total"] == 4
    assert served.client.post("/tidy").json() == {"memory": []}


def test_with_nothing_to_tidy_the_list_is_empty_and_nothing_is_written(served: Served) -> None:
    served.save("用户喜欢爬山")
    before = served.seq
    assert served.client.post("/tidy").json() == {"memory": []}
    assert served.seq == before


def test_another_users_memory_is_left_alone(served: Served) -> None:
    served.save("用户喜欢爬山")
    served.save("用户喜欢爬山。")
    assert served.client.post("/tidy", headers={"X-Sebastian-User": "other"}).json() == {"memory": []}
    assert served.client.get("/memories").json()["total"] == 2


def test_tidying_needs_the_token(served: Served) -> None:
    with served.stranger() as stranger:
        assert stranger.post("/tidy").status_code == 401
