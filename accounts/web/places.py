"""What the ground floor adds to the customer's page, the guided path and the office's rail."""

from django.utils.translation import gettext_lazy as _

from accounts import clock, queries
from accounts.models.user import User
from accounts.privacy_queries import requests_to_decide
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.sections import MeSection, OnboardingStep, add_me_section, add_onboarding_step

COMPANY = _("People and rights")


def add_places() -> None:
    """Register the steps, cards and links of this app."""
    add_onboarding_step(
        OnboardingStep(
            "identity",
            10,
            label=_("Identity"),
            sentence=_(
                "The law wants to know who lends and who borrows. It takes a minute and your identity card."
            ),
            action=_("Verify my identity"),
            url="/me/kyc/",
            is_done=lambda user: user.identity_verified_at is not None,
        )
    )
    add_onboarding_step(
        OnboardingStep(
            "suitability",
            30,
            label=_("Risk questionnaire"),
            sentence=_("Ten questions on what you can bear to lose. You need them to lend, not to borrow."),
            action=_("Answer the questions"),
            url="/me/suitability/",
            is_done=_is_assessed,
        )
    )
    add_me_section(MeSection("messages", 80, "accounts/customer/_messages_card.html", _newest_messages))
    add_office_links(
        OfficeLink(COMPANY, "users", _("Approvals"), "approvals", queue=queries.approvals_to_decide),
        OfficeLink(COMPANY, "users", _("Customers"), "customers", "accounts.see_customers"),
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
    add_object_pages(
        ObjectPage("user", "customer", "accounts.see_customers"),
        ObjectPage("privacyrequest", "privacy_request_office", "accounts.decide_privacy"),
    )


def _is_assessed(user: User) -> bool:
    return queries.is_assessed(user, clock.today())


def _newest_messages(user: User) -> object:
    return list(queries.inbox(user).order_by("-pk")[:3])
