from django.urls import path

from accounts.views import audit, office, privacy_office, unmask

urlpatterns = [
    path("office/accounts/events/", audit.events, name="events"),
    path("office/accounts/events/export/", audit.export, name="export_events"),
    path("office/accounts/privacy/", privacy_office.requests, name="privacy_requests_office"),
    path(
        "office/accounts/privacy/<slug:number>/", privacy_office.request_page, name="privacy_request_office"
    ),
    path("office/accounts/privacy/<slug:number>/decide/", privacy_office.decide, name="decide_privacy"),
    path("office/accounts/roles/", office.roles, name="roles"),
    path("office/accounts/roles/export/", office.roles_export, name="roles_export"),
    path("office/accounts/customers/<slug:number>/unmask/", unmask.unmask, name="unmask"),
]
