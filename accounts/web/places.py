"""What the ground floor adds to the customer's page, the guided path and the office's rail."""

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.models.user import User
from accounts.privacy_queries import requests_to_decide
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.sections import MeSection, OnboardingStep, add_me_section, add_onboarding_step

COMPANY = _("People and rights")
STEPS = (
    OnboardingStep(
        "consents",
        5,
        label=_("Consents"),
        sentence=_("Your data are yours: we ask before we use what is sensitive, one thing at a time."),
        action=_("Read and decide"),
        url="/me/consents/",
        is_done=lambda user, known: known.agreed_to_identity and known.agreed_to_face,
    ),
    OnboardingStep(
        "identity",
        10,
        label=_("Identity"),
        sentence=_(
            "The law wants to know who lends and who borrows. It takes a minute and your identity card."
        ),
        action=_("Verify my identity"),
        url="/me/kyc/",
        is_done=lambda user, known: known.is_verified,
    ),
    OnboardingStep(
        "documents",
        20,
        label=_("Identity card"),
        sentence=_("A picture of each side of your card. Only you and a few of our staff can open them."),
        action=_("Send the pictures"),
        url="/me/documents/",
        is_done=lambda user, known: known.has_documents,
    ),
    OnboardingStep(
        "face",
        30,
        label=_("Face"),
        sentence=_(
            "A look into the camera shows that you are the person on the card, and not somebody who found it."
        ),
        action=_("Show my face"),
        url="/me/face/",
        is_done=lambda user, known: known.has_face,
    ),
    OnboardingStep(
        "profile",
        40,
        label=_("About you"),
        sentence=_("Work, income and home. A loan must fit your life, so we have to know a little of it."),
        action=_("Answer"),
        url="/me/profile/",
        is_done=lambda user, known: known.has_profile,
        wants=frozenset({"borrow"}),
    ),
    OnboardingStep(
        "suitability",
        40,
        label=_("Risk questionnaire"),
        sentence=_("Ten questions on what you can bear to lose. You need them to lend, not to borrow."),
        action=_("Answer the questions"),
        url="/me/suitability/",
        is_done=lambda user, known: known.is_assessed,
        wants=frozenset({"invest"}),
    ),
)


def add_places() -> None:
    """Register the steps, cards and links of this app."""
    for step in STEPS:
        add_onboarding_step(step)
    add_me_section(MeSection("messages", 80, "accounts/customer/_messages_card.html", _newest_messages))
    add_office_links(
        OfficeLink(COMPANY, "users", _("Approvals"), "approvals", queue=queries.approvals_to_decide),
        OfficeLink(COMPANY, "users", _("Organisation chart"), "chart"),
        OfficeLink(COMPANY, "users", _("Colleagues"), "staff_directory"),
        OfficeLink(COMPANY, "users", _("Changes of staff"), "staff_changes", "accounts.see_staff"),
        OfficeLink(COMPANY, "users", _("Absences"), "staff_deputies"),
        OfficeLink(COMPANY, "users", _("Messages sent"), "sent_messages", "accounts.see_messages"),
        OfficeLink(
            COMPANY,
            "users",
            _("Requests about data"),
            "privacy_requests_office",
            "accounts.decide_privacy",
            queue=lambda user: requests_to_decide(),
        ),
        OfficeLink(COMPANY, "users", _("Event log"), "events", "accounts.see_events"),
        OfficeLink(COMPANY, "users", _("Roles and rights"), "roles", "accounts.see_roles"),
    )
    add_object_pages(ObjectPage("privacyrequest", "privacy_request_office", "accounts.decide_privacy"))


def _newest_messages(user: User) -> object:
    return list(queries.inbox(user).order_by("-pk")[:3])
