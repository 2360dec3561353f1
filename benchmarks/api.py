"""How fast a generated API answers, as a ratio to a hand-written minimal application doing the same query, in one run.

`python -m benchmarks.api [ROUNDS]` generates an API in each framework, stores 10,000 books, serves it and the minimal
application by gunicorn with one worker each, and asks both in turn for the first page. What counts is the time that the
processor works for a request, for it stays the same whatever else the machine does. A ratio of 1 means as fast.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.projects.installed import free_port, generate

ROWS = 10_000
REQUESTS = 20
"""In a row, before the other one has its turn."""

MINIMAL = {
    "flask": """
from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
import datetime, decimal, os

class Base(DeclarativeBase): pass
db = SQLAlchemy(model_class=Base)

class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    isbn: Mapped[str | None]
    published: Mapped[datetime.date | None]
    price: Mapped[decimal.Decimal]
    author_id: Mapped[int]
    created_at: Mapped[datetime.datetime]
    updated_at: Mapped[datetime.datetime]

application = Flask(__name__)
application.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.environ["BOOKS"]
db.init_app(application)

@application.get("/api/v1/books/")
def books():
    count = db.session.scalar(select(func.count(Book.id)))
    rows = db.session.scalars(select(Book).order_by(Book.published.desc(), Book.title, Book.id).limit(20))
    return jsonify(count=count, next=None, previous=None, results=[{
        "id": b.id, "title": b.title, "isbn": b.isbn, "published": b.published and b.published.isoformat(),
        "price": str(b.price), "author": b.author_id, "created_at": b.created_at.isoformat(),
        "updated_at": b.updated_at.isoformat()} for b in rows])
""",
    "django": """
import os
import django
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x", USE_TZ=True, INSTALLED_APPS=[],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BOOKS"], "CONN_MAX_AGE": 600}})
django.setup()
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import JsonResponse
from django.urls import path

class Book(models.Model):
    title = models.CharField(max_length=200)
    isbn = models.CharField(max_length=13, null=True)
    published = models.DateField(null=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    author_id = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    class Meta:
        app_label = "minimal"
        db_table = "records_book"

def books(request):
    rows = Book.objects.order_by("-published", "title", "id")
    return JsonResponse({"count": rows.count(), "next": None, "previous": None, "results": [{
        "id": b.id, "title": b.title, "isbn": b.isbn, "published": b.published, "price": str(b.price),
        "author": b.author_id, "created_at": b.created_at, "updated_at": b.updated_at} for b in rows[:20]]})

urlpatterns = [path("api/v1/books/", books)]
application = get_wsgi_application()
""",
}

FILL = {
    "flask": "from app import create_app; from app.database import db; from app.records.models import Author, Book\n"
    "with create_app().app_context():\n"
    "    author = Author(name='Ada'); db.session.add(author); db.session.flush()\n"
    f"    db.session.add_all(Book(title=f'Book {{n}}', author_id=author.id) for n in range({ROWS}))\n"
    "    db.session.commit()",
    "django": "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'app.settings'\n"
    "import django; django.setup(); from app.records.models import Author, Book\n"
    "author = Author.objects.create(name='Ada')\n"
    f"Book.objects.bulk_create(Book(title=f'Book {{n}}', author=author) for n in range({ROWS}))",
}


def serve(project: Path, target: str, environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A gunicorn with one worker, answering; and its port."""
    port = free_port()
    words = [".venv/bin/gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--log-level", "error", target]
    process = subprocess.Popen(words, cwd=project, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(100):
        try:
            ask(port, 1)
        except OSError:
            time.sleep(0.1)
        else:
            break
    return process, port


def ask(port: int, requests: int) -> None:
    """Ask for the first page, again and again."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(requests):
        connection.request("GET", "/api/v1/books/")
        told = json.loads(connection.getresponse().read())
        assert len(told["results"]) == 20, told


def worked(server: int) -> float:
    """Seconds that the processor has worked for the one worker of a gunicorn, as Linux counts them in /proc."""
    (worker,) = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    counted = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(counted[11]) + int(counted[12])) / os.sysconf("SC_CLK_TCK")


def compare(framework: str, folder: Path, rounds: int) -> tuple[float, float]:
    """Milliseconds for a request to the generated API and to the minimal application."""
    project = generate(folder, framework=framework, kind="api", accounts="none", security="basic")
    clean = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    environment = {**clean, "APP_ENV": "development", "DEBUG": "false", "API_RATE": "100000000", "LOG_LEVEL": "ERROR"}
    for words in (["sync", "--quiet"], ["run", "poe", "migrate"], ["run", "python", "-c", FILL[framework]]):
        subprocess.run(["uv", *words], cwd=project, env=environment, check=True, capture_output=True)
    (database,) = project.glob("*.sqlite3")
    (project / "minimal.py").write_text(MINIMAL[framework], encoding="utf-8")
    target = {"flask": "app:create_app()", "django": "app.wsgi:application"}[framework]
    ours, our_port = serve(project, target, environment)
    theirs, their_port = serve(project, "minimal:application", {**environment, "BOOKS": str(database)})
    try:
        before = worked(ours.pid), worked(theirs.pid)
        for _ in range(rounds):
            ask(our_port, REQUESTS)
            ask(their_port, REQUESTS)
        spent = worked(ours.pid) - before[0], worked(theirs.pid) - before[1]
    finally:
        ours.terminate()
        theirs.terminate()
    return spent[0] / (rounds * REQUESTS) * 1000, spent[1] / (rounds * REQUESTS) * 1000


def main() -> None:
    """The table, on stdout, in Markdown."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print("| processor, ms a request | generated | minimal | ratio |\n|---|---|---|---|")
    for framework in ("flask", "django"):
        with tempfile.TemporaryDirectory(prefix="api-") as name:
            ours, theirs = compare(framework, Path(name), rounds)
        print(f"| {framework.title()} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} |")


main()
