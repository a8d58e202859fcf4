"""A browser, and pages of it that a real server serves; whatever goes wrong in a page fails its test."""

import shutil
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.owner import Ear, make_home, model
from tests.http.serving import TOKEN, Served, make_sebastian, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 30_000
WIDE, PHONE = (1280, 800), (390, 844)


@dataclass
class Visit:
    """A page that is open at a server, and what was noticed about it."""

    page: Page
    served: Served
    faults: list[str] = field(default_factory=list)

    def sign_in(self) -> None:
        """Open the page and hand over the token."""
        self.page.goto(self.served.url)
        self.page.get_by_label("令牌").fill(TOKEN)
        self.page.get_by_role("button", name="进去").click()
        expect(self.page.get_by_label("要说的话")).to_be_visible()

    def say(self, text: str) -> None:
        """Say something and wait for the whole answer."""
        self.page.get_by_label("要说的话").fill(text)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("button", name="发送")).to_be_visible()
        expect(self.page.locator(".answer[aria-busy]")).to_have_count(0)

    def open_memory(self, statement: str) -> None:
        """Go to the memories and open one."""
        self.page.get_by_role("link", name="记忆", exact=True).click()
        self.page.locator(".fact", has_text=statement).first.click()
        expect(self.page.locator(".fact-statement")).to_have_text(statement)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser's microphone hears: a second of a tone is enough for a scripted ear."""
    path = tmp_path_factory.mktemp("microphone") / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(
            b"".join((8000 if at % 80 < 40 else -8000).to_bytes(2, "little", signed=True) for at in range(16_000))
        )
    return path


@pytest.fixture(scope="package")
def browser(spoken: Path) -> Iterator[Browser]:
    """One browser for these tests, gone before others need the event loop; none, and they are skipped, without a Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here (Debian: apt-get install chromium)")
    microphone = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={spoken}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *microphone])
        yield browser
        browser.close()


@pytest.fixture
def ear() -> Ear:
    """What transcribes."""
    return Ear()


@pytest.fixture
def served(tmp_path: Path, ear: Ear) -> Iterator[Served]:
    """A server whose owner has told it some things over the years."""
    with serving(make_sebastian(tmp_path / "data", model, transcriber=ear)) as running:
        make_home(running.sebastian)
        yield running


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Open]:
    """Open the page in a context of its own; at the end nothing may have gone wrong that was not allowed to."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def opened(size: tuple[int, int] = WIDE, scheme: str = "light", language: str = "zh-CN") -> Visit:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=language,  # type: ignore[arg-type]
                timezone_id="Asia/Shanghai", permissions=["microphone"],
            )  # fmt: skip
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            here = Visit(context.new_page(), served)
            watch(here)
            visits.append(here)
            return here

        yield opened
        assert [fault for each in visits for fault in each.faults] == []


def watch(visit: Visit) -> None:
    """Note errors in the console, exceptions, breaches of the policy, and requests to anywhere but the server."""
    home = urlsplit(visit.served.url).netloc

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.faults.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "blob" and address.netloc != home:
            visit.faults.append(f"request to {request.url}")

    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.faults.append(f"exception: {error}"))
    visit.page.on("request", asked)
