"""Before the paths of the sign-in package, whose page of sessions these take the place of."""

from django.urls import path

from accounts.views import devices

urlpatterns = [
    path("accounts/sessions/", devices.devices, name="devices"),
    path("accounts/sessions/others/end/", devices.end_others, name="end_other_devices"),
    path("accounts/sessions/<slug:handle>/end/", devices.end, name="end_device"),
]
