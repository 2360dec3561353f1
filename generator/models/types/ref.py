"""A reference to a record."""

from __future__ import annotations

from typing import Any

from generator.models.bases.references import Reference
from generator.models.messages import did_you_mean, quoted
from generator.models.settings import FieldSettings

ON_DELETE = ("cascade", "protect", "null")
"""What happens to a record when the one that it refers to is deleted."""


class Ref(Reference):
    """A reference to a record."""

    name = "ref"
    settings = ("to", "on_delete", "optional", "unique", "index")
    arguments = ("to", "on_delete")
    is_filtered_by_default = True

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the model that it refers to, and what happens when that record is deleted."""
        found = super().read_settings(settings, model)
        optional = "optional" in settings.tokens
        text = settings.text("on_delete") or ("null" if optional else "protect")
        if text not in ON_DELETE:
            expected = f"one of {', '.join(ON_DELETE)}{did_you_mean(text, ON_DELETE)}"
            settings.refuse("on_delete", f"found {quoted(text)}, expected {expected}")
        elif text == "null" and not optional:
            settings.refuse("on_delete", "null needs an optional field: write ref(…)?, or choose cascade or protect")
        return found | {"on_delete": text}


TYPE = Ref()
