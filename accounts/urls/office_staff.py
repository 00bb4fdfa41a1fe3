"""Where the office sees who works here, asks for changes, and lets joiners in."""

from django.urls import path

from accounts.views import office_deputies as deputies
from accounts.views import office_staff
from accounts.views import office_staff_changes as changes
from accounts.views.staff_invitation import staff_invitation

STAFF = "office/accounts/staff/"

urlpatterns = [
    path("office/accounts/chart/", office_staff.chart, name="chart"),
    path(STAFF, office_staff.staff_directory, name="staff_directory"),
    path(f"{STAFF}join/", changes.staff_join, name="staff_join"),
    path(f"{STAFF}changes/", changes.staff_changes, name="staff_changes"),
    path(f"{STAFF}changes/<slug:number>/", changes.staff_change, name="staff_change"),
    path(f"{STAFF}changes/<slug:number>/invite/", changes.staff_invite, name="staff_invite"),
    path(f"{STAFF}deputies/", deputies.staff_deputies, name="staff_deputies"),
    path(f"{STAFF}deputies/<slug:number>/", deputies.staff_deputyship, name="staff_deputyship"),
    path(f"{STAFF}deputies/<slug:number>/end/", deputies.staff_deputyship_end, name="staff_deputyship_end"),
    path(f"{STAFF}<slug:number>/", office_staff.staff_file, name="staff_file"),
    path(f"{STAFF}<slug:number>/move/", changes.staff_move, name="staff_move"),
    path(f"{STAFF}<slug:number>/leave/", changes.staff_leave, name="staff_leave"),
    path(f"{STAFF}<slug:number>/deputy/", deputies.staff_deputy, name="staff_deputy"),
    path("staff/invitations/<str:token>/", staff_invitation, name="staff_invitation"),
]
