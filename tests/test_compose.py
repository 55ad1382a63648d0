"""docker-compose.yml says what production runs: the same three processes as ./run, with no secret given away."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]


def test_runs_web_worker_beat_postgres_and_redis():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis"}


def test_each_lasting_service_has_a_health_check():
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


def test_data_stands_on_named_volumes():
    assert SERVICES["postgres"]["volumes"] and SERVICES["redis"]["volumes"] and SERVICES["web"]["volumes"]


def test_no_secret_has_a_default():
    """Each secret is `${NAME:?...}`: compose refuses to start without it."""
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(.?.?)", TEXT)
        assert uses and set(uses) == {":?"}
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.M))
    assert [example[name] for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")] == ["", "", ""]


def test_every_setting_of_the_example_is_documented():
    names = re.findall(r"^([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.M)
    documented = (ROOT / "docs" / "configuration.md").read_text()
    assert [name for name in names if f"`{name}`" not in documented] == []


def test_every_setting_read_from_the_environment_is_documented():
    settings = (ROOT / "portal" / "settings.py").read_text()
    names = re.findall(r'env_(?:str|bool|int|list)\("([A-Z_0-9]+)"', settings)
    documented = (ROOT / "docs" / "configuration.md").read_text()
    assert [name for name in names if f"`{name}`" not in documented] == []
