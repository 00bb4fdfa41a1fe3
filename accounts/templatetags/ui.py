"""The small parts every page is made of: icons, badges, crumbs, sort links, pagers, places."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import lucide
from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.web import badges, formats

register = template.Library()

# The four places of a customer, in the top bar and at the foot of a phone.
PLACES = (
    (_("Borrow"), "/borrow/", "hand-coins"),
    (_("Invest"), "/invest/", "handshake"),
    (_("Wallet"), "/wallet/", "wallet"),
    (_("Me"), "/me/", "user-round"),
)
PUBLIC_PLACES = (
    (_("Open listings"), "/market/", "list"),
    (_("Calculator"), "/calculator/", "calculator"),
    (_("Disclosure"), "/disclosure/", "file-chart-column"),
    (_("Help"), "/help/", "circle-question-mark"),
)
DEALER_PLACES = (
    (_("Overview"), "/dealer/", "store"),
    (_("Orders"), "/dealer/orders/", "package"),
    (_("Wallet"), "/dealer/money/", "wallet"),
    (_("Settlements"), "/dealer/settlements/", "receipt"),
    (_("Stores"), "/dealer/stores/", "map-pin"),
    (_("Members"), "/dealer/members/", "users"),
)
# A dealer's clerks would only be refused there.
OWNERS_PLACES = {"/dealer/money/"}
ACCOUNT_PAGES = (
    (_("My page"), "/me/", "user-round"),
    (_("Messages"), "/me/messages/", "mail"),
    (_("Bank cards"), "/me/cards/", "credit-card"),
    (_("Two-step verification"), "/accounts/2fa/", "shield-check"),
    (_("Password"), "/accounts/password/change/", "key-round"),
    (_("Signed-in devices"), "/accounts/sessions/", "monitor-smartphone"),
    (_("Privacy"), "/me/privacy/", "lock"),
)
SECURITY_PAGES = (
    (_("E-mail address"), "/accounts/email/", "mail"),
    (_("Mobile number"), "/accounts/phone/change/", "smartphone"),
    (_("Password"), "/accounts/password/change/", "key-round"),
    (_("Two-step verification"), "/accounts/2fa/", "shield-check"),
    (_("Signed-in devices"), "/accounts/sessions/", "monitor-smartphone"),
)
# A home is lit on its own page alone, not on every page below it.
HOMES = {"/dealer/"}
# A place stays lit on the public pages that belong to it.
ALSO_THERE = {"/invest/": ("/market/",), "/borrow/": ("/calculator/",), "/me/": ("/accounts/",)}
CUSTOMER_ONLY = {"/me/", "/me/cards/", "/me/messages/", "/me/privacy/"}


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """Draw a Lucide icon in the text's colour; without a label it is decoration and not read aloud."""
    drawn = mark_safe(_drawn(str(name), int(size)))  # noqa: S308 — from a packaged file
    return format_html('{}<span class="visually-hidden">{}</span>', drawn, label) if label else drawn


@lru_cache(maxsize=256)
def _drawn(name: str, size: int) -> str:
    attributes = {"class": "icon", "stroke-width": "1.75", "focusable": "false", "aria-hidden": "true"}
    try:
        return str(lucide._render_icon(name, size, **attributes))
    except lucide.IconDoesNotExist:
        # A page with a plain circle is better than no page; a test refuses names the package does not have.
        return str(lucide._render_icon("circle", size, **attributes))


@register.simple_tag
def badge(label: str, tone: str = "quiet", icon_name: str = "") -> SafeString:
    """Draw a word in a tone: quiet, active, good, attention or danger."""
    if tone not in badges.TONES:
        raise template.TemplateSyntaxError(
            f"A badge's tone is one of {', '.join(badges.TONES)}, not {tone!r}."
        )
    drawn = icon(icon_name, 14) if icon_name else ""
    return format_html('<span class="badge-state badge-{}">{}{}</span>', tone, drawn, label)


@register.simple_tag
def status_badge(thing: Any, label: str = "") -> SafeString:
    """Draw an object's state (its `status` and `get_status_display`), or a bare state with the label given."""
    status = str(getattr(thing, "status", thing))
    model = thing._meta.model_name if hasattr(thing, "_meta") else ""
    shown = label or (str(thing.get_status_display()) if hasattr(thing, "get_status_display") else status)
    look = badges.look_of(status, model)
    return badge(shown, look.tone, look.icon)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """Draw one step of the breadcrumb; the last one has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, label: str, field: str, kind: str = "") -> SafeString:
    """Draw a column's head that sorts by `?sort=field`, pressed again by `?sort=-field`; kind "number" aligns right."""
    return _sorting_head(context, label, field, now=context["request"].GET.get("sort", ""), kind=kind)


@register.simple_tag(takes_context=True)
def list_header(context: Context, shown: Any, column: Any) -> SafeString:
    """Draw the head of a list's column that sorts it; the order the list begins with is marked too."""
    kind = "number" if column.is_figure else ""
    return _sorting_head(context, column.label, column.name, now=shown.sort, kind=kind)


def _sorting_head(context: Context, label: str, field: str, *, now: str, kind: str) -> SafeString:
    order = "ascending" if now == field else "descending" if now == f"-{field}" else "none"
    asked = context["request"].GET.lists()
    kept = {key: values for key, values in asked if key not in {"sort", "before", "after", "page"}}
    address = "?" + urlencode({**kept, "sort": f"-{field}" if order == "ascending" else field}, doseq=True)
    arrow = {"ascending": "arrow-up", "descending": "arrow-down", "none": "arrow-up-down"}[order]
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}" class="sort">{} {}</a></th>',
        "figure" if kind == "number" else "",
        order,
        address,
        label,
        icon(arrow, 14),
    )


@register.simple_tag
def change(text: str, direction: str, good: str = "") -> SafeString:
    """Draw a change: an arrow, the words, and a tone only where up or down is known to be good."""
    arrow = {"up": "arrow-up-right", "down": "arrow-down-right"}.get(direction, "minus")
    tone = "" if not good or direction not in {"up", "down"} else "good" if direction == good else "bad"
    return format_html(
        '<span class="change {}">{} {}</span>', f"change-{tone}" if tone else "", icon(arrow, 16), text
    )


@register.filter
def percent(ppm: int | None, places: int = 2) -> str:
    """Show ppm as a percentage: 120000 is 12.00%; nothing is a dash."""
    return "—" if ppm is None else formats.percent(int(ppm), int(places))


@register.filter
def rate(ppm: int | None) -> str:
    """Show an agreed or legal rate exactly; nothing is a dash."""
    return "—" if ppm is None else formats.rate(int(ppm))


@register.filter
def rate_up(ppm: int | None) -> str:
    """Show a rate that somebody pays, never below what it is; nothing is a dash."""
    return "—" if ppm is None else formats.rate_up(int(ppm))


@register.filter
def points(ppm: int) -> str:
    """Show a distance between two rates in percentage points, rounded down."""
    return formats.points(int(ppm))


@register.filter
def points_up(ppm: int) -> str:
    """Show the same, rounded up."""
    return formats.points_up(int(ppm))


@register.filter
def rate_down(ppm: int | None) -> str:
    """Show a rate that somebody earns, never above what it is; nothing is a dash."""
    return "—" if ppm is None else formats.rate_down(int(ppm))


@register.filter
def reached(ppm: int) -> str:
    """Show how much of a whole is reached, rounded down."""
    return formats.reached(ppm)


@register.filter
def moment(at: dt.datetime) -> str:
    """Show an instant as date and time in Shanghai."""
    return formats.moment(at)


@register.filter
def thousands(value: int | None) -> str:
    """Show a whole number with thousands separated; nothing is a dash."""
    return "—" if value is None else formats.number(int(value))


@register.filter
def html_language(code: str | None) -> str:
    """Return the language as browsers write it: zh-Hans, en."""
    return "zh-Hans" if (code or "").startswith("zh") else "en"


@register.filter
def is_below(path: str, place: str) -> bool:
    """Whether a path lies in a place of the site."""
    return path == place or (place != "/" and path.startswith(place))


@register.simple_tag
def places(user: Any = None, path: str = "", owns_dealer: Any = False) -> list[dict[str, Any]]:
    """Return the places of the top bar for this person, only those the site has, and which of them the path is in."""
    if getattr(user, "is_authenticated", False):
        kind = getattr(user, "kind", "")
        table = {"customer": PLACES, "dealer": DEALER_PLACES}.get(kind, PUBLIC_PLACES)
    else:
        table = PUBLIC_PLACES
    return [
        {
            **place,
            "is_here": path == place["url"]
            if place["url"] in HOMES
            else any(is_below(path, way) for way in (place["url"], *ALSO_THERE.get(place["url"], ()))),
        }
        for place in _known(table)
        if place["url"] not in OWNERS_PLACES or owns_dealer
    ]


@register.simple_tag
def account_pages(user: Any) -> list[dict[str, Any]]:
    """Return the pages of the person's own menu, only those the site has."""
    is_customer = getattr(user, "is_customer", False)
    return [page for page in _known(ACCOUNT_PAGES) if is_customer or page["url"] not in CUSTOMER_ONLY]


@register.simple_tag
def security_pages() -> list[dict[str, Any]]:
    """Return the pages on which a person keeps the login safe."""
    return list(_known(SECURITY_PAGES))


def _known(table: tuple[tuple[Any, str, str], ...]) -> Iterator[dict[str, Any]]:
    for label, url, drawn in table:
        if route_exists(url):
            yield {"label": label, "url": url, "icon": drawn}


@register.filter
@lru_cache(maxsize=64)
def route_exists(url: str) -> bool:
    """Whether the site has a page at this address, so that no layout shows a dead link."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


class CaptureNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 — rendered and escaped
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """Keep what stands up to `{% endcapture %}` under a name, so that a block can be shown twice or left out."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("capture takes one name.")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, parts[1])


PART_WORDS = (
    "title",
    "code",
    "sentence",
    "facts",
    "tone",
    "icon_name",
    "css",
    "id",
    "link_url",
    "link_label",
)


class PanelNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, template_name: str, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.template_name = template_name
        self.values = values

    def render(self, context: Context) -> str:
        # What the page did not give is empty: a part never picks up a word of the page that has the same name.
        given = {name: value.resolve(context) for name, value in self.values.items()}
        values = dict.fromkeys(PART_WORDS, "") | given
        inner = self.nodelist.render(context)
        with context.push(**values, inner=mark_safe(inner)):  # noqa: S308 — rendered and escaped
            return context.template.engine.get_template(self.template_name).render(context)


def _wrapping(name: str, template_name: str) -> None:
    def compile_tag(parser: Parser, token: Token) -> PanelNode:
        values = template.base.token_kwargs(token.split_contents()[1:], parser)
        nodelist = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return PanelNode(nodelist, template_name, values)

    register.tag(name, compile_tag)


_wrapping("card", "components/card.html")
_wrapping("confirm", "components/confirm.html")
_wrapping("notice", "components/notice.html")


@register.inclusion_tag("components/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Draw the ways to newer and older rows of a keyset page, and its capped count."""
    return {"page": page}


@register.filter
def yuan(fen: int | None) -> str:
    """Show fen as yuan: ¥1,234.56; nothing is a dash."""
    return "—" if fen is None else formats.yuan(int(fen))
