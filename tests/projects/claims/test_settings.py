"""The settings that production refuses, the file `.env`, and the commands that check the settings."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.projects.claims.server import SETTINGS
from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import PRODUCTION, SECRET, free_port

pytestmark = pytest.mark.generated

Sites = Callable[[str, str], Site]

GOOD = PRODUCTION | SETTINGS | {"ALLOWED_HOSTS": "example.org, .example.net"}
MAIL = {"EMAIL_URL", "EMAIL_FROM"}
REFUSED: tuple[Mapping[str, str], ...] = (
    {"SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "true", "EMAIL_URL": "", "WEB_CONCURRENCY": "2"},
    {"SECRET_KEY": "hunter2-is-too-short", "ALLOWED_HOSTS": "example.org,*", "DATABASE_URL": "nonsense://pass-word@x"},
    {"SECRET_KEY": "an-example", "ALLOWED_HOSTS": " , ", "LOG_LEVEL": "loud-pass-word"},
    {"APP_ENV": "staging-pass-word"},
)
"""Settings that are wrong all at once; `an-example` stands for the key in `.env.example`."""


def names_in(text: str) -> set[str]:
    """Return the names of settings at the beginning of a line."""
    return set(re.findall(r"^\s*([A-Z][A-Z_]{3,})\b", text, re.MULTILINE))


def example_key(site: Site) -> str:
    """Return the secret key that everybody knows."""
    example = (site.project / ".env.example").read_text(encoding="utf-8")
    return str(re.findall(r"^SECRET_KEY=(.+)$", example, re.MULTILINE)[0])


@by_framework("high")
@pytest.mark.parametrize("wrong", REFUSED, ids=lambda wrong: "-".join(wrong))
def test_production_refuses_wrong_settings_by_their_names(
    framework: str, site: Sites, wrong: Mapping[str, str]
) -> None:
    found = site(framework, "high")
    given = {name: value.replace("an-example", example_key(found)) for name, value in wrong.items()}
    expected = {"WEB_CONCURRENCY": "REDIS_URL"}
    printed = found.refusal("poe", "start", **GOOD | given)
    assert names_in(printed) >= {expected.get(name, name) for name in wrong}
    assert not names_in(printed) & (GOOD.keys() - wrong.keys())
    assert "Traceback" not in printed
    for value in (*given.values(), SECRET):
        assert len(value) < 10 or value not in printed


@by_framework("high")
def test_without_app_env_it_is_production(framework: str, site: Sites) -> None:
    given = {name: value for name, value in GOOD.items() if name not in {"APP_ENV", "SECRET_KEY"}}
    assert "SECRET_KEY" in names_in(site(framework, "high").refusal("poe", "start", **given))


@by_framework("open")
def test_mail_settings_are_not_asked_for_where_no_mail_is_sent(framework: str, site: Sites) -> None:
    without = {name: value for name, value in GOOD.items() if name not in MAIL}
    printed = site(framework, "open").refusal("poe", "start", **without | {"SECRET_KEY": ""})
    assert names_in(printed) & ({"SECRET_KEY"} | MAIL) == {"SECRET_KEY"}
    example = (site(framework, "open").project / ".env.example").read_text(encoding="utf-8")
    assert not any(name in example for name in MAIL)


@contextmanager
def env_file(site: Site, text: str) -> Iterator[None]:
    """Give the project another `.env` meanwhile."""
    file = site.project / ".env"
    kept = file.read_bytes()
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.write_bytes(kept)


@by_framework("open")
def test_the_file_is_read_and_the_environment_takes_precedence(framework: str, site: Sites) -> None:
    found = site(framework, "open")
    port = str(free_port())
    lines = [f"{name}={value}" for name, value in (GOOD | {"ALLOWED_HOSTS": "unknown.example"}).items()]
    file = env_file(found, "\n".join([*lines, f"PORT={port}", ""]))
    with file, found.serving("start", ALLOWED_HOSTS="127.0.0.1") as address:
        assert not address.endswith(port)


@by_framework("open")
def test_no_file_that_git_keeps_has_the_secret_of_this_machine(framework: str, site: Sites) -> None:
    found = site(framework, "open")
    (secret,) = re.findall(r"^SECRET_KEY=(.+)$", (found.project / ".env").read_text(encoding="utf-8"), re.MULTILINE)
    assert secret != example_key(found)
    kept = found.run("git", "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    assert ".env" not in kept
    assert "pyproject.toml" in kept
    for name in kept:
        assert secret.encode() not in (found.project / name).read_bytes(), name


@by_framework("high")
def test_demo_data_is_refused_in_production(framework: str, site: Sites) -> None:
    assert "production" in site(framework, "high").refusal("poe", "seed", **GOOD)


@by_framework("high")
def test_the_deployment_check_accepts_production_and_nothing_else(framework: str, site: Sites, tmp_path: Path) -> None:
    found, good = site(framework, "high"), GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    found.run("uv", "run", "poe", "migrate", **good)
    assert "RED" not in found.run("uv", "run", "poe", "check-deploy", **good)
    found.refusal("poe", "check-deploy", **good | {"DATABASE_URL": f"sqlite:///{tmp_path}/not-migrated.sqlite3"})


@by_framework("high")
def test_the_doctor_says_what_is_wrong(framework: str, site: Sites, tmp_path: Path) -> None:
    found = site(framework, "high")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        printed = found.refusal(
            "poe",
            "doctor",
            APP_ENV="development",
            DATABASE_URL="sqlite:////nowhere/at/all.sqlite3",
            PORT=str(taken.getsockname()[1]),
            SECRET_KEY=example_key(found),
        )
    red = [line for line in printed.splitlines() if line.startswith("RED")]
    for word in ("database", "SECRET_KEY", "port"):
        assert any(word in line for line in red), printed
    healthy = {"APP_ENV": "development", "SECRET_KEY": SECRET, "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    found.run("uv", "run", "poe", "migrate", **healthy)
    healthy["PORT"] = str(free_port())
    assert "RED" not in found.run("uv", "run", "poe", "doctor", **healthy)
