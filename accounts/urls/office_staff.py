"""Where the office sees who works here."""

from django.urls import path

from accounts.views import office_staff

urlpatterns = [
    path("office/accounts/chart/", office_staff.chart, name="chart"),
    path("office/accounts/staff/", office_staff.staff_directory, name="staff_directory"),
    path("office/accounts/staff/<slug:number>/", office_staff.staff_file, name="staff_file"),
]
