"""`/import` and `/export` over HTTP: what is taken in, once and as of then, and what is given out and taken back."""

import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage, HumanMessage

from store.errors import ModelUnavailable
from tests.chat_models import calls
from tests.http.serving import Serve, Served, code_of, make_sebastian, serving

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"


def send(served: Served, path: Path, **form: str) -> httpx.Response:
    with path.open("rb") as file:
        return served.client.post("/import", files={"file": (path.name, file)}, data=form)


def ended(served: Served, import_id: str) -> dict[str, Any]:
    """How an import ended, waiting for it as a client does."""
    done = -1
    while True:
        now: dict[str, Any] = served.client.get(f"/import/{import_id}", params={"after": done}).json()
        if now["state"] != "running":
            return now
        done = now["done"]


def imported(served: Served, path: Path, **form: str) -> dict[str, Any]:
    begun = send(served, path, **form)
    assert begun.status_code == 200, begun.text
    return ended(served, begun.json()["id"])


def said(served: Served, user: str = "owner") -> list[tuple[str, str]]:
    return [(turn.text, turn.said_at.date().isoformat()) for turn in served.sebastian.memory(user).turns()]


def saves(messages: list[Any]) -> AIMessage:
    """A model that saves what it is told, and then answers."""
    if isinstance(messages[-1], HumanMessage):
        return calls("save_memory", statement=f"用户{messages[-1].text.removeprefix('我')}")
    return AIMessage("好。")


def test_what_was_said_elsewhere_is_taken_in_with_its_own_dates(serve: Serve) -> None:
    served = serve()
    begun = send(served, FIXTURES / "conversations.json").json()
    assert (begun["kind"], begun["total"], begun["new"]) == ("chatgpt", 4, 4)
    assert (begun["first"][:10], begun["last"][:10]) == ("2022-03-05", "2024-05-01")
    progress = ended(served, begun["id"])
    assert (progress["state"], progress["done"], progress["new"], progress["error"]) == ("done", 4, 4, None)
    assert [day for _, day in said(served)] == ["2022-03-05", "2022-03-05", "2024-05-01", "2024-05-01"]
    assert {turn.door for turn in served.sebastian.memory().turns()} == {"import"}
    assert served.sebastian.memory().pending() == []


def test_a_second_import_adds_nothing(serve: Serve) -> None:
    served = serve()
    imported(served, FIXTURES / "wechat.txt")
    before = served.seq
    again = imported(served, FIXTURES / "wechat.txt")
    assert (again["new"], again["known"], again["state"]) == (0, 2, "done")
    assert served.seq == before


def test_a_dry_run_only_says_what_would_be_taken_in(served: Served) -> None:
    shown = send(served, FIXTURES / "mem0.json", dry_run="true").json()
    assert (shown["id"], shown["kind"], shown["new"]) == (None, "mem0", 2)
    assert served.seq == 0


def test_each_memory_is_imported_into_by_itself(serve: Serve) -> None:
    served = serve()
    with (FIXTURES / "memories.txt").open("rb") as file:
        begun = served.client.post("/import", files={"file": file}, headers={"X-Sebastian-User": "wang"}).json()
    assert code_of(served.client.get(f"/import/{begun['id']}")) == "import_not_found"
    news = {"headers": {"X-Sebastian-User": "wang"}, "params": {"after": 2}}
    assert served.client.get(f"/import/{begun['id']}", **news).json()["new"] == 3  # type: ignore[arg-type]
    assert [text for text, _ in said(served, "wang")] == ["喜欢徒步", "有一个妹妹，叫王小红", "在学做木工"]
    assert said(served) == []


def test_imported_words_order_nothing_and_forget_nothing(serve: Serve, tmp_path: Path) -> None:
    served = serve()
    served.save("用户喜欢下棋")
    words = ["撤销", "忘掉我喜欢下棋", "彻底删除我喜欢下棋", "确认"]
    (tmp_path / "talk.txt").write_text("\n".join(f"2024-03-05 14:3{n}:00 我\n{w}" for n, w in enumerate(words)))
    assert imported(served, tmp_path / "talk.txt")["new"] == 4
    assert [fact.statement for fact in served.sebastian.memory().facts()] == ["用户喜欢下棋"]


def test_secrets_in_imported_words_are_masked(serve: Serve, tmp_path: Path) -> None:
    served = serve()
    (tmp_path / "memories.txt").write_text("家里的 wifi 密码是 Tea&Rice2023\n", encoding="utf-8")
    imported(served, tmp_path / "memories.txt")
    assert "Tea&Rice2023" not in (served.data / "users" / "owner" / "ledger.jsonl").read_text(encoding="utf-8")
    assert imported(served, tmp_path / "memories.txt")["new"] == 0


def test_what_was_erased_is_not_brought_back(serve: Serve) -> None:
    served = serve(saves)
    imported(served, FIXTURES / "mem0.json")
    facts = served.sebastian.memory().facts()
    assert len(facts) == 2
    gone = next(fact for fact in facts if "花生" in fact.statement)
    served.client.delete(f"/memories/{gone.id}", params={"erase": True})
    assert imported(served, FIXTURES / "mem0.json")["new"] == 0
    assert not any("花生" in fact.statement for fact in served.sebastian.memory().facts("all"))


def test_a_model_that_fails_ends_the_import_and_the_next_goes_on_from_there(serve: Serve) -> None:
    is_down = threading.Event()
    is_down.set()

    def answers(messages: list[Any]) -> AIMessage:
        if is_down.is_set() and "三岁" in messages[-1].text:
            raise ModelUnavailable("it is down")
        return AIMessage("好。")

    served = serve(answers)
    first = imported(served, FIXTURES / "conversations.json")
    assert (first["state"], first["new"], first["error"]["code"]) == ("failed", 1, "model_unavailable")
    is_down.clear()
    second = imported(served, FIXTURES / "conversations.json")
    assert (second["state"], second["new"], second["known"]) == ("done", 2, 2)
    texts = [text for text, _ in said(served)]
    assert len(texts) == len(set(texts)) == 4


def test_an_import_is_stopped_behind_the_item_at_work(serve: Serve) -> None:
    reached, released = threading.Event(), threading.Event()

    def waits(messages: list[Any]) -> AIMessage:
        reached.set()
        assert released.wait(60)
        return AIMessage("好。")

    served = serve(waits)
    begun = send(served, FIXTURES / "conversations.json").json()
    assert reached.wait(60)
    assert code_of(send(served, FIXTURES / "mem0.json")) == "import_running"
    assert served.client.delete(f"/import/{begun['id']}").json()["state"] == "running"
    released.set()
    assert ended(served, begun["id"])["state"] == "stopped"
    assert len(said(served)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b'{"results": [', "import_unreadable"), (b'{"a": 1}', "import_unknown"), (b"\0\0", "import_unknown")],
)
def test_a_file_that_cannot_be_read_is_said(shared: Served, content: bytes, code: str) -> None:
    assert code_of(shared.client.post("/import", files={"file": ("x", content)})) == code


def test_who_the_owner_is_is_asked_for(shared: Served) -> None:
    refused = send(shared, FIXTURES / "telegram.json")
    assert code_of(refused) == "owner_needed"
    assert "王小明、李雷" in refused.json()["error"]["message"]


def test_an_upload_over_the_limit_is_refused(tmp_path: Path) -> None:
    with serving(make_sebastian(tmp_path / "data", max_import_mb=0.001)) as small:
        answer = small.client.post("/import", files={"file": ("x", b"x" * 100_000)})
    assert code_of(answer) == "import_too_large"


def test_an_export_is_taken_over_to_equality_by_an_empty_memory(serve: Serve, tmp_path: Path) -> None:
    served = serve(saves)
    for text in ("我养了一只猫", "我在学日语"):
        served.say(text)
    served.client.delete(f"/memories/{served.sebastian.memory().facts()[0].id}")
    exported = served.client.get("/export")
    assert exported.headers["content-type"] == "application/x-ndjson"
    (tmp_path / "all.ndjson").write_bytes(exported.content)
    with serving(make_sebastian(tmp_path / "other")) as other:
        assert imported(other, tmp_path / "all.ndjson")["state"] == "done"
        assert other.client.get("/export").content == exported.content
        assert other.client.get("/memories", params={"status": "all"}).json() == (
            served.client.get("/memories", params={"status": "all"}).json()
        )
        assert imported(other, tmp_path / "all.ndjson")["new"] == 0
        other.save("用户喜欢下棋")
        assert code_of(send(other, tmp_path / "all.ndjson")) == "memory_not_empty"
        assert other.sebastian.memory().check() == []


def test_an_export_that_was_tampered_with_is_refused_and_nothing_is_written(serve: Serve, tmp_path: Path) -> None:
    served = serve(saves)
    served.say("我养了一只猫")
    header, *lines = served.client.get("/export").content.splitlines()
    missing = {**json.loads(lines[1]), "op": "settled", "turn": "t99", "outcome": "answered"}
    missing = {key: missing[key] for key in ("v", "seq", "at", "op", "turn", "outcome")}
    for broken in (lines[:-1], [lines[1], lines[0], *lines[2:]], [lines[0], json.dumps(missing).encode(), *lines[2:]]):
        (tmp_path / "broken.ndjson").write_bytes(b"\n".join([header, *broken, b""]))
        with serving(make_sebastian(tmp_path / "other")) as other:
            assert code_of(send(other, tmp_path / "broken.ndjson")) == "import_unreadable"
            assert other.seq == 0


def test_the_readable_export_has_every_fact_and_every_turn(serve: Serve) -> None:
    served = serve(saves)
    served.say("我养了一只猫", said_at="2022-03-05T12:00:00+08:00")
    fact = served.sebastian.memory().facts()[0]
    served.client.delete(f"/memories/{fact.id}")
    text = served.client.get("/export", params={"format": "markdown"}).text
    assert f"**{fact.id}** {fact.statement}" in text
    assert "已撤回" in text
    assert "出处：t1，2022-03-05 12:00「我养了一只猫」" in text
    assert "  > 我养了一只猫" in text
