"""Static files as production serves them."""

import importlib
import json
import re
import runpy
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings
from werkzeug.test import Client

from app.config import ROOT
from test_contract import HTTPS, assert_protected

STATIC = ("STORAGES", "WHITENOISE_AUTOREFRESH", "WHITENOISE_USE_FINDERS")


def test_a_collected_file_is_named_by_its_content_and_kept_by_browsers(in_production: Settings, tmp_path: Path) -> None:
    for name, value in runpy.run_path(str(ROOT / "app" / "settings.py")).items():
        if name in STATIC:
            setattr(in_production, name, value)
    in_production.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(importlib.reload(importlib.import_module("app.wsgi")).application)
    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    name = next(name for name in names.values() if name.endswith((".css", ".js", ".svg")))

    assert re.search(r"\.[0-9a-f]{12}\.", name)
    with client.get(f"/static/{name}", base_url=HTTPS) as response:
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert_protected(response)
