from django.urls import path

from risk.views import authority, signatures

urlpatterns = [
    path("office/risk/authority/", authority.authority, name="risk_authority"),
    path("office/risk/authority/propose/", authority.propose, name="risk_authority_propose"),
    path("office/risk/authority/<slug:number>/", authority.version, name="risk_authority_version"),
    path(
        "office/risk/cases/<slug:number>/signatures/countersign/",
        signatures.countersign,
        name="risk_countersign",
    ),
    path(
        "office/risk/cases/<slug:number>/signatures/give-back/", signatures.give_back, name="risk_give_back"
    ),
    path("office/risk/cases/<slug:number>/committee/", signatures.to_committee, name="risk_to_committee"),
]
