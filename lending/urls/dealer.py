"""What a dealer's members open of their orders."""

from django.urls import path

from lending.views import dealer_orders, dealer_settlements

urlpatterns = [
    path("dealer/orders/", dealer_orders.orders, name="dealer_orders"),
    path("dealer/orders/new/", dealer_orders.new_order, name="dealer_order_new"),
    path("dealer/settlements/", dealer_settlements.settlements, name="dealer_settlements"),
    path("dealer/orders/<slug:number>/", dealer_orders.order, name="dealer_order"),
]
