"""Error pages of our own, in both languages, with the request's id and without the database."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as site_settings
from django.test import Client

from accounts.models import Event
from accounts.web.logs import JsonFormatter, RequestIdFilter

REQUEST_ID = "test-request-20261123"
PAGES = {"/strange/": 400, "/closed/": 403, "/nowhere/": 404, "/broken/": 500, "/resting/": 503}
WORDS = {"zh-hans": "回到首页", "en": "To the home page"}


@pytest.fixture
def client(settings: object) -> Client:
    settings.ROOT_URLCONF = "tests.house.broken_urls"
    return Client(
        raise_request_exception=False, headers={"X-Request-ID": REQUEST_ID}, enforce_csrf_checks=True
    )


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What the site would write to its log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


# No database mark: a query in here fails the test, as it would fail the page when the database is down.
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_each_error_has_its_page(client: Client, path: str, status: int, language: str) -> None:
    client.cookies[site_settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert answer["X-Request-ID"] == REQUEST_ID
    assert REQUEST_ID in page
    assert "hunter2" not in page
    assert "<html" in page
    assert WORDS[language] in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_form_without_its_token_is_refused_with_our_page(client: Client, language: str) -> None:
    client.cookies[site_settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.post("/form/", {"a": "b"})
    assert answer.status_code == 403
    assert REQUEST_ID in answer.content.decode()
    assert WORDS[language] in answer.content.decode()


def test_pages_in_trouble_speak_both_languages_at_once(client: Client) -> None:
    for path in ("/broken/", "/resting/"):
        page = client.get(path).content.decode()
        assert 'lang="zh-Hans"' in page
        assert 'lang="en"' in page


def test_an_unsafe_request_id_is_replaced(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert "script>alert" not in answer["X-Request-ID"]
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_the_request_id_is_in_answer_log_and_event(client: Client, log_lines: io.StringIO) -> None:
    answer = client.get("/speak/")
    assert answer["X-Request-ID"] == REQUEST_ID
    assert Event.objects.get(kind="test.spoken").request_id == REQUEST_ID
    line = json.loads(log_lines.getvalue().splitlines()[0])
    assert line["request_id"] == REQUEST_ID
    assert line["message"] == "call [masked] at once"


@pytest.mark.django_db
def test_a_refusal_that_no_form_caught_becomes_a_message(client: Client) -> None:
    answer = client.get("/refused/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
