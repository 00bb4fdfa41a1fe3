"""The paths of the proof of solvency: what everybody sees, and what a customer checks."""

from django.urls import path

from finance.views import solvency

urlpatterns = [
    path("disclosure/solvency/", solvency.published, name="solvency"),
    path("wallet/proof/", solvency.own, name="own_proof"),
    path("wallet/proof.json", solvency.own_file, name="own_proof_file"),
    path("dealer/money/proof/", solvency.dealers, name="dealer_proof"),
    path("dealer/money/proof.json", solvency.dealers_file, name="dealer_proof_file"),
]
