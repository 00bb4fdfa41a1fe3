"""Which admin site the house has."""

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    default_site = "accounts.web.admin_site.OfficeAdminSite"
