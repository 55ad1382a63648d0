"""Celery's filesystem transport for the embedded default, with messages that appear whole or not at all.

The library writes a message under its final name: a worker that looks in between reads an empty file and dies
of it. Here a message is written beside and renamed, which file systems do in one step. Its announcement in the
database is found again by the sweeps, so a message that can't be read is dropped, not fatal.
"""

import logging
import uuid
from json import JSONDecodeError
from pathlib import Path
from queue import Empty
from time import monotonic

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Put a message in a queue: written under a name that no reader takes, then renamed."""
        whole = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unfinished = whole.with_suffix(".part")
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        unfinished.rename(whole)

    def _get(self, queue):
        try:
            return super()._get(queue)
        except JSONDecodeError:
            logger.warning("A broken message was dropped; the next sweep finds its work again.")
            raise Empty from None


class Transport(filesystem.Transport):
    Channel = Channel
