"""The portal. Importing it makes the Celery application known, so that any process can send a task by name."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
