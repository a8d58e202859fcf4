"""What a browser is told, and what it may send on behalf of another site: nothing."""

import re

import pytest

from api.headers import DATA_POLICY, PAGE_POLICY
from tests.http.serving import Serve, Served, code_of

PATHS = ["/health", "/memories", "/docs", "/openapi.json", "/no/such/route", "/memories/f404"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_kept_from_frames_from_guessing_and_from_other_sites(shared: Served, path: str) -> None:
    headers = shared.client.get(path).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not any(name.startswith("access-control-") for name in headers)
    assert (policy == DATA_POLICY) == (path != "/docs")


def test_a_refusal_is_kept_from_them_too(shared: Served) -> None:
    with shared.stranger() as stranger:
        assert stranger.get("/memories").headers["x-frame-options"] == "DENY"


def test_a_page_may_run_nothing_inline_and_load_nothing_from_elsewhere() -> None:
    assert "unsafe" not in PAGE_POLICY
    assert "http" not in PAGE_POLICY
    assert "script-src 'self'" in PAGE_POLICY


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"]
)
def test_what_another_sites_page_sends_is_refused_and_nothing_changes(shared: Served, origin: str) -> None:
    before = shared.seq
    for method, path in (
        ("POST", "/chat/text"),
        ("DELETE", "/memories/f1"),
        ("POST", "/undo"),
        ("POST", "/agent/invoke"),
    ):
        response = shared.client.request(method, path, headers={"Origin": origin})
        assert (response.status_code, code_of(response)) == (403, "cross_site")
    assert shared.seq == before


def test_a_page_of_our_own_and_who_is_no_browser_may_send(served: Served) -> None:
    own = {"Origin": served.url, "Sec-Fetch-Site": "same-origin"}
    assert served.client.post("/chat/text", json={"text": "你好"}, headers=own).status_code == 200
    assert served.client.post("/chat/text", json={"text": "你好"}).status_code == 200
    foreign = served.client.post("/chat/text", json={"text": "你好"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_a_preflight_allows_nothing(shared: Served) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = shared.client.options("/chat/text", headers=asked)
    assert response.status_code in (401, 405)
    assert not any(name.startswith("access-control-") for name in response.headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::1].evil", "0x7f000001.example"]
)
def test_a_name_that_is_not_ours_is_refused_on_loopback(shared: Served, host: str) -> None:
    response = shared.client.get("/memories", headers={"Host": host})
    assert (response.status_code, code_of(response)) == (421, "unknown_host")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:8000", "LOCALHOST"]
)
def test_the_names_of_loopback_are_ours(shared: Served, host: str) -> None:
    assert shared.client.get("/health", headers={"Host": host}).status_code == 200


def test_the_names_that_are_set_are_ours_and_no_other(serve: Serve) -> None:
    served = serve(hosts="memory.example.com, home.lan", host="0.0.0.0")
    for host, status in (("memory.example.com", 200), ("HOME.lan:443", 200), ("127.0.0.1", 200), ("evil.example", 421)):
        assert served.client.get("/memories", headers={"Host": host}).status_code == status
    sent = {"Host": "memory.example.com", "Origin": "https://memory.example.com"}
    assert served.client.post("/chat/text", json={"text": "你好"}, headers=sent).status_code == 200


def test_a_server_for_other_machines_without_names_takes_any(serve: Serve) -> None:
    assert serve(host="0.0.0.0").client.get("/health", headers={"Host": "sebastian.lan"}).status_code == 200


def test_the_documentation_asks_no_address_but_this_one_and_runs_nothing(shared: Served) -> None:
    page = shared.client.get("/docs").text
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", page)
    assert "<script" not in page
    for path in ("/chat/text", "/memories/{fact_id}/why", "/agent/invoke"):
        assert path in page
