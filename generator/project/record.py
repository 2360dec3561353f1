"""What a project remembers of its making: three files in `.scaffold/`, a function of the answers and the version alone.

`answers.yml` is an answer file that gives the same project again; `manifest.json` holds path → mode and git blob id;
`base.zip` is the pristine rendering, the base of a later three-way merge. Files that are written once are in none.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from generator import __version__
from generator.decision.scoring import Decision
from generator.plan.planner import Plan
from generator.rendering.tree import File, Tree, merge
from generator.text import literal

FORMAT = 1
FOLDER = ".scaffold"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP entry can have; the same answers give the same bytes on any day."""


def with_record(tree: Tree, plan: Plan, answers: Mapping[str, Any], decision: Decision) -> Tree:
    """The tree with its record; `answers` are complete, value by question id."""
    pristine = Tree({path: file for path, file in tree.items() if not file.once})
    contents = {
        f"{FOLDER}/answers.yml": _answers(plan, answers, decision).encode(),
        f"{FOLDER}/manifest.json": _manifest(pristine).encode(),
        f"{FOLDER}/base.zip": _archive(pristine),
    }
    return merge([tree, Tree({path: File(content, "record") for path, content in contents.items()})])


def template_digest(plan: Plan) -> str:
    """SHA-256 over the names, modes and bytes of the layers in the plan, as `sha256:` and 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for layer in plan.layers:
        manifest = [(layer.manifest.name, layer.manifest)]
        for path, place in [*manifest, *layer.files, *layer.slots]:
            content = place.read_bytes()
            digest.update(f"{layer.name}\0{path}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _answers(plan: Plan, answers: Mapping[str, Any], decision: Decision) -> str:
    made = {
        "format": str(FORMAT),
        "version": __version__,
        "template": plan.template.id,
        "digest": template_digest(plan),
        "probability": f"{decision.probability:.3f}",
        "arguments": tuple(weighed.argument.id for weighed in decision.arguments),
    }
    lines = [f"{id}: {_yaml(value)}\n" for id, value in answers.items()]
    lines += ["scaffold:\n", *(f"  {key}: {_yaml(value)}\n" for key, value in made.items())]
    return "".join(lines)


def _yaml(value: Any) -> str:
    """A value in YAML's flow style, text always quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    return str(value).lower() if isinstance(value, bool) else literal(value)


def _manifest(tree: Tree) -> str:
    return json.dumps({path: f"100{file.mode:o} {file.blob_id}" for path, file in tree.items()}, indent=0) + "\n"


def _archive(tree: Tree) -> bytes:
    """The files as an uncompressed ZIP: the same bytes on every platform, and git stores its changes small."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, file in tree.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100000 | file.mode) << 16
            archive.writestr(entry, file.content)
    return buffer.getvalue()
