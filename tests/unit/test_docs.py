"""The documentation is held to the project: its curl lines, its links, and the settings that it names."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from agent.settings import Settings, variable
from server import create_app
from tests.http.serving import make_sebastian

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.en.md")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

CURL = re.compile(r"^curl (?:.*\\\n)*.*$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
VARIABLE = re.compile(r"\b(SEBASTIAN_[A-Z_]+|TOKEN|[A-Z]+_API_KEY)\b")


def read(page: str) -> str:
    """A page's text without its comments, which are for whoever edits it."""
    return re.sub(r"<!--.*?-->", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))


def anchors(page: str) -> set[str]:
    """The names of a page's headings as GitHub makes them."""
    headings = HEADING.findall(re.sub(r"^```.*?^```$", "", read(page), flags=re.DOTALL | re.MULTILINE))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """Every path of the app's OpenAPI document, as a pattern, with its methods."""
    with make_sebastian(tmp_path_factory.mktemp("docs") / "data") as sebastian:
        paths = create_app(sebastian).openapi()["paths"]
        yield {re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path)): set(methods) for path, methods in paths.items()}


def asked(line: str) -> tuple[str, str]:
    """The method and path of a curl line."""
    method = re.search(r"--request (\w+)", line)
    address = re.search(r"http://127\.0\.0\.1:8000[^'\s]*", line)
    assert address is not None, line
    return (method[1] if method else "GET").lower(), urlsplit(address[0]).path


def test_both_readmes_have_the_same_curl_lines() -> None:
    chinese, english = (CURL.findall(read(page)) for page in READMES)
    assert chinese == english
    assert [asked(line) for line in chinese[:2]] == [("post", "/chat/text"), ("post", "/chat/audio")]
    for line in chinese:
        assert '--header "Authorization: Bearer $TOKEN"' in line
    assert """--data '{"text": "你好，你是谁？"}'""" in chinese[0]
    assert """--form 'file=@"test.wav"'""" in chinese[1]


@pytest.mark.parametrize("page", PAGES)
def test_the_routes_of_every_curl_line_exist(page: str, routes: dict[str, set[str]]) -> None:
    for line in CURL.findall(read(page)):
        method, path = asked(line)
        found = [methods for pattern, methods in routes.items() if re.fullmatch(pattern, path)]
        assert any(method in methods for methods in found), f"{method} {path}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_project_leads_somewhere(page: str) -> None:
    for groups in LINK.findall(without_code(read(page))):
        target = "".join(groups)
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (ROOT / page).parent / path if path else ROOT / page
        assert place.exists(), f"{page} -> {target}"
        assert place.resolve().is_relative_to(ROOT), f"{page} -> {target}"
        if anchor:
            assert anchor in anchors(place.resolve().relative_to(ROOT).as_posix()), f"{page} -> {target}"


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_that_a_page_names_is_a_setting(page: str) -> None:
    known = {variable(name) for name in Settings.model_fields}
    assert set(VARIABLE.findall(read(page))) - known == set()


def test_both_readmes_have_the_same_parts() -> None:
    chinese, english = (re.findall(r"^(#+) ", without_code(read(page)), re.MULTILINE) for page in READMES)
    assert chinese == english
    fenced = [re.findall(r"^```(\w+)$", read(page), re.MULTILINE) for page in READMES]
    assert fenced[0] == fenced[1]


@pytest.mark.parametrize("page", PAGES)
def test_chinese_and_latin_are_set_apart_and_chinese_prose_has_full_width_punctuation(page: str) -> None:
    """What the product itself said is quoted as it said it: lines that begin with `>` and code are left out."""
    for line in without_code(read(page)).splitlines():
        prose = re.sub(r"\]\([^)]*\)", "]", "" if line.startswith(">") else line)
        touching = re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", prose)
        assert touching is None, f"{touching[0]!r} in {line!r}"
        if len(re.findall(r"[\u4e00-\u9fff]", prose)) > len(re.findall(r"[A-Za-z]", prose)):
            narrow = re.search(r"[\u4e00-\u9fff][,;:!?.()]", prose)
            assert narrow is None, f"{narrow[0]!r} in {line!r}"
