"""The cells of `fields.toml` as templates call them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from generator.catalog.fields import FieldTable, read_field_table
from generator.models.types import TYPES
from generator.models.views import FieldView
from generator.rendering.environments import cell_environment


class Cells:
    """`cell(field, "column", …)` in templates: a cell rendered over the field and the names given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, field: FieldView, name: str, **names: Any) -> str:
        """Return the rendered cell. Raise `TemplateError` if the framework has none of the name."""
        table = _table(self.folder)
        template = cell_environment(table).get_template(table.template(field.type, name))
        return template.render(field=field, cell=self, **names)


@cache
def _table(folder: Path) -> FieldTable:
    return read_field_table(folder, TYPES)
