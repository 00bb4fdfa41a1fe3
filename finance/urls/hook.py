from django.urls import path

from finance.views import hook

urlpatterns = [
    path("hooks/custody/", hook.custody, name="custody_hook"),
]
