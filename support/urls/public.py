from django.urls import path

from support.views import public

urlpatterns = [path("help/", public.help_centre, name="help_centre")]
