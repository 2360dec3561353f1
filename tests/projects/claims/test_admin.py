"""The admin is for staff alone, and Django's has every model of the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.projects.claims.browser import Browser, Clock
from tests.projects.claims.sites import Site, by_framework, paths

pytestmark = pytest.mark.generated

ADMIN = "/admin/"
UNREGISTERED = """
from django.apps import apps
from django.conf import settings
from django.contrib import admin
for config in apps.get_app_configs():
    if (settings.BASE_DIR / config.name.split(".")[0]).is_dir():
        for model in config.get_models():
            if model not in admin.site._registry:
                print(model._meta.label)
"""
"""A program that prints the models of a project that its admin does not have."""

PARTS = {
    "high": {"processes.Seat", "processes.Step"},
    "shop": {"orders.OrderLine"},
}
"""Models that are parts of others: shown with those."""


def is_refusal(answer: requests.Response) -> bool:
    """Return whether an answer shows nothing: an error, or a redirect, whose target is asked for itself."""
    return bool(answer.status_code >= requests.codes.multiple_choices)


@by_framework("high")
def test_every_page_of_the_admin_is_closed_to_strangers_and_members(
    framework: str, site: Callable[[str, str], Site], tmp_path: Path
) -> None:
    clock, found = Clock(tmp_path), site(framework, "high")
    pages = [path for path in paths(found.routes()) if path.startswith(ADMIN)]
    with found.seeded(tmp_path, **clock.environment) as address:
        stranger, member, admin = Browser(address), Browser(address), Browser(address)
        for browser, name in ((member, "member"), (admin, "admin")):
            browser.log_in(f"{name}@example.org")
            browser.activate(clock)
        opened = 0
        for path in pages:
            assert is_refusal(stranger.get(path)), path
            assert is_refusal(member.get(path)), path
            answer = admin.get(path)
            assert answer.status_code < requests.codes.internal_server_error, path
            if answer.status_code == requests.codes.ok:
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
                opened += 1
        assert opened > 5, "an admin opens none of them, so that the refusals show nothing"
        records = {"flask": "/admin/folders/", "django": "/admin/shelf/folder/"}[framework]
        assert f'href="{records}"' in admin.get(ADMIN).text


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"django-{name}")) for name in ("high", "shop")]
)
def test_every_model_of_the_project_is_in_the_admin(site: Callable[[str, str], Site], name: str) -> None:
    told = site("django", name).run(
        "uv", "run", "python", "manage.py", "shell", "--no-imports", "-c", UNREGISTERED, APP_ENV="development"
    )
    assert set(told.splitlines()) <= PARTS[name]
