"""What holds for this project because it is a Django project."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings
from werkzeug.test import Client

from app.users.models import User


@pytest.mark.usefixtures("in_production")
def test_production_passes_the_deployment_check() -> None:
    call_command("check", deploy=True, fail_level="WARNING")


def test_the_deployment_check_sees_migrations_that_wait(in_production: Settings) -> None:
    MigrationRecorder(connection).record_unapplied("users", "0001_initial")

    with pytest.raises(SystemCheckError, match="Run `uv run poe migrate`"):
        call_command("check", deploy=True, fail_level="WARNING")


def test_the_deployment_check_sees_a_policy_with_holes(in_production: Settings) -> None:
    in_production.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}

    with pytest.raises(SystemCheckError, match="Take 'unsafe-…' out"):
        call_command("check", deploy=True, fail_level="WARNING")


def test_the_doctor_sees_migrations_that_wait(run: Callable[[str], tuple[int, str]]) -> None:
    MigrationRecorder(connection).record_unapplied("users", "0001_initial")

    status, output = run("doctor")

    assert status == 1
    assert "Waiting: 1. Run `uv run poe migrate`." in output


def test_a_form_without_its_token_is_refused(http: Client) -> None:
    assert http.post("/").status_code == 403


def test_people_are_of_the_project_s_own_model() -> None:
    assert get_user_model() is User


@pytest.mark.django_db
def test_an_e_mail_address_is_kept_in_lower_case_by_the_database_too() -> None:
    ada = User.objects.create_user(" Ada@Example.ORG")
    assert ada.email == "ada@example.org"
    assert not ada.has_usable_password()

    ada.email = "ADA@example.org"
    ada.clean()
    assert ada.email == "ada@example.org"
    with pytest.raises(IntegrityError, match="email_is_in_lower_case"):
        User.objects.update(email="ADA@example.org")


@pytest.mark.django_db
def test_the_first_superuser_is_made_on_the_command_line() -> None:
    call_command("createsuperuser", interactive=False, email="chief@example.org")

    chief = User.objects.get(email="chief@example.org")
    assert chief.is_superuser
    assert chief.is_staff


def test_sqlite_lets_readers_go_on_beside_a_writer(settings: Settings) -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
