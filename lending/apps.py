from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.append_only import keep_append_only
        from accounts.events import subscribe
        from lending import closing, invariants, navigation  # noqa: F401, invariants register by import
        from lending.repayment import closing as repayment_closing
        from lending.repayment import invariants as repayment_invariants  # noqa: F401, the same
        from lending.repayment import messages

        keep_append_only("lending_importedloan", "lending_loanbook")
        subscribe("lending.pay_out", ["listing.full"], "lending.handlers.pay_out_full_listing")
        subscribe(
            "lending.list",
            ["application.conditions_met", "application_hold.released"],
            "lending.handlers.list_what_was_waiting",
        )
        repayment_closing.register_steps()
        closing.register_steps()
        navigation.add_links()
        messages.register_messages()
