"""Guest layers: templates of copier or cookiecutter, rendered in a temporary folder and read back as a tree.

The engine runs in a process of its own (`engines`) with a timeout, on a copy of the layer's files. That process refuses
forbidden operations; this module checks the files it wrote.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.catalog.templates import Layer, files_below, is_file_name
from generator.errors import TemplateError
from generator.rendering.tree import EXECUTABLE, PLAIN, File, Tree

PATIENCE = 60.0
"""Timeout of an engine in seconds."""


def render_guest(layer: Layer, context: Mapping[str, Any]) -> Tree:
    """Return the files that the layer's engine renders, with all names of the context that have text.

    Raise `TemplateError` with the layer and the forbidden operation.
    """
    answers = {name: str(value) for name, value in context.items() if isinstance(value, str)}
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        scratch = Path(name)
        for path, place in layer.files:
            copy = scratch / "template" / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, copy)
        (scratch / "project").mkdir()
        folder = scratch / _run(layer, answers, scratch)
        return Tree(dict(_adopted(layer, folder, scratch.name)))


def _run(layer: Layer, answers: Mapping[str, str], scratch: Path) -> str:
    """Run the engine; return the folder below `scratch` that it rendered to."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", "generator.rendering.engines"],
            input=json.dumps({"engine": layer.engine, "answers": answers}),
            cwd=scratch,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateError(f"{layer.name}: {layer.engine} took longer than {PATIENCE:g} seconds") from None
    if done.returncode:
        said = (done.stdout or done.stderr).strip().splitlines() or [f"ended with {done.returncode}"]
        raise TemplateError(f"{layer.name}: {layer.engine}: {said[-1]}")
    return done.stdout.strip()


def _adopted(layer: Layer, folder: Path, scratch: str) -> Iterator[tuple[str, File]]:
    for path, place in files_below(folder, layer.name):
        content = place.read_bytes()
        if not all(map(is_file_name, path.split("/"))):
            raise TemplateError(f"{layer.name}: {layer.engine}: makes {path!r}, which is no name for a file")
        if scratch.encode() in content:
            raise TemplateError(f"{layer.name}: {layer.engine}: {path} names a folder of this machine")
        mode = EXECUTABLE if place.stat().st_mode & 0o100 else PLAIN
        yield path, File(content, layer.name, mode, path in layer.once)
