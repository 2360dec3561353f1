"""What holds for this project because it is a Django project."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings
from werkzeug.test import Client

from app.users.models import User


@pytest.mark.usefixtures("in_production")
def test_production_passes_the_deployment_check() -> None:
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


def test_sqlite_lets_readers_go_on_beside_a_writer(settings: Settings) -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
