"""The paths of accounts, one file an audience."""

from django.urls import URLPattern, URLResolver

from accounts.urls import design

urlpatterns: list[URLPattern | URLResolver] = [*design.urlpatterns]
