from django.urls import path

from risk.views import warning_notices, warning_rules, warnings

urlpatterns = [
    path("office/risk/warnings/", warnings.signals, name="risk_warnings"),
    path("office/risk/warnings/begin/", warnings.begin, name="risk_begin_notice"),
    path("office/risk/warnings/hit-rates/", warnings.hit_rates, name="risk_hit_rates"),
    path("office/risk/warnings/signals/<slug:number>/", warnings.signal, name="risk_signal"),
    path("office/risk/warnings/signals/<slug:number>/close/", warnings.close, name="risk_close_signal"),
    path("office/risk/warnings/signals/<slug:number>/add/", warnings.add, name="risk_add_signals"),
    path("office/risk/warnings/notices/", warning_notices.notices, name="risk_notices"),
    path("office/risk/warnings/notices/own/", warning_notices.own_notices, name="risk_own_notices"),
    path(
        "office/risk/warnings/notices/new/<slug:number>/", warning_notices.new_notice, name="risk_new_notice"
    ),
    path("office/risk/warnings/notices/<slug:number>/", warning_notices.notice, name="risk_notice"),
    path(
        "office/risk/warnings/notices/<slug:number>/answer/",
        warning_notices.answer,
        name="risk_answer_notice",
    ),
    path(
        "office/risk/warnings/notices/<slug:number>/measure/",
        warning_notices.measure,
        name="risk_note_measure",
    ),
    path(
        "office/risk/warnings/notices/<slug:number>/give-back/",
        warning_notices.give_back,
        name="risk_return_notice",
    ),
    path(
        "office/risk/warnings/notices/<slug:number>/hand-over/",
        warning_notices.hand_over,
        name="risk_hand_over_notice",
    ),
    path(
        "office/risk/warnings/notices/<slug:number>/close/", warning_notices.close, name="risk_close_notice"
    ),
    path("office/risk/warnings/rules/", warning_rules.rules, name="risk_signal_rules"),
    path("office/risk/warnings/rules/new/", warning_rules.new_rule, name="risk_new_signal_rule"),
    path("office/risk/warnings/rules/<slug:code>/", warning_rules.rule, name="risk_signal_rule"),
]
