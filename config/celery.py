"""The Celery application and the beat that re-derives every task from rows."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from config import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES[folder_broker.SCHEME] = "config.folder_broker:Transport"

app = Celery("fenqi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

if not settings.REDIS_URL:
    for folder in ("messages", "control"):
        Path(settings.QUEUE_DIR, folder).mkdir(parents=True, exist_ok=True)

app.conf.beat_schedule = {
    "deliver-events": {"task": "accounts.tasks.sweep_events", "schedule": 10.0},
    "deliver-messages": {"task": "accounts.tasks.sweep_messages", "schedule": 15.0},
    "forget-old-codes": {"task": "accounts.tasks.forget_old_codes", "schedule": 3600.0},
    "sweep-documents": {"task": "accounts.tasks.sweep_lost_files", "schedule": crontab(minute="17")},
    "prepare-copies": {"task": "accounts.tasks.sweep_exports", "schedule": 30.0},
    "invite-joiners": {"task": "accounts.tasks.sweep_joiners", "schedule": 20.0},
    "seal-events": {"task": "accounts.tasks.seal_event_log", "schedule": 60.0},
    "invest-automatically": {"task": "lending.tasks.invest_automatically", "schedule": 20.0},
    "seal-papers": {"task": "lending.tasks.seal_waiting_papers", "schedule": 20.0},
    "write-missing-papers": {"task": "lending.tasks.write_missing_papers", "schedule": crontab(minute="41")},
    "ask-the-bank": {"task": "finance.tasks.sweep_custody", "schedule": 20.0},
    "screen-applications": {"task": "risk.tasks.sweep_screenings", "schedule": 60.0},
    "sweep-committee": {"task": "risk.tasks.sweep_committee", "schedule": 60.0},
    "send-to-the-bureau": {"task": "risk.tasks.send_to_bureau", "schedule": crontab(minute="*/10")},
    "close-the-day": {"task": "operations.tasks.close_due_days", "schedule": crontab(minute="*/5")},
}
