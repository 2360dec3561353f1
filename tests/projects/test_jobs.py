"""Background jobs of generated projects: their transaction, several workers, a worker that is killed, mails."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from tests.projects.claims.mailbox import Mailbox, wait
from tests.projects.installed import PRODUCTION, free_port, generate, run, serving, start
from tests.projects.story import NEW_PASSWORD, WebClient

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("postgresql")]

WORKERS = {"flask": ("flask", "worker"), "django": ("python", "manage.py", "db_worker")}
TIMES = {"flask": "app/worker.py", "django": "worker/leases.py"}
"""The module with the times after which a job is run again."""

JOBS = {
    "flask": "from app.worker import job as task_of\n",
    "django": "from django_tasks import task\n\n\ndef task_of(function):\n    return task()(function)\n",
}
PROBE = """
import time
from pathlib import Path


@task_of
def note(path, word, seconds):
    with Path(path).open("a") as file:
        file.write(f"start {word}\\n")
    time.sleep(seconds)
    with Path(path).open("a") as file:
        file.write(f"end {word}\\n")


@task_of
def fail():
    raise ZeroDivisionError
"""
SCRIPTS = {
    "flask": """
from app import create_app
from app.extensions import db
import probe

with create_app().app_context():
    {rolled_back}
    db.session.rollback()
    {committed}
    db.session.commit()
""",
    "django": """
import os

import django
from django.db import transaction

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
import probe

with transaction.atomic():
    {rolled_back}
    transaction.set_rollback(True)
with transaction.atomic():
    {committed}
""",
}


@dataclass(frozen=True)
class Site:
    """A project with jobs that write into a file."""

    framework: str
    project: Path
    surroundings: dict[str, str]
    settings: dict[str, str]

    @property
    def notes(self) -> Path:
        return self.project.parent / "notes"

    def lines(self) -> list[str]:
        return self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []

    def set(self, name: str, seconds: int, file: str = "") -> None:
        """Change a time of the worker, so that a test takes seconds."""
        module = self.project / (file or TIMES[self.framework])
        text, number = re.subn(f"(?m)^{name} = .*", f"{name} = timedelta(seconds={seconds})", module.read_text("utf-8"))
        assert number == 1
        module.write_text(text, encoding="utf-8")

    def enqueue(self, *jobs: str, rolled_back: str = "None") -> None:
        """Enqueue jobs, and before that others in a transaction that is rolled back."""
        script = SCRIPTS[self.framework].format(rolled_back=rolled_back, committed="; ".join(jobs))
        run(self.project, self.surroundings, "uv", "run", "python", "-c", script, **self.settings)

    def note(self, word: str, seconds: float = 0) -> str:
        return f"probe.note.enqueue({str(self.notes)!r}, {word!r}, {seconds})"

    def worker(self, *options: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """Run a worker meanwhile, whose log is in the file `worker.log`."""
        return self.running(*WORKERS[self.framework], *options)

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        with (self.project.parent / "worker.log").open("ab") as log:
            process = start(self.project, self.surroundings | self.settings, command, log)
            try:
                yield process
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGTERM)
                    process.wait(30)

    def log(self) -> str:
        return (self.project.parent / "worker.log").read_text(encoding="utf-8")


@pytest.fixture
def site(framework: str, tmp_path: Path, surroundings: dict[str, str], request: pytest.FixtureRequest) -> Site:
    """Return a migrated project on PostgreSQL, or on SQLite where the test says so."""
    on_sqlite = request.node.callspec.params.get("on_sqlite")
    scale = request.node.callspec.params.get("scale", "medium")
    project = generate(
        tmp_path, framework=framework, kind="website", accounts="accounts", scale=scale, security="basic"
    )
    run(project, surroundings, "uv", "sync", "--quiet", "--all-extras")
    (project / "probe.py").write_text(JOBS[framework] + PROBE, encoding="utf-8")
    settings = PRODUCTION | ({} if on_sqlite else {"DATABASE_URL": request.getfixturevalue("database")})
    run(project, surroundings, "uv", "run", "poe", "migrate", **settings)
    found = Site(framework, project, surroundings, settings)
    found.set("LEASE", 3)
    return found


@pytest.mark.parametrize("on_sqlite", [True, False], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_two_workers_run_each_job_of_a_committed_transaction_once(site: Site, on_sqlite: bool) -> None:
    words = [f"word{number}" for number in range(40)]
    site.enqueue(*map(site.note, words), rolled_back=site.note("never"))
    with site.worker("--batch") as one, site.worker("--batch") as other:
        assert one.wait(60) == other.wait(60) == 0
    assert sorted(site.lines()) == sorted(f"{part} {word}" for word in words for part in ("start", "end"))


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_job_is_run_again_when_its_worker_is_killed_and_only_then(site: Site) -> None:
    site.enqueue(site.note("word", 7))
    with site.worker() as killed:
        wait(lambda: site.lines() == ["start word"], "the job does not start")
        os.killpg(killed.pid, signal.SIGKILL)
    began = monotonic()
    with site.worker(), site.worker():
        wait(lambda: len(site.lines()) > 1, "the job is not run again")
        assert monotonic() - began < 10
        wait(lambda: "end word" in site.lines(), "the job does not end")
    assert site.lines() == ["start word", "start word", "end word"]


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("on_sqlite", [True])
def test_a_mail_of_a_sign_up_waits_for_the_mail_server(site: Site, on_sqlite: bool) -> None:
    mailbox = Mailbox()
    site.settings.update(APP_ENV="development", EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}")
    site.set("RETRY_DELAY", 1)
    try:
        with serving(site.project, site.surroundings, "start", **site.settings) as address, site.worker():
            with mailbox.down():
                visitor = WebClient(address)
                values = {"email": "ada@example.org", "password": NEW_PASSWORD, "password1": NEW_PASSWORD}
                visitor.submit("/accounts/signup/", values)
                wait(lambda: "MailError: ConnectionRefusedError" in site.log(), "the failure is not in the log")
                assert mailbox.mails == []
            assert "/accounts/confirm-email/" in mailbox.wait_for("ada@example.org").text
    finally:
        mailbox.controller.stop()
    assert "ada@example.org" not in site.log()


FAILED = {
    "flask": ("flask", "jobs", "list"),
    "django": (
        *("python", "manage.py", "shell", "-v0", "-c"),
        "from django_tasks_db.models import DBTaskResult as T; print(*T.objects.failed().values_list('traceback'))",
    ),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("on_sqlite", [True])
def test_a_failing_job_is_retried_and_then_shown_as_failed(site: Site, on_sqlite: bool) -> None:
    site.set("RETRY_DELAY", 0)
    site.enqueue("probe.fail.enqueue()")
    with site.worker("--batch") as worker:
        assert worker.wait(60) == 0
    assert len(re.findall(r"ZeroDivisionError\W*$", site.log(), re.MULTILINE)) == 6
    assert "ZeroDivisionError" in run(
        site.project, site.surroundings, "uv", "run", *FAILED[site.framework], **site.settings
    )


CELERY = {
    "flask": ("app/celery.py", "make_celery"),
    "django": ("worker/celery.py", "config"),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("scale", ["large"])
def test_celery_runs_jobs_after_commit_those_of_a_killed_worker_and_of_a_time_without_its_broker(
    site: Site, redis_url: str, scale: str
) -> None:
    module, name = CELERY[site.framework]
    site.set("SEND_INTERVAL", 1, module)
    if site.framework == "django":
        settings = site.project / "config/settings.py"
        settings.write_text(settings.read_text("utf-8").replace('"schedule": 30', '"schedule": 1'), encoding="utf-8")
    celery = ("celery", "--app", name)
    site.settings["C_FORCE_ROOT"] = "1"

    site.settings["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    site.enqueue(site.note("without"))
    site.settings["REDIS_URL"] = redis_url
    with site.running(*celery, "worker", "--concurrency=2", "--loglevel=info"):
        wait(lambda: "celery@" in site.log() and " ready" in site.log(), "the worker does not start")
        site.enqueue(site.note("after"), rolled_back=site.note("never"))
        wait(lambda: "end after" in site.lines(), "the job is not sent after commit")
    with site.running(*celery, "worker", "--concurrency=2") as killed:
        site.enqueue(site.note("killed", 5))
        wait(lambda: "start killed" in site.lines(), "the job does not start")
        os.killpg(killed.pid, signal.SIGKILL)
    with site.running(*celery, "worker", "--concurrency=2"), site.running(*celery, "beat", "--schedule=../beat"):
        wait(lambda: "end without" in site.lines(), "the job of the time without a broker is not run")
        wait(lambda: site.lines().count("start killed") == 2, "the job of the killed worker is not run again")
        wait(lambda: "end killed" in site.lines(), "the job does not end")
    words = ["after", "without", "killed", "killed"]
    assert sorted(line for line in site.lines() if line.startswith("start")) == sorted(
        f"start {word}" for word in words
    )
