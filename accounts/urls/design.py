"""The path of the style guide."""

from django.urls import path

from accounts.views.design import design

urlpatterns = [path("office/design/", design, name="design")]
