"""A real Celery worker in a process group of its own, with a broker of files, that can be killed without warning."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from celery import Celery
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE_SECONDS = 2


def database_url() -> str:
    """The database this process is connected to, as another process must name it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    who = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    return f"postgres://{who}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


class Worker:
    """`home` holds the broker's files; mail goes to the SMTP server at `smtp_port`."""

    def __init__(self, home: Path, smtp_port: int) -> None:
        self.broker = home / "broker"
        self.log = home / "worker.log"
        self.environment = {
            **os.environ,
            "DEBUG": "true",
            "DEMO": "false",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": "",
            "VAR_DIR": str(home),
            "MAIL_TRANSPORT": "smtp",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(smtp_port),
            "EMAIL_TIMEOUT": "5",
            "MAIL_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        self._process: subprocess.Popen | None = None
        self._make_broker()

    def _make_broker(self) -> None:
        (self.broker / "control").mkdir(parents=True, exist_ok=True)
        options = {
            "data_folder_in": str(self.broker),
            "data_folder_out": str(self.broker),
            "control_folder": str(self.broker / "control"),
        }
        self._sender = Celery("nudges", broker="filesystem://localhost/", set_as_current=False)
        self._sender.conf.broker_transport_options = options

    def start(self, *options: str) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "1", "--loglevel", "info",
                 "--without-gossip", "--without-mingle", "--without-heartbeat", *options],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def nudge(self, task: str, *args) -> None:
        """What on_commit or beat would send."""
        self._sender.send_task(task, args=args)

    def kill(self) -> None:
        """SIGKILL to the worker and its children: no clean-up, no good-bye."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def empty_broker(self) -> None:
        shutil.rmtree(self.broker)
        self._make_broker()

    def sweep_until(self, finished, seconds: float, task: str = "mail.sweep") -> None:
        """Stand in for beat, which sweeps each minute, with shorter minutes."""
        end = time.monotonic() + seconds
        while not finished():
            assert time.monotonic() < end, f"Not finished after {seconds} seconds:\n{self.log.read_text()[-3000:]}"
            self.nudge(task)
            time.sleep(0.5)

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self.kill()
