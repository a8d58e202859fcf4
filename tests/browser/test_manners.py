"""What holds for every view: a phone's width, both themes, the keyboard, screen readers, the policy, and its weight."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.page import FOLDER, MEDIA_TYPES
from tests.browser.conftest import PHONE, WIDE, Open, Visit

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
MOST_BYTES = 100_000


def views(here: Visit) -> Iterator[str]:
    """Go through the views of the page, stopping at each."""
    here.page.goto(here.served.url)
    expect(here.page.get_by_label("令牌")).to_be_visible()
    yield "door"
    here.sign_in()
    yield "greeting"
    here.say("我养了一只橘猫")
    here.say("我的生日是" + "8月3日" * 30)
    yield "talk"
    here.page.get_by_role("button", name="更多").click()
    expect(here.page.get_by_role("button", name="退出")).to_be_visible()
    yield "menu"
    here.page.keyboard.press("Escape")
    here.page.get_by_role("link", name="记忆", exact=True).click()
    expect(here.page.locator(".fact")).to_have_count(6)
    yield "memories"
    here.open_memory("你不喜欢狮子座")
    yield "fact"
    here.page.get_by_role("button", name="抹去").click()
    yield "dialog"
    here.page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_view_has_a_serious_fault_of_accessibility(visit: Open, size: tuple[int, int], scheme: str) -> None:
    here = visit(size=size, scheme=scheme)
    found = []
    for view in views(here):
        here.page.evaluate(AXE)
        report = here.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found += [
            (view, each["id"], each["nodes"][0]["html"])
            for each in report["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_a_phone_never_scrolls_sideways(visit: Open) -> None:
    here = visit(size=PHONE)
    for view in views(here):
        widths = here.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths == [PHONE[0], PHONE[0]], view
        assert here.page.evaluate("document.querySelector('main').scrollWidth") <= PHONE[0], view


def test_a_theme_that_is_chosen_stays(visit: Open) -> None:
    here = visit(scheme="dark")
    here.sign_in()
    html = here.page.locator("html")
    expect(html).to_have_attribute("data-theme", "dark")
    here.page.get_by_role("button", name="更多").click()
    here.page.get_by_text("浅色").click()
    expect(html).to_have_attribute("data-theme", "light")
    here.page.reload()
    expect(html).to_have_attribute("data-theme", "light")
    here.page.get_by_role("button", name="更多").click()
    here.page.get_by_text("随系统").click()
    expect(html).to_have_attribute("data-theme", "dark")


def test_a_memory_is_reached_by_the_keyboard_alone(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.page.keyboard.press("Shift+Tab")
    here.page.evaluate("document.querySelector('.brand').focus()")
    for _ in range(2):
        here.page.keyboard.press("Tab")
    expect(here.page.get_by_role("link", name="记忆", exact=True)).to_be_focused()
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".fact").first).to_be_visible()
    for _ in range(40):
        here.page.keyboard.press("Tab")
        if here.page.evaluate("document.activeElement.classList.contains('fact')"):
            break
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".fact-statement")).to_be_visible()


def test_the_policy_stops_what_the_page_did_not_bring(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))"
    )
    here.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<i style=\"color: red\" onclick=\"window.ran = 1\">x</i>')"
    )
    here.page.locator("i").click()
    assert here.page.evaluate("window.ran") is None
    assert len(here.faults) >= 3
    assert all("Content Security Policy" in fault for fault in here.faults)
    here.faults.clear()


def test_the_whole_page_weighs_little() -> None:
    files = [path for path in FOLDER.rglob("*") if path.suffix in MEDIA_TYPES]
    assert len(files) > 10
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < MOST_BYTES
