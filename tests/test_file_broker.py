"""The embedded default's broker: messages appear whole or not at all."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from portal.celery import app  # noqa: F401  registers the transport


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "control").mkdir()
    return tmp_path


def connection(folder: Path) -> Connection:
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    return Connection("filesystem://", transport_options=options)


def test_file_broker_is_the_one_in_use(folder):
    assert type(connection(folder).channel()).__module__ == "portal.file_broker"


def test_messages_arrive_once_while_others_are_written(folder):
    def write():
        with connection(folder) as writing:
            queue = writing.SimpleQueue("celery")
            for number in range(150):
                queue.put({"number": number})
            queue.close()

    writer = threading.Thread(target=write)
    received = []
    with connection(folder) as reading:
        queue = reading.SimpleQueue("celery")
        writer.start()
        while len(received) < 150:
            message = queue.get(timeout=20)
            received.append(message.payload["number"])
            message.ack()
        queue.close()
    writer.join()
    assert sorted(received) == list(range(150))


def test_broken_message_is_dropped_and_the_next_arrives(folder):
    (folder / "0_broken.celery.msg").write_bytes(b"")
    with connection(folder) as both:
        channel = both.channel()
        channel._put("celery", {"number": 1})
        with pytest.raises(Empty):
            channel._get("celery")
        assert channel._get("celery") == {"number": 1}
    assert list(folder.glob("*.*")) == []
