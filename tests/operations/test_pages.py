"""Operations' pages: what they show, to whom, in how many queries."""

import pytest
from django.test import Client

from accounts.models import User
from operations.models import Notice
from operations.services.publish_notice import publish_notice
from tests.factories import make_staff
from tests.lending import factories


@pytest.fixture
def manager(db: None) -> User:
    return make_staff("ops@example.cn", "operations_manager")


@pytest.mark.parametrize("path", ["/", "/disclosure/", "/news/", "/help/", "/about/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_public_pages_open_on_an_empty_site(client: Client, db: None, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200


def test_home_and_disclosure_show_the_book(
    client: Client, borrower: User, django_assert_max_num_queries
) -> None:
    factories.make_active_loan(borrower)
    for path in ("/", "/disclosure/"):
        with django_assert_max_num_queries(16):
            assert "¥10,000.00" in client.get(path).content.decode()


def test_dashboard_opens_within_its_queries(
    client: Client, borrower: User, manager: User, django_assert_max_num_queries
) -> None:
    factories.make_active_loan(borrower)
    client.force_login(manager)
    client.get("/office/")  # the first page of a session looks whether there is a second factor
    with django_assert_max_num_queries(20):
        response = client.get("/office/dashboard/")
    assert response.status_code == 200
    assert "¥10,000.00" in response.content.decode()


def test_notice_is_published_once_and_shown_in_both_languages(client: Client, manager: User) -> None:
    texts = {"title_en": "Holiday hours", "title_zh": "假期安排", "body_en": "We rest.", "body_zh": "休息。"}
    first = publish_notice(author=manager, key="k", **texts)
    assert publish_notice(author=manager, key="k", **texts).pk == first.pk
    assert Notice.objects.count() == 1
    assert "假期安排" in client.get("/news/", headers={"accept-language": "zh-hans"}).content.decode()
    assert (
        "Holiday hours"
        in client.get(f"/news/{first.number}/", headers={"accept-language": "en"}).content.decode()
    )
    assert client.get("/news/NW0/").status_code == 404


def test_writing_a_notice_is_for_those_who_publish(
    client: Client, manager: User, stranger: User, risk_manager: User
) -> None:
    form = {"title_en": "A", "title_zh": "甲", "body_en": "a", "body_zh": "甲", "idempotency_key": "x"}
    for person, status in ((stranger, 404), (risk_manager, 403)):
        client.force_login(person)
        assert client.post("/office/operations/notices/new/", form).status_code == status
    assert not Notice.objects.exists()
    client.force_login(manager)
    assert client.post("/office/operations/notices/new/", form).status_code == 302
    assert Notice.objects.get().title_zh == "甲"


def test_help_finds_answers_by_words(client: Client, db: None) -> None:
    found = client.get("/help/", {"q": "提现"}, headers={"accept-language": "zh-hans"}).content.decode()
    assert "我可以提现到哪里" in found
    assert "出借会亏损吗" not in found
    nothing = client.get("/help/", {"q": "xyzzy"}, headers={"accept-language": "en"}).content.decode()
    assert "No answer holds these words" in nothing
