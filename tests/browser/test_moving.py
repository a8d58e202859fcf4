"""Export, import and backup are offered by the menu where the server says that it has them."""

import json
import re

from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Open, Visit

PREVIEW = {"kind": "chat", "total": 5, "new": 3, "known": 1, "skipped": 1}


def open_menu(here: Visit) -> None:
    here.sign_in()
    here.page.get_by_role("button", name="更多").click()
    expect(here.page.get_by_role("button", name="退出")).to_be_visible()


def with_routes(here: Visit, paths: dict[str, object]) -> list[Request]:
    """Let the server seem to have these routes; gives what is asked of them."""
    asked: list[Request] = []

    def answer(route: Route) -> None:
        asked.append(route.request)
        name = route.request.url.rpartition("/")[2]
        if name.startswith("7?after="):
            route.fulfill(json={**PREVIEW, "state": "done", "done": 5, "error": None})
        elif name == "import":
            is_dry = "dry_run" in (route.request.post_data or "")
            route.fulfill(json={**PREVIEW, "id": None if is_dry else "7"})
        else:
            named = {"Content-Disposition": f'attachment; filename="{name}.bin"'}
            route.fulfill(body=name.encode(), headers=named)

    here.page.route("**/openapi.json", lambda route: route.fulfill(body=json.dumps({"paths": paths})))
    here.page.route(re.compile("/(export|backup|import(/.*)?)$"), answer)
    return asked


def test_what_the_server_cannot_do_is_not_offered(visit: Open) -> None:
    here = visit()
    with_routes(here, {"/memories": {"get": {}}})
    open_menu(here)
    for name in ("导出", "导入", "备份"):
        expect(here.page.get_by_role("button", name=name)).to_have_count(0)


def test_an_export_and_a_backup_are_saved_under_the_servers_names(visit: Open) -> None:
    here = visit()
    asked = with_routes(here, {"/export": {"get": {}}, "/backup": {"post": {}}})
    open_menu(here)
    for label, name, method in (("导出", "export", "GET"), ("备份", "backup", "POST")):
        with here.page.expect_download() as saved:
            here.page.get_by_role("button", name=label).click()
        assert saved.value.suggested_filename == f"{name}.bin"
        assert saved.value.path().read_bytes() == name.encode()
        assert (asked[-1].method, asked[-1].headers["authorization"][:7]) == (method, "Bearer ")
        here.page.get_by_role("button", name="更多").click()


def test_an_import_says_what_it_holds_before_it_is_taken_in(visit: Open) -> None:
    here = visit()
    asked = with_routes(here, {"/import": {"post": {}}})
    open_menu(here)
    with here.page.expect_file_chooser() as choosing:
        here.page.get_by_role("button", name="导入").click()
    choosing.value.set_files({"name": "talk.txt", "mimeType": "text/plain", "buffer": "你好".encode()})
    expect(here.page.get_by_role("dialog")).to_contain_text("新的 3 条，已记着的 1 条，略过 1 条")
    assert len(asked) == 1
    here.page.get_by_role("dialog").get_by_role("button", name="导入").click()
    expect(here.page.locator("#notice")).to_have_text("已导入 5 / 5")
    assert [request.url.rpartition("/")[2] for request in asked] == ["import", "import", "7?after=-1"]
