from django.urls import path

from support.views import customers

urlpatterns = [
    path("office/support/customers/", customers.customers, name="customers"),
    path("office/support/customers/<slug:number>/", customers.customer_file, name="customer_file"),
]
