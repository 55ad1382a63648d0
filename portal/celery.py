"""The Celery application and the whole beat schedule.

Tasks carry an id and call a worker function; they live in each app's `tasks.py`.
The broker is only a nudge: what must happen stands in a database row, and the
sweeps below find it again when a nudge was lost.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# The embedded default's broker, in which messages appear whole or not at all.
TRANSPORT_ALIASES["filesystem"] = "portal.file_broker:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_demonstration_accounts(**kwargs):
    from django.core.exceptions import ImproperlyConfigured

    from portal.accounts import demonstration  # the apps are ready only now

    try:
        demonstration.refuse_to_start()
    except ImproperlyConfigured as refusal:
        # Celery logs what a receiver raises and starts all the same; only this ends the process.
        raise SystemExit(str(refusal)) from refusal


app.conf.beat_schedule = {
    # Every minute: mail whose nudge was lost, leases that ran out, jobs that were interrupted.
    "sweep-outbox": {"task": "mail.sweep", "schedule": 60.0},
    "sweep-jobs": {"task": "jobs.sweep", "schedule": 60.0},
    "scheduled-bulletins": {"task": "bulletins.send_due", "schedule": 60.0},
    # In the small hours or the early morning, London time. Search first: at midnight things go out of date.
    "rebuild-search": {"task": "search.rebuild", "schedule": crontab(hour="0", minute="10")},
    "purge-mail": {"task": "mail.purge", "schedule": crontab(hour="3", minute="10")},
    "purge-sign-ups": {"task": "accounts.purge_sessions", "schedule": crontab(hour="3", minute="30")},
    "close-waiting-lists": {"task": "training.close_waiting_lists", "schedule": crontab(hour="3", minute="40")},
    "purge-training-needs": {"task": "training.purge_needs", "schedule": crontab(hour="3", minute="50")},
    "forget-feedback-addresses": {
        "task": "pages.forget_feedback_addresses",
        "schedule": crontab(hour="3", minute="50"),
    },
    "training-reminders": {"task": "training.send_reminders", "schedule": crontab(hour="7", minute="30")},
}
