"""What dealers add to the ground: the steps of their papers, what needs a second person, messages, the rail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.dealers.consent import is_representative_verified
from accounts.dealers.contract import is_contract_signed
from accounts.dealers.messages import register_dealer_messages
from accounts.dealers.path import DealerStep, add_dealer_step
from accounts.dealers.policy import categories_line
from accounts.dealers.queries import (
    dealers_to_vet,
    licence_of,
    may_read_papers,
    opinion_of_round,
    stores_of,
)
from accounts.dealers.raises import stands_against
from accounts.dealers.story import EVENT_WORDS
from accounts.documents import let_read
from accounts.events import subscribe
from accounts.models import Approval, Dealer
from accounts.services import change_limits, propose_admission, resume_dealer
from accounts.web.event_words import add_event_words
from accounts.web.formats import yuan
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.parts import Fact

STEPS = (
    DealerStep(
        "company",
        10,
        label=gettext_lazy("Company"),
        sentence=gettext_lazy("Its code, name and address, as they stand on the business licence."),
        action=gettext_lazy("Name the company"),
        url="/dealer/company/",
        is_done=lambda dealer: dealer.organisation_id is not None,
    ),
    DealerStep(
        "legal_person",
        20,
        label=gettext_lazy("Legal representative"),
        sentence=gettext_lazy(
            "Who stands for the company in law, agrees by a code, and is verified by name and identity number."
        ),
        action=gettext_lazy("Verify the representative"),
        url="/dealer/legal-person/",
        is_done=is_representative_verified,
    ),
    DealerStep(
        "licence",
        30,
        label=gettext_lazy("Business licence"),
        sentence=gettext_lazy("A photograph of the licence, all four corners in the picture."),
        action=gettext_lazy("Send the licence"),
        url="/dealer/licence/",
        is_done=lambda dealer: licence_of(dealer) is not None,
    ),
    DealerStep(
        "stores",
        40,
        label=gettext_lazy("Stores and goods"),
        sentence=gettext_lazy("Where you sell and what you sell; we visit one of the stores."),
        action=gettext_lazy("Add stores and goods"),
        url="/dealer/stores/",
        is_done=lambda dealer: (
            bool(dealer.wanted_categories)
            and any(store.status == store.Status.OPEN for store in stores_of(dealer))
        ),
    ),
    DealerStep(
        "contract",
        60,
        label=gettext_lazy("Cooperation agreement"),
        sentence=gettext_lazy("The owner reads and signs it; the signed text stays readable for both sides."),
        action=gettext_lazy("Read and sign"),
        url="/dealer/contract/",
        is_done=is_contract_signed,
        is_owners=True,
    ),
)
CHECKER = "accounts.approve_dealers"


def register_dealers() -> None:
    """Register everything; called from `apps.py: ready()`."""
    for step in STEPS:
        add_dealer_step(step)
    register_dealer_messages()
    add_event_words(EVENT_WORDS)
    for code, name, describe in (
        (propose_admission.KIND, gettext_lazy("Admission of a dealer"), admission_facts),
        (change_limits.KIND, gettext_lazy("Limits of a dealer"), limits_facts),
        (resume_dealer.KIND, gettext_lazy("End of a dealer's suspension"), resumption_facts),
    ):
        register_approval_kind(ApprovalKind(code, name, right=CHECKER, describe=describe))
    subscribe("accounts.dealers", ["approval.approved"], "accounts.dealers.handlers.on_approved")
    subscribe("accounts.dealers_watched", ["watch_entry.in_force"], "accounts.dealers.handlers.on_watched")
    subscribe(
        "accounts.dealers_dropped",
        ["approval.rejected", "approval.withdrawn", "approval.expired"],
        "accounts.dealers.handlers.on_not_approved",
    )
    let_read(Dealer, may_read_papers)
    add_object_pages(ObjectPage("dealer", "office_dealer", "accounts.see_dealers"))
    add_office_links(
        OfficeLink(
            gettext_lazy("Dealers"),
            "store",
            gettext_lazy("Dealers"),
            "office_dealers",
            "accounts.see_dealers",
            queue=lambda user: dealers_to_vet(),
        )
    )


def terms_facts(approval: Approval) -> list[Fact]:
    """Tell a checker which limits and goods would hold for which company."""
    payload = approval.payload
    return [
        *_company_facts(approval),
        Fact(_("One order, at most"), yuan(payload["single_order_fen"]), is_figure=True),
        Fact(_("Outstanding in all, at most"), yuan(payload["outstanding_fen"]), is_figure=True),
        Fact(_("Orders a day, at most"), payload["daily_orders"], is_figure=True),
        Fact(_("Goods"), categories_line(payload["categories"])),
    ]


def limits_facts(approval: Approval) -> list[Fact]:
    """The same, with what stands against more as long as the request waits: it would not be carried out."""
    dealer = _dealer(approval) if approval.status in Approval.PENDING else None
    found = stands_against(dealer) if dealer is not None else None
    against = [Fact(_("Stands against it today"), found[1])] if found is not None else []
    return [*terms_facts(approval), *against]


def admission_facts(approval: Approval) -> list[Fact]:
    """The same, with risk's opinion."""
    dealer = _dealer(approval)
    opinion = opinion_of_round(dealer) if dealer is not None else None
    facts = terms_facts(approval)
    if opinion is not None:
        facts.append(
            Fact(_("Risk's opinion"), opinion.get_recommendation_display(), hint=opinion.given_by.name)
        )
    return facts


def resumption_facts(approval: Approval) -> list[Fact]:
    """Tell a checker which dealer would go on, and why it was stopped."""
    return [*_company_facts(approval), Fact(_("Suspended because"), approval.payload["suspended_for"])]


def _dealer(approval: Approval) -> Dealer | None:
    return Dealer.objects.select_related("organisation").filter(pk=approval.subject_id).first()


def _company_facts(approval: Approval) -> list[Fact]:
    dealer = _dealer(approval)
    if dealer is None or dealer.organisation is None:
        return [Fact(_("Dealer"), approval.subject_number)]
    return [
        Fact(_("Dealer"), dealer.name, hint=dealer.number),
        Fact(_("Unified social credit code"), dealer.organisation.uscc),
    ]
