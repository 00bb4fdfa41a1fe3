from django.urls import path

from risk.views import bureau, customer_bureau

FILE = "office/risk/bureau/files/<slug:number>/"
DISPUTE = "office/risk/bureau/disputes/<slug:number>/"

urlpatterns = [
    path("office/risk/bureau/", bureau.files, name="bureau_files"),
    path("office/risk/bureau/make/", bureau.make, name="bureau_make"),
    path("office/risk/bureau/notices/", bureau.notices, name="bureau_notices"),
    path(FILE, bureau.file, name="bureau_file"),
    path(f"{FILE}file/", bureau.take_out, name="bureau_take_out"),
    path(f"{FILE}drop/", bureau.drop, name="bureau_drop"),
    path("office/risk/bureau/disputes/", bureau.disputes, name="bureau_disputes"),
    path(DISPUTE, bureau.dispute, name="bureau_dispute"),
    path(f"{DISPUTE}answer/", bureau.answer, name="bureau_answer"),
    path("borrow/credit-records/", customer_bureau.records, name="credit_records"),
    path("borrow/credit-records/<slug:number>/", customer_bureau.record, name="credit_record"),
]
