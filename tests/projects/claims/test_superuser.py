"""Django: `createsuperuser` leads into the admin, and `flush` leaves a site where people can sign up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.projects.claims.browser import Browser, Clock
from tests.projects.claims.sites import Site

pytestmark = pytest.mark.generated

EMAIL, PASSWORD = "root@example.org", "four-Brown-kettles-sing"
SIGN_UP = "/accounts/signup/"
MANAGE = ("uv", "run", "python", "manage.py")


def migrated(site: Site, folder: Path) -> dict[str, str]:
    """Return the settings of a site on an empty database, with a mail server that does not answer."""
    database = f"sqlite:///{folder / 'site.sqlite3'}"
    settings = {"APP_ENV": "development", "DATABASE_URL": database, "EMAIL_URL": "smtp://127.0.0.1:1"}
    site.run("uv", "run", "poe", "migrate", **settings)
    return settings


def create_superuser(site: Site, settings: dict[str, str]) -> None:
    """Create the superuser by the command of Django."""
    superuser = {"DJANGO_SUPERUSER_EMAIL": EMAIL, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    site.run(*MANAGE, "createsuperuser", "--noinput", **settings, **superuser)


@pytest.mark.xdist_group("django-high")
def test_a_superuser_gets_into_the_admin(site: Callable[[str, str], Site], tmp_path: Path) -> None:
    django, clock = site("django", "high"), Clock(tmp_path)
    settings = migrated(django, tmp_path)
    create_superuser(django, settings)
    with django.serving("dev", **settings, **clock.environment) as address:
        root = Browser(address)
        root.log_in(EMAIL, PASSWORD)
        assert root.get("/admin/").status_code == requests.codes.found
        root.activate(clock)
        assert root.get("/admin/").status_code == requests.codes.ok


@pytest.mark.xdist_group("django-shop")
def test_people_sign_up_and_get_roles_after_a_flush(site: Callable[[str, str], Site], tmp_path: Path) -> None:
    django = site("django", "shop")
    settings = migrated(django, tmp_path)
    django.run(*MANAGE, "flush", "--noinput", **settings)
    create_superuser(django, settings)
    with django.serving("dev", **settings) as address:
        visitor = Browser(address)
        visitor.get(SIGN_UP)
        visitor.token = visitor.session.cookies["csrftoken"]
        answer = visitor.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})
        assert answer.status_code == requests.codes.found, answer.text
        django.run("uv", "run", "poe", "grant", EMAIL, "staff", **settings)
        assert "staff" in django.run(*MANAGE, "shell", "-c", RIGHTS, **settings)


RIGHTS = """
from django.contrib.auth.models import Group
print(*Group.objects.filter(permissions__codename="view_user").values_list("name", flat=True))
"""
