"""What the back office opens."""

from django.urls import path

from lending.views import (
    bad_days,
    claim_office,
    loan_holds,
    office,
    office_orders,
    papers,
    products,
    restructures,
)

urlpatterns = [
    path("office/lending/applications/", office.applications, name="office_applications"),
    path("office/lending/applications/<str:number>/", office.application, name="office_application"),
    path("office/lending/listings/", office.listings, name="office_listings"),
    path("office/lending/listings/<str:number>/", office.listing, name="office_listing"),
    path("office/lending/loans/", office.loans, name="office_loans"),
    path("office/lending/loans/<str:number>/", office.loan, name="office_loan"),
    path("office/lending/loans/<str:number>/hold/", loan_holds.place, name="hold_loan"),
    path("office/lending/loans/<str:number>/release/", loan_holds.release, name="release_loan_hold"),
    path("office/lending/orders/", office_orders.orders, name="office_orders"),
    path("office/lending/orders/<slug:number>/", office_orders.order, name="office_order"),
    path("office/lending/claims/", claim_office.claim_offers, name="office_claim_offers"),
    path("office/lending/claims/<slug:number>/", claim_office.claim_offer, name="office_claim_offer"),
    path("office/lending/loans/<str:number>/arrears/", bad_days.bad_days, name="office_bad_days"),
    path("office/lending/loans/<str:number>/call-in/", bad_days.call_in, name="office_call_in"),
    path("office/lending/loans/<str:number>/legal-step/", bad_days.legal_step, name="office_legal_step"),
    path("office/lending/loans/<str:number>/legal-close/", bad_days.legal_close, name="office_legal_close"),
    path("office/lending/loans/<str:number>/legal-cost/", bad_days.legal_cost, name="office_legal_cost"),
    path("office/lending/loans/<str:number>/write-off/", bad_days.write_off, name="office_write_off"),
    path("office/lending/loans/<str:number>/waiver/", bad_days.waiver, name="office_waiver"),
    path("office/lending/loans/<str:number>/recover/", bad_days.recover, name="office_recover"),
    path("office/lending/papers/<slug:number>/", papers.office_paper, name="office_paper"),
    path(
        "office/lending/papers/<slug:number>/<slug:language>/",
        papers.office_paper_file,
        name="office_paper_file",
    ),
    path("office/lending/hardship/", restructures.restructures, name="office_restructures"),
    path("office/lending/hardship/<slug:number>/", restructures.restructure, name="office_restructure"),
    path(
        "office/lending/hardship/<slug:number>/decline/",
        restructures.decline,
        name="decline_restructure",
    ),
    path("office/lending/products/", products.products, name="office_products"),
    path("office/lending/product-drafts/new/", products.new_product, name="office_new_product"),
    path("office/lending/product-drafts/figures/", products.figures, name="office_product_figures"),
    path("office/lending/products/<slug:code>/", products.product, name="office_product"),
    path("office/lending/product-drafts/<slug:number>/", products.proposal, name="office_product_proposal"),
    path("office/lending/product-drafts/<slug:number>/propose/", products.propose, name="propose_product"),
    path("office/lending/product-drafts/<slug:number>/drop/", products.drop, name="drop_product"),
]
