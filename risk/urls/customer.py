from django.urls import path

from risk.views import customer

urlpatterns = [
    path("borrow/applications/<str:number>/questions/<slug:query>/", customer.question, name="case_question"),
    path("borrow/applications/<str:number>/appeal/ask/", customer.appeal, name="ask_appeal"),
]
