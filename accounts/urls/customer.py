from django.urls import path

from accounts.views import assisted, customer, documents, known, onboarding, privacy, profile, suitability

urlpatterns = [
    path("me/", customer.me, name="me"),
    path("me/kyc/", customer.kyc, name="kyc"),
    path("me/details/", assisted.details, name="details"),
    path("me/details/contact/", assisted.edit_contact, name="edit_contact"),
    path("me/entries/<slug:number>/", assisted.entry_page, name="entry"),
    path("me/entries/<slug:number>/code/", assisted.entry_code, name="entry_code"),
    path("me/entries/<slug:number>/refuse/", assisted.refuse_entry, name="refuse_entry"),
    path("me/onboarding/", onboarding.onboarding, name="onboarding"),
    path("me/consents/", onboarding.consents, name="consents"),
    path("me/documents/", known.documents, name="documents"),
    path("me/face/", known.face, name="face"),
    path("me/face/<slug:number>/", known.face_answer, name="face_answer"),
    path("accounts/sandbox-face/<slug:number>/", known.sandbox_face, name="sandbox_face"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/profile/<slug:screen>/", profile.profile_screen, name="profile_screen"),
    path("me/suitability/", suitability.suitability, name="suitability"),
    path("me/suitability/<slug:screen>/", suitability.suitability_screen, name="suitability_screen"),
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
