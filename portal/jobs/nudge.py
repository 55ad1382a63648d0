"""Sending a Celery task by its name, once the transaction has committed.

The broker is only a nudge: when it is away, the row stays and beat's sweep finds it within a minute.
"""

import logging
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Nudge:
    """A task to send. Equal nudges of one transaction are sent once."""

    task: str
    args: tuple

    def __call__(self) -> None:
        try:
            current_app.send_task(self.task, args=self.args, retry=False)
        except (OperationalError, OSError) as error:
            logger.warning("The broker did not take %s: %s. The next sweep finds the work.", self.task, error)


def enqueue(task: str, *args) -> None:
    """Send the task of this name on commit, with plain values (ids, not objects) as its arguments."""
    nudge = Nudge(task, args)
    waiting = [callback for _, callback, *_ in transaction.get_connection().run_on_commit]
    if nudge not in waiting:
        transaction.on_commit(nudge)
