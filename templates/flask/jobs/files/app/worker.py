"""Background jobs: rows of a table, added in the transaction that they belong to, and run by `flask worker`.

A queue outside of the database, such as that of RQ or huey, also gets the jobs of transactions that are rolled back.
"""

import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pkgutil import resolve_name
from threading import Event, Thread
from typing import Any, Generic, ParamSpec

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from app import timestamps
from app.extensions import db

P = ParamSpec("P")

ATTEMPTS = 6
RETRY_DELAY = timedelta(seconds=10)  # four times as long after each further failure: an hour in all
LEASE = timedelta(seconds=30)

jobs_cli = AppGroup("jobs", help="Show and retry background jobs.")


class QueuedJob(db.Model):
    """A job that waits, runs or has failed. While it runs, `run_at` is the end of its worker's lease."""

    id: Mapped[int] = mapped_column(primary_key=True)
    function: Mapped[str] = mapped_column(sa.String(200))
    arguments: Mapped[list[Any]] = mapped_column(sa.JSON)
    enqueued_at: Mapped[datetime] = mapped_column(timestamps.UTCDateTime, default=timestamps.utcnow)
    run_at: Mapped[datetime] = mapped_column(timestamps.UTCDateTime, default=timestamps.utcnow, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def has_failed(self) -> bool:
        return self.attempts >= ATTEMPTS and self.run_at <= timestamps.utcnow()


class Job(Generic[P]):
    def __init__(self, function: Callable[P, object]) -> None:
        self.function = function

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Have the worker run the job once the current transaction is committed. Tests run it at once."""
        if current_app.config["RUN_JOBS_AT_ONCE"]:
            self.function(*args, **kwargs)
        else:
            name = f"{self.function.__module__}:{self.function.__qualname__}"
            db.session.add(QueuedJob(function=name, arguments=[args, kwargs]))


def job(function: Callable[P, object]) -> Job[P]:
    """Make a job of a function, whose arguments are values of JSON."""
    return Job(function)


def init_app(app: Flask) -> None:
    app.config["RUN_JOBS_AT_ONCE"] = app.testing
    app.cli.add_command(worker)
    app.cli.add_command(jobs_cli)


@click.command()
@click.option("--batch", is_flag=True, help="Exit when no job waits.")
@with_appcontext
def worker(batch: bool) -> None:
    """Run background jobs."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            with app.app_context():
                is_idle = not run_next()
        except OperationalError as error:
            app.logger.warning("the database is unavailable: %s", type(error.orig).__name__)
            is_idle = True
        if is_idle and (batch or stopped.wait(1)):
            break


def run_next(*conditions: sa.ColumnElement[bool]) -> bool:
    """Run the job that has waited longest, of those that meet the conditions. Return whether there was one."""
    now = timestamps.utcnow()
    waiting = (
        sa.select(QueuedJob.id)
        .where(QueuedJob.run_at <= now, QueuedJob.attempts < ATTEMPTS, *conditions)
        .order_by(QueuedJob.run_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claim = sa.update(QueuedJob).where(QueuedJob.id == waiting.scalar_subquery()).returning(QueuedJob)
    queued = db.session.scalar(claim.values(attempts=QueuedJob.attempts + 1, run_at=now + LEASE))
    db.session.commit()
    if queued:
        run(queued)
    return queued is not None


def run(queued: QueuedJob) -> None:
    key, function, attempts = queued.id, queued.function, queued.attempts
    args, kwargs = queued.arguments
    try:
        with lease(key):
            resolve_name(function).function(*args, **kwargs)
            db.session.execute(sa.delete(QueuedJob).where(QueuedJob.id == key))
            db.session.commit()
        current_app.logger.info("job %s %s: done", key, function)
    except Exception:
        db.session.rollback()
        current_app.logger.exception("job %s %s: attempt %s of %s failed", key, function, attempts, ATTEMPTS)
        delay = RETRY_DELAY * 4 ** (attempts - 1) if attempts < ATTEMPTS else timedelta()
        update_job(key, run_at=timestamps.utcnow() + delay, error=traceback.format_exc())


def update_job(key: int, **values: object) -> None:
    db.session.execute(sa.update(QueuedJob).where(QueuedJob.id == key).values(values))
    db.session.commit()


@contextmanager
def lease(key: int) -> Iterator[None]:
    """Keep other workers from a job, until it is done or this process is killed."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    ended = Event()

    def renew() -> None:
        while not ended.wait(LEASE.total_seconds() / 3):
            try:
                with app.app_context():
                    update_job(key, run_at=timestamps.utcnow() + LEASE)
            except OperationalError as error:
                app.logger.warning("the database is unavailable: %s", type(error.orig).__name__)

    Thread(target=renew, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


@jobs_cli.command("list")
def list_jobs() -> None:
    """Print the jobs that wait, run or have failed."""
    for queued in db.session.scalars(sa.select(QueuedJob).order_by(QueuedJob.id)):
        state = "failed" if queued.has_failed else f"next at {queued.run_at:%Y-%m-%d %H:%M:%S}"
        error = queued.error.strip().rpartition("\n")[2]
        click.echo(f"{queued.id} {queued.function} attempts={queued.attempts} {state} {error}".rstrip())


@jobs_cli.command("retry")
@click.argument("job_id", type=int)
def retry_job(job_id: int) -> None:
    """Run a failed job again."""
    queued = db.session.get(QueuedJob, job_id)
    if queued is None or not queued.has_failed:
        raise click.ClickException(f"There is no failed job {job_id}.")
    update_job(job_id, attempts=0)
