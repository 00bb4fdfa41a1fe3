"""Where requests for approval are seen and decided."""

from django.urls import path

from accounts.views import approvals

urlpatterns = [
    path("office/approvals/", approvals.approvals, name="approvals"),
    path("office/approvals/<slug:number>/", approvals.approval, name="approval"),
    path("office/approvals/<slug:number>/decide/", approvals.decide, name="decide_approval"),
    path("office/approvals/<slug:number>/withdraw/", approvals.withdraw, name="withdraw_approval"),
]
