from django.urls import path

from accounts.views import assisted, prove, public

urlpatterns = [
    path("join/<slug:token>/", assisted.opening, name="opening"),
    path("join/<slug:token>/code/", assisted.opening_code, name="opening_code"),
    path("legal/<slug:code>/", public.text, name="text"),
    path("accounts/sandbox-outbox/", public.sandbox_outbox, name="sandbox_outbox"),
    path("accounts/prove/", prove.prove_by_code, name="prove_by_code"),
]
