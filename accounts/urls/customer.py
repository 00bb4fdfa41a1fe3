from django.urls import path

from accounts.views import customer, documents, known, onboarding, profile, suitability

urlpatterns = [
    path("me/", customer.me, name="me"),
    path("me/kyc/", customer.kyc, name="kyc"),
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
    path("me/messages/", customer.inbox, name="inbox"),
    path("me/messages/read/", customer.read_all, name="read_all"),
    path("me/messages/<slug:number>/", customer.inbox_message, name="inbox_message"),
    path("documents/<slug:number>/", documents.document, name="document"),
    path("me/privacy/", customer.privacy, name="privacy"),
    path("me/privacy/consents/<slug:code>/withdraw/", customer.end_consent, name="end_consent"),
]
