"""The paths of the risk database."""

from django.urls import path

from risk.views import database, list_work, risk_watches

ROOM = "office/risk/database/"
CUSTOMER = f"{ROOM}customers/<slug:number>/"
DEALER = f"{ROOM}dealers/<slug:number>/"
APPEAL = f"{ROOM}appeals/<slug:number>/"
WATCH = f"{ROOM}watches/<slug:number>/"

urlpatterns = [
    path(ROOM, database.home, name="risk_database"),
    path(CUSTOMER, database.customer_file, name="risk_customer_file"),
    path(f"{CUSTOMER}print/", database.print_customer, name="risk_customer_print"),
    path(f"{CUSTOMER}notes/", database.note_customer, name="risk_customer_note"),
    path(f"{CUSTOMER}watch/", risk_watches.place_on_customer, name="risk_customer_watch"),
    path(DEALER, database.dealer_file, name="risk_dealer_file"),
    path(f"{DEALER}print/", database.print_dealer, name="risk_dealer_print"),
    path(f"{DEALER}notes/", database.note_dealer, name="risk_dealer_note"),
    path(f"{DEALER}watch/", risk_watches.place_on_dealer, name="risk_dealer_watch"),
    path(f"{ROOM}notes/<slug:number>/strike/", database.strike_note, name="risk_note_strike"),
    path(f"{ROOM}watches/", risk_watches.watches, name="risk_watches"),
    path(WATCH, risk_watches.watch, name="risk_watch"),
    path(f"{WATCH}review/", risk_watches.review, name="risk_watch_review"),
    path(f"{WATCH}end/", risk_watches.end, name="risk_watch_end"),
    path(f"{WATCH}hand-over/", risk_watches.hand_over, name="risk_watch_hand_over"),
    path(f"{ROOM}appeals/", list_work.appeals, name="risk_list_appeals"),
    path(f"{ROOM}appeals/new/", list_work.take_down, name="risk_list_appeal_new"),
    path(APPEAL, list_work.appeal, name="risk_list_appeal"),
    path(f"{APPEAL}tie/", list_work.tie, name="risk_list_appeal_tie"),
    path(f"{APPEAL}decide/", list_work.decide, name="risk_list_appeal_decide"),
    path(f"{ROOM}imports/", list_work.imports, name="risk_list_imports"),
    path(f"{ROOM}imports/send/", list_work.send_file, name="risk_list_import_send"),
    path(f"{ROOM}imports/template.csv", list_work.import_template, name="risk_list_import_template"),
    path(f"{ROOM}imports/<slug:number>/", list_work.list_import, name="risk_list_import"),
    path(f"{ROOM}exports/", list_work.exports, name="risk_exports"),
    path(f"{ROOM}exports/<slug:number>/fetch/", list_work.fetch, name="risk_export_fetch"),
    path(f"{CUSTOMER}export/", list_work.export_customer, name="risk_customer_export"),
    path(f"{DEALER}export/", list_work.export_dealer, name="risk_dealer_export"),
    path("me/objections/", list_work.objections, name="own_objections"),
]
