"""How soon the page can be used on loopback, what it weighs, and how its list scrolls over ten thousand facts.

    python -m bench.page --json bench/results/page.json [--facts 10000] [--visits 9]

Each visit is a new browser context, so nothing is cached. "Ready" is when the field for the first words takes the focus,
counted from the beginning of navigation with a token that is there; needs Chromium (Debian: apt-get install chromium).
"""

import argparse
import json
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from agent import Sebastian
from agent.settings import Settings
from api.page import read_assets
from bench.made_memory import SEED, USER, write_ledger
from bench.run_record import run_record
from server import create_app
from store.ledger import LEDGER_NAME

TOKEN = "a-token-for-measuring"
SCROLLS = 40
READY = "() => new Promise(done => { const look = () => document.querySelector('textarea') ? done(performance.now()) : requestAnimationFrame(look); look(); })"
SCROLL = """async (times) => {
  const list = document.querySelector(".listing"), frames = [];
  for (let each = 0; each < times; each++) {
    const began = performance.now();
    list.scrollBy(0, 900);
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 30));
  }
  return frames;
}"""


def main() -> int:
    """Measure and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=9)
    chosen = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium is installed here")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), chosen.facts) as url,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = measure(browser, url, chosen.visits) | {"facts": chosen.facts}
        browser.close()
    found |= {"page_kb_gzipped": round(sum(len(asset.compressed) for asset in read_assets().values()) / 1000, 1)}
    found |= {"run": run_record(seed=SEED, visits=chosen.visits)}
    print(json.dumps(found, ensure_ascii=False))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


@contextmanager
def served(folder: Path, facts: int) -> Iterator[str]:
    """Serve a memory of so many facts on a free port of loopback."""
    home = folder / "users" / USER
    home.mkdir(parents=True)
    write_ledger(home / LEDGER_NAME, 2 * facts)
    settings = Settings(_env_file=None, data=folder, token=TOKEN, chat="openai:nobody", openai_api_key="none")  # type: ignore[call-arg]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(create_app(Sebastian(settings=settings)), loop="asyncio", http="h11", log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def measure(browser: Browser, url: str, visits: int) -> dict[str, Any]:
    """Visit so many times, then scroll through the list once."""
    ready = [_visit(browser, url)[1] for _ in range(visits)]
    page, _ = _visit(browser, url)
    page.goto(f"{url}/#/memories")
    page.wait_for_selector(".fact", timeout=120_000)
    listed = float(
        page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.name.includes('/memories?')).at(-1).duration"
        )
    )
    frames = page.evaluate(SCROLL, SCROLLS)
    return {"ready_ms_p50": round(float(np.median(ready)), 1), "ready_ms_worst": round(max(ready), 1),
            "page_of_list_ms": round(listed, 1), "frame_ms_p50": round(float(np.median(frames)), 1),
            "frame_ms_p95": round(float(np.percentile(frames, 95)), 1),
            "facts_shown": page.locator(".fact").count()}  # fmt: skip


def _visit(browser: Browser, url: str) -> tuple[Page, float]:
    context = browser.new_context(extra_http_headers={"X-Sebastian-User": USER}, locale="zh-CN")
    context.add_init_script(f"sessionStorage.setItem('sebastian.token', '{TOKEN}')")
    page = context.new_page()
    page.goto(url, wait_until="commit")
    return page, float(page.evaluate(READY))


if __name__ == "__main__":
    raise SystemExit(main())
