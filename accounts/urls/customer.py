from django.urls import path

from accounts.views import customer, documents

urlpatterns = [
    path("me/", customer.me, name="me"),
    path("me/kyc/", customer.kyc, name="kyc"),
    path("me/suitability/", customer.suitability, name="suitability"),
    path("me/messages/", customer.inbox, name="inbox"),
    path("me/messages/read/", customer.read_all, name="read_all"),
    path("me/messages/<slug:number>/", customer.inbox_message, name="inbox_message"),
    path("documents/<slug:number>/", documents.document, name="document"),
    path("me/privacy/", customer.privacy, name="privacy"),
    path("me/privacy/consents/<slug:code>/withdraw/", customer.end_consent, name="end_consent"),
]
