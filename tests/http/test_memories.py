"""`/memories`: list, search, history, forget, erase."""

from datetime import datetime, timedelta

import pytest

from api.schemas import Erased, Forgotten, MemoryList, MemoryWithHistory, WhyView
from store.facts import Draft, Interval, Source
from tests.http.serving import NOW, Served, code_of
from tests.http.test_chat_text import files_in


def statements(served: Served, **query: object) -> list[str]:
    response = served.client.get("/memories", params={name: str(value) for name, value in query.items()})
    assert response.status_code == 200, response.text
    MemoryList.model_validate(response.json())
    return [memory["statement"] for memory in response.json()["memories"]]


def rename(served: Served) -> tuple[str, str]:
    """A name, and the name it was changed to; their ids."""
    memory = served.sebastian.memory()
    old = served.save("用户叫张三", subject="用户", attribute="姓名", value="张三", kind="profile")
    draft = Draft("用户叫李四", "profile", "用户", "姓名", "李四")
    new = memory.update(old.id, draft, how="change", turn_id="", at=served.sebastian.clock())
    return old.id, new.id


def test_an_empty_memory_is_an_empty_list(served: Served) -> None:
    assert served.client.get("/memories").json() == {"memories": [], "total": 0}


def test_memories_are_listed_newest_first_and_by_page(served: Served) -> None:
    for number in range(5):
        served.save(f"用户有{number}本书")
    assert statements(served) == [f"用户有{number}本书" for number in (4, 3, 2, 1, 0)]
    assert statements(served, limit=2) == ["用户有4本书", "用户有3本书"]
    assert statements(served, limit=2, offset=3) == ["用户有1本书", "用户有0本书"]
    assert served.client.get("/memories?limit=2&offset=9").json() == {"memories": [], "total": 5}


def test_a_memory_shows_where_it_comes_from_and_when_it_happened(served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    turn = memory.hear("我昨天买了一把伞", at, at=at)
    day = NOW.replace(hour=0) - timedelta(days=1)
    happened = Interval(day, day + timedelta(days=1), "day", "昨天")
    draft = Draft("用户买了一把伞", "possession", happened=happened, sources=(Source(turn.id, "昨天买了一把伞"),))
    fact = memory.save(draft, turn_id=turn.id, at=at)
    shown = served.client.get("/memories").json()["memories"][0]
    assert shown == {
        "id": fact.id, "statement": "用户买了一把伞", "kind": "possession", "subject": "", "attribute": "", "value": "",
        "status": "current", "valid_from": at.isoformat(), "valid_to": None, "recorded_at": at.isoformat(),
        "sources": [{"turn": turn.id, "quote": "昨天买了一把伞"}],
        "happened": {
            "start": day.isoformat(), "end": (day + timedelta(days=1)).isoformat(), "precision": "day", "said": "昨天",
        },
    }  # fmt: skip


def test_each_status_is_listed_apart_and_all_together(served: Served) -> None:
    old, _new = rename(served)
    gone = served.save("用户有一只狗")
    served.client.delete(f"/memories/{gone.id}")
    assert statements(served) == ["用户叫李四"]
    assert statements(served, status="superseded") == ["用户叫张三"]
    assert statements(served, status="retracted") == ["用户有一只狗"]
    assert statements(served, status="unsupported") == []
    assert sorted(statements(served, status="all")) == ["用户叫张三", "用户叫李四", "用户有一只狗"]
    assert served.client.get(f"/memories/{old}").json()["status"] == "superseded"


def test_a_query_finds_the_nearest_first_with_a_score(served: Served) -> None:
    for statement in ("用户喜欢打羽毛球", "用户的车牌尾号是7", "用户住在成都"):
        served.save(statement)
    found = served.client.get("/memories", params={"query": "羽毛球"}).json()["memories"]
    assert found[0]["statement"] == "用户喜欢打羽毛球"
    assert all("score" in memory for memory in found)
    assert found == sorted(found, key=lambda memory: -memory["score"])


def test_a_query_outside_the_current_is_looked_up_literally(served: Served) -> None:
    rename(served)
    assert statements(served, status="superseded", query="张三") == ["用户叫张三"]
    assert statements(served, status="all", query="张三") == ["用户叫张三"]
    assert statements(served, status="superseded", query="王五") == []


def test_a_blank_query_is_none(served: Served) -> None:
    served.save("用户住在成都")
    assert statements(served, query=" ") == ["用户住在成都"]


def test_memory_can_be_seen_as_of_a_moment(served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    moved = datetime.fromisoformat("2023-01-01T00:00:00+08:00")
    old = memory.save(Draft("用户住在上海", valid_from=moved - timedelta(days=900)), turn_id="", at=at)
    memory.update(old.id, Draft("用户住在成都", valid_from=moved), how="change", turn_id="", at=at)
    assert statements(served, as_of="2022-06-01T00:00:00+08:00") == ["用户住在上海"]
    assert statements(served, as_of="2024-06-01T00:00:00+08:00") == ["用户住在成都"]
    unescaped = served.client.get(served.url + "/memories?as_of=2022-06-01T00:00:00+08:00")
    assert [each["statement"] for each in unescaped.json()["memories"]] == ["用户住在上海"]


def test_one_memory_comes_with_its_history(served: Served) -> None:
    old, new = rename(served)
    shown = served.client.get(f"/memories/{new}").json()
    MemoryWithHistory.model_validate(shown)
    assert [version["statement"] for version in shown["history"]] == ["用户叫张三", "用户叫李四"]
    assert shown["history"][0]["superseded_by"] == new
    assert shown["history"][0]["valid_to"] == shown["valid_from"]
    assert served.client.get(f"/memories/{old}").json()["superseded_by"] == new


def test_forgetting_answers_what_changed_and_what_fell_with_it(served: Served) -> None:
    memory = served.sebastian.memory()
    born = served.save("用户生于1990年3月25日")
    sign = memory.derive(
        Draft("用户是白羊座", premises=(born.id,), rule="zodiac"), turn_id="", at=served.sebastian.clock()
    )
    answer = served.client.delete(f"/memories/{born.id}").json()
    Forgotten.model_validate(answer)
    assert {(change["op"], change["id"]) for change in answer["memory"]} == {
        ("retracted", born.id), ("unsupported", sign.id),
    }  # fmt: skip
    assert statements(served) == []


def test_what_is_forgotten_already_cannot_be_forgotten_again(served: Served) -> None:
    fact = served.save("用户有一只狗")
    assert served.client.delete(f"/memories/{fact.id}").status_code == 200
    before = served.seq
    again = served.client.delete(f"/memories/{fact.id}")
    assert (again.status_code, code_of(again)) == (409, "fact_not_current")
    assert "retracted" in again.json()["error"]["message"]
    assert served.seq == before


@pytest.mark.parametrize("thread_id", [None, "kitchen"])
def test_erasing_all_leaves_no_byte_of_the_words_in_any_file(served: Served, thread_id: str | None) -> None:
    words, statement = "我的暗号是芝麻开门", "用户的暗号是芝麻开门"
    assert served.say(words, thread_id=thread_id).status_code == 200
    fact = served.save(statement)
    served.client.delete(f"/memories/{fact.id}")
    needles = ["芝麻开门".encode(encoding) for encoding in ("utf-8", "utf-16-le", "unicode_escape")]
    assert any(needles[0] in path.read_bytes() for path in files_in(served.data))
    answer = served.client.delete("/memories?all=true&erase=true").json()
    Erased.model_validate(answer)
    assert answer["erased"] >= 3
    for path in files_in(served.data):
        content = path.read_bytes()
        assert not any(needle in content for needle in needles), path
    assert served.client.get("/memories?status=all").json()["total"] == 0


def test_erasing_one_users_memory_leaves_the_others(served: Served) -> None:
    served.save("客人喜欢咖啡", user="guest")
    served.save("用户喜欢喝茶")
    served.client.delete("/memories?all=true&erase=true", headers={"X-Sebastian-User": "guest"})
    assert statements(served) == ["用户喜欢喝茶"]
    assert served.client.get("/memories", headers={"X-Sebastian-User": "guest"}).json()["total"] == 0


def test_life_goes_on_after_erasing(served: Served) -> None:
    served.say("你好")
    served.client.delete("/memories?all=true&erase=true")
    assert served.say("你好").status_code == 200
    assert [turn.text for turn in served.sebastian.memory().turns()] == ["你好"]


def test_a_window_shows_what_was_said_or_happened_in_it(served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    turn = memory.hear("我去年五月去了天津", at, at=at)
    may = Interval(datetime(2021, 5, 1, tzinfo=at.tzinfo), datetime(2021, 6, 1, tzinfo=at.tzinfo), "month")
    draft = Draft("用户2021年5月去了天津", "event", happened=may, sources=(Source(turn.id, turn.text),))
    memory.save(draft, turn_id=turn.id, at=at)
    served.save("用户爱爬山")
    year = {"since": "2021-01-01T00:00:00+08:00", "until": "2022-01-01T00:00:00+08:00"}
    assert statements(served, **year) == ["用户2021年5月去了天津"]
    assert statements(served, query="天津", **year) == ["用户2021年5月去了天津"]
    assert statements(served, query="爬山", **year) == []
    assert statements(served, since=at.isoformat()) == ["用户爱爬山"]
    assert statements(served, until=at.isoformat()) == ["用户2021年5月去了天津"]


def test_a_window_that_is_none_is_refused(served: Served) -> None:
    answer = served.client.get("/memories", params={"since": "2022-01-01T00:00:00Z", "until": "2021-01-01T00:00:00Z"})
    assert (answer.status_code, code_of(answer)) == (422, "invalid_window")
    assert code_of(served.client.get("/memories?since=yesterday")) == "invalid_time"


def test_why_gives_the_premises_down_to_the_words(served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    turn = memory.hear("我生日是8月3日", at, at=at)
    born = memory.save(Draft("用户生日是8月3日", sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=at)
    sign = memory.derive(Draft("用户是狮子座", rule="星座", premises=(born.id,)), turn_id=turn.id, at=at)
    answer = served.client.get(f"/memories/{sign.id}/why")
    WhyView.model_validate(answer.json())
    quote = {"turn": turn.id, "said_at": at.isoformat(), "door": "text", "quote": "我生日是8月3日"}
    premise = {"id": born.id, "statement": "用户生日是8月3日", "status": "current", "rule": None, "quotes": [quote]}
    assert answer.json() == {
        "id": sign.id, "statement": "用户是狮子座", "status": "current", "rule": "星座", "quotes": [],
        "confidence": None,
        "premises": [{**premise, "confidence": None, "premises": [], "alternatives": []}],
        "alternatives": [],
    }  # fmt: skip
    assert code_of(served.client.get("/memories/f99/why")) == "fact_not_found"
