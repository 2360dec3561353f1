"""The stock workflow of Django in a generated project: `startapp`, a model, a list, tests, migrations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from tests.projects.installed import check, generate, prepare, run, serving

pytestmark = pytest.mark.generated

FILES = {
    "models.py": """
from django.db import models

# Create your models here.
class Post(models.Model):
    title = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.title
""",
    "views.py": """
from django.views.generic import ListView

from blog.models import Post


class PostListView(ListView[Post]):
    model = Post
""",
    "urls.py": """
from django.urls import path

from blog import views

urlpatterns = [path("", views.PostListView.as_view(), name="posts")]
""",
    "tests.py": """
from django.test import TestCase
from django.urls import reverse

from blog.models import Post


class PostTests(TestCase):
    def test_posts_are_listed(self):
        Post.objects.create(title="First")
        self.assertContains(self.client.get(reverse("posts")), "First")
""",
    "templates/blog/post_list.html": """{% extends "base.html" %}
{% block content %}
<h1>Posts</h1>
{% for post in post_list %}<p>{{ post }}</p>{% endfor %}
{% endblock %}
""",
}
"""An app as the documentation of Django writes it; `admin.py` and `apps.py` stay as `startapp` makes them."""


def test_an_app_is_added_as_the_documentation_of_django_says(tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework="django", kind="website")
    run(project, surroundings, "uv", "sync", "--quiet")
    manage = ("uv", "run", "python", "manage.py")
    run(project, surroundings, *manage, "startapp", "blog", APP_ENV="development")
    for name, text in FILES.items():
        file = project / "blog" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), encoding="utf-8")
    insert(project / "config/settings.py", "INSTALLED_APPS = [\n", '    "blog",\n')
    insert(project / "config/urls.py", "urlpatterns = [\n", '    path("blog/", include("blog.urls")),\n')
    run(project, surroundings, *manage, "makemigrations", "blog", APP_ENV="development")

    run(project, surroundings, "uv", "run", "poe", "format")
    check(project, surroundings)
    by_pytest = run(project, surroundings, "uv", "run", "pytest", "-q", "--no-header")
    by_django = run(project, surroundings, *manage, "test")
    counted = [int(found) for found in re.findall(r"(?:Ran )?(\d+) (?:passed|tests in)", by_pytest + by_django)]
    assert len(counted) == 2, by_pytest + by_django
    assert counted[0] == counted[1] > 10

    prepare(project, surroundings, {"APP_ENV": "development"})
    with serving(project, surroundings, "start", APP_ENV="development") as address:
        assert "<h1>Posts</h1>" in requests.get(f"{address}/blog/", timeout=30).text


def insert(file: Path, after: str, text: str) -> None:
    """Insert a text after another one."""
    before = file.read_text(encoding="utf-8")
    assert before.count(after) == 1
    file.write_text(before.replace(after, after + text), encoding="utf-8")
