from django.urls import path

from accounts.views import hook

urlpatterns = [path("hooks/sms/", hook.sms, name="sms_hook")]
