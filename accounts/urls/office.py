from django.urls import path

from accounts.views import office

urlpatterns = [
    path("office/accounts/events/", office.events, name="events"),
    path("office/accounts/roles/", office.roles, name="roles"),
    path("office/accounts/customers/", office.customers, name="customers"),
    path("office/accounts/customers/<slug:number>/", office.customer, name="customer"),
]
