"""Prepares the demonstration and runs its three processes (web, worker, beat) until Ctrl-C or TERM.

Each child stands in a session of its own, so that Ctrl-C reaches only this program, which then
stops them one by one: a worker told to stop finishes the mail it is sending.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
PORT = os.environ.get("PORT", "8000")
BIN = Path(sys.executable).parent
SECONDS_TO_STOP = 15


class Stop(Exception):
    """A person or the system asked us to stop."""


def fail(sentence: str) -> None:
    print(f"\n!! {sentence}", file=sys.stderr, flush=True)
    sys.exit(1)


def say(sentence: str) -> None:
    print(f"\n== {sentence}", flush=True)


def manage(*arguments: str) -> None:
    """Run a management command; its own words say what went wrong."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        fail(f"'manage.py {arguments[0]}' failed; the lines above say why. './run --fresh' starts from new data.")


def check_port() -> None:
    if not PORT.isdigit() or not 0 < int(PORT) < 65536:
        fail(f"PORT must be a number from 1 to 65535, not {PORT!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except OSError:
            fail(f"Port {PORT} is in use or not allowed. Choose another: PORT=8080 ./run")


def remove_old_data() -> None:
    say("Removing the old demonstration data")
    for name in ("portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", "celerybeat-schedule"):
        (VAR / name).unlink(missing_ok=True)
    for name in ("broker", "media", "mailbox"):
        shutil.rmtree(VAR / name, ignore_errors=True)


def prepare(fresh: bool) -> None:
    if fresh:
        remove_old_data()
    say("Bringing the database up to date")
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    say("Collecting styles, scripts and fonts")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    say("Loading the demonstration")
    manage("load_demo", "--if-empty")


def start(name: str, *command: str) -> subprocess.Popen:
    log = (VAR / f"{name}.log").open("ab")
    return subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_all() -> dict[str, subprocess.Popen]:
    return {
        "web": start(
            "web",
            "gunicorn",
            "portal.wsgi",
            "--bind",
            f"127.0.0.1:{PORT}",
            "--worker-class",
            "gthread",
            "--workers",
            "2",
            "--threads",
            "4",
            "--no-control-socket",
            "--access-logfile",
            "-",
        ),
        "worker": start("worker", "celery", "-A", "portal", "worker", "--loglevel", "info", "--concurrency", "2"),
        "beat": start(
            "beat",
            "celery",
            "-A",
            "portal",
            "beat",
            "--loglevel",
            "info",
            "--schedule",
            str(VAR / "celerybeat-schedule"),
            "--pidfile",
            "",
        ),
    }


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until_served(processes: dict[str, subprocess.Popen]) -> None:
    for _ in range(240):
        check_alive(processes)
        if answers():
            return
        time.sleep(0.25)
    raise RuntimeError(f"The portal did not answer within a minute. See {VAR}/web.log.")


def check_alive(processes: dict[str, subprocess.Popen]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise RuntimeError(f"The {name} process ended by itself. See {VAR}/{name}.log.")


def stop_all(processes: dict[str, subprocess.Popen]) -> None:
    """Ask each to stop; after a while end what did not, with its children."""
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def on_signal(number, frame):
    raise Stop


def main() -> None:
    check_port()
    VAR.mkdir(parents=True, exist_ok=True)
    prepare(fresh="--fresh" in sys.argv)
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    processes: dict[str, subprocess.Popen] = {}
    try:
        processes = start_all()
        wait_until_served(processes)
        say(f"The portal runs at http://localhost:{PORT}")
        manage("demo_sign_ins")
        print(f"Mails it sends: http://localhost:{PORT}/mailbox/    Logs: {VAR}/*.log    Stop: Ctrl-C", flush=True)
        while True:
            time.sleep(1)
            check_alive(processes)
    except Stop:
        say("Stopping")
    except RuntimeError as error:
        stop_all(processes)
        fail(str(error))
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_all(processes)


if __name__ == "__main__":
    main()
