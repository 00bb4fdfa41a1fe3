from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# The risk desk's pages of the rail: the day's figures and cases first, then what follows a loan, then what is kept.
RAIL = (
    "risk_dashboard",
    "risk_cases",
    "committee",
    "risk_warnings",
    "risk_notices",
    "risk_portfolio",
    "risk_limits",
    "risk_collections",
    "risk_contact_complaints",
    "use_evidence_list",
    "risk_database",
    "risk_watches",
    "risk_list_appeals",
    "aml_desk",
    "bureau_files",
    "bureau_disputes",
    "risk_screening",
    "risk_scorecards",
    "risk_score_monitoring",
    "risk_authority",
    "risk_case_statistics",
    "risk_reports",
    "inspections",
    "findings",
    "operational_events",
)


class RiskConfig(AppConfig):
    name = "risk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.events import subscribe
        from accounts.staff.open_work import OpenWork, add_open_work
        from accounts.web.navigation import OfficeLink, add_office_links, arrange_office_links
        from accounts.web.object_pages import ObjectPage, add_object_pages
        from risk import queries
        from risk.aml.registrations import register_aml
        from risk.authority.registrations import register_authority
        from risk.bureau.registrations import register_bureau
        from risk.cases.registrations import register_case_work
        from risk.collections.registrations import register_collections
        from risk.committee.registrations import register_committee
        from risk.database.registrations import register_database
        from risk.file_section import register_file_section
        from risk.inspections.registrations import register_inspections
        from risk.limits.registrations import register_limits
        from risk.portfolio.registrations import register_portfolio
        from risk.reports.registrations import register_reports
        from risk.scorecards.registrations import register_scorecards
        from risk.screening.registrations import register_screening
        from risk.use_evidence.registrations import register_use_evidence
        from risk.warnings.registrations import register_warnings

        subscribe("risk.open_case", ["application.submitted"], "risk.handlers.on_application_submitted")
        subscribe(
            "risk.end_case",
            ["application.withdrawn", "application.expired", "application.cancelled"],
            "risk.handlers.on_application_ended",
        )
        register_file_section()
        register_aml()
        register_limits()
        register_screening(self)
        register_authority(self)
        register_case_work()
        register_portfolio()
        register_bureau()
        register_reports()
        register_collections()
        register_use_evidence()
        register_scorecards(self)
        register_inspections()
        register_database()
        add_open_work(
            OpenWork("credit_cases", 40, _("Credit cases with an opinion"), queries.cases_reviewed_by)
        )
        add_object_pages(ObjectPage("creditcase", "risk_case", "risk.see_cases"))
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
        register_committee()
        register_warnings(self)
        arrange_office_links(*RAIL)
