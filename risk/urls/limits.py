from django.urls import path

from risk.views import limits

urlpatterns = [
    path("office/risk/limits/", limits.limits, name="risk_limits"),
    path("office/risk/limits/propose/", limits.propose, name="risk_limit_propose"),
]
