"""Nobody comes in without the token."""

import socket
import stat
from pathlib import Path

import pytest

from api.auth import load_token
from tests.http.serving import TOKEN, Served, code_of, quiet_settings

GUARDED = [
    ("POST", "/chat/text"),
    ("POST", "/chat/audio"),
    ("GET", "/memories"),
    ("GET", "/memories/1"),
    ("DELETE", "/memories/1"),
    ("DELETE", "/memories?all=true&erase=true"),
    ("POST", "/agent/invoke"),
    ("POST", "/agent/batch"),
    ("POST", "/agent/stream"),
    ("POST", "/agent/stream_events"),
    ("GET", "/agent/input_schema"),
    ("GET", "/agent/output_schema"),
    ("GET", "/agent/config_schema"),
    ("GET", "/agent/playground/"),
    ("GET", "/agent/playground/index.html"),
    ("GET", "/no/such/route"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_every_door_answers_401_without_a_token(shared: Served, method: str, path: str) -> None:
    before = shared.seq
    with shared.stranger() as stranger:
        response = stranger.request(method, path, json={"text": "你好"} if method == "POST" else None)
    assert response.status_code == 401
    assert code_of(response) == "unauthorized"
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert shared.seq == before


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer 令牌",
     f"Bearer {TOKEN} {TOKEN}", f"Bearer,{TOKEN}"],
)  # fmt: skip
def test_a_wrong_or_malformed_token_is_refused(shared: Served, header: str) -> None:
    with shared.stranger() as stranger:
        response = stranger.get("/memories", headers={b"Authorization": header.encode()})
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


def test_two_authorization_headers_are_refused(shared: Served) -> None:
    with shared.stranger() as stranger:
        twice = [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer other")]
        assert stranger.get("/memories", headers=twice).status_code == 401


def test_the_scheme_may_be_written_in_any_case(shared: Served) -> None:
    with shared.stranger(Authorization=f"bearer {TOKEN}") as owner:
        assert owner.get("/memories").status_code == 200


def test_a_token_is_checked_before_the_body_is_read(shared: Served) -> None:
    """A stranger who announces a huge upload and sends none of it gets the answer at once."""
    host, port = shared.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as stranger:
        stranger.sendall(b"POST /chat/audio HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n")
        assert stranger.recv(64).startswith(b"HTTP/1.1 401 ")


def test_health_and_the_documentation_need_no_token(shared: Served) -> None:
    with shared.stranger() as stranger:
        assert stranger.get("/health").status_code == 200
        assert stranger.get("/docs").status_code == 200
        assert stranger.get("/openapi.json").status_code == 200


def test_health_tells_no_secret(shared: Served) -> None:
    with shared.stranger() as stranger:
        health = stranger.get("/health")
    assert set(health.json()) == {"status", "version", "chat", "embedding", "speech", "facts", "turns", "seq"}
    assert TOKEN not in health.text


def test_a_token_is_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    settings = quiet_settings(tmp_path / "data", token=None)
    first, second = load_token(settings), load_token(settings)
    assert first.is_new
    assert not second.is_new
    assert first.value == second.value
    assert len(first.value) >= 43
    assert first.path is not None
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600


def test_an_empty_token_file_does_not_let_everyone_in(tmp_path: Path) -> None:
    settings = quiet_settings(tmp_path, token=None)
    (tmp_path / "token").touch(mode=0o600)
    made = load_token(settings)
    assert made.is_new
    assert made.value
    assert load_token(settings).value == made.value


def test_a_token_that_was_set_is_not_written_down(tmp_path: Path) -> None:
    token = load_token(quiet_settings(tmp_path / "data"))
    assert token.value == TOKEN
    assert TOKEN not in repr(token)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["", "有汉字", "a/b", "..", ".hidden", "a" * 65, "a b"])
def test_a_user_name_that_cannot_be_used_is_refused(shared: Served, name: str) -> None:
    response = shared.client.get("/memories", headers={b"X-Sebastian-User": name.encode()})
    assert (response.status_code, code_of(response)) == (422, "invalid_user")


def test_each_user_has_a_memory_of_their_own(served: Served) -> None:
    served.save("用户喜欢喝茶")
    as_guest = {"X-Sebastian-User": "guest"}
    assert served.client.get("/memories").json()["total"] == 1
    assert served.client.get("/memories", headers=as_guest).json() == {"memories": [], "total": 0}
    served.client.post("/chat/text", json={"text": "你好"}, headers=as_guest)
    assert [turn.text for turn in served.sebastian.memory("guest").turns()] == ["你好"]
    assert served.sebastian.memory().turns() == []


def test_one_user_cannot_see_or_forget_the_fact_of_another(served: Served) -> None:
    served.save("客人喜欢咖啡", user="guest")
    fact = served.save("用户喜欢喝茶")
    newer = served.save("用户养了一只猫")
    as_guest = {"X-Sebastian-User": "guest"}
    assert served.client.get(f"/memories/{newer.id}", headers=as_guest).status_code == 404
    assert served.client.delete(f"/memories/{newer.id}", headers=as_guest).status_code == 404
    assert served.client.get("/memories").json()["total"] == 2
    assert served.client.get(f"/memories/{fact.id}").json()["statement"] == "用户喜欢喝茶"
