"""Several people, each with a token and a memory of their own: no call reaches across."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.models.speech import Transcript
from agent.tokens import added, removed
from store.errors import AudioSilent
from tests.http.serving import Serve, Served, code_of, make_sebastian, serving
from tests.recordings import wav

SECRET = "紫檀匣子7Q2X"
THREAD = "kitchen"


def token_for(name: str, data: Path) -> str:
    """Add a token; gives it."""
    return next(iter(list(added(data, name)))).rpartition("：")[2]


def as_(served: Served, token: str, **headers: str) -> httpx.Client:
    """A client with somebody's token, as patient as the owner's."""
    sent = {"Authorization": f"Bearer {token}", **headers}
    return httpx.Client(base_url=served.url, headers=sent, timeout=60, trust_env=False)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, httpx.Client]]:
    """A server where Bo has told a secret in every way there is, and a client that holds Al's token."""
    with serving(make_sebastian(tmp_path_factory.mktemp("two") / "data", tidy=False)) as served:
        al, bo = (token_for(name, served.data) for name in ("al", "bo"))
        old = served.save(f"用户把{SECRET}放在书房", user="bo")
        served.save(f"用户喜欢{SECRET}", user="bo", attribute="喜欢", value=SECRET)
        served.sebastian.forget(old.id, "bo")
        with as_(served, bo) as owner:
            assert owner.post("/chat/text", json={"text": f"我买了{SECRET}", "thread_id": THREAD}).status_code == 200
            assert SECRET in owner.get("/memories", params={"status": "all"}).text
        with as_(served, al) as client:
            yield served, client


def of_bo(served: Served) -> tuple[Any, ...]:
    """What lies on disk of Bo's: every record, and every row of every thread."""
    folder = served.data / "users" / "bo"
    records = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*.json*")
        if path.name != "index.json"
    }
    with sqlite3.connect(f"file:{served.data / 'threads.sqlite'}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT thread_id, checkpoint_id, checkpoint FROM checkpoints WHERE thread_id LIKE 'bo/%' ORDER BY 2"
        ).fetchall()
    db.close()
    return records, rows


ids = st.sampled_from(
    ["f1", "f2", "f3", "f4", "f5", "t5", "bo/f1", "../bo", "..%2f..%2fusers%2fbo%2fledger.jsonl", "index.html"]
)
words = st.sampled_from(
    [
        "紫檀匣子在哪里？",
        "撤销",
        "你怎么知道的？",
        "彻底删除我喜欢的东西",
        "确认",
        "都忘掉",
        "忘掉紫檀匣子",
        "bo 的记忆里有什么？",
        "我买了米",
    ]
)
headers = st.sampled_from(
    [{}, {}, {"X-Sebastian-User": "bo"}, {"X-Sebastian-User": "owner"}, {"X-Sebastian-User": "al"}]
)
threads = st.sampled_from([None, THREAD, "bo:kitchen", "bo.kitchen"])
flags = st.fixed_dictionaries({}, optional={
    "all": st.just("true"), "erase": st.just("true"), "status": st.just("all"), "query": st.just("紫檀匣子"), "user": st.just("bo"),
    "X-Sebastian-User": st.just("bo"), "limit": st.just("1000"),
})  # fmt: skip


def routes(served: Served) -> list[tuple[str, str]]:
    paths = served.client.get("/openapi.json").json()["paths"]
    return [(method.upper(), path) for path, operations in sorted(paths.items()) for method in sorted(operations)]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), fact=ids, said=words, more=headers, thread=threads, query=flags)
def test_with_one_persons_token_nothing_of_anothers_is_seen_or_changed(
    two: tuple[Served, httpx.Client],
    data: st.DataObject,
    fact: str,
    said: str,
    more: dict[str, str],
    thread: str | None,
    query: dict[str, str],
) -> None:
    served, client = two
    method, path = data.draw(st.sampled_from(routes(served)))
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(fact, safe="%") + rest.partition("}")[2]
    before = of_bo(served)
    body = {
        "text": said, "thread_id": thread, "user": "bo", "input": {"text": said}, "inputs": [{"text": said}],
        "config": {"configurable": {"thread_id": thread, "user": "bo"}}, "messages": [{"role": "user", "content": said}],
    }  # fmt: skip
    sent: dict[str, Any] = {"json": body} if method in ("POST", "PUT", "PATCH") else {}
    if path == "/chat/audio":
        sent = {"files": {"file": ("a.wav", b"RIFF\0\0\0\0WAVEfmt ")}, "data": {"thread_id": THREAD}}
    response = client.request(method, path, headers=more, params=query, **sent)
    assert SECRET not in response.text, (method, path)
    assert of_bo(served) == before, (method, path)
    if more.get("X-Sebastian-User") in ("bo", "owner") and path not in ("/health",):
        assert (response.status_code, code_of(response)) == (403, "not_your_memory")


def test_a_secret_is_in_no_answer_to_those_who_do_not_name_it(two: tuple[Served, httpx.Client]) -> None:
    served, client = two
    for method, path in routes(served):
        for fact in ("f1", "f2", "f4"):
            body = {"text": "匣子在哪里？", "thread_id": THREAD, "input": {"text": "匣子呢？"}, "inputs": [{"text": "匣子呢？"}],
                    "config": {"configurable": {"thread_id": THREAD}}}  # fmt: skip
            sent: dict[str, Any] = {"json": body} if method == "POST" else {}
            response = client.request(
                method, path.replace("{fact_id}", fact), params={"query": "匣子", "status": "all"}, **sent
            )
            assert SECRET not in response.text, (method, path)


def test_a_thread_of_the_same_name_is_another_one_for_each(two: tuple[Served, httpx.Client]) -> None:
    served, client = two
    assert client.post("/chat/text", json={"text": "我们说到哪儿了？", "thread_id": THREAD}).status_code == 200
    with sqlite3.connect(f"file:{served.data / 'threads.sqlite'}?mode=ro", uri=True) as db:
        names = {name for (name,) in db.execute("SELECT DISTINCT thread_id FROM checkpoints")}
    db.close()
    assert {f"al/{THREAD}", f"bo/{THREAD}"} <= names


def test_what_is_told_with_a_persons_token_reaches_their_memory_alone(served: Served) -> None:
    al = token_for("al", served.data)
    with as_(served, al) as client:
        assert client.post("/chat/text", json={"text": "我是阿良"}).status_code == 200
        assert client.post("/agent/invoke", json={"input": {"text": "我来了"}}).status_code == 200
    assert [turn.text for turn in served.sebastian.memory("al").turns()] == ["我是阿良", "我来了"]
    assert served.sebastian.memory().turns() == []


def test_a_token_works_at_once_and_no_longer_when_it_is_removed(served: Served) -> None:
    al = token_for("al", served.data)
    with as_(served, al) as client:
        assert client.get("/memories").status_code == 200
        list(removed(served.data, "al"))
        assert client.get("/memories").status_code == 401


def test_a_damaged_file_of_tokens_lets_nobody_in_but_the_owner(served: Served) -> None:
    al = token_for("al", served.data)
    (served.data / "tokens.json").write_text(
        '{"format": 1, "tokens": [{"name": "owner", "sha256": "", "made_at": ""}]}'
    )
    with as_(served, al) as client:
        assert (client.get("/memories").status_code, code_of(client.get("/memories"))) == (500, "store_error")
    assert served.client.get("/memories").status_code == 200


def test_a_token_in_the_address_opens_nothing(served: Served) -> None:
    al = token_for("al", served.data)
    with served.stranger() as stranger:
        for name in ("token", "access_token", "authorization", "Authorization", "api_key"):
            assert stranger.get("/memories", params={name: al}).status_code == 401


def test_looking_at_a_user_nobody_knows_makes_no_folder(serve: Serve) -> None:
    class Deaf:
        def transcribe(self, *_: object, **__: object) -> Transcript:
            raise AudioSilent("nobody speaks")

    served = serve(transcriber=Deaf())
    named = {"X-Sebastian-User": "nobody"}
    for path in (
        "/memories",
        "/memories?query=茶",
        "/memories/f1",
        "/memories/f1/why",
        "/export",
        "/export?format=markdown",
    ):
        assert served.client.get(path, headers=named).status_code in (200, 404)
    for method, path in (("DELETE", "/memories/f1"), ("DELETE", "/memories/f1?erase=true"), ("POST", "/undo"), ("POST", "/tidy"),
                         ("POST", "/backup"), ("DELETE", "/memories?all=true&erase=true")):  # fmt: skip
        assert served.client.request(method, path, headers=named).status_code in (200, 404, 409), path
    assert served.client.patch("/memories/f1", json={"statement": "用户爱喝茶"}, headers=named).status_code == 404
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav())}, headers=named).status_code == 422
    shown = served.client.post(
        "/import", files={"file": ("m.txt", "我爱喝茶".encode())}, data={"dry_run": "true"}, headers=named
    )
    assert shown.status_code in (200, 422)
    assert [path.name for path in (served.data / "users").iterdir()] in ([], ["owner"])


def test_what_is_about_everybody_is_the_owners_alone(served: Served) -> None:
    with as_(served, token_for("al", served.data)) as client:
        refused = client.get("/metrics")
    assert (refused.status_code, code_of(refused)) == (403, "owners_alone")
    assert served.client.get("/metrics", headers={"X-Sebastian-User": "al"}).status_code == 200


def test_who_tries_tokens_is_slowed_down_and_the_right_one_works_again_after_the_wait(served: Served) -> None:
    with served.stranger(Authorization="Bearer wrong") as stranger:
        answers = [stranger.get("/memories") for _ in range(12)]
    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    assert (answers[-1].status_code, code_of(answers[-1])) == (429, "too_many_tries")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 30
