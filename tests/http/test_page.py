"""The page's files: open to everyone, compressed, asked for again only when they changed, under a strict policy."""

import gzip
import re

import pytest

from api.page import FOLDER, read_assets
from tests.http.serving import Served, code_of

FILES = sorted(read_assets())


def test_the_page_needs_no_token_and_names_only_files_that_are_there(served: Served) -> None:
    with served.stranger() as stranger:
        page = stranger.get("/")
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        named = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
        assert len(named) > 5
        assert [name for name in named if stranger.get(name).status_code != 200] == []


@pytest.mark.parametrize("name", FILES)
def test_a_module_imports_only_files_that_are_there(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for imported in re.findall(r'from "\./([^"]+)"', text):
        assert imported in FILES, f"{name} imports {imported}"


def test_nothing_in_the_page_is_inline_or_from_elsewhere(served: Served) -> None:
    page = served.client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "style=" not in page.text
    assert not re.search(r"<script(?![^>]*src=)", page.text)
    for name in FILES:
        text = (FOLDER / name).read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|document\.write|eval\(", text), name


def test_a_file_is_compressed_and_asked_for_again_only_when_it_changed(served: Served) -> None:
    with served.stranger() as stranger:
        plain = stranger.get("/web/app.js", headers={"Accept-Encoding": "identity"})
        packed = stranger.get("/web/app.js", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert plain.text == packed.text == (FOLDER / "app.js").read_text(encoding="utf-8")
        assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0))
        again = stranger.get("/web/app.js", headers={"If-None-Match": plain.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert stranger.get("/web/app.js", headers={"If-None-Match": '"old"'}).status_code == 200


@pytest.mark.parametrize(
    "path", ["nothing.js", "", "../server.py", "%2e%2e/server.py", "..%2fserver.py", "/etc/passwd"]
)
def test_what_is_no_file_of_the_page_has_no_address(served: Served, path: str) -> None:
    with served.stranger() as stranger:
        answer = stranger.get(f"{served.url}/web/{path}")
    assert answer.status_code in (401, 404)
    assert code_of(answer) in ("unauthorized", "not_found")
    assert "create_app" not in answer.text


def test_the_page_is_no_part_of_the_documented_interface(served: Served) -> None:
    assert not [path for path in served.client.get("/openapi.json").json()["paths"] if path in ("/", "/web/{path}")]


def test_every_text_of_the_page_is_there_in_both_languages_and_used() -> None:
    words = (FOLDER / "words.js").read_text(encoding="utf-8")
    chinese, english = (set(re.findall(r"^  (\w+): ", part, re.MULTILINE)) for part in words.split("const EN = ")[:2])
    assert chinese == english
    code = "".join((FOLDER / name).read_text(encoding="utf-8") for name in FILES if name.endswith(".js"))
    used = set(re.findall(r"\"(\w+)\"", code))
    made = ("kind_", "op_", "theme_", "when_", "status_", "superseded")
    assert {name for name in chinese - used if not name.startswith(made)} == set()
    assert set(re.findall(r'\bt\("(\w+)"', code)) - chinese == set()
