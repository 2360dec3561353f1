"""URLs of static files have a version, so that browsers may keep the files for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app


def init_app(app: Flask) -> None:
    app.url_defaults(add_version)


def add_version(endpoint: str, values: dict[str, Any]) -> None:
    """Add the query parameter `v` to the URL of a static file."""
    blueprint, _, view = endpoint.rpartition(".")
    folder = (current_app.blueprints[blueprint] if blueprint else current_app).static_folder
    if view == "static" and folder and "filename" in values and "v" not in values:
        path = Path(folder, values["filename"])
        if path.is_file():
            values["v"] = get_version(path, path.stat().st_mtime)


@cache
def get_version(path: Path, _modified: float) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
