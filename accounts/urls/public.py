from django.urls import path

from accounts.views import public

urlpatterns = [
    path("legal/<slug:code>/", public.text, name="text"),
    path("accounts/sandbox-outbox/", public.sandbox_outbox, name="sandbox_outbox"),
]
