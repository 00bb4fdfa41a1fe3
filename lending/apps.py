from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.append_only import keep_append_only
        from accounts.approval_ends import ENDS
        from accounts.events import subscribe
        from accounts.restrictions import let_through
        from finance.loan_book import fill_loan_book
        from lending import closing, invariants, messages, navigation  # noqa: F401, invariants register by import
        from lending.auto_invest import messages as auto_invest_messages
        from lending.bad_days.registrations import register_bad_days
        from lending.card_debit.registrations import register_card_debits
        from lending.claim_sales.registrations import register_claim_sales
        from lending.conditions.registrations import register_conditions
        from lending.contracts.registrations import register_papers
        from lending.cooling import messages as cooling_messages
        from lending.file_sections import register_file_sections
        from lending.goods import invariants as goods_invariants  # noqa: F401, the same
        from lending.goods.registrations import register_goods
        from lending.personal_data import register_lending_data
        from lending.personal_orders import register_order_data
        from lending.personal_papers import register_paper_data
        from lending.queries.exposure import owes_anything
        from lending.queries.loan_book import claims_of_holders, loan_book_day
        from lending.redrawing.registrations import register_redrawing
        from lending.repayment import closing as repayment_closing
        from lending.repayment import invariants as repayment_invariants  # noqa: F401, the same
        from lending.repayment import messages as repayment_messages
        from lending.repayment import places as repayment_places

        let_through("deposit", owes_anything)
        fill_loan_book(day=loan_book_day, claims_at_end_of=claims_of_holders)
        keep_append_only("lending_importedloan", "lending_loanbook", "lending_autoinvestdecision")
        keep_append_only("lending_forecastmonth")
        subscribe("lending.publish_products", ENDS, "lending.handlers.act_on_product_approval")
        subscribe("lending.reward_of_return", ["loan.returned"], "lending.cooling.messages.reward_and_tell")
        subscribe("lending.pay_out", ["listing.full"], "lending.handlers.pay_out_full_listing")
        subscribe("lending.list", ["application_hold.released"], "lending.handlers.list_what_was_waiting")
        register_conditions()
        subscribe(
            "lending.tell_of_auto_invest", auto_invest_messages.KINDS, "lending.auto_invest.messages.tell"
        )
        subscribe("lending.tell_borrower", messages.APPLICATION_KINDS, "lending.messages.tell_of_application")
        subscribe("lending.tell_of_loan", ["loan.disbursed"], "lending.messages.tell_of_disbursement")
        subscribe(
            "lending.tell_investors",
            ["listing.expired", "listing.cancelled"],
            "lending.messages.tell_of_release",
        )
        subscribe(
            "lending.tell_of_settlement", ["loan.settled"], "lending.repayment.messages.tell_of_settlement"
        )
        register_papers()
        repayment_closing.register_steps()
        closing.register_steps()
        navigation.add_places()
        register_goods()
        register_claim_sales()
        cooling_messages.register_messages()
        repayment_messages.register_messages()
        repayment_places.add_places()
        messages.register_messages()
        auto_invest_messages.register_messages()
        register_bad_days()
        register_card_debits()
        register_redrawing()
        register_lending_data()
        register_order_data()
        register_paper_data()
        register_file_sections()
