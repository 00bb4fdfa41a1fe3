"""The tags every page uses."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from accounts.templatetags import ui


def rendered(text: str, **values: object) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + text).render(Context(values))


def test_an_icon_is_decoration_unless_it_has_a_word() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "wallet" %}')
    assert '<span class="visually-hidden">Paid &lt;1&gt;</span>' in rendered(
        '{% icon "check" label=word %}', word="Paid <1>"
    )


def test_a_state_is_shown_by_word_icon_and_tone() -> None:
    markup = rendered(
        "{% status_badge loan %}", loan=SimpleNamespace(status="overdue", get_status_display=lambda: "Late")
    )
    assert 'class="badge-state badge-danger"' in markup
    assert markup.endswith("Late</span>")
    assert "<svg" in markup


def test_a_state_nobody_named_is_quiet() -> None:
    assert "badge-quiet" in rendered('{% status_badge "brand_new" "Brand new" %}')


def test_a_badge_refuses_a_tone_there_is_not() -> None:
    with pytest.raises(TemplateSyntaxError, match="tone"):
        ui.badge("x", "loud")


def test_sorting_turns_round_and_drops_the_place_in_the_list() -> None:
    request = RequestFactory().get("/", {"sort": "due_on", "state": "open", "before": "9"})
    markup = rendered('{% sort_header "Due" "due_on" "number" %}', request=request)
    assert 'href="?state=open&amp;sort=-due_on"' in markup
    assert 'aria-sort="ascending"' in markup
    assert 'class="figure"' in markup


def test_money_and_rates_show_nothing_as_a_dash() -> None:
    assert rendered(
        "{{ a|yuan }} {{ b|yuan }} {{ c|percent }} {{ c|percent:0 }}", a=-150, b=None, c=108_000
    ) == ("−¥1.50 — 10.80% 11%")


def test_what_is_kept_may_be_shown_twice() -> None:
    markup = rendered("{% capture word %} <b>{{ x }}</b> {% endcapture %}{{ word }}|{{ word }}", x="<i>")
    assert markup == "<b>&lt;i&gt;</b>|<b>&lt;i&gt;</b>"


def test_a_part_takes_no_words_of_the_page_it_was_not_given() -> None:
    markup = rendered(
        "{% confirm title='Sure?' %}go{% endconfirm %}",
        facts=[SimpleNamespace(label="L", value="V")],
        tone="danger",
    )
    assert "Sure?" in markup
    assert "facts" not in markup
    assert "confirm-danger" not in markup


def test_a_layout_shows_no_dead_link() -> None:
    assert ui.route_exists("/accounts/login/") is True
    assert ui.route_exists("/no/such/page/") is False
