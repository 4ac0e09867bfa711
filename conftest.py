from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

pytest_plugins = ["shared.testing.plugin"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for the whole run: a second Playwright of the same process is refused. Tests take contexts of their own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server"]
        )
        yield found
        found.close()
