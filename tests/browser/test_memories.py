"""The memories: find one, see it as of a day, put it right, forget it, and follow it down to the words."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from store.facts import Draft
from tests.browser.conftest import PHONE, WIDE, Open
from tests.http.serving import Served


def listed(page: Page) -> list[str]:
    return page.locator(".fact .statement").all_inner_texts()


def test_memories_are_searched_and_sifted_by_kind(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.page.get_by_role("link", name="记忆", exact=True).click()
    expect(here.page.locator(".count")).to_have_text("5 条")
    here.page.get_by_role("radio", name="喜好").check(force=True)
    expect(here.page.locator(".count")).to_have_text("1 条")
    assert listed(here.page) == ["你不喜欢自己的星座"]
    here.page.get_by_role("radio", name="全部").check(force=True)
    here.page.get_by_role("searchbox").fill("生日")
    expect(here.page.locator(".fact .statement").first).to_have_text("你的生日是8月3日")


def test_the_past_is_listed_with_what_it_became(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.page.get_by_role("link", name="记忆", exact=True).click()
    expect(here.page.locator(".fact")).to_have_count(5)
    here.page.get_by_label("状态").select_option("all")
    expect(here.page.locator(".fact")).to_have_count(6)
    expect(here.page.locator(".fact.superseded")).to_have_text(re.compile("你叫张三.*已变了"))


def test_a_day_shows_what_was_true_then(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.page.get_by_role("link", name="记忆", exact=True).click()
    slider = here.page.get_by_label("那时成立的")
    expect(slider).to_be_visible()
    first = date(2022, 3, 5)
    slider.fill(str((date(2023, 1, 1) - first).days))
    expect(here.page.locator(".moment")).to_have_text("2023 年 1 月 1 日")
    expect(here.page.locator(".fact")).to_have_count(1)
    assert listed(here.page) == ["你叫张三"]
    slider.fill(str((date(2025, 2, 28) - first).days))
    expect(here.page.locator(".fact")).to_have_count(5)
    assert "你叫张三" in listed(here.page)
    here.page.get_by_role("button", name="回到现在").click()
    expect(here.page.locator(".moment")).to_have_text("现在")
    expect(here.page.locator(".fact", has_text="你叫李四")).to_be_visible()
    expect(here.page.locator(".fact", has_text="你叫张三")).to_have_count(0)


def test_why_is_drawn_from_the_conclusion_down_to_the_words(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.open_memory("你不喜欢狮子座")
    drawn = here.page.locator(".why svg .node").all_text_contents()
    for words in (
        "你不喜欢狮子座",
        "你不喜欢自己的星座",
        "你的星座是狮子座",
        "你的生日是8月3日",
        "「我的生日是8月3日」",
    ):
        assert any(words in node for node in drawn), (words, drawn)
    assert here.page.locator(".why svg .edge").count() == len(drawn) - 1
    assert "2023 年 5 月 1 日" in "".join(drawn)
    told = here.page.locator(".why .hidden-text").inner_text()
    assert told.index("你不喜欢狮子座") < told.index("你的星座是狮子座") < told.index("我的生日是8月3日")
    here.page.locator(".why svg a", has_text="你的生日是8月3日").click()
    expect(here.page.locator(".fact-statement")).to_have_text("你的生日是8月3日")


def test_a_memory_shows_its_words_and_its_history(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.open_memory("你叫李四")
    expect(here.page.locator(".quote blockquote").first).to_have_text("我改名了，现在叫李四")
    expect(here.page.locator(".quote figcaption").first).to_have_text("2025 年 3 月 1 日")
    versions = here.page.locator(".versions li")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("2022 年 3 月 5 日至2025 年 3 月 1 日")


def test_a_correction_is_followed_by_what_rests_on_it(visit: Open, served: Served) -> None:
    here = visit()
    here.sign_in()
    here.open_memory("你的生日是8月3日")
    here.page.get_by_role("button", name="更正").click()
    field = here.page.get_by_label("更正后的说法")
    expect(field).to_be_focused()
    field.fill("用户的生日是9月3日")
    field.press("Enter")
    expect(here.page.locator(".fact-statement")).to_have_text("你的生日是9月3日")
    expect(here.page.locator(".fact", has_text="你不喜欢处女座")).to_be_visible()
    here.page.get_by_role("button", name="更正").click()
    here.page.keyboard.press("Escape")
    expect(here.page.get_by_role("button", name="更正")).to_be_focused()


def test_what_was_concluded_offers_no_correction(visit: Open) -> None:
    here = visit()
    here.sign_in()
    here.open_memory("你的星座是狮子座")
    expect(here.page.get_by_role("button", name="忘掉")).to_be_visible()
    expect(here.page.get_by_role("button", name="更正")).to_have_count(0)


def test_forgetting_and_erasing_ask_first_and_escape_is_a_no(visit: Open, served: Served) -> None:
    here = visit()
    here.sign_in()
    here.open_memory("你不喜欢自己的星座")
    here.page.get_by_role("button", name="忘掉").click()
    expect(here.page.get_by_role("dialog")).to_contain_text("忘掉这一条？")
    here.page.keyboard.press("Escape")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    expect(here.page.get_by_role("button", name="忘掉")).to_be_focused()
    assert len(served.sebastian.memory().facts()) == 5
    here.page.get_by_role("button", name="忘掉").click()
    here.page.get_by_role("dialog").get_by_role("button", name="忘掉").click()
    expect(here.page.locator(".count")).to_have_text("3 条")  # what was concluded from it fell with it
    here.open_memory("你叫李四")
    here.page.get_by_role("button", name="抹去").click()
    here.page.get_by_role("dialog").get_by_role("button", name="抹去").click()
    expect(here.page.locator(".count")).to_have_text("2 条")
    assert not any("李四" in fact.statement for fact in served.sebastian.memory().facts("all"))


def test_many_memories_are_fetched_page_by_page(visit: Open, served: Served) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    for number in range(150):
        memory.save(Draft(f"用户的第{number}本书"), turn_id="", at=at)
    here = visit()
    here.sign_in()
    here.page.get_by_role("link", name="记忆", exact=True).click()
    expect(here.page.locator(".count")).to_have_text("155 条")
    expect(here.page.locator(".fact")).to_have_count(60)
    here.page.locator(".listing").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(here.page.locator(".fact")).to_have_count(120)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_memory_far_down_is_looked_at_and_the_list_stays_there(
    visit: Open, served: Served, size: tuple[int, int]
) -> None:
    memory, at = served.sebastian.memory(), served.sebastian.clock()
    for number in range(150):
        memory.save(Draft(f"用户的第{number}本书"), turn_id="", at=at)
    here = visit(size)
    here.sign_in()
    here.page.get_by_role("link", name="记忆", exact=True).click()
    expect(here.page.locator(".fact")).to_have_count(60)
    here.page.locator(".fact").last.scroll_into_view_if_needed()
    expect(here.page.locator(".fact")).to_have_count(120)
    far = here.page.locator(".fact").nth(80)
    statement = far.locator(".statement").text_content() or ""
    far.click()
    expect(here.page.locator(".fact-statement")).to_have_text(statement)
    here.page.go_back()
    expect(far).to_be_in_viewport()
    expect(far.locator(".statement")).to_have_text(statement)
