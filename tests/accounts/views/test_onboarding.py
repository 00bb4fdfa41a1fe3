"""The guided path: the steps of one's goal, resumable, each with its refusals."""

from typing import Any

import pytest
from django.test import Client
from PIL import Image

from accounts.models import BorrowerProfile, Document, Event, FaceCheck, FormDraft, OnboardingGoal, User
from accounts.providers.face_sandbox import press
from accounts.services.choose_goal import choose_goal
from accounts.services.give_consent import give_consent
from accounts.services.save_profile import save_profile
from accounts.services.start_face_check import start_face_check
from accounts.web.sections import onboarding_path
from tests import pictures
from tests.accounts.services.test_save_profile import VALUES
from tests.factories import make_customer
from tests.pictures import other_side, picture_file
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

WORK = {"employment": "employed", "industry": "technology", "employer": "某某公司", "employed_months": "30"}
MONEY = {
    "monthly_income_fen": "9000",
    "monthly_debt_fen": "800",
    "other_debt_fen": "5000",
    "other_platform_debt_fen": "0",
}
HOME = {"housing": "rent", "home_address": "北京市朝阳区某某路1号", "dependants": "1"}
CONTACTS = {"contact_name": "李父", "contact_relationship": "parent", "contact_phone": "139 0013 9001"}


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def newcomer() -> User:
    user = make_customer("new@example.cn", verified=False)
    user.language = "en"
    user.save()
    return user


@pytest.fixture
def faceless(borrower: User) -> User:
    FaceCheck.objects.filter(user=borrower).delete()
    borrower.consents.filter(code="sensitive").delete()
    Document.objects.filter(owner=borrower).delete()
    borrower.language = "en"
    borrower.save()
    return borrower


def states(user: User, at: str = "") -> list[tuple[str, str]]:
    return [(str(step.url), step.state) for step in onboarding_path(user, at).steps]


def test_the_goal_chooses_the_steps_and_may_be_changed(newcomer: User) -> None:
    client = signed_in(newcomer)
    shown = client.get("/me/onboarding/")
    assert shown.status_code == 200
    assert b'value="borrow"' in shown.content
    assert b'value="invest"' in shown.content
    assert client.post("/me/onboarding/", {"wants": "gamble"}).status_code == 200
    assert not OnboardingGoal.objects.exists()
    assert client.post("/me/onboarding/", {"wants": "borrow"}).url == "/me/onboarding/"
    assert client.get("/me/onboarding/").url == "/me/consents/"
    urls = [url for url, _state in states(newcomer, "nowhere")]
    assert urls == [
        "/me/consents/",
        "/me/kyc/",
        "/me/documents/",
        "/me/face/",
        "/me/profile/",
        "/me/cards/new/",
    ]
    assert client.get("/me/onboarding/?change=1").status_code == 200
    client.post("/me/onboarding/", {"wants": "invest"})
    urls = [url for url, _state in states(newcomer, "nowhere")]
    assert urls[4] == "/me/suitability/"
    assert "/me/profile/" not in urls
    assert OnboardingGoal.objects.get().wants == "invest"
    assert Event.objects.filter(kind="onboarding.goal_chosen").count() == 2


def test_without_listings_nobody_is_asked_to_lend(newcomer: User, settings: Any) -> None:
    settings.RULE_PACK = "cn-consumer-finance-2024"
    shown = signed_in(newcomer).get("/me/onboarding/")
    assert b'value="borrow"' in shown.content
    assert b'value="invest"' not in shown.content


def test_consents_come_one_after_another_and_the_offer_binds_nobody(newcomer: User) -> None:
    client = signed_in(newcomer)
    choose_goal(user=newcomer, wants="borrow")
    assert "Use of my identity data" in client.get("/me/consents/").content.decode()
    assert client.post("/me/consents/", {"code": "identity"}).status_code == 302
    assert "Comparing my face" in client.get("/me/consents/").content.decode()
    sent = client.post("/me/consents/", {"code": "sensitive"})
    offered = client.get(sent.url)
    assert "News and offers" in offered.content.decode()
    assert client.get("/me/consents/").url == "/me/onboarding/"
    assert client.get("/me/onboarding/").url == "/me/kyc/"
    given = dict(newcomer.consents.values_list("code", "version"))
    assert given == {"identity": "2026-1", "sensitive": "2026-1"}
    client.post("/me/consents/", {"code": "marketing"})
    client.post("/me/privacy/consents/marketing/withdraw/")
    assert newcomer.consents.get(code="marketing").withdrawn_at is not None
    assert client.post("/me/consents/", {"code": "nothing"}).status_code == 404


def test_the_identity_form_asks_for_the_consent_only_where_it_is_missing(newcomer: User) -> None:
    client = signed_in(newcomer)
    assert b'name="agrees"' in client.get("/me/kyc/").content
    give_consent(user=newcomer, code="identity")
    assert b'name="agrees"' not in client.get("/me/kyc/").content


def test_both_sides_are_sent_and_shown_to_their_owner(faceless: User) -> None:
    client = signed_in(faceless)
    page = client.post("/me/documents/", {"identity_front": picture_file()})
    assert page.context["form"].errors.keys() == {"identity_back"}
    assert not Document.objects.filter(owner=faceless).exists()
    files = {"identity_front": picture_file(), "identity_back": other_side()}
    assert client.post("/me/documents/", files).url == "/me/onboarding/"
    kept = Document.objects.filter(owner=faceless, status="kept")
    assert sorted(kept.values_list("kind", flat=True)) == ["identity_back", "identity_front"]
    shown = client.get("/me/documents/").content.decode()
    for document in kept:
        assert f'src="/documents/{document.number}/"' in shown
        assert client.get(f"/documents/{document.number}/").status_code == 200
    # One side may be sent again alone; nothing at all is no answer.
    assert client.post("/me/documents/", {"identity_back": other_side()}).status_code == 302
    assert Document.objects.filter(owner=faceless, status="replaced").get().kind == "identity_back"
    assert "Choose a new picture" in client.post("/me/documents/", {}).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pictures.SVG, "no picture we can read"),
        (pictures.PDF, "no picture we can read"),
        (pictures.animated("GIF"), "no picture we can read"),
        (pictures.animated("WEBP"), "Moving pictures"),
        (pictures.bomb_png(), "too many pixels"),
        (pictures.truncated(), "did not arrive whole"),
        (pictures.polyglot_html(), "another file inside"),
        (pictures.polyglot_zip(), "another file inside"),
        (pictures.saved(Image.new("RGB", (856, 540), pictures.BLUE)), "nothing to see"),
        (b"\xff\xd8" + b"\0" * (8 * 1024 * 1024), "larger than 8 MB"),
        (b"", "empty"),
    ],
)
def test_hostile_pictures_are_refused_at_their_field(faceless: User, data: bytes, words: str) -> None:
    client = signed_in(faceless)
    files = {"identity_front": picture_file(data), "identity_back": other_side()}
    page = client.post("/me/documents/", files)
    assert page.status_code == 200
    assert words in str(page.context["form"].errors["identity_front"])
    assert words in page.content.decode()
    assert not Document.objects.filter(owner=faceless).exists()
    files = {"identity_front": picture_file(), "identity_back": other_side()}
    assert client.post("/me/documents/", files).status_code == 302


def test_one_picture_is_not_taken_for_both_sides(faceless: User) -> None:
    page = signed_in(faceless).post(
        "/me/documents/", {"identity_front": picture_file(), "identity_back": picture_file()}
    )
    assert "the other side" in str(page.context["form"].errors["identity_back"])
    assert Document.objects.filter(owner=faceless).get().kind == "identity_front"


def test_the_face_is_shown_on_the_sandbox_and_its_answer_moves_the_path(faceless: User) -> None:
    choose_goal(user=faceless, wants="borrow")
    client = signed_in(faceless)
    page = client.post("/me/face/", {})
    assert "Without this consent" in page.content.decode()
    assert not FaceCheck.objects.exists()
    sent = client.post("/me/face/", {"agrees": "on"})
    check = FaceCheck.objects.get()
    assert sent.url == f"/accounts/sandbox-face/{check.number}/"
    assert client.get(sent.url).content.count(b'name="answer"') == 3
    assert client.post(sent.url, {"answer": "nonsense"}).status_code == 200
    back = client.post(sent.url, {"answer": "failed"})
    assert client.get(back.url).url == "/me/face/"
    assert "not recognised" in client.get("/me/face/").content.decode()
    second = client.post("/me/face/", {}).url
    back = client.post(second, {"answer": "passed"})
    assert client.get(back.url).url == "/me/onboarding/"
    assert "You have passed" in client.get("/me/face/").content.decode()
    assert faceless.consents.filter(code="sensitive", withdrawn_at=None).count() == 1


def test_coming_back_without_the_service_s_word_proves_nothing(faceless: User, stranger: User) -> None:
    give_consent(user=faceless, code="sensitive")
    check = start_face_check(user=faceless)
    client = signed_in(faceless)
    assert client.get(f"/me/face/{check.number}/?answer=passed").url == "/me/face/"
    check.refresh_from_db()
    assert check.status == "asked"
    assert f"/me/face/{check.number}/" in client.get("/me/face/").content.decode()
    address = f"/accounts/sandbox-face/{check.number}/"
    assert signed_in(stranger).post(address, {"answer": "passed"}).status_code == 404
    press(check.provider_reference, "passed")
    assert client.get(f"/me/face/{check.number}/").url == "/me/onboarding/"


def test_outside_a_demonstration_there_is_no_sandbox(faceless: User, settings: Any) -> None:
    give_consent(user=faceless, code="sensitive")
    check = start_face_check(user=faceless)
    client = signed_in(faceless)
    address = f"/accounts/sandbox-face/{check.number}/"
    assert client.get(address).status_code == 200
    settings.IS_DEMO = False
    assert client.post(address, {"answer": "passed"}).status_code == 404
    check.refresh_from_db()
    assert check.status == "asked"


def test_the_profile_is_kept_screen_by_screen_and_sent_at_the_end(borrower: User) -> None:
    choose_goal(user=borrower, wants="borrow")
    client = signed_in(borrower)
    assert client.get("/me/profile/").url == "/me/profile/work/"
    wrong = client.post("/me/profile/work/", WORK | {"employer": ""})
    assert wrong.context["form"].errors.keys() == {"employer"}
    assert not FormDraft.objects.exists()
    assert client.post("/me/profile/work/", WORK).url == "/me/profile/money/"
    # On another day, at another device.
    assert signed_in(borrower).get("/me/profile/").url == "/me/profile/money/"
    assert client.get("/me/profile/work/").context["form"]["employer"].value() == "某某公司"
    # The last screen leads back to what is open.
    assert client.post("/me/profile/contacts/", CONTACTS).url == "/me/profile/money/"
    for screen, values in (("money", MONEY), ("home", HOME)):
        assert client.post(f"/me/profile/{screen}/", values).status_code == 302
    assert client.post("/me/profile/contacts/", CONTACTS).url == "/me/onboarding/"
    profile = BorrowerProfile.objects.get()
    assert (profile.monthly_income_fen, profile.contact_phone, profile.entered_by) == (
        9_000_00,
        "13900139001",
        borrower,
    )
    shown = client.get("/me/profile/").content.decode()
    assert "139****9001" in shown
    assert "13900139001" not in shown
    assert client.get("/me/profile/nothing/").status_code == 404


def test_a_profile_is_changed_from_what_it_says(borrower: User) -> None:
    save_profile(user=borrower, values=VALUES, actor=borrower)
    client = signed_in(borrower)
    assert client.get("/me/profile/money/").context["form"]["monthly_income_fen"].value() == 9000
    sent = client.post("/me/profile/contacts/", CONTACTS | {"contact_name": "李母"})
    assert sent.url == "/me/onboarding/"
    profile = BorrowerProfile.objects.get(version=2)
    assert (profile.contact_name, profile.employer) == ("李母", VALUES["employer"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_name": "13800138000"}, "contact_name"),
        ({"contact_phone": "12345"}, "contact_phone"),
        ({"second_contact_name": "王友"}, "second_contact_phone"),
    ],
)
def test_contacts_must_be_reachable(borrower: User, change: dict[str, str], field: str) -> None:
    page = signed_in(borrower).post("/me/profile/contacts/", CONTACTS | change)
    assert field in page.context["form"].errors


@pytest.mark.parametrize("typed", ["-1", "1.5", "1e3", "２０００元", "99999999999", ""])
def test_income_is_a_whole_number_of_yuan(borrower: User, typed: str) -> None:
    page = signed_in(borrower).post("/me/profile/money/", MONEY | {"monthly_income_fen": typed})
    assert page.context["form"].errors.keys() == {"monthly_income_fen"}


def test_the_end_of_the_path_says_so(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_goal(user=borrower, wants="borrow")
    for code in ("identity", "sensitive"):
        give_consent(user=borrower, code=code)
    save_profile(user=borrower, values=VALUES, actor=borrower)
    client = signed_in(borrower)
    assert client.get("/me/onboarding/").url == "/me/cards/new/"
    monkeypatch.setattr("finance.registrations.verified_card", lambda user: object())
    page = client.get("/me/onboarding/")
    assert page.status_code == 200
    assert [step.state for step in page.context["path"].steps] == ["done"] * 6


@pytest.mark.parametrize(
    "url",
    [
        "/me/",
        "/me/onboarding/?change=1",
        "/me/documents/",
        "/me/face/",
        "/me/profile/",
        "/me/profile/work/",
        "/me/suitability/risk/",
    ],
)
def test_the_pages_of_the_path_ask_little(url: str, borrower: User) -> None:
    choose_goal(user=borrower, wants="borrow")
    save_profile(user=borrower, values=VALUES, actor=borrower)
    assert count_queries(signed_in(borrower), url) <= 13
