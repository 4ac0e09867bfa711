from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["shared.testing.plugin"]

E2E, COMPOSE, MATRIX = "tests/e2e/", "tests/e2e/test_compose.py", "tests/akses/test_matriks.py"


class Together(LoadScopeScheduling):
    """What goes to one worker: a file; all that lean on the one stack and its year; the matrix is so long that each service goes by itself."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file == MATRIX:
            return nodeid
        return E2E if file.startswith(E2E) and file != COMPOSE else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)  # type: ignore[no-untyped-call]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left alone with it at the end."""
    longest = (E2E, MATRIX)
    items.sort(key=lambda item: next((n for n, start in enumerate(longest) if item.nodeid.startswith(start)), len(longest)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for the whole run: a second Playwright of the same process is refused. Tests take contexts of their own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server"]
        )
        yield found
        found.close()
