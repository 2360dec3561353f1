"""The projects that the claims are tested against, and their routes as the running application lists them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.projects.installed import PRODUCTION, free_port, generate_from, run, serving, serving_development

EVERY_TYPE: Mapping[str, Mapping[str, Any]] = {
    "Tag": {"name": "str(40) unique"},
    "Author": {"name": "str(100)", "email": "email?", "born": "date? max=2020-12-31", "website": "url?"},
    "Book": {
        "fields": {
            "title": "str",
            "slug": "slug(60) unique",
            "isbn": 'str(13)? pattern="[0-9]{13}" example="9780141439587"',
            "summary": "text?",
            "price": "decimal(8, 2) = 0 min=0 max=9999",
            "pages": "int min=1",
            "weight": "float?",
            "in_print": "bool = true",
            "published": "date? index",
            "recorded": "datetime?",
            "opens": "time?",
            "key": "uuid?",
            "extra": "json?",
            "status": 'choice(draft, "in review", published) = draft index',
            "author": "ref(Author)",
            "editor": "ref(Author)?",
            "sequel_to": "ref(Book)?",
            "tags": "many(Tag)",
            "cover": "image?",
            "sample": "file?",
        },
        "ordering": ["-published", "title"],
    },
}
"""Three models, with every type."""

RECORDS = {
    "Folder": {"fields": {"name": "str(60) unique"}, "read": "member", "write": "staff"},
    "Paper": {"fields": {"title": "str", "folder": "ref(Folder, cascade)"}, "read": "member", "write": "member"},
    "Memo": {"fields": {"text": "text"}, "owner": "true"},
}

IDEAS = {"Idea": {"fields": {"title": "str(100)", "note": "text?"}, "read": "anyone", "write": "anyone"}}

OPEN = {"read": "anyone", "write": "anyone"}
LIBRARY = {name: {"fields": model.get("fields", model), **OPEN} for name, model in EVERY_TYPE.items()}
"""A model of every field type, for everyone to fill in."""

RIGHTS_OF = {
    "Open": ("anyone", "anyone"),
    "Known": ("anyone", "known"),
    "Own": ("owner", "owner"),
    "Signed": ("anyone", "owner"),
    "Club": ("member", "member"),
    "Notice": ("member", "staff"),
    "Desk": ("staff", "staff"),
    "Secret": ("admin", "admin"),
}
"""Who may read and write the records of a model."""

RIGHTS_MODELS: Mapping[str, Mapping[str, Any]] = {
    name: {"fields": {"name": "str"}, "read": read, "write": write} for name, (read, write) in RIGHTS_OF.items()
} | {
    "Link": {"fields": {"name": "str", "own": "ref(Own, cascade)"}, "read": "known", "write": "known"},
    "Badge": {"fields": {"name": "str unique"}, "read": "member", "write": "staff"},
}

ITEM = {
    "name": "str(100)",
    "notes": "text?",
    "slug": "slug(40) unique",
    "email": "email?",
    "site": "url?",
    "count": "int = 0 min=0",
    "price": "decimal(8, 2) min=0",
    "weight": "float?",
    "done": "bool = false",
    "day": "date?",
    "seen_at": "datetime?",
    "opens": "time?",
    "code": "uuid",
    "payload": "json",
    "state": "choice(new, used, gone)",
    "author": "ref(Author)",
    "editor": "ref(Author)?",
    "tags": "many(Tag)",
}
"""A field of every type but files, required and optional ones."""

CATALOGUE = {
    "Author": {"fields": {"name": "str(100)", "born": "date?"}},
    "Tag": {"fields": {"name": "str(60) unique"}},
    "Item": {
        "search": ["name", "notes"],
        "ordering": ["-name"],
        "filter": ["state", "author", "done", "slug", "day"],
        "fields": ITEM,
    },
}

SITES: Mapping[str, Mapping[str, Any]] = {
    "high": {
        "kind": "enterprise",
        "accounts": "roles",
        "admin": "full",
        "security": "high",
        "with": ["api", "exports"],
        "models": RECORDS,
    },
    "shop": {
        "kind": "ecommerce",
        "security": "elevated",
        "with": ["api"],
        "models": {"Supplier": {"name": "str(100)"}},
    },
    "open": {"kind": "prototype", "with": ["diagnostics"]},
    "rights": {
        "kind": "website",
        "accounts": "roles",
        "admin": "basic",
        "with": ["api", "exports"],
        "models": RIGHTS_MODELS,
    },
    "library": {"kind": "website", "accounts": "none", "with": ["api", "exports"], "models": LIBRARY},
    "types": {"kind": "api", "models": CATALOGUE},
    "open-api": {"kind": "prototype", "with": ["api"], "models": IDEAS},
    "accounts": {"kind": "website", "accounts": "accounts", "with": ["diagnostics", "structured_logs"]},
}
"""Answers by the name of a site: everything at its strictest, a shop, an API, accounts, applications without them."""

ROUTES = {
    "flask": """
import json
from app import create_app

application = create_app()
print(json.dumps([
    {"path": rule.rule, "name": rule.endpoint, "methods": sorted(rule.methods)}
    for rule in application.url_map.iter_rules()
]))
""",
    "django": """
import json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from django.urls import URLPattern, get_resolver

def walk(patterns, prefix, namespace):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield {"path": "/" + path, "name": ":".join(filter(None, [namespace, pattern.name])), "methods": []}
        else:
            if pattern.app_name == "djdt":
                continue  # the debug toolbar, which production does not have
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from walk(pattern.url_patterns, path, inner)

print(json.dumps(list(walk(get_resolver().url_patterns, "", ""))))
""",
}
"""Programs that print the routes of a project, run in its own environment."""

SET_ROLE = """
import sys
from app import create_app
from app.extensions import db
from app.users.models import user_datastore

with create_app().app_context():
    user_datastore.find_user(email=sys.argv[1]).roles = [user_datastore.find_role(sys.argv[2])]
    db.session.commit()
"""


@dataclass(frozen=True)
class Route:
    """A route as the framework writes it: its path with converters, its name, and its methods where it limits them."""

    path: str
    name: str
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """An installed project."""

    framework: str
    project: Path
    surroundings: Mapping[str, str]

    def run(self, *command: str, **environment: str) -> str:
        """Return what a command prints in the project's environment."""
        return run(self.project, dict(self.surroundings), *command, **environment)

    def routes(self) -> list[Route]:
        """Return every route of the application."""
        text = self.run("uv", "run", "python", "-c", ROUTES[self.framework], APP_ENV="development")
        found = json.loads(text.splitlines()[-1])
        return [Route(each["path"], each["name"], tuple(each["methods"])) for each in found]

    def set_role(self, email: str, role: str, **environment: str) -> None:
        """Give a user a role in place of the present ones; Flask-Security's own command adds one."""
        command = ("python", "-c", SET_ROLE) if self.framework == "flask" else ("poe", "grant")
        self.run("uv", "run", *command, email, role, **environment)

    @contextmanager
    def serving(self, task: str = "dev", **environment: str) -> Iterator[str]:
        """Serve the project by one of its tasks; gives the address."""
        with serving(self.project, dict(self.surroundings), task, **environment) as address:
            yield address

    @contextmanager
    def in_development(self, **environment: str) -> Iterator[str]:
        """Serve the project with its demo data; gives the address."""
        with serving_development(self.project, dict(self.surroundings), **environment) as address:
            yield address

    @contextmanager
    def seeded(self, folder: Path, **environment: str) -> Iterator[str]:
        """Serve the project with its demo data in a database of its own, `site.sqlite3` in the folder."""
        with self.in_development(DATABASE_URL=f"sqlite:///{folder / 'site.sqlite3'}", **environment) as address:
            yield address

    @contextmanager
    def in_production(self, **environment: str) -> Iterator[str]:
        """Serve the project as in production, on a database that is up to date."""
        settings = PRODUCTION | environment
        self.run("uv", "run", "poe", "migrate", **settings)
        with self.serving("start", **settings) as address:
            yield address

    @contextmanager
    def with_probes(self, **environment: str) -> Iterator[str]:
        """Serve the project as the task `start` does, with the routes of `probes` added; yield the address."""
        poe = tomllib.loads((self.project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]
        *steps, server = [step["cmd"] for step in poe["tasks"]["start"].get("sequence", [poe["tasks"]["start"]])]
        settings = PRODUCTION | environment
        for step in steps:
            self.run("uv", "run", *step.split(), **settings)
        command = [*server.split(), f"{self.framework}_probes:application"]
        folder = {"PYTHONPATH": str(Path(__file__).parent / "probes")}
        with serving(self.project, dict(self.surroundings), "probes", command, **settings, **folder) as address:
            yield address

    @contextmanager
    def seeded_with_probes(self, folder: Path, **environment: str) -> Iterator[str]:
        """Serve the project in development as `seeded` does, with the routes of `probes` added; yield the address."""
        settings = {"APP_ENV": "development", "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", **environment}
        for task in ("migrate", "seed"):
            self.run("uv", "run", "poe", task, **settings)
        with self.with_probes(**settings) as address:
            yield address

    def refusal(self, *command: str, **environment: str) -> str:
        """Return what a command prints that must fail, in an environment without a file `.env`."""
        file = self.project / ".env"
        kept = file.read_bytes()
        file.unlink()
        process = subprocess.Popen(
            ["uv", "run", *command],
            cwd=self.project,
            env={"PORT": str(free_port()), **self.surroundings, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            printed, _ = process.communicate()
            pytest.fail(f"{command} does not end:\n{printed}")
        finally:
            file.write_bytes(kept)
        assert process.returncode > 0, printed
        return printed

    def log(self) -> str:
        """Return what the server in development has printed since it was started."""
        return (self.project.parent / "start.log").read_text(encoding="utf-8")


def paths(routes: list[Route]) -> list[str]:
    """Return the paths of routes, with the number of the first record for each of their parameters."""
    return sorted({re.sub(r"<[^>]+>|\(\?P<[^)]+\)|[\^$]", "1", route.path) for route in routes})


def install(folder: Path, surroundings: Mapping[str, str], framework: str, answers: Mapping[str, Any]) -> Site:
    """Generate a project and install it."""
    project = generate_from(folder, {"framework": framework, **answers})
    run(project, dict(surroundings), "uv", "sync", "--quiet")
    return Site(framework, project, surroundings)


def by_framework(name: str) -> pytest.MarkDecorator:
    """Run a test for both frameworks; the tests of one site share a worker, so that it is installed once."""
    groups = {framework: pytest.mark.xdist_group(f"{framework}-{name}") for framework in ("flask", "django")}
    return pytest.mark.parametrize("framework", [pytest.param(key, marks=mark) for key, mark in groups.items()])
