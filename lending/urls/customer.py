"""What a signed-in customer opens of their own."""

from django.urls import path

from lending.views import (
    applications,
    apply,
    bids,
    customer_hardship,
    customer_loans,
    customer_orders,
    customer_portfolio,
    customer_receipts,
    customer_redrawing,
    customer_return,
)

urlpatterns = [
    path("borrow/apply/", apply.apply, name="apply"),
    path("borrow/applications/", applications.applications, name="applications"),
    path("borrow/applications/<str:number>/", applications.application, name="application"),
    path("borrow/applications/<str:number>/withdraw/", applications.withdraw, name="withdraw_application"),
    path("borrow/applications/<str:number>/check/", apply.apply_check, name="apply_check"),
    path("borrow/applications/<str:number>/<str:screen>/", apply.apply_screen, name="apply_screen"),
    path("borrow/orders/", customer_orders.orders, name="goods_orders"),
    path("borrow/orders/<slug:number>/", customer_orders.order, name="goods_order"),
    path("borrow/loans/", customer_loans.loans, name="loans"),
    path("borrow/loans/<str:number>/", customer_loans.loan, name="loan"),
    path("borrow/loans/<str:number>/repay/", customer_loans.repay, name="repay_loan"),
    path("borrow/loans/<str:number>/settle/", customer_loans.settle, name="settle_loan"),
    path("borrow/loans/<str:number>/prepay/", customer_redrawing.prepay, name="prepay_loan"),
    path("borrow/loans/<str:number>/due-day/", customer_redrawing.due_day, name="move_due_day"),
    path("borrow/loans/<str:number>/return/", customer_return.give_back, name="return_loan"),
    path("borrow/loans/<str:number>/hardship/", customer_hardship.hardship, name="hardship"),
    path(
        "borrow/loans/<str:number>/hardship/withdraw/",
        customer_hardship.withdraw,
        name="withdraw_hardship",
    ),
    path("borrow/loans/<str:number>/debit/", customer_loans.automatic_debit, name="automatic_debit"),
    path("invest/", customer_portfolio.portfolio, name="portfolio"),
    path("invest/claims/", customer_portfolio.claims, name="claims"),
    path("invest/claims/<str:number>/", customer_portfolio.claim, name="claim"),
    path("invest/receipts/", customer_receipts.receipts, name="receipts"),
    path("invest/receipts.csv", customer_receipts.download, name="receipts_csv"),
    path("invest/bids/", bids.bids, name="bids"),
    path("invest/bids/<str:number>/cancel/", bids.cancel, name="cancel_bid"),
]
