from datetime import timedelta

from flask import Flask

from app.extensions import db
from app.timestamps import utcnow
from app.worker import QueuedJob
from app.worker_checks import jobs_are_run


def test_missing_worker_is_found(app: Flask) -> None:
    with app.app_context():
        assert jobs_are_run() == ""
        db.session.add(QueuedJob(function="", arguments=[[], {}], run_at=utcnow() - timedelta(minutes=6)))
        assert "Start a worker" in jobs_are_run()
