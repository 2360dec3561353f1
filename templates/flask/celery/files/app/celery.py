"""Celery runs the background jobs: https://flask.palletsprojects.com/en/stable/patterns/celery/

They stay in the database, because a broker takes no part in a transaction: a message that is lost, or sent twice, does no harm.
"""

from datetime import timedelta

import sqlalchemy as sa
from celery import Celery, Task, shared_task
from flask import Flask, current_app
from kombu.exceptions import OperationalError
from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session, object_session

from app import worker
from app.extensions import db
from app.timestamps import utcnow
from app.worker import QueuedJob

SEND_INTERVAL = timedelta(seconds=30)


def init_app(app: Flask) -> None:
    app.config["CELERY"] = {
        "broker_url": app.config["REDIS_URL"],
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {"socket_connect_timeout": 2, "socket_timeout": 5},
        "task_ignore_result": True,
        "task_publish_retry_policy": {"max_retries": 1},
        "task_time_limit": 30 * 60,  # seconds
        "worker_hijack_root_logger": False,
        "worker_prefetch_multiplier": 1,
        "beat_schedule": {
            "send-waiting-jobs": {"task": "app.celery.send_waiting_jobs", "schedule": SEND_INTERVAL},
        },
    }
    celery_init_app(app)


def celery_init_app(app: Flask) -> Celery:
    class FlaskTask(Task):
        def __call__(self, *args: object, **kwargs: object) -> object:
            with app.app_context():
                return self.run(*args, **kwargs)

    celery_app = Celery(app.name, task_cls=FlaskTask)
    celery_app.config_from_object(app.config["CELERY"])
    celery_app.set_default()
    app.extensions["celery"] = celery_app
    return celery_app


@shared_task  # type: ignore[untyped-decorator]
def run_job(key: int) -> None:
    worker.run_next(QueuedJob.id == key)


@shared_task  # type: ignore[untyped-decorator]
def send_waiting_jobs() -> None:
    """Send the jobs that are due: those to retry, those of a killed worker, those enqueued without the broker."""
    due = sa.select(QueuedJob.id).where(
        QueuedJob.run_at <= utcnow(),
        QueuedJob.enqueued_at < utcnow() - SEND_INTERVAL,
        QueuedJob.attempts < worker.ATTEMPTS,
    )
    for key in db.session.scalars(due):
        run_job.apply_async([key], expires=SEND_INTERVAL.total_seconds())


@event.listens_for(QueuedJob, "after_insert")
def remember(_mapper: Mapper[QueuedJob], _connection: sa.Connection, queued: QueuedJob) -> None:
    session = object_session(queued)
    if session:
        session.info.setdefault("jobs", []).append(queued.id)


@event.listens_for(db.session, "after_commit")
def send(session: Session) -> None:
    """Send the jobs of a transaction. Without the broker they wait for `send_waiting_jobs`."""
    if session.in_nested_transaction() or not current_app.config["REDIS_URL"]:
        return
    for key in session.info.pop("jobs", []):
        try:
            run_job.delay(key)
        except OperationalError as error:
            current_app.logger.warning("job %s waits for the broker: %s", key, error)
