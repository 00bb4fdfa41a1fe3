"""The paths of the office's desk for dealers."""

from django.urls import path

from accounts.views import office_dealers as views

urlpatterns = [
    path("office/accounts/dealers/", views.dealers, name="office_dealers"),
    path("office/accounts/dealers/<slug:number>/", views.dealer, name="office_dealer"),
    path("office/accounts/dealers/<slug:number>/check/", views.check, name="office_dealer_check"),
    path("office/accounts/dealers/<slug:number>/opinion/", views.opinion, name="office_dealer_opinion"),
    path("office/accounts/dealers/<slug:number>/admission/", views.admission, name="office_dealer_admission"),
    path("office/accounts/dealers/<slug:number>/return/", views.give_back, name="office_dealer_return"),
    path("office/accounts/dealers/<slug:number>/reject/", views.reject, name="office_dealer_reject"),
    path("office/accounts/dealers/<slug:number>/suspend/", views.suspend, name="office_dealer_suspend"),
    path("office/accounts/dealers/<slug:number>/resume/", views.resume, name="office_dealer_resume"),
    path("office/accounts/dealers/<slug:number>/end/", views.end, name="office_dealer_end"),
    path("office/accounts/dealers/<slug:number>/consent/", views.consent, name="office_dealer_consent"),
    path("office/accounts/dealers/<slug:number>/limits/", views.limits, name="office_dealer_limits"),
]
