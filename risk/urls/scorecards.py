from django.urls import path

from risk.views import score_monitoring, scorecards

CARD = "office/risk/scorecards/<slug:number>/"

urlpatterns = [
    path("office/risk/scorecards/", scorecards.scorecards, name="risk_scorecards"),
    path("office/risk/scorecards/import/", scorecards.import_card, name="risk_import_scorecard"),
    path("office/risk/scorecards/monitoring/", score_monitoring.monitoring, name="risk_score_monitoring"),
    path("office/risk/scores/<slug:number>/", scorecards.score_page, name="risk_score"),
    path(CARD, scorecards.scorecard, name="risk_scorecard"),
    path(f"{CARD}policy/", scorecards.policy, name="risk_scorecard_policy"),
    path(f"{CARD}try/", scorecards.try_card, name="risk_try_scorecard"),
    path(f"{CARD}scores/", scorecards.scores, name="risk_scorecard_scores"),
    path(f"{CARD}propose/", scorecards.propose, name="risk_propose_scorecard"),
    path(f"{CARD}drop/", scorecards.drop, name="risk_drop_scorecard"),
    path(f"{CARD}copy/", scorecards.copy, name="risk_copy_scorecard"),
    path(f"{CARD}retire/", scorecards.retire, name="risk_retire_scorecard"),
]
