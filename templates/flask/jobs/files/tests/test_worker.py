from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from app.extensions import db
from app.timestamps import utcnow
from app.worker import ATTEMPTS, QueuedJob, job

runs: list[str] = []


@job
def work(word: str) -> None:
    runs.append(word)
    if word == "fail":
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _queue(app: Flask) -> None:
    app.config["RUN_JOBS_AT_ONCE"] = False
    runs.clear()


def enqueue(app: Flask, word: str) -> None:
    with app.app_context():
        work.enqueue(word)
        db.session.commit()


def change(app: Flask, **values: object) -> None:
    with app.app_context():
        db.session.execute(sa.update(QueuedJob).values(values))
        db.session.commit()


def run_worker(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["worker", "--batch"], catch_exceptions=False).exit_code == 0


def test_job_is_run_once(app: Flask, runner: FlaskCliRunner) -> None:
    enqueue(app, "word")
    for _ in range(2):
        run_worker(runner)
    assert runs == ["word"]


def test_transaction_that_is_rolled_back_enqueues_nothing(app: Flask, runner: FlaskCliRunner) -> None:
    with app.app_context():
        work.enqueue("word")
        db.session.rollback()
    run_worker(runner)
    assert runs == []


def test_failed_job_is_retried_then_listed(app: Flask, runner: FlaskCliRunner) -> None:
    enqueue(app, "fail")
    for attempt in range(1, ATTEMPTS + 1):
        run_worker(runner)
        assert runs == ["fail"] * attempt
        change(app, run_at=utcnow())
    assert "failed ZeroDivisionError" in runner.invoke(args=["jobs", "list"]).output
    assert runner.invoke(args=["jobs", "retry", "1"]).exit_code == 0
    run_worker(runner)
    assert len(runs) == ATTEMPTS + 1
    assert runner.invoke(args=["jobs", "retry", "1"]).exit_code == 1


@pytest.mark.parametrize(("seconds", "expected"), [(10, []), (-1, ["word"])])
def test_job_is_run_again_when_the_lease_of_its_worker_has_ended(
    app: Flask, runner: FlaskCliRunner, seconds: int, expected: list[str]
) -> None:
    enqueue(app, "word")
    change(app, attempts=1, run_at=utcnow() + timedelta(seconds=seconds))
    run_worker(runner)
    assert runs == expected
