"""The paths of the watch-list in the office."""

from django.urls import path

from accounts.views import watch as views

urlpatterns = [
    path("office/accounts/watch/", views.watch_list, name="watch_list"),
    path("office/accounts/watch/new/", views.propose, name="watch_new"),
    path("office/accounts/watch/<slug:number>/", views.entry, name="watch_entry"),
    path("office/accounts/watch/<slug:number>/end/", views.end, name="watch_end"),
    path("office/accounts/watch/<slug:number>/keep/", views.keep, name="watch_keep"),
    path("office/accounts/watch/<slug:number>/see/", views.see, name="watch_see"),
]
