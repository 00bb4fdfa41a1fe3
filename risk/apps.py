from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskConfig(AppConfig):
    name = "risk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.events import subscribe
        from accounts.web.navigation import OfficeLink, add_office_links
        from risk import queries

        subscribe("risk.open_case", ["application.submitted"], "risk.handlers.on_application_submitted")
        subscribe(
            "risk.end_case",
            ["application.withdrawn", "application.expired", "application.cancelled"],
            "risk.handlers.on_application_ended",
        )
        add_office_links(
            OfficeLink(
                department=_("Risk"),
                icon="shield-check",
                label=_("Cases"),
                route="risk_cases",
                right="risk.see_cases",
                queue=lambda user: queries.cases(),
            )
        )
