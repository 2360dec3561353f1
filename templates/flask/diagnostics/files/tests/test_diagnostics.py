import socket

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import create_app
from app.config import Settings
from production import PRODUCTION


def test_doctor_reports_what_is_wrong(app: Flask, runner: FlaskCliRunner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app.config["PORT"] = taken.getsockname()[1]
        result = runner.invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "ok   The database is available." in result.output
    assert "RED  The secret key is not the public example. Set SECRET_KEY" in result.output
    assert "RED  The port is free. Another program listens" in result.output


def test_doctor_reports_an_unavailable_database(
    app: Flask, runner: FlaskCliRunner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    app = create_app(
        Settings(
            _env_file=None, APP_ENV="test", DATABASE_URL=f"sqlite:///{tmp_path_factory.mktemp('none')}/missing/test.db"
        )
    )
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert "RED  The database is available. unable to open database file" in result.output


def test_check_deploy_passes_in_production(database_url: str) -> None:
    app = create_app(Settings(_env_file=None, **PRODUCTION | {"DATABASE_URL": database_url}))
    result = app.test_cli_runner().invoke(args=["check-deploy"])
    assert result.exit_code == 0, result.output


def test_check_deploy_fails_elsewhere(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["check-deploy"])
    assert result.exit_code == 1
    assert "RED  The settings are those of production" in result.output
