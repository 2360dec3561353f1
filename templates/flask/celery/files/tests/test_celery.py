from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
import sqlalchemy as sa
from flask import Flask
from kombu.exceptions import OperationalError

from app import celery
from app.extensions import db
from app.timestamps import utcnow
from app.worker import QueuedJob
from test_worker import runs, work


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    app.config.update(RUN_JOBS_AT_ONCE=False, REDIS_URL="redis://localhost")
    runs.clear()
    with app.app_context():
        yield


def test_job_is_sent_after_commit_and_run_once() -> None:
    with mock.patch.object(celery.run_job, "delay") as delay:
        work.enqueue("word")
        with db.session.begin_nested():
            work.enqueue("other")
        delay.assert_not_called()
        db.session.commit()
    assert [call.args for call in delay.call_args_list] == [(1,), (2,)]
    for _ in range(2):
        celery.run_job.apply([1], throw=True)
    assert runs == ["word"]


def test_job_waits_for_the_broker() -> None:
    with mock.patch.object(celery.run_job, "delay", side_effect=OperationalError):
        work.enqueue("word")
        db.session.commit()
    with mock.patch.object(celery.run_job, "apply_async") as apply_async:
        celery.send_waiting_jobs.apply(throw=True)
        apply_async.assert_not_called()
        db.session.execute(sa.update(QueuedJob).values(enqueued_at=utcnow() - timedelta(minutes=1)))
        db.session.commit()
        celery.send_waiting_jobs.apply(throw=True)
    assert apply_async.call_args.args == ([1],)
