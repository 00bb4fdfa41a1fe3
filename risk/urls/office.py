from django.urls import path

from risk.views import office

urlpatterns = [
    path("office/risk/cases/", office.cases, name="risk_cases"),
    path("office/risk/cases/<slug:number>/", office.case, name="risk_case"),
    path("office/risk/cases/<slug:number>/review/", office.review, name="risk_review"),
    path("office/risk/cases/<slug:number>/decide/", office.decide, name="risk_decide"),
]
