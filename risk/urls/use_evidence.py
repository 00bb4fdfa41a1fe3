from django.urls import path

from risk.views import use_evidence

ROOM = "office/risk/use-evidence/"

urlpatterns = [
    path("borrow/loans/<str:number>/use/", use_evidence.hand_in, name="loan_use"),
    path(ROOM, use_evidence.listing, name="use_evidence_list"),
    path(f"{ROOM}sample/", use_evidence.sample, name="use_sample"),
    path(f"{ROOM}sample/<slug:number>/ask/", use_evidence.ask_sampled, name="use_ask_sampled"),
    path(f"{ROOM}loans/<slug:number>/", use_evidence.evidence, name="use_evidence"),
    path(f"{ROOM}loans/<slug:number>/decide/", use_evidence.decide, name="use_decide"),
]
