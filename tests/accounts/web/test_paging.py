"""Lists by key walk both ways, newest or oldest first, and lose no row."""

import pytest
from django.test import RequestFactory

from accounts.models import User
from accounts.web.paging import KeysetPage, page_by_key
from tests.factories import make_customer

pytestmark = pytest.mark.django_db


def page(url: str, *, is_oldest_first: bool) -> KeysetPage:
    request = RequestFactory().get(f"/{url}")
    return page_by_key(User.objects.all(), request, size=2, is_oldest_first=is_oldest_first)


@pytest.mark.parametrize("is_oldest_first", [False, True])
def test_every_row_comes_once_there_and_back(is_oldest_first: bool) -> None:
    keys = sorted(
        (make_customer(f"c{n}@example.cn", verified=False).pk for n in range(5)), reverse=not is_oldest_first
    )
    first = page("", is_oldest_first=is_oldest_first)
    second = page(first.next_url, is_oldest_first=is_oldest_first)
    third = page(second.next_url, is_oldest_first=is_oldest_first)
    walked = [row.pk for shown in (first, second, third) for row in shown.rows]
    assert walked == keys
    assert (first.previous_url, third.next_url) == ("", "")
    back = page(third.previous_url, is_oldest_first=is_oldest_first)
    assert [row.pk for row in back.rows] == keys[2:4] == [row.pk for row in second.rows]
    assert page(back.previous_url, is_oldest_first=is_oldest_first).previous_url == ""
    assert first.is_by_age is not is_oldest_first
