"""Wide tables of figures in Chromium: they fit a laptop; on a phone they scroll, the first column kept."""

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser

from accounts.web.tables.sheets import NUMBER, PERCENT, TEXT, YUAN, Head, Line, Sheet

pytestmark = pytest.mark.browser

STYLES = ["bootstrap/css/bootstrap.min.css", "css/tokens.css", "css/site.css", "css/components.css"]
HEADS = {
    "en": ["Stood on 2026-10-27", "Loans", "Principal then", "Not late", "181-360 days", "Repaid or waived"],
    "zh-hans": ["2026-10-27所处区间", "借款", "期初余额", "未逾期", "181-360 天", "已还或减免"],
}


def sheet(language: str) -> Sheet:
    first, *rest = HEADS[language]
    kinds = [NUMBER, YUAN, YUAN, PERCENT, YUAN]
    heads = [Head(first, TEXT), *(Head(words, kind) for words, kind in zip(rest * 2, kinds * 2, strict=True))]
    values = [5, 168_541_15, 128_762_77, 193_000, 28_096_39] * 2
    return Sheet("wide", "Wide", heads, [Line(["1. Contact changed just before a due day", *values])] * 3)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("width", "fits"), [(1000, True), (358, False)])
def test_a_wide_table_fits_a_laptop_and_scrolls_in_its_own_frame_on_a_phone(
    browser: Browser, language: str, width: int, fits: bool
) -> None:
    with translation.override(language):
        body = render_to_string("components/sheet.html", {"sheet": sheet(language)})
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.set_content(f'<html lang="{language}" data-theme="light"><body class="office">{body}</body></html>')
    for style in STYLES:
        page.add_style_tag(path=finders.find(style))
    over, sideways = page.evaluate(
        "() => { const f = document.querySelector('.table-frame'), d = document.documentElement; f.scrollLeft = 9999;"
        " return [f.scrollWidth - f.clientWidth, d.scrollWidth - d.clientWidth]; }"
    )
    kept = page.evaluate(
        "() => ['thead th', 'tbody td'].map(one => { const cell = document.querySelector(one), at = "
        "cell.getBoundingClientRect(); return document.elementFromPoint(at.x + 20, at.y + 8) === cell; })"
    )
    first = page.locator("tbody td").first.bounding_box()
    page.close()
    assert (over == 0, sideways) == (fits, 0)
    assert kept == [True, True], "nothing scrolls over it"
    assert first is not None
    assert 0 <= first["x"] <= 24, "the first column stays where it was"
    assert first["width"] < 0.5 * width
