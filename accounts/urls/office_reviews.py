"""The paths of the reviews of identities in the office."""

from django.urls import path

from accounts.views import review as views

urlpatterns = [
    path("office/accounts/reviews/", views.reviews, name="identity_reviews"),
    path("office/accounts/reviews/<slug:number>/", views.review, name="identity_review"),
    path("office/accounts/reviews/<slug:number>/take/", views.take, name="review_take"),
    path("office/accounts/reviews/<slug:number>/back/", views.put_back, name="review_put_back"),
    path("office/accounts/reviews/<slug:number>/return/", views.give_back, name="review_return"),
    path("office/accounts/reviews/<slug:number>/pass/", views.let_pass, name="review_pass"),
    path("office/accounts/reviews/<slug:number>/override/", views.override, name="review_override"),
    path("office/accounts/reviews/<slug:number>/refuse/", views.refuse, name="review_refuse"),
    path("office/accounts/reviews/<slug:number>/hold/", views.hold, name="review_hold"),
    path("office/accounts/holds/<slug:number>/lift/", views.lift, name="hold_lift"),
    path("office/accounts/customers/<slug:number>/review/", views.doubt, name="review_doubt"),
]
