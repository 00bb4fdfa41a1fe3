"""What the ground floor shows in a customer's file: profile, identity, consents, documents, messages, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.customer_events import events_of
from accounts.forms.review import DoubtForm
from accounts.models import (
    Document,
    FaceCheck,
    IdentityCheck,
    IdentityReview,
    Message,
    SuitabilityAssessment,
    User,
)
from accounts.onboarding import Known, borrower_profile, known_of
from accounts.privacy_queries import DOCUMENT_LOOKS, LOOKS, looks_at
from accounts.review.queries import is_on_hold, reviews_seen_by
from accounts.review.rights import EXAMINE, SEE_ALL
from accounts.web import shown
from accounts.web.customer_file import FileSection, add_file_section
from accounts.web.entry_story import contact_facts, with_origins
from accounts.web.parts import Fact, Moment
from accounts.web.privacy_story import look_moments

SEE = "accounts.see_customers"
FOLDER = "accounts/office/file"
# The newest of each kind; the whole of it stands on the pages the sections lead to.
NEWEST = 10
# Every visit would push out what a colleague looks for; the event log has them.
EVERYDAY = ("sign_in.done", "sign_in.ended")


def add_file_sections() -> None:
    """Register the sections of this app."""
    for section in (
        FileSection(
            "profile", 10, _("Profile"), "circle-user-round", f"{FOLDER}/_profile.html", _profile, SEE
        ),
        FileSection("kyc", 20, _("Identity"), "id-card", f"{FOLDER}/_kyc.html", _kyc, SEE),
        FileSection(
            "review",
            25,
            _("Reviews of the identity"),
            "user-search",
            f"{FOLDER}/_review.html",
            _reviews,
            SEE,
        ),
        FileSection("consents", 30, _("Consents"), "file-check", f"{FOLDER}/_consents.html", _consents, SEE),
        FileSection(
            "documents",
            40,
            _("Documents"),
            "files",
            f"{FOLDER}/_documents.html",
            _documents,
            "accounts.see_documents",
        ),
        FileSection(
            "messages",
            80,
            _("Messages"),
            "mail",
            f"{FOLDER}/_messages.html",
            _messages,
            "accounts.see_messages",
        ),
        FileSection("looks", 90, _("Who looked"), "eye", f"{FOLDER}/_looks.html", _looks, SEE),
        FileSection("events", 95, _("What happened"), "history", f"{FOLDER}/_events.html", _events, SEE),
    ):
        add_file_section(section)


@dataclass(frozen=True)
class ProfileData:
    login: list[Fact]
    profile: list[Fact]


def _profile(viewer: User, customer: User) -> ProfileData:
    profile = borrower_profile(customer)
    login, contact, told = with_origins(
        customer,
        shown.login_facts(customer, is_own=False),
        contact_facts(customer, is_own=False),
        shown.profile_facts(profile, is_own=False) if profile is not None else [],
        is_own=False,
    )
    return ProfileData(login + contact, told)


@dataclass(frozen=True)
class KycData:
    facts: list[Fact]
    known: Known
    checks: Sequence[IdentityCheck]
    faces: Sequence[FaceCheck]
    assessment: SuitabilityAssessment | None


def _kyc(viewer: User, customer: User) -> KycData:
    return KycData(
        facts=with_origins(customer, shown.identity_facts(customer), is_own=False)[0],
        known=known_of(customer),
        checks=queries.identity_checks(customer),
        faces=list(FaceCheck.objects.filter(user=customer).order_by("-pk")[:NEWEST]),
        assessment=queries.last_assessment(customer),
    )


@dataclass(frozen=True)
class ReviewData:
    reviews: Sequence[IdentityReview]
    may_open: bool
    is_on_hold: bool
    doubt_form: DoubtForm | None
    customer: User


def _reviews(viewer: User, customer: User) -> ReviewData:
    """Show what this viewer may see; that something is stopped, whatever for, everybody who may see customers."""
    may_open = viewer.has_right(SEE_ALL)
    rows = reviews_seen_by(viewer).filter(user=customer).order_by("-pk")[:NEWEST]
    return ReviewData(
        reviews=list(rows) if may_open else [],
        may_open=may_open,
        is_on_hold=is_on_hold(customer),
        doubt_form=DoubtForm() if viewer.has_right(EXAMINE) else None,
        customer=customer,
    )


def _consents(viewer: User, customer: User) -> list[shown.ConsentRow]:
    """Return every text with the newest consent to it, one taken back too."""
    return shown.consent_rows(queries.newest_consents(customer))


def _documents(viewer: User, customer: User) -> list[Document]:
    rows = Document.objects.filter(owner=customer).exclude(status=Document.Status.REMOVED)
    return list(rows.select_related("uploaded_by").order_by("-pk")[: 2 * NEWEST])


def _messages(viewer: User, customer: User) -> list[Message]:
    """Return the newest by every channel; of the texts the file shows the subject alone."""
    return list(Message.objects.filter(to=customer).select_related("to").order_by("-pk")[:NEWEST])


def _looks(viewer: User, customer: User) -> list[Moment]:
    return look_moments(looks_at(customer).order_by("-pk")[:NEWEST], is_own=False)


def _events(viewer: User, customer: User) -> list[Moment]:
    return shown.event_moments(events_of(customer).exclude(kind__in=(*LOOKS, DOCUMENT_LOOKS, *EVERYDAY)))
