from django.urls import path

from accounts.views import customer, documents, privacy

urlpatterns = [
    path("me/", customer.me, name="me"),
    path("me/kyc/", customer.kyc, name="kyc"),
    path("me/suitability/", customer.suitability, name="suitability"),
    path("me/messages/", customer.inbox, name="inbox"),
    path("me/messages/read/", customer.read_all, name="read_all"),
    path("me/messages/<slug:number>/", customer.inbox_message, name="inbox_message"),
    path("documents/<slug:number>/", documents.document, name="document"),
    path("me/privacy/", privacy.privacy, name="privacy"),
    path("me/privacy/consents/<slug:code>/withdraw/", privacy.end_consent, name="end_consent"),
    path("me/privacy/looks/", privacy.looks, name="privacy_looks"),
    path("me/privacy/copy/", privacy.ask_copy, name="ask_copy"),
    path("me/privacy/correction/", privacy.ask_correction, name="ask_correction"),
    path("me/privacy/review/", privacy.ask_review, name="ask_review"),
    path("me/privacy/deletion/", privacy.ask_deletion, name="ask_deletion"),
    path("me/privacy/requests/<slug:number>/", privacy.privacy_request, name="privacy_request"),
    path("me/privacy/requests/<slug:number>/download/", privacy.download, name="download_copy"),
]
