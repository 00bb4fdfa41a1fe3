"""Sign in as the people of the demo company and keep what they see under docs/screenshots."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from script.lib.house import ROOT, VENV_PYTHON
from script.pictures.shots import SHOTS, Shot
from tests.browser.chromium import NONE_FOUND, find_chromium, launch_arguments

FOLDER = ROOT / "docs" / "screenshots"
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}


def main() -> int:
    """Take the pictures the arguments ask for; return 1 when one could not be taken."""
    options = parse()
    chromium = find_chromium()
    if not chromium:
        print(NONE_FOUND.replace("TESTS SKIPPED", "PICTURES NOT TAKEN"), file=sys.stderr)
        return 1
    logins = read_logins(options.logins)
    wanted = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=launch_arguments())
        for shot in wanted:
            failed += not take(browser, options.url.rstrip("/"), shot, logins)
        browser.close()
    return 1 if failed else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/screenshots", description="Take the pictures of the README."
    )
    parser.add_argument(
        "names", nargs="*", help=f"which ones (all): {', '.join(shot.name for shot in SHOTS)}"
    )
    parser.add_argument("--url", default="http://localhost:8000", help="where the demo site runs")
    parser.add_argument("--logins", help="a file with the JSON that `manage.py demo --format json` ends with")
    return parser.parse_args()


def read_logins(path: str | None) -> dict[str, dict[str, str]]:
    """Return the demo company's logins by role, the first of each."""
    if path:
        text = Path(path).read_text(encoding="utf-8")
    else:
        command = [str(VENV_PYTHON), "manage.py", "demo", "--if-empty", "--format", "json"]
        text = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    logins: dict[str, dict[str, str]] = {}
    for login in json.loads(text)["logins"]:
        logins.setdefault(login["role"], login)
    return logins


def take(browser: Browser, url: str, shot: Shot, logins: dict[str, dict[str, str]]) -> bool:
    """Take one picture; say what happened instead where it cannot be taken."""
    context = browser.new_context(
        base_url=url,
        locale=LANGUAGES[shot.language],
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if shot.is_dark else "light",
        reduced_motion="reduce",
        **(PHONE if shot.is_phone else DESKTOP),
    )
    try:
        open_page(context, url, shot, logins)
        path = FOLDER / f"{shot.name}.png"
        context.pages[0].screenshot(path=path, animations="disabled", caret="hide", scale="css")
    except Exception as failure:  # a picture that cannot be taken must not cost the others
        print(f"✗ {shot.name}: {str(failure).splitlines()[0]}", flush=True)
        return False
    finally:
        context.close()
    print(f"✓ {path.relative_to(ROOT)} ({path.stat().st_size // 1024} KB)", flush=True)
    return True


def open_page(context: BrowserContext, url: str, shot: Shot, logins: dict[str, dict[str, str]]) -> None:
    """Bring the first page of the context to what the picture shows."""
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": url}])
    page = context.new_page()
    if shot.role:
        sign_in(page, logins[shot.role])
    answer = page.goto(shot.path)
    if shot.follow:
        follow(page, shot.follow)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{shot.path} answered {answer.status if answer else 'nothing'}")
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, login: dict[str, str]) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(login["login"])
    page.locator("input[name=password]").fill(login["password"])
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def follow(page: Page, part: str) -> None:
    """Open the first link that leads deeper than the page itself."""
    links = "links => links.map(link => link.href.split('#')[0])"
    addresses: Iterable[str] = page.eval_on_selector_all("a[href]", links)
    deeper = next((one for one in addresses if part in one and "?" not in one and one.split(part)[1]), "")
    if not deeper:
        raise RuntimeError(f"no link with {part} on {page.url}")
    page.goto(deeper)


if __name__ == "__main__":
    sys.exit(main())
