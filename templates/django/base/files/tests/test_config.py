"""What the application is told by its environment, and what it refuses to start with."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import config
from app.config import EXAMPLE_KEY, LOCAL_HOSTS, ROOT, Settings, get_settings
from production import PRODUCTION

GOOD = PRODUCTION | {"ALLOWED_HOSTS": "example.org, .example.net"}


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variables of a good production server, no other, and no `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(config, "ENV_FILE", tmp_path / ".env")


def refusal() -> str:
    with pytest.raises(SystemExit) as stopped:
        get_settings()
    return str(stopped.value)


def test_production_starts_with_good_settings() -> None:
    settings = get_settings()

    assert settings.is_production
    assert not settings.DEBUG
    assert settings.ALLOWED_HOSTS == ("example.org", ".example.net")


def test_nothing_said_means_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APP_ENV")

    assert get_settings().is_production


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SECRET_KEY", "", "is missing"),
        ("SECRET_KEY", EXAMPLE_KEY, "is the public example"),
        ("SECRET_KEY", "too-short", "too short"),
        ("DEBUG", "true", "set it to false"),
        ("ALLOWED_HOSTS", "", "is missing"),
        ("ALLOWED_HOSTS", " , ", "is missing"),
        ("ALLOWED_HOSTS", "example.org,*", "answers to every host"),
        ("APP_ENV", "staging", "'development', 'test' or 'production'"),
        ("PORT", "none", "valid integer"),
        ("DATABASE_URL", "nonsense://x", "begin with sqlite://"),
        ("DATABASE_URL", "app.sqlite3", "begin with sqlite://"),
        ("FORWARDED_ALLOW_IPS", "proxy.example", "names no addresses"),
    ],
)
def test_production_refuses(monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    monkeypatch.setenv(name, value)

    (problem,) = re.findall(r"^  (.+)$", refusal(), re.MULTILINE)
    assert problem.startswith(name)
    assert reason in problem


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("ALLOWED_HOSTS")
    monkeypatch.setenv("DEBUG", "true")
    monkeypatch.setenv("PORT", "0")

    problems = re.findall(r"^  ([A-Z_]+) ", refusal(), re.MULTILINE)
    assert sorted(problems) == ["ALLOWED_HOSTS", "DEBUG", "PORT", "SECRET_KEY"]


def test_a_refusal_does_not_show_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")

    assert "hunter2" not in refusal()
    monkeypatch.setenv("SECRET_KEY", GOOD["SECRET_KEY"])
    assert GOOD["SECRET_KEY"] not in repr(get_settings())


def test_whoever_starts_the_server_reads_a_message_and_no_traceback() -> None:
    started = subprocess.run(
        [sys.executable, "gunicorn.conf.py"],
        cwd=ROOT,
        env={"APP_ENV": "production", "SECRET_KEY": "short", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert "SECRET_KEY is too short" in started.stderr
    assert "Traceback" not in started.stderr


def test_development_needs_no_setting_but_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        monkeypatch.delenv(name)
    monkeypatch.setenv("APP_ENV", "development")

    settings = get_settings()

    assert settings.DEBUG
    assert settings.ALLOWED_HOSTS == LOCAL_HOSTS


def test_the_file_counts_where_the_process_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    config.ENV_FILE.write_text("LOG_LEVEL=ERROR\nPORT=9000\n")
    monkeypatch.setenv("PORT", "9001")

    settings = get_settings()

    assert (settings.LOG_LEVEL, settings.PORT) == ("ERROR", 9001)


def test_tests_do_not_read_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    config.ENV_FILE.write_text("LOG_LEVEL=ERROR\n")
    monkeypatch.setenv("APP_ENV", "test")

    assert get_settings().LOG_LEVEL == "INFO"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sqlite:///app.sqlite3", f"sqlite:///{ROOT.as_posix()}/app.sqlite3"),
        ("sqlite:////data/app.sqlite3", "sqlite:////data/app.sqlite3"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
    ],
)
def test_a_relative_database_lies_in_the_project(monkeypatch: pytest.MonkeyPatch, given: str, meant: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)

    assert get_settings().DATABASE_URL == meant


def test_the_example_names_every_variable_and_production_refuses_its_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert set(example) | {"PORT"} == set(Settings.model_fields)
    monkeypatch.setenv("SECRET_KEY", example["SECRET_KEY"])
    assert "public example" in refusal()


def test_no_secret_of_this_machine_is_in_a_file_that_git_keeps() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    env = ROOT / ".env"
    lines = env.read_text(encoding="utf-8").splitlines() if env.exists() else []
    keys = [line.removeprefix("SECRET_KEY=") for line in lines if line.startswith("SECRET_KEY=")]
    secrets = [key.encode() for key in keys if key != EXAMPLE_KEY]  # .env may be a copy of .env.example
    kept = [path for top in ROOT.iterdir() if f"{top.name}/" not in ignored for path in (top, *top.rglob("*"))]

    assert {".env", ".venv/"} <= set(ignored)
    for path in kept:
        if path.is_file() and path != env and ".git" not in path.parts:
            assert not any(secret in path.read_bytes() for secret in secrets), path
