"""Real Chromium against the real site: live server, worker, and every complaint of the page collected."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from pytest_django.live_server_helper import LiveServer

from accounts import events, tasks
from finance import tasks as finance_tasks
from finance.custody import sandbox_bank
from tests.browser.chromium import NONE_FOUND, find_chromium, launch_arguments
from tests.browser.company import Company, own_broker, running_worker

SCREENSHOTS = Path(site_settings.BASE_DIR) / "var" / "test-screenshots"
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}
PATIENCE_MS = 10_000


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run browser tests one after another, and only where a Chromium is; in CI its absence is a failure."""
    here = [item for item in items if item.get_closest_marker("browser")]
    if not here:
        return
    chosen = os.environ.get("FENQI_BROWSER") or "full"
    chromium = find_chromium()
    if chosen != "none" and not chromium and os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        raise pytest.UsageError("No Chromium found, and in CI the browser tests must run.")
    for item in here:
        item.add_marker(pytest.mark.xdist_group("browser"))
        if chosen == "none" or (chosen == "short" and item.get_closest_marker("slow")):
            item.add_marker(pytest.mark.skip(reason=f"FENQI_BROWSER={chosen}"))
        elif not chromium:
            item.add_marker(pytest.mark.skip(reason=NONE_FOUND))
    if chosen != "none" and chromium:
        keep_test_database_in_a_file(config)


def keep_test_database_in_a_file(config: pytest.Config) -> None:
    """Keep the SQLite test database in a file, which the worker's process can open too."""
    values = connections["default"].settings_dict
    if not values["ENGINE"].endswith("sqlite3") or values["TEST"]["NAME"]:
        return
    shared = Path("/dev/shm")  # noqa: S108, it is memory
    base = shared if shared.is_dir() and shutil.disk_usage(shared).free > 512 * 2**20 else None
    folder = tempfile.mkdtemp(prefix="fenqi-test-", dir=base)
    values["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Let the pages know at their end whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the installed Chromium, not one that would have to be fetched."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": launch_arguments()}


def look_alive(live_server: LiveServer, settings: Any) -> None:
    """Let the live server behave as the demonstration does: mail goes to its own page, limits begin anew."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "accounts.providers.email_sandbox.SandboxEmailBackend"
    cache.clear()


@pytest.fixture
def front(live_server: LiveServer, settings: Any) -> Company:
    """The site without its worker: enough for pages that leave no work behind."""
    look_alive(live_server, settings)
    return Company(live_server.url, Path())


@pytest.fixture
def site(
    live_server: LiveServer, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Company]:
    """The whole company: the site, and a real worker with its beat on the same database and a broker of their own."""
    look_alive(live_server, settings)
    with own_broker(tmp_path), running_worker(tmp_path):
        monkeypatch.setattr(events.bell, "ring", tasks.ring)
        monkeypatch.setattr(sandbox_bank.bell, "ring", finance_tasks.ring_sandbox_bank)
        yield Company(live_server.url, tmp_path)


@dataclass
class Complaints:
    """What pages complained of: script errors, refused content, failed requests; a test may expect some."""

    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Take complaints that match as part of the test."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [line for line in self.found if not any(re.search(pattern, line) for pattern in self.expected)]

    def listen(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A bare answer without a page of ours names no icon, so the browser asks for its own.
        if message.type in {"error", "warning"} and "/favicon.ico" not in message.location.get("url", ""):
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500 and not response.url.endswith("/favicon.ico"):
            self.found.append(f"{response.status}: {response.url}")


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


PageMaker = Callable[..., Page]


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, complaints: Complaints
) -> Iterator[PageMaker]:
    """Make a page of a fresh visitor: `new_page(language="en", phone=True)`.

    At the end a picture is kept of every page of a failed test, and a complaint nobody expected fails it.
    """
    contexts = []

    def make(*, language: str = "zh-hans", phone: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale=LANGUAGES[language],
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **(PHONE if phone else DESKTOP),
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(
            [{"name": site_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield make
    if request.node.stash.get(FAILED, True) or complaints.unexpected():
        keep_pictures(request.node.name, [page for context in contexts for page in context.pages])
    for context in contexts:
        context.close()
    assert not complaints.unexpected(), "The pages complained:\n  " + "\n  ".join(complaints.unexpected())


def keep_pictures(name: str, pages: list[Page]) -> None:
    """Save what the pages show under var/test-screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^\w-]+", "-", name).strip("-")
    for position, page in enumerate(pages, 1):
        page.screenshot(path=SCREENSHOTS / f"{safe}-{position}.png", full_page=True)


@pytest.fixture
def page(new_page: PageMaker) -> Page:
    """A Chinese visitor at a desk."""
    return new_page()


@pytest.fixture
def english_page(new_page: PageMaker) -> Page:
    """An English visitor at a desk."""
    return new_page(language="en")


@pytest.fixture
def phone_page(new_page: PageMaker) -> Page:
    """A Chinese visitor with a phone."""
    return new_page(phone=True)
