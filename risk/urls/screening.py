from django.urls import path

from risk.views import screening, screening_rules

RULES = "office/risk/screening/rules/"

urlpatterns = [
    path("office/risk/screening/", screening.screening, name="risk_screening"),
    path("office/risk/screening/off/", screening.switch_off, name="risk_switch_off"),
    path("office/risk/screening/off/<slug:number>/end/", screening.switch_on, name="risk_switch_on"),
    path("office/risk/screening/runs/", screening.runs, name="risk_screening_runs"),
    path("office/risk/screening/runs/<slug:number>/", screening.run, name="risk_screening_run"),
    path(RULES, screening_rules.versions, name="risk_rule_sets"),
    path(f"{RULES}<slug:number>/", screening_rules.version, name="risk_rule_set"),
    path(f"{RULES}<slug:number>/copy/", screening_rules.copy, name="risk_copy_rules"),
    path(f"{RULES}<slug:number>/new/", screening_rules.new_rule, name="risk_new_rule"),
    path(f"{RULES}<slug:number>/rule/<slug:code>/", screening_rules.rule, name="risk_rule"),
    path(f"{RULES}<slug:number>/try/", screening_rules.try_out, name="risk_try_rules"),
    path(f"{RULES}<slug:number>/propose/", screening_rules.propose, name="risk_propose_rules"),
    path(f"{RULES}<slug:number>/drop/", screening_rules.drop, name="risk_drop_rules"),
    path(f"{RULES}<slug:number>/compare/", screening_rules.compare, name="risk_rule_compare"),
    path(f"{RULES}<slug:number>/end/", screening_rules.end, name="risk_end_challenger"),
    path("office/risk/screening/tests/<slug:number>/", screening_rules.test_run, name="risk_rule_test"),
]
