"""The image of a generated project in a real engine: built, confined, stopped, and started by Docker Compose."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import requests

from tests.projects.engine import CONFINED, Engine, engine
from tests.projects.installed import SECRET, free_port, generate, run

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("containers")]

PYTHON = "3.11"
"""The answer; the stand-in for the image has the version of Debian."""

ANSWERS = {"kind": "website", "accounts": "accounts", "scale": "large", "python": PYTHON}

PATIENCE = 120
"""Seconds in which a container has to start on a machine that has other things to do."""


@dataclass(frozen=True)
class Project:
    """A generated project, whose image is called `app`."""

    podman: Engine
    folder: Path
    framework: str
    celery_app: str
    migration: str

    def settings(self) -> list[str]:
        """Return the settings that `deploy/kubernetes/` has for production as options, with our secret key.

        The image's own database takes the place of that in the cluster.
        """
        kubernetes = self.folder / "deploy/kubernetes"
        public = (kubernetes / "base/settings.env").read_text(encoding="utf-8").split()
        secret = re.findall(r"^    ([A-Z_]+=.+)$", (kubernetes / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
        values = dict(line.split("=", 1) for line in (*public, *secret)) | {"SECRET_KEY": SECRET}
        del values["DATABASE_URL"], values["REDIS_URL"]
        return [part for name, value in values.items() for part in ("--env", f"{name}={value}")]


FRAMEWORKS = {
    "flask": ("make_celery", "flask db upgrade"),
    "django": ("config", "python manage.py migrate"),
}


@pytest.fixture(scope="module")
def podman() -> Iterator[Engine]:
    images = {f"python:{PYTHON}-slim": "python", "postgres:17": "postgres", "redis:8": "redis"}
    with engine({f"docker.io/library/{tag}": folder for tag, folder in images.items()}) as podman:
        yield podman


@pytest.fixture(scope="module", params=FRAMEWORKS)
def project(
    request: pytest.FixtureRequest,
    podman: Engine,
    tmp_path_factory: pytest.TempPathFactory,
    own_surroundings: dict[str, str],
) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("projects")
    made = generate(folder, framework=request.param, **ANSWERS)
    run(made, own_surroundings, "uv", "lock", "--quiet")
    start = time.monotonic()
    podman.build("app", made)
    size = json.loads(podman("image", "inspect", "app"))[0]["Size"]
    print(f"\n{request.param}: built in {time.monotonic() - start:.0f} s, {size / 1e6:.0f} MB")
    yield Project(podman, made, request.param, *FRAMEWORKS[request.param])
    podman("rmi", "--force", "app")
    podman("volume", "prune", "--force")


def wait_until(is_true: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until it is true, or fail with what is there instead."""
    start = time.monotonic()
    while time.monotonic() < start + PATIENCE:
        if is_true():
            return
        time.sleep(0.2)
    pytest.fail(what())


def is_healthy(podman: Engine, name: str) -> bool:
    """Run the health check of a container; without systemd nothing else does."""
    return podman.run("healthcheck", "run", name).returncode == 0


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).status_code == 200
    except requests.RequestException:
        return False


@contextmanager
def confined(project: Project) -> Iterator[str]:
    """Run the application as Kubernetes would, with an empty database; yield the address."""
    podman, settings, port = project.podman, project.settings(), free_port()
    options = [*CONFINED, *settings, "--volume", "data:/data"]
    podman("run", "--rm", *options, "app", *project.migration.split())
    podman("run", "--detach", "--name", "app", *options, "--publish", f"127.0.0.1:{port}:8000", "app")
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{address}/health/ready/"), lambda: podman("logs", "app"))
        yield address
    finally:
        podman("rm", "--force", "--time", "0", "app")
        podman("volume", "rm", "data")


def test_the_image_has_what_production_needs_and_nothing_else(project: Project) -> None:
    def inside(*command: str) -> str:
        return project.podman("run", "--rm", "--network", "none", "app", *command)

    assert inside("id", "-u") == "10001"
    found = inside("python", "-c", "import importlib.metadata as m; print(*(d.name for d in m.distributions()))")
    assert {project.framework.capitalize(), "gunicorn", "psycopg", "psycopg-binary"} <= set(found.split())
    assert {"ruff", "pytest", "mypy", "poethepoet", "uv", "coverage"}.isdisjoint(found.split())
    names = inside("find", "/srv", "-not", "-path", "*/.venv/*").splitlines()
    left_out = {"/srv/.env", "/srv/.env.example", "/srv/.git", "/srv/tests", "/srv/deploy", "/srv/.scaffold"}
    assert left_out.isdisjoint(names)
    assert any("staticfiles/" in name for name in names) == (project.framework == "django")
    assert inside("find", "/srv", "-writable", "-not", "-type", "l") == "/srv/.venv/.lock"  # uv's, and empty


def test_a_confined_container_becomes_healthy(project: Project) -> None:
    podman = project.podman
    with confined(project) as address:
        assert is_healthy(podman, "app")
        host = {"Host": "example.org", "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
        assert requests.get(address, headers=host, timeout=10).status_code == 200
        limits = podman("exec", "app", "cat", "/proc/1/status")
        assert re.search(r"^CapBnd:\s+0+$", limits, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\s+1$", limits, re.MULTILINE)
        assert podman.run("exec", "app", "touch", "/srv/x").returncode != 0


def test_sigterm_lets_a_request_finish(project: Project) -> None:
    podman = project.podman
    with confined(project) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
            slow.sendall(b"GET /health/live/ HTTP/1.1\r\nHost: localhost\r\n")
            time.sleep(1)
            podman("kill", "--signal", "TERM", "app")
            time.sleep(2)
            assert podman("inspect", "--format", "{{.State.Running}}", "app") == "true"
            slow.sendall(b"Connection: close\r\n\r\n")
            response = b"".join(iter(lambda: slow.recv(4096), b""))
        assert response.startswith(b"HTTP/1.1 200 ")
        assert podman("wait", "app") == "0"


@contextmanager
def composed(project: Project) -> Iterator[str]:
    """Start the services of `compose.yaml` with the image that is built already; yield the address."""
    podman, port = project.podman, free_port()
    for service in ("web", "worker", "beat", "migrate"):
        podman("tag", "app", f"localhost/shelf_{service}")
    podman.environment["PORT"] = str(port)
    address = f"http://127.0.0.1:{port}"
    start = time.monotonic()
    try:
        # Podman 4 does not wait for health, and starts a container only together with all that it depends on, so they
        # are started here.
        podman.run("up", "--detach", program="podman-compose", cwd=project.folder)
        services = podman("ps", "--all", "--format", "{{.Names}}").split()
        for service in ("shelf_db_1", "shelf_redis_1"):
            wait_until(partial(is_healthy, podman, service), partial(podman, "logs", service))
        podman("start", *services)
        wait_until(lambda: answers(f"{address}/health/ready/"), lambda: podman("logs", "shelf_web_1"))
        print(f"\n{project.framework}: ready {time.monotonic() - start:.0f} s after `up`")
        yield address
    finally:
        podman("down", program="podman-compose", cwd=project.folder)


def test_compose_starts_the_application_again_after_the_project_was_generated_anew(
    project: Project, own_surroundings: dict[str, str]
) -> None:
    podman = project.podman

    def sql(statement: str) -> str:
        command = ["psql", "--host", "/tmp", "--username", "app", "--tuples-only", "--no-align", "--command", statement]
        return podman("exec", "shelf_db_1", *command)

    with composed(project) as address:
        assert requests.get(address, timeout=10).status_code == 200
        state = ["inspect", "--format", "{{.State.ExitCode}} {{.State.Running}}"]
        logs = partial(podman, "logs", "shelf_migrate_1")
        wait_until(lambda: podman(*state, "shelf_migrate_1") == "0 false", logs)
        assert is_healthy(podman, "shelf_web_1")
        ping = partial(podman.run, "exec", "shelf_worker_1", "celery", "--app", project.celery_app, "inspect", "ping")
        wait_until(lambda: "pong" in ping().stdout, partial(podman, "logs", "shelf_worker_1"))
        assert podman(*state, "shelf_beat_1") == "0 true"
        assert podman.run("exec", "shelf_web_1", "touch", "/srv/x").returncode != 0
        sql("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
    secret = (project.folder / ".env").read_text(encoding="utf-8")
    shutil.rmtree(project.folder)
    generate(project.folder.parent, framework=project.framework, **ANSWERS)
    run(project.folder, own_surroundings, "uv", "lock", "--quiet")
    assert (project.folder / ".env").read_text(encoding="utf-8") != secret
    with composed(project) as address:
        assert requests.get(address, timeout=10).status_code == 200
        assert sql("SELECT id FROM kept") == "7"
