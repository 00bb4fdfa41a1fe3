"""Fetch the pinned pip wheel on a machine whose Python has neither pip nor ensurepip.

The index is the one the machine is configured for (PIP_INDEX_URL, pip.conf …); none is built in, so a company's own
mirror is never passed by. What arrives is taken only if its SHA-256 is the pinned one.
"""

import configparser
import hashlib
import shutil
import ssl
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from script.lib.house import Failed, run_logged

VERSION = "26.2.1"
WHEEL = f"pip-{VERSION}-py3-none-any.whl"
SHA256 = "71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"
TIMEOUT_SECONDS = 60


class Links(HTMLParser):
    """Collect the addresses a simple-index page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attrs if tag == "a" and name == "href" and value]


def configured(environment: dict[str, str], option: str) -> list[str]:
    """Return pip's setting of this name: the environment first, then the user's file, then the machine's."""
    value = environment.get("PIP_" + option.upper().replace("-", "_"))
    if value:
        return value.split()
    home = Path(environment.get("HOME") or "/")
    files: list[str | Path] = [
        environment.get("PIP_CONFIG_FILE") or "/dev/null",
        home / ".config/pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
        home / ".pip/pip.conf",
        "/Library/Application Support/pip/pip.conf",
        "/etc/xdg/pip/pip.conf",
        "/etc/pip.conf",
    ]
    for file in files:
        parser = configparser.RawConfigParser()
        parser.read(file, encoding="utf-8")
        for section in ("install", "global"):
            if parser.has_option(section, option):
                return parser.get(section, option).split()
    return []


def candidates(environment: dict[str, str]) -> list[str]:
    """Return every place the wheel may lie: a folder, a folder's address, or an index's page of pip."""
    indexes = configured(environment, "index-url") + configured(environment, "extra-index-url")
    return configured(environment, "find-links") + [index.rstrip("/") + "/pip/" for index in indexes]


def fetch(environment: dict[str, str], folder: Path) -> Path:
    """Bring the pinned wheel into the folder; refuses when no configured place has it with the pinned hash."""
    places = candidates(environment)
    for place in places:
        for address in addresses(place, environment):
            content = read(address, environment)
            if content and hashlib.sha256(content).hexdigest() == SHA256:
                wheel = folder / WHEEL
                wheel.write_bytes(content)
                return wheel
    if not places:
        raise Failed("no package index is configured (PIP_INDEX_URL, pip.conf)")
    raise Failed(f"{WHEEL} with the pinned hash is in none of the {len(places)} configured places")


def installed_by_system() -> Path | None:
    """Return the pip wheel that Debian keeps for making environments, where it is installed."""
    return next(iter(Path("/usr/share/python-wheels").glob("pip-*.whl")), None)


def fetch_by_apt(folder: Path, log: Path) -> Path:
    """Bring Debian's pip wheel into a folder of our own: no right is needed, and apt checks the signatures."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Failed("apt-get and dpkg-deb are not here")
    for name in ("state/lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    places = {"Dir::State": folder / "state", "Dir::Cache": folder / "cache", "APT::Sandbox::User": "root"}
    options = [part for name, value in places.items() for part in ("-o", f"{name}={value}")]
    options += ["-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "Debug::NoLocking=1"]
    run_logged(["apt-get", *options, "update"], log, timeout=TIMEOUT_SECONDS * 5)
    run_logged(
        ["apt-get", *options, "download", "python3-pip-whl"], log, cwd=folder, timeout=TIMEOUT_SECONDS * 5
    )
    for package in folder.glob("python3-pip-whl*.deb"):
        run_logged(["dpkg-deb", "--extract", package, folder], log)
    for wheel in folder.glob("usr/share/python-wheels/pip-*.whl"):
        return wheel
    raise Failed("the package python3-pip-whl holds no pip wheel")


def addresses(place: str, environment: dict[str, str]) -> list[str]:
    """Return where a place says the wheel lies."""
    local = Path(unquote(urlsplit(place).path) if place.startswith("file:") else place)
    if "://" not in place or place.startswith("file:"):
        if (local / WHEEL).is_file():
            return [(local / WHEEL).absolute().as_uri()]
        page = (local / "index.html").absolute()
        place = page.as_uri()
    links = Links()
    links.feed((read(place, environment) or b"").decode("utf-8", "replace"))
    found = [urldefrag(urljoin(place, link)).url for link in links.addresses]
    return [address for address in found if unquote(urlsplit(address).path).endswith("/" + WHEEL)]


def read(address: str, environment: dict[str, str]) -> bytes | None:
    """Return what stands at an address, or nothing."""
    certificates = configured(environment, "cert")
    context = ssl.create_default_context(cafile=certificates[0] if certificates else None)
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS, context=context) as answer:
            content: bytes = answer.read()
            return content
    except (URLError, OSError, ValueError):
        return None
