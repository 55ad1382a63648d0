"""A whole portal for browser tests: web, worker and beat as `./run` starts them, and an SMTP server that keeps the mail."""

import email.policy
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
# Seconds until something that must happen counts as not happening: a lost nudge costs a minute, a mail is never lost.
PATIENCE = 100


def wait_for(happened, what: str, patience: float = PATIENCE):
    """The first true answer of `happened`; fails with `what` after a while."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := happened():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Waited {patience:.0f} seconds in vain for {what}.")


class Post:
    """The SMTP peer's memory."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        mail["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str, subject: str = "") -> list[EmailMessage]:
        return [m for m in self.mails if address in m["X-Envelope-To"] and subject.lower() in m["Subject"].lower()]

    def wait(self, address: str, subject: str = "", number: int = 1) -> EmailMessage:
        """The latest mail to an address with these words in its subject, once there are `number` of them."""
        found = wait_for(
            lambda: (mails := self.to(address, subject)) and len(mails) >= number and mails,
            f"mail {number} to {address} about {subject!r}; there are {[m['Subject'] for m in self.to(address)]}",
        )
        return found[-1]


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """Starts in `home`, a folder of its own; on PostgreSQL in a database of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.post = Post()
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.processes: list[subprocess.Popen] = []
        self.database = ""

    def start(self) -> "Portal":
        self.smtp = Controller(self.post, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self.environment = self._environment()
        for command in (
            ["migrate", "--verbosity", "0"],
            ["createcachetable"],
            ["collectstatic", "--noinput", "--verbosity", "0"],
            ["load_demo"],
        ):
            self.manage(*command)
        self._spawn("gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread",
                    "--workers", "1", "--threads", "6", "--no-control-socket")  # fmt: skip
        self._spawn("celery", "-A", "portal", "worker", "--loglevel", "info", "--concurrency", "2")
        self._spawn("celery", "-A", "portal", "beat", "--loglevel", "info",
                    "--schedule", str(self.home / "schedule"), "--pidfile", "")  # fmt: skip
        wait_for(self._answers, f"the portal to answer; see {self.home}/*.log")
        return self

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.smtp.stop()
        if self.database:
            self._on_server(f'DROP DATABASE "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.home, ignore_errors=True)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"manage.py {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, expression: str) -> str:
        """What a Python expression gives inside the portal: for looking at the ledger, never for doing a user's work."""
        line = f"from django.apps import apps; m = apps.get_model; print({expression})"
        return self.manage("shell", "--no-imports", "-c", line).strip()

    def _environment(self) -> dict[str, str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DEBUG": "true",
            "DEMO": "true",
            "VAR_DIR": str(self.home),
            "SITE_URL": self.url,
            "MAIL_TRANSPORT": "smtp",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp.port),
        }
        if server := os.environ.get("DATABASE_URL", ""):
            self.database = f"portal_browser_{os.getpid()}"
            self._on_server(f'CREATE DATABASE "{self.database}"')
            environment["DATABASE_URL"] = f"{server.rsplit('/', 1)[0]}/{self.database}"
        if redis := os.environ.get("REDIS_URL", ""):
            # A database of its own for each test process: two portals on one broker take each other's tasks.
            process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
            server, number = redis.rsplit("/", 1)
            environment["REDIS_URL"] = f"{server}/{(int(number) + 1 + process) % 16}"
        return environment

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _spawn(self, *command: str) -> None:
        log = (self.home / f"{command[0]}-{len(self.processes)}.log").open("ab")
        self.processes.append(
            subprocess.Popen(
                [str(BIN / command[0]), *command[1:]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def _answers(self) -> bool:
        assert all(process.poll() is None for process in self.processes), self._last_words()
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def _last_words(self) -> str:
        return "\n".join(log.read_text()[-2000:] for log in self.home.glob("*.log"))
