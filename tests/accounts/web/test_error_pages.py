"""The error pages need no database, say what happened in people's words, and name the request."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

PAGES = ("400", "403", "403_csrf", "404", "500", "503")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_renders_without_the_database_and_with_the_request_id(page: str, language: str) -> None:
    with translation.override(language):
        markup = render_to_string(
            f"errors/{page}.html", {"status": int(page[:3]), "request_id": "abc-12345678"}
        )
    assert "abc-12345678" in markup
    assert ('<html lang="en"' if language == "en" else '<html lang="zh-Hans"') in markup


def test_trouble_of_our_own_is_told_in_both_languages() -> None:
    with translation.override("en"):
        markup = render_to_string("errors/500.html", {"status": 500})
    assert "Something on our side went wrong." in markup
    assert "我们这边出了点问题" in markup


def test_maintenance_is_told_in_both_languages() -> None:
    with translation.override("zh-hans"):
        markup = render_to_string("errors/503.html", {"status": 503})
    assert "系统维护中" in markup
    assert "closed for maintenance" in markup
