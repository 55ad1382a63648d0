"""A portal that is not set up safely does not start, and says in a sentence what to do."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
SETTINGS = [*PYTHON, "-c", "import portal.settings"]
WEB = [*PYTHON, "-c", "import portal.wsgi"]
CELERY = [*PYTHON, "-m", "celery", "-A", "portal.celery"]
DEPLOY_CHECK = [*PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]


@pytest.fixture
def production(tmp_path):
    """What a council's IT officer sets, with a database of its own."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "kZ3vQm8Xw1Tn6Rb4Yp9Lc2Hd7Js5Gf0AeUiOoEeVvBbNnMmQq7Rt2Wz",
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "DEFAULT_FROM_EMAIL": "Portal <portal@portal.example>",
        "VAR_DIR": str(tmp_path),
    }


def start(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_settings_for_production_are_accepted(production):
    started = start(SETTINGS, production)
    assert (started.returncode, started.stderr) == (0, "")


def test_deploy_check_finds_nothing(production):
    checked = start(DEPLOY_CHECK, production)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Put a long random value in the environment"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set. List the host names this portal answers to."),
        ({"SITE_URL": ""}, "SITE_URL must be the portal's own address and start with https://"),
        ({"SITE_URL": "http://portal.example"}, "SITE_URL must be the portal's own address and start with https://"),
        ({"DEMO": "true"}, "DEMO=true needs DEBUG=true: a demonstration is never a production site."),
        ({"MAIL_TRANSPORT": "mailbox"}, "MAIL_TRANSPORT=mailbox sends nothing and is for demonstrations only."),
        ({"MFA_REQUIRED": "false"}, "MFA_REQUIRED=false is for demonstrations only."),
        ({"DEFAULT_FROM_EMAIL": "Portal"}, "DEFAULT_FROM_EMAIL must hold an email address."),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false, not 'perhaps'."),
        (
            {"OIDC_ISSUER": "https://login.example"},
            "OIDC_ISSUER also needs OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_DOMAINS.",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_start_up_is_refused(production, change, sentence):
    started = start(SETTINGS, production | change)
    assert started.returncode != 0
    assert f"ImproperlyConfigured: {sentence}" in started.stderr


@pytest.fixture
def demo_account(tmp_path):
    """As much of a demonstration's database as the question needs."""
    with sqlite3.connect(tmp_path / "portal.sqlite3") as database:
        database.execute("CREATE TABLE accounts_user (id integer PRIMARY KEY, is_demo bool NOT NULL)")
        database.execute("INSERT INTO accounts_user VALUES (1, 1)")


@pytest.mark.parametrize(
    "command",
    [WEB, [*CELERY, "worker", "--pool", "solo"], [*CELERY, "beat"], [*DEPLOY_CHECK, "--database", "default"]],
    ids=["web", "worker", "beat", "check"],
)
def test_start_up_is_refused_with_a_demonstration_account(production, demo_account, command):
    started = start(command, production)
    assert started.returncode != 0
    assert "A demonstration account exists in this database, and everybody could sign in to it." in started.stderr
