"""Finding the Chromium of this machine, and how it is started."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NONE_FOUND = (
    "BROWSER TESTS SKIPPED: no Chromium found; install chromium or name one in CHROMIUM=/path/to/chromium"
)


def find_chromium() -> str:
    """Return the path of a Chromium, empty where there is none: CHROMIUM first, then PATH, then the Mac's places."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).exists() else shutil.which(named) or ""
    on_path = next((found for name in NAMES if (found := shutil.which(name))), "")
    return on_path or next((place for place in MAC if Path(place).exists()), "")


def launch_arguments() -> list[str]:
    """Return the flags that keep the browser at home and steady."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-domain-reliability",
        "--disable-sync",
        "--force-color-profile=srgb",
        "--font-render-hinting=none",
        "--lang=zh-CN",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-proxy-server",
    ]
    # The sandbox needs a user namespace, which root in a container does not get.
    return [*flags, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else flags
