from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "finance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from finance import daily_invariants, guards, invariants  # noqa: F401 — they register by import
        from finance.books import register_books
        from finance.file_section import register_file_section
        from finance.periods.registrations import register_periods
        from finance.reconciliation.registrations import register_reconciliation
        from finance.registrations import register_custody
        from finance.solvency.registrations import register_solvency

        guards.guard_the_books()
        register_custody()
        register_books()
        register_periods()
        register_file_section()
        register_reconciliation()
        register_solvency()
