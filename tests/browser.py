"""A real Chromium for the tests of the pages; without it they are skipped with a hint how to install it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

MOST_MS = 60_000  # a page on a busy machine is slow, not broken
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def chromium() -> str:
    """Return the browser of this machine; skips the test if there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((app for app in APPS if Path(app).exists()), None)
    if not found:
        pytest.skip("no Chromium on this machine; `sh tests/browser.sh` says how to get one")
    return found


@contextmanager
def open_page(address: str, width_px: int = 1920, height_px: int = 1080) -> Iterator[Page]:
    """Open an address in a page of a new browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": width_px, "height": height_px})
        page.set_default_timeout(MOST_MS)
        page.goto(address)
        try:
            yield page
        finally:
            browser.close()
