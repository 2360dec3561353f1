"""The build hook of the wheel: our templates and tables, compiled ahead of time."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):  # type: ignore[misc]
    """Adds `generator/_compiled` to a wheel; an editable installation compiles into the user's cache."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile templates and tables into a temporary folder that the wheel includes."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from generator.rendering.environments import compile_templates
        from generator.tables import compile_tables

        self.folder = tempfile.TemporaryDirectory()
        target, templates = Path(self.folder.name), Path(self.root) / "templates"
        compile_templates(templates, target)
        compile_tables({"": Path(self.root) / "generator", "_templates": templates}, target)
        build_data["force_include"][self.folder.name] = "generator/_compiled"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self.folder.cleanup()
