"""The needs that answers express, in terms of no framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.knowledge.loader import Knowledge, option_id

Needs = Mapping[str, Mapping[str, str]]
"""The answers (option id by question id) that express each need, by its id."""


def find_needs(answers: Mapping[str, Any], knowledge: Knowledge) -> Needs:
    """Return the needs that complete answers (value by question id) express, each with these answers."""
    found: dict[str, dict[str, str]] = {}
    for question in knowledge.questions:
        if not question.options:
            continue
        chosen = option_id(answers[question.id])
        for need in question.option(chosen).needs:
            found.setdefault(need, {})[question.id] = chosen
    return found
