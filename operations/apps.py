from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.closing import CloseStep, register_step
        from accounts.web.navigation import OfficeLink, add_office_links
        from accounts.web.object_pages import ObjectPage, add_object_pages
        from operations import invariants  # noqa: F401, invariants register by import
        from operations.services.prove_books import find_books_to_prove, prove_books

        add_object_pages(ObjectPage("dayclose", "close", "operations.see_jobs", argument="day"))
        register_step(
            CloseStep(
                "verify", _("Proof of the books"), 900, find_books_to_prove, prove_books, is_atomic=False
            )
        )
        add_office_links(
            OfficeLink(_("Management"), "gauge", _("Dashboard"), "dashboard", "operations.see_dashboard"),
            OfficeLink(_("Operations"), "settings-2", _("Daily close"), "closes", "operations.see_jobs"),
            OfficeLink(
                _("Operations"),
                "settings-2",
                _("Write a notice"),
                "write_notice",
                "operations.publish_content",
            ),
        )
