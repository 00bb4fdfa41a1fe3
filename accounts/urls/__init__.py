"""The paths of accounts, one file an audience."""

from accounts.urls import (
    approvals,
    customer,
    dealer,
    design,
    hook,
    messages,
    office,
    office_dealers,
    office_reviews,
    office_staff,
    office_watch,
    public,
)

urlpatterns = [
    *public.urlpatterns,
    *customer.urlpatterns,
    *office.urlpatterns,
    *approvals.urlpatterns,
    *design.urlpatterns,
    *messages.urlpatterns,
    *hook.urlpatterns,
    *dealer.urlpatterns,
    *office_dealers.urlpatterns,
    *office_reviews.urlpatterns,
    *office_watch.urlpatterns,
    *office_staff.urlpatterns,
]
