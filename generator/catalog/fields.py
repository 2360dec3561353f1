"""`fields.toml` of a framework: what each field type is in its code, a row for each type and a cell for each place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import TemplateError
from generator.tables import read_toml

FILE_NAME = "fields.toml"


@dataclass(frozen=True, eq=False)
class FieldTable:
    """The cells of a framework. `meanings` has the declared ones; a row has those that differ from `defaults`."""

    file: Path
    meanings: Mapping[str, str]
    defaults: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]

    @property
    def sources(self) -> Mapping[str, str]:
        """Return the templates of all cells, by `<type>.<cell>`, or `default.<cell>`."""
        rows = {"default": self.defaults, **self.rows}
        return {f"{type}.{name}": source for type, row in rows.items() for name, source in row.items()}

    def template(self, type: str, name: str) -> str:
        """Return the key in `sources` of the cell of a type. Raise `TemplateError` if it is not declared."""
        if name not in self.meanings:
            raise TemplateError(f"{self.file}: no cell is called {name}; declared: {', '.join(self.meanings)}")
        return f"{type}.{name}" if name in self.rows[type] else f"default.{name}"


def read_field_table(folder: Path, types: Collection[str]) -> FieldTable:
    """Return the table of a framework's folder. Raise `TemplateError` with all that is missing or unknown in it."""
    file = folder / FILE_NAME
    try:
        table = read_toml(file)
    except (OSError, ValueError) as error:
        raise TemplateError(f"{file}: {error}") from None
    meanings, defaults = table.pop("cells", {}), table.pop("default", {})
    problems = [f"[{type}] is missing" for type in types if type not in table]
    problems += [f"[{type}] is no field type" for type in table if type not in types]
    for type, row in {"default": defaults, **table}.items():
        problems += [f"[{type}] has {name}, which [cells] does not declare" for name in row if name not in meanings]
    for type, row in table.items():
        problems += [f"[{type}] has no {name}" for name in meanings if name not in {**defaults, **row}]
    if problems:
        raise TemplateError(f"{file}: {'; '.join(problems)}")
    return FieldTable(file, meanings, defaults, table)
