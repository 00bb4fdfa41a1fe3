"""Pages as they are answered: no English sentence on a Chinese page, no Chinese on an English one."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from accounts.models import RuleVersion
from tests.house.code import listed
from tests.house.object_routes import FACTORIES
from tests.house.test_routes import Route, arrive, by_path, expected, make_identity, routes
from tests.house.test_translations import NOT_READ, SAME_EVERYWHERE, SEEN_ATTRIBUTES

pytestmark = pytest.mark.once("sqlite")

VISITORS = (
    "anonymous",
    "customer",
    "auditor",
    "risk_manager",
    "cashier",
    "operations_manager",
    "administrator",
)
FOREIGN = {
    "zh-hans": re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z']{2,}){2,}"),
    "en": re.compile(r"[\u4e00-\u9fff]"),
}
MARKED = {"zh-hans": "en", "en": "zh"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# The cast of the tests.
NAMES = re.compile(r"张(三|\*)|经销商")


class ShownText(HTMLParser):
    """Collects the text of a page that is not marked as being in another language."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.closed: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_foreign = tag in NOT_READ or (
            tag != "html" and (values.get("lang") or "").startswith(MARKED[self.language])
        )
        if not self.closed and not is_foreign and tag != "meta":
            self.found += [value or "" for name, value in attrs if name in SEEN_ATTRIBUTES]
        if tag not in VOID and (self.closed or is_foreign):
            self.closed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.closed and tag in self.closed:
            while self.closed and self.closed.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.closed:
            self.found.append(data)

    def foreign(self, sources: list[str]) -> list[str]:
        texts = (NAMES.sub("", SAME_EVERYWHERE.sub("", without(text, sources))) for text in self.found)
        return [text for text in texts if FOREIGN[self.language].search(text)]


def without(text: str, sources: list[str]) -> str:
    """Return a text on one line without the names of articles, which are cited as the law has them."""
    text = " ".join(text.split())
    for source in sources:
        text = text.replace(source, "")
    return text


def plain_pages(visitor: str) -> list[Route]:
    """Return the pages without an object that a visitor may open."""
    return [
        route
        for route in routes()
        if not route.parameters
        and "(?P" not in route.path
        and not route.path.startswith(("office/admin/", "healthz", "hooks/", "i18n/"))
        and route.audience is not None
        and expected(route.audience, visitor) == "in"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("visitor", VISITORS)
def test_pages_speak_one_language(visitor: str, language: str) -> None:
    client = arrive(make_identity(visitor))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    articles = set(RuleVersion.objects.values_list("article", flat=True))
    sources = sorted(articles, key=len, reverse=True)
    faults = []
    for route in plain_pages(visitor):
        answer = client.get(route.with_values({}))
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        reader = ShownText(language)
        reader.feed(answer.content.decode())
        faults += [f"/{route.path}: {text[:120]!r}" for text in dict.fromkeys(reader.foreign(sources))]
    assert not faults, listed(faults, f"These texts are not in {language}:")


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(FACTORIES))
def test_pages_of_objects_are_chinese_throughout(path: str) -> None:
    """Only this way round: what people wrote themselves stands on an English page as they wrote it."""
    found = FACTORIES[path]()
    client = arrive(found.visitor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    answer = client.get(by_path(path).with_values(found.values))
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return
    reader = ShownText("zh-hans")
    reader.feed(answer.content.decode())
    sources = list(RuleVersion.objects.values_list("article", flat=True))
    faults = list(dict.fromkeys(reader.foreign(sources)))
    assert not faults, listed(faults, f"These texts of /{path} are not in Chinese:")
