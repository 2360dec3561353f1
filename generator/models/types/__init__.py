"""The types that a field may have: a module for each, which is named as it is and has it as `TYPE`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from generator.models.bases.field_type import FieldType

TYPES: Mapping[str, FieldType] = {
    module.name: import_module(f"{__name__}.{module.name}").TYPE for module in iter_modules(__path__)
}
"""The types by name, in alphabetical order."""
