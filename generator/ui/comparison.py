"""What a project would have in each framework: the preview beside the decision, and `decide --compare`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.decision.explanation import bullet_lines, flip_texts, framework_title, percent, wrap
from generator.knowledge.loader import Knowledge, asked_capabilities
from generator.project.draft import Draft

LABEL, COLUMN = 24, 12
"""Columns of the labels, and of each framework."""


def preview_text(draft: Draft, knowledge: Knowledge, width: int) -> str:
    """Return what the project has: files, run-time dependencies, and the capabilities that answers ask for."""
    asked = asked_capabilities(knowledge)
    counts = f"{len(draft.tree)} files, {len(draft.dependencies)} run-time dependencies"
    parts = ", ".join(id for id in draft.plan.capabilities if id in asked)
    return "\n".join(wrap(f"It has {counts}: {parts}.", width))


def comparison_text(drafts: Sequence[Draft], width: int) -> str:
    """Return the frameworks side by side: figures, arguments, dependencies, and what would change the decision."""
    decision = drafts[0].decision
    figures = {
        "probability": [percent(each.decision.probability) for each in drafts],
        "weight of the arguments": [f"{_weight(each):.2f}" for each in drafts],
        "files": [str(len(each.tree)) for each in drafts],
        "run-time dependencies": [str(len(each.dependencies)) for each in drafts],
    }
    rows = {"": [framework_title(each.decision.framework) for each in drafts], **figures}
    lines = [
        f"{label:<{LABEL}}{''.join(f'{cell:>{COLUMN}}' for cell in cells)}".rstrip() for label, cells in rows.items()
    ]
    for draft in drafts:
        title = framework_title(draft.decision.framework)
        lines += ["", f"For {title}"]
        for each in draft.decision.arguments_for:
            lines += wrap(f"{each.argument.because} ({each.argument.id})", width, f"  {each.argument.weight:+.2f}  ")
        lines += ["", *wrap(f"{title} depends on {', '.join(draft.dependencies) or 'nothing'}.", width)]
    flips = [line for text in flip_texts(decision) for line in bullet_lines(text, width)]
    return "\n".join([*lines, "", "What would change the decision", *(flips or ["  * No other single answer."])])


def comparison_json(drafts: Sequence[Draft]) -> dict[str, Any]:
    """Return the figures of each framework as JSON values, by its id."""
    return {
        draft.decision.framework: {
            "probability": round(draft.decision.probability, 3),
            "weight": round(_weight(draft), 2),
            "arguments": [each.argument.id for each in draft.decision.arguments_for],
            "files": len(draft.tree),
            "dependencies": list(draft.dependencies),
            "capabilities": list(draft.plan.capabilities),
        }
        for draft in drafts
    }


def _weight(draft: Draft) -> float:
    return sum(each.argument.weight for each in draft.decision.arguments_for)
