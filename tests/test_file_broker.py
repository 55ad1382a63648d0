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
    with connection(folder) as used:
        assert type(used.channel()).__module__ == "portal.file_broker"


def test_messages_arrive_whole_and_once_while_others_are_written(folder):
    with connection(folder) as writing, connection(folder) as reading:
        out, back = writing.channel(), reading.channel()
        writer = threading.Thread(target=lambda: [out._put("celery", {"number": n}) for n in range(300)])
        writer.start()
        received = []
        while writer.is_alive() or len(received) < 300:
            try:
                received.append(back._get("celery")["number"])
            except Empty:
                assert writer.is_alive() or any(folder.glob("*.celery.msg")), "A message was lost."
        writer.join()
    assert sorted(received) == list(range(300))


def test_broken_message_is_dropped_and_the_next_arrives(folder):
    (folder / "0_broken.celery.msg").write_bytes(b"")
    with connection(folder) as both:
        channel = both.channel()
        channel._put("celery", {"number": 1})
        with pytest.raises(Empty):
            channel._get("celery")
        assert channel._get("celery") == {"number": 1}
    assert list(folder.glob("*.*")) == []
