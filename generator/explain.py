"""The decision and the questions in plain sentences, for a terminal and for the project's record of the decision."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from generator.decision import Decision, Flip, Weighed
from generator.knowledge import Knowledge, option_id

WIDTH = 100
"""Columns of the widest text; narrower terminals get narrower text, down to `NARROWEST`."""

NARROWEST = 20


def framework_title(id: str) -> str:
    """A framework's name as a proper noun."""
    return id.capitalize()


def percent(probability: float) -> str:
    """A probability from 0 to 1 in whole per cent; never quite 0 or 100, since nothing here is certain."""
    return f"{min(max(round(probability * 100), 1), 99)} %"


def verdict(decision: Decision) -> str:
    """The decision in one sentence."""
    chosen, other = framework_title(decision.framework), framework_title(decision.runner_up)
    if decision.overridden:
        said = percent(decision.probabilities[decision.verdict])
        return (
            f"{chosen}, because you said so; the answers alone speak for {framework_title(decision.verdict)} ({said})."
        )
    if decision.close_call:
        return f"{chosen}, in a close call ({percent(decision.probability)}): {other} would do nearly as well."
    return f"{chosen}, clearly ({percent(decision.probability)})."


def answers_text(weighed: Weighed) -> str:
    """The answers that called an argument up, such as "core: records"; "always" for one that needs none."""
    return ", ".join(f"{id}: {option_id(option)}" for id, option in weighed.answers.items()) or "always"


def flip_text(flip: Flip) -> str:
    """One changed answer and the framework that it would lead to."""
    change = f"{flip.question}: {option_id(flip.to_option)} instead of {option_id(flip.from_option)}"
    return f"{change} would make it {framework_title(flip.framework)}."


def decision_text(decision: Decision, width: int = WIDTH) -> str:
    """The decision with its reasons, what speaks against it and what would turn it, in lines of `width` columns."""
    lines = [*wrapped(verdict(decision), width), ""]
    for heading, side in (
        (f"For {framework_title(decision.framework)}", decision.arguments_for),
        ("Against it", decision.arguments_against),
    ):
        if side:
            lines += [heading, *(line for weighed in side for line in _argument(weighed, width)), ""]
    if decision.flips:
        lines += [
            "What would turn it",
            *(line for flip in decision.flips for line in _bullet(flip_text(flip), width)),
            "",
        ]
    elif not decision.overridden:
        lines += [*wrapped("No single other answer would turn it.", width), ""]
    if decision.alternatives:
        lines += [
            "Neither of the two, perhaps",
            *(line for a in decision.alternatives for line in _bullet(a.says, width)),
            "",
        ]
    return "\n".join(lines)


def questions_text(knowledge: Knowledge, width: int = WIDTH) -> str:
    """Every question with its options, for a person."""
    lines: list[str] = []
    for question in knowledge.questions:
        asked = " (asked)" if question.asked else ""
        lines += [f"{question.id}{asked}", *wrapped(question.text, width, "  ")]
        lines += wrapped(question.help, width, "  ") if question.help else []
        for option in question.options:
            lines += wrapped(f"{option.id} – {option.title}: {option.help}", width, "  * ")
        lines.append("")
    return "\n".join(lines)


def _argument(weighed: Weighed, width: int) -> Iterator[str]:
    yield from wrapped(
        f"{weighed.argument.because} ({answers_text(weighed)})", width, f"  {weighed.argument.weight:+.2f}  "
    )
    yield from wrapped(f"Source: {weighed.argument.source}", width, " " * 9)


def _bullet(text: str, width: int) -> list[str]:
    return wrapped(text, width, "  * ")


def wrapped(text: str, width: int, lead: str = "") -> list[str]:
    """The text in lines of at most `width` columns, the first after `lead`, the others below its text."""
    width = max(min(width, WIDTH), NARROWEST)
    indent = " " * (len(lead) if width >= 2 * NARROWEST else 2)
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
