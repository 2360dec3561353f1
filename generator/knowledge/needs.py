"""What the answers ask for, in no framework's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.knowledge.loader import Knowledge, option_id

Needs = Mapping[str, Mapping[str, str]]
"""By need id, the answers that express it: option id by question id."""


def needs(answers: Mapping[str, Any], knowledge: Knowledge) -> Needs:
    """The needs that complete answers (value by question id) express, each with the answers that do."""
    found: dict[str, dict[str, str]] = {}
    for question in knowledge.questions:
        if not question.options:
            continue
        chosen = option_id(answers[question.id])
        for need in question.option(chosen).needs:
            found.setdefault(need, {})[question.id] = chosen
    return found
