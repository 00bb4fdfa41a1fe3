from django.urls import path

from risk.views import portfolio

urlpatterns = [
    path("office/risk/portfolio/", portfolio.portfolio, name="risk_portfolio"),
    path("office/risk/portfolio/loans/", portfolio.loans, name="risk_portfolio_loans"),
    path("office/risk/portfolio/loans/<slug:number>/", portfolio.loan, name="risk_portfolio_loan"),
    path(
        "office/risk/portfolio/loans/<slug:number>/downgrade/",
        portfolio.downgrade,
        name="risk_portfolio_downgrade",
    ),
    path("office/risk/portfolio/loans/<slug:number>/lift/", portfolio.lift, name="risk_portfolio_lift"),
    path("office/risk/portfolio/migration/", portfolio.migration, name="risk_portfolio_migration"),
    path("office/risk/portfolio/vintages/", portfolio.vintages, name="risk_portfolio_vintages"),
    path("office/risk/portfolio/provisions/", portfolio.provisions, name="risk_portfolio_provisions"),
    path("office/risk/portfolio/stress/", portfolio.stress, name="risk_portfolio_stress"),
]
