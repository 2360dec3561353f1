from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.timestamps import utcnow
from app.worker import ATTEMPTS, QueuedJob

LONGEST_WAIT = timedelta(minutes=5)


def jobs_are_run() -> str:
    """Background jobs are run."""
    waiting = sa.select(sa.func.count(QueuedJob.id)).where(
        QueuedJob.run_at < utcnow() - LONGEST_WAIT, QueuedJob.attempts < ATTEMPTS
    )
    try:
        number = db.session.scalar(waiting)
    except SQLAlchemyError:
        return "The database is not available."
    return f"Start a worker: {number} jobs wait for `uv run poe worker`." if number else ""
