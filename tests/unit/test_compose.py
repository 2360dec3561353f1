"""`compose.yaml` of generated projects: valid, closed to the outside, and in the order that services need."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.linters import YAMLLINT, lint
from tests.unit.trees import tree_of

KINDS: dict[str, dict[str, Any]] = {
    "website": {"kind": "website"},
    "accounts": {"kind": "website", "accounts": "accounts"},
    "wrapper": {"kind": "microservice", "core": "wrapper"},
    "enterprise": {"kind": "enterprise", "security": "high", "admin": "full"},
}
PROJECTS = {"-".join(names): names for names in product(("flask", "django"), KINDS, ("medium", "large"))}

by_project = pytest.mark.parametrize("name", PROJECTS)


def tree(name: str) -> dict[str, bytes]:
    framework, kind, scale = PROJECTS[name]
    return tree_of({"framework": framework, "scale": scale, **KINDS[kind]})


def services(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(tree(name)["compose.yaml"])["services"]
    return found


def test_compose_files_follow_their_schema_and_are_clean_under_yamllint(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in PROJECTS:
        (tmp_path / f"files/{name}.yaml").write_bytes(tree(name)["compose.yaml"])
    written = sorted(map(str, (tmp_path / "files").iterdir()))
    lint("check-jsonschema", "--builtin-schema", "vendor.compose-spec", *written)
    (tmp_path / "config.yml").write_text(YAMLLINT, encoding="utf-8")
    lint("yamllint", "--strict", "-c", str(tmp_path / "config.yml"), *written)


@by_project
def test_only_the_application_is_reached_and_from_this_machine_alone(name: str) -> None:
    ports = {service: values["ports"] for service, values in services(name).items() if "ports" in values}
    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


@by_project
def test_containers_of_the_application_cannot_change_themselves(name: str) -> None:
    own = [service for service in services(name).values() if "build" in service]
    assert own
    for service in own:
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


@by_project
def test_requests_may_finish_before_a_container_is_killed(name: str) -> None:
    graceful_timeout = 30  # gunicorn's default; https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout
    assert "graceful_timeout" not in tree(name)["gunicorn.conf.py"].decode()
    assert int(services(name)["web"]["stop_grace_period"].removesuffix("s")) > graceful_timeout


@by_project
def test_services_start_in_the_order_in_which_they_need_each_other(name: str) -> None:
    found = services(name)
    keeps_data = "DATABASE_URL" in tree(name)[".env.example"].decode()
    assert {"db", "migrate"} <= found.keys() if keeps_data else found.keys() == {"web", "redis"}
    for service, values in found.items():
        for other, on in values.get("depends_on", {}).items():
            done = "service_completed_successfully" if other == "migrate" else "service_healthy"
            assert (on["condition"], other in found) == (done, True)
        if keeps_data and "build" in values and service != "migrate":
            assert "migrate" in values["depends_on"]


@by_project
def test_a_migration_that_fails_ends_instead_of_being_repeated(name: str) -> None:
    assert services(name).get("migrate", {"restart": "no"})["restart"] == "no"


@by_project
def test_settings_are_those_of_the_application(name: str) -> None:
    known = re.findall(r"^(\w+)=", tree(name)[".env.example"].decode(), re.MULTILINE)
    for service in services(name).values():
        if "build" in service:
            assert service["environment"].keys() <= {*known, "PORT"}


def test_images_are_clean_under_hadolint(tmp_path: Path) -> None:
    for name in PROJECTS:
        (tmp_path / f"{name}.Dockerfile").write_bytes(tree(name)["Dockerfile"])
    lint("hadolint", *map(str, sorted(tmp_path.iterdir())))
