from typing import Any

from django_tasks_db.management.commands import db_worker

from worker.leases import Leases, resume_lost_tasks


class Command(db_worker.Command):
    help = "Run the background tasks"

    def handle(self, **options: Any) -> None:
        resume_lost_tasks()
        with Leases():
            super().handle(**options)
