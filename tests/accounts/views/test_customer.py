from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.models import FormDraft, IdentityCheck, Message, SuitabilityAssessment, User
from accounts.queries import current_suitability
from accounts.services.give_consent import give_consent
from accounts.services.send_message import MessageInput, send_messages
from accounts.texts import questionnaire
from tests.factories import ACTIVE_ANSWERS, make_customer, make_identity_number, make_suitable
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fill_inbox(user: User, count: int) -> None:
    send_messages(
        [
            MessageInput(
                user,
                "security_change",
                {"what": "x", "at": "now"},
                f"test:{user.pk}:{Message.objects.count()}:{running}",
            )
            for running in range(count)
        ]
    )


@pytest.fixture
def newcomer() -> User:
    user = make_customer("new@example.cn", verified=False)
    user.display_name = ""
    user.language = "en"
    user.save()
    return user


def verify(client: Client, name: str, number: str = NUMBER, **extra: str):
    return client.post("/me/kyc/", {"real_name": name, "identity_number": number, "agrees": "on", **extra})


def test_the_guided_path_leads_from_identity_to_the_questionnaire(newcomer: User) -> None:
    client = signed_in(newcomer)
    assert "/me/kyc/" in client.get("/me/").content.decode()
    number = make_identity_number()
    assert verify(client, "张三", number).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.person is not None
    shown = client.get("/me/kyc/").content.decode()
    assert f"{number[:6]}********{number[-4:]}" in shown
    assert "张*" in shown
    assert number not in shown
    answered = answer(client)
    assert (answered.status_code, answered.url) == (302, "/me/suitability/")
    assert "Active (C4)" in client.get("/me/suitability/").content.decode()


@pytest.mark.parametrize(
    "name, number, extra, words",
    [
        ("张误", NUMBER, {}, "do not belong together"),
        ("张断", NUMBER, {}, "Nothing was lost"),
        ("张三", "110105194912310021", {}, "does not fit"),
        ("张三", "１１０１０５１９４９１２３１００２Ｘ", {}, "half-width"),
        ("Zhang", NUMBER, {}, "Chinese characters"),
        ("张三", NUMBER, {"agrees": ""}, "Without this consent"),
        (
            "张三",
            make_identity_number(clock.wall_date().replace(year=clock.wall_date().year - 17, day=1)),
            {},
            "at least 18",
        ),
    ],
)
def test_says_at_the_form_why_an_identity_was_not_verified(
    newcomer: User, name, number, extra, words: str
) -> None:
    page = verify(signed_in(newcomer), name, number, **extra)
    assert page.status_code == 200
    assert words in page.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.person is None


def test_an_identity_in_use_is_refused_with_the_way_out(newcomer: User, borrower: User) -> None:
    page = verify(signed_in(newcomer), "李借", borrower.person.identity_number)
    assert "one person has one account" in page.content.decode()
    assert IdentityCheck.objects.get().status == "taken"


def test_nobody_verifies_somebody_else_or_sets_more_than_the_form_asks(
    newcomer: User, stranger: User
) -> None:
    verify(signed_in(newcomer), "张三", user=stranger.number, kind="staff", identity_verified_at="2020-01-01")
    newcomer.refresh_from_db()
    assert (newcomer.kind, newcomer.display_name) == ("customer", "张三")
    assert IdentityCheck.objects.get().user_id == newcomer.pk


def answer(client: Client, answers: dict[str, str] = ACTIVE_ANSWERS) -> Any:
    """Go through the screens of the risk questionnaire; return what the last one answered."""
    for group in questionnaire().groups:
        page = client.post(
            f"/me/suitability/{group.code}/",
            {code: answers[code] for code in group.questions if code in answers},
        )
        if page.status_code != 302:
            break
    return page


def test_the_questionnaire_wants_every_answer_and_an_identity(newcomer: User, investor: User) -> None:
    client = signed_in(investor)
    missing = {code: option for code, option in ACTIVE_ANSWERS.items() if code != "loss"}
    page = answer(client, missing)
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"loss"}
    page = answer(client, ACTIVE_ANSWERS | {"loss": "zz"})
    assert page.context["form"].errors.keys() == {"loss"}
    page = answer(signed_in(newcomer))
    assert page.status_code == 200
    assert not SuitabilityAssessment.objects.exists()
    assert not FormDraft.objects.filter(user=newcomer).exists()


def test_answers_are_kept_between_the_screens_and_gone_when_sent(investor: User) -> None:
    client = signed_in(investor)
    first, second, third = (group.code for group in questionnaire().groups)
    assert client.get("/me/suitability/").url == f"/me/suitability/{first}/"
    group = questionnaire().groups[0]
    sent = client.post(f"/me/suitability/{first}/", {code: ACTIVE_ANSWERS[code] for code in group.questions})
    assert sent.url == f"/me/suitability/{second}/"
    assert signed_in(investor).get("/me/suitability/").url == f"/me/suitability/{second}/"
    shown = client.get(f"/me/suitability/{first}/").context["form"]
    assert shown["age"].value() == ACTIVE_ANSWERS["age"]
    # Whoever jumps to the last screen is led back to what is open.
    last = questionnaire().groups[2]
    sent = client.post(f"/me/suitability/{third}/", {code: ACTIVE_ANSWERS[code] for code in last.questions})
    assert sent.url == f"/me/suitability/{second}/"
    answer(client)
    assert not FormDraft.objects.filter(user=investor).exists()
    assert client.get("/me/suitability/nothing/").status_code == 404


def test_answering_again_replaces_the_result(investor: User) -> None:
    make_suitable(investor)
    client = signed_in(investor)
    assert client.get("/me/suitability/?again=1").url == "/me/suitability/situation/"
    assert b"<form" in client.get("/me/suitability/situation/").content
    answer(client, ACTIVE_ANSWERS | {"loss": "a"})
    assert current_suitability(investor, clock.today()).type == "C1"


def test_the_licensed_pack_asks_no_investor(investor: User, settings) -> None:
    settings.RULE_PACK = "cn-consumer-finance-2024"
    assert signed_in(investor).get("/me/suitability/").status_code == 404


def test_the_inbox_is_ones_own_and_reading_counts_down(borrower: User, stranger: User) -> None:
    fill_inbox(borrower, 2)
    first = borrower.messages.filter(channel="inbox").first()
    url = reverse("inbox_message", args=[first.number])
    assert signed_in(stranger).get(url).status_code == 404
    client = signed_in(borrower)
    assert client.get("/me/messages/").context["unread_messages"] == 2
    assert client.get(url).status_code == 200
    assert client.get("/me/messages/").context["unread_messages"] == 1
    client.post("/me/messages/read/")
    assert client.get("/me/messages/").context["unread_messages"] == 0
    email = borrower.messages.filter(channel="email").first()
    assert client.get(reverse("inbox_message", args=[email.number])).status_code == 404


def test_privacy_shows_masked_values_and_takes_a_consent_back(borrower: User) -> None:
    give_consent(user=borrower, code="terms")
    give_consent(user=borrower, code="identity")
    client = signed_in(borrower)
    page = client.get("/me/privacy/").content.decode()
    assert borrower.person.identity_number not in page
    assert borrower.person.masked_identity_number in page
    client.post("/me/privacy/consents/identity/withdraw/")
    borrower.refresh_from_db()
    assert borrower.identity_verified_at is None
    client.post("/me/privacy/consents/terms/withdraw/")
    assert borrower.consents.get(code="terms").withdrawn_at is None
    assert client.post("/me/privacy/consents/nothing/withdraw/").status_code == 404
    assert client.get("/me/privacy/consents/identity/withdraw/").status_code == 405


@pytest.mark.parametrize("url", ["/me/", "/me/kyc/", "/me/suitability/", "/me/messages/", "/me/privacy/"])
def test_pages_are_for_customers_and_few_queries_at_any_size(
    url: str, borrower: User, risk_manager: User
) -> None:
    assert Client().get(url).url == f"/accounts/login/?next={url}"
    assert signed_in(risk_manager).get(url).status_code == 403
    make_suitable(borrower)
    assert_same_few_queries(
        signed_in(borrower), url, grow=lambda count: fill_inbox(borrower, count), limit=13
    )


@pytest.mark.parametrize("code", ["terms", "privacy", "identity", "sensitive", "marketing"])
def test_the_texts_are_public(code: str) -> None:
    assert Client().get(f"/legal/{code}/").status_code == 200


def test_an_unknown_text_is_no_page() -> None:
    assert Client().get("/legal/unknown/").status_code == 404


def test_every_page_below_the_own_one_leads_back_by_the_same_name(borrower: User) -> None:
    client = signed_in(borrower)
    client.cookies["django_language"] = "en"
    for path in (
        "/me/kyc/",
        "/me/cards/",
        "/me/cards/new/",
        "/me/messages/",
        "/me/messages/preferences/",
        "/me/papers/",
    ):
        trail = client.get(path).content.decode().split('class="crumbs"')[1].split("</nav>")[0]
        assert '<a href="/me/">Me</a>' in trail, path


def test_the_limits_keep_the_companys_own_notes_to_the_company(borrower: User) -> None:
    make_suitable(borrower)
    assert "待核实" not in signed_in(borrower).get("/me/suitability/").content.decode()
