from django.urls import path

from risk.views import findings, inspections, operational_events

urlpatterns = [
    path("office/risk/inspections/", inspections.inspections, name="inspections"),
    path("office/risk/inspections/new/", inspections.new_inspection, name="new_inspection"),
    path("office/risk/inspections/<slug:number>/", inspections.inspection, name="inspection"),
    path("office/risk/inspections/<slug:number>/start/", inspections.start, name="inspection_start"),
    path("office/risk/inspections/<slug:number>/sample/", inspections.sample, name="inspection_sample"),
    path("office/risk/inspections/<slug:number>/result/", inspections.result, name="inspection_result"),
    path("office/risk/inspections/<slug:number>/finding/", inspections.finding, name="inspection_finding"),
    path("office/risk/inspections/<slug:number>/report/", inspections.report, name="inspection_report"),
    path("office/risk/inspections/<slug:number>/end/", inspections.end, name="inspection_end"),
    path("office/risk/findings/", findings.findings, name="findings"),
    path("office/risk/findings/own/", findings.own_findings, name="own_findings"),
    path("office/risk/findings/<slug:number>/", findings.finding, name="finding"),
    path("office/risk/findings/<slug:number>/mend/", findings.mend, name="finding_mend"),
    path("office/risk/findings/<slug:number>/recheck/", findings.recheck, name="finding_recheck"),
    path("office/risk/events/", operational_events.operational_events, name="operational_events"),
    path("office/risk/events/new/", operational_events.report, name="report_operational_event"),
    path("office/risk/events/<slug:number>/", operational_events.operational_event, name="operational_event"),
    path("office/risk/events/<slug:number>/examine/", operational_events.examine, name="examine_event"),
    path("office/risk/events/<slug:number>/close/", operational_events.close, name="close_event"),
]
