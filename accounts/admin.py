"""The Django admin reads and never writes; for administrator and auditor."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.confidential import events_open_to
from accounts.models import Appointment, Approval, BusinessDate, Event, EventDelivery, RuleVersion, User
from accounts.web.read_only_admin import ReadOnlyAdmin

if admin.site.is_registered(Group):
    admin.site.unregister(Group)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "subject_number", "at", "business_on")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Keep from whoever reads the raw tables what the log keeps from them."""
        return events_open_to(cast(User, request.user), super().get_queryset(request))


@admin.register(EventDelivery)
class EventDeliveryAdmin(ReadOnlyAdmin):
    list_display = ("id", "consumer", "status", "tries", "next_try_at")
    list_filter = ("status", "consumer")
    show_full_result_count = False


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ("number", "user", "position", "status", "from_on", "until_on")
    list_select_related = ("user", "position")


@admin.register(RuleVersion)
class RuleVersionAdmin(ReadOnlyAdmin):
    list_display = ("pack", "code", "valid_from_on", "source_state")


@admin.register(BusinessDate)
class BusinessDateAdmin(ReadOnlyAdmin):
    list_display = ("today_on", "closed_through_on")


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "subject_number", "status", "maker", "checker", "requested_at")
    list_filter = ("status", "kind")
    show_full_result_count = False
