"""Every path of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from config import audiences
from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("healthz/", healthz),
    path("", include("accounts.urls.devices")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("office/admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("finance.urls")),
    path("", include("lending.urls")),
    path("", include("risk.urls")),
    path("", include("support.urls")),
    path("", include("operations.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

audiences.guard_third_party(urlpatterns)
