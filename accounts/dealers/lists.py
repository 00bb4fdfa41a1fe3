"""The list of dealers in the back office."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web.tables import Column, Kind, Table

DEALERS = Table(
    "accounts.dealers",
    _("Dealers"),
    (
        Column(
            "number",
            _("Dealer"),
            lambda dealer: dealer.number,
            sort="number",
            url=lambda dealer, viewer: reverse("office_dealer", args=[dealer.number]),
        ),
        Column(
            "company",
            _("Company"),
            lambda dealer: dealer.organisation and dealer.organisation.legal_name,
            sort="organisation__legal_name",
        ),
        Column(
            "uscc",
            _("Unified social credit code"),
            lambda dealer: dealer.organisation and dealer.organisation.uscc,
        ),
        Column("state", _("State"), lambda dealer: dealer, Kind.STATE),
        Column("manager", _("Business manager"), lambda dealer: dealer.manager and dealer.manager.name),
        Column("waits", _("Sent in"), lambda dealer: dealer.sent_in_at, Kind.AGE, "sent_in_at"),
        Column(
            "sent_in",
            _("Sent in on"),
            lambda dealer: dealer.sent_in_at,
            Kind.MOMENT,
            "sent_in_at",
            is_extra=True,
        ),
    ),
    sort="waits",
    kept=("status",),
)
