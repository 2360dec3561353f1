"""The record of a project: three files in `.scaffold/`, which depend on the answers and the version only.

`answers.yml` is an answer file that reproduces the project; `manifest.json` maps paths to mode and git blob id;
`base.zip` contains the generated files, the base of a three-way merge. Files with `once` are in neither.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator import __version__
from generator.answers.answers import Answers
from generator.catalog.templates import builtin_folder
from generator.decision.scoring import Decision
from generator.plan.planner import Plan
from generator.rendering.tree import File, Tree, merge
from generator.text import literal

FORMAT = 1
FOLDER = ".scaffold"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest timestamp of a ZIP entry, so that the same answers produce the same bytes."""


def add_record(tree: Tree, plan: Plan, answers: Answers, values: Mapping[str, Any], decision: Decision) -> Tree:
    """Return the tree with its record; `values` are those of the answers that the project is made of."""
    pristine = Tree({path: file for path, file in tree.items() if not file.once})
    contents = {
        f"{FOLDER}/answers.yml": _answers(plan, answers, values, decision).encode(),
        f"{FOLDER}/manifest.json": _manifest(pristine).encode(),
        f"{FOLDER}/base.zip": _archive(pristine),
    }
    return merge([tree, Tree({path: File(content, "record") for path, content in contents.items()})])


def recorded_values(plan: Plan, answers: Answers) -> Mapping[str, Any]:
    """Return the answers that the project is made of.

    The default models of a kind have no place where another capability replaced them.
    """
    return answers.values if plan.models else {**answers.values, "models": {}}


def source_digest(plan: Plan, values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that a project is rendered from, as `sha256:` and 64 hexadecimal digits."""
    digest = hashlib.sha256(_yaml(values).encode())
    for owner, path, file in _sources(plan):
        content = file.read_bytes()
        digest.update(f"{owner}\0{path}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def _sources(plan: Plan) -> Iterator[tuple[str, str, Path]]:
    """Yield the files of the template and of the layers, each with its owner and its path there."""
    for folder in (plan.template.folder, builtin_folder() / "shared"):
        for file in sorted(folder.glob("*.toml")):
            yield folder.name, file.name, file
    for layer in plan.layers:
        for file in (layer.manifest, layer.folder / "models.toml"):
            if file.is_file():
                yield layer.name, file.name, file
        for path, file in [*layer.files, *layer.parts, *layer.slots]:
            yield layer.name, path, file


def _answers(plan: Plan, answers: Answers, values: Mapping[str, Any], decision: Decision) -> str:
    block = {
        "format": str(FORMAT),
        "version": __version__,
        "template": plan.template.id,
        "digest": source_digest(plan, values),
        "probability": f"{decision.probability:.3f}",
        "arguments": tuple(weighed.argument.id for weighed in decision.arguments),
        "assumed": tuple(id for id in values if id not in answers.given and id != "models"),
    }
    lines = [f"{id}: {_yaml(value)}\n" for id, value in values.items()]
    lines += ["scaffold:\n", *(f"  {key}: {_yaml(value)}\n" for key, value in block.items())]
    return "".join(lines)


def _yaml(value: Any) -> str:
    """Return a value in YAML's flow style, with quoted text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    return str(value).lower() if isinstance(value, bool) else literal(value)


def _manifest(tree: Tree) -> str:
    return json.dumps({path: f"100{file.mode:o} {file.blob_id}" for path, file in tree.items()}, indent=0) + "\n"


def _archive(tree: Tree) -> bytes:
    """Return an uncompressed ZIP of the files, which is the same on all platforms and which git can delta-compress."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, file in tree.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100000 | file.mode) << 16
            archive.writestr(entry, file.content)
    return buffer.getvalue()
