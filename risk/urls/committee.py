from django.urls import path

from risk.views import committee, committee_items, committee_rules

HOME = "office/risk/committee/"
MEETING = f"{HOME}meetings/<slug:number>/"
ITEM = f"{HOME}items/<slug:number>/"

urlpatterns = [
    path(HOME, committee.calendar, name="committee"),
    path(f"{HOME}plan/", committee.plan, name="committee_plan"),
    path(f"{HOME}rules/", committee_rules.constitution, name="committee_constitution"),
    path(f"{HOME}rules/propose/", committee_rules.propose, name="committee_propose"),
    path(f"{HOME}statistics/", committee_rules.statistics, name="committee_statistics"),
    path(MEETING, committee.meeting, name="committee_meeting"),
    path(f"{MEETING}list/", committee.list_one, name="committee_list"),
    path(f"{MEETING}call/", committee.call, name="committee_call"),
    path(f"{MEETING}cancel/", committee.cancel, name="committee_cancel"),
    path(f"{MEETING}seat/", committee.seat, name="committee_seat"),
    path(f"{MEETING}attendance/", committee.attendance, name="committee_attendance"),
    path(f"{MEETING}open/", committee.open_session, name="committee_open"),
    path(f"{MEETING}close/", committee.close_session, name="committee_close"),
    path(f"{MEETING}confirm/", committee.confirm, name="committee_confirm"),
    path(f"{MEETING}minutes/<slug:language>/", committee.minutes, name="committee_minutes"),
    path(ITEM, committee_items.item, name="committee_item"),
    path(f"{ITEM}name/", committee_items.name, name="committee_name"),
    path(f"{ITEM}declare/", committee_items.declare, name="committee_declare"),
    path(f"{ITEM}vote/", committee_items.vote, name="committee_vote"),
    path(f"{ITEM}open/", committee_items.open_votes, name="committee_open_vote"),
    path(f"{ITEM}count/", committee_items.count, name="committee_count"),
    path(f"{ITEM}cast/", committee_items.cast, name="committee_cast"),
    path(f"{ITEM}put-back/", committee_items.put_back, name="committee_put_back"),
    path(f"{ITEM}note/", committee_items.note, name="committee_note"),
]
