"""A portal in production mode with the demonstration's content and none of its accounts, for benches."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "VAR_DIR": str(home),
        "SECRET_KEY": secrets.token_urlsafe(40),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": str(ROOT),
    }


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env, check=True, stdout=sys.stderr)


def load_content(env: dict[str, str]) -> None:
    """The demonstration's content is loaded as a demonstration, then served as in production."""
    loading = {**env, "DEBUG": "true", "DEMO": "true"}
    manage(loading, "migrate", "--verbosity", "0")
    manage(loading, "createcachetable")
    manage(loading, "load_demo", "--without-accounts")
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")


@contextmanager
def database_of_its_own():
    """On PostgreSQL (DATABASE_URL) a database that is dropped at the end; on SQLite the file dies with its folder."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {}
        return
    import psycopg

    base, name = server.rsplit("/", 1)[0], f"portal_bench_{os.getpid()}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": f"{base}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def served(workers: int = 1, threads: int = 2):
    """Yields the port of a running portal."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as home, database_of_its_own() as database:
        env = environment(Path(home)) | database
        load_content(env)
        process = subprocess.Popen(
            [PYTHON, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
             "--workers", str(workers), "--threads", str(threads), "--no-control-socket", "--log-level", "error"],
            cwd=ROOT, env=env, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until_served(port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_served(port: int) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The portal did not answer.")
