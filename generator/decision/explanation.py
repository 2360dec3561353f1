"""The decision and the questions in plain sentences, for a terminal and for the project's record of the decision."""

from __future__ import annotations

import textwrap

from generator.decision.scoring import Decision, Flip, Weighed
from generator.knowledge.loader import Knowledge, Question, option_id

WIDTH = 100
"""Columns of the widest text; narrower terminals get narrower text, down to `NARROWEST`."""

NARROWEST = 20

NEAREST = 7
"""Flips that are told in a text; the rest is counted."""


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


def decision_text(decision: Decision, width: int = WIDTH, *, sources: bool = True) -> str:
    """The decision with its reasons, what speaks against it and what would turn it, in lines of `width` columns."""
    sections = [
        (f"For {framework_title(decision.framework)}", [_argument(w, width, sources) for w in decision.arguments_for]),
        ("Against it", [_argument(weighed, width, sources) for weighed in decision.arguments_against]),
        ("What would turn it", [_bullet(text, width) for text in _nearest(decision)]),
        ("Neither of the two, perhaps", [_bullet(other.says, width) for other in decision.alternatives]),
    ]
    lines = [*wrapped(verdict(decision), width), *wrapped(balance(decision), width), ""]
    for heading, entries in sections:
        if entries:
            lines += [heading, *(line for entry in entries for line in entry), ""]
    if not decision.flips:
        lines += [*wrapped("No single other answer would turn it.", width), ""]
    return "\n".join(lines[:-1])


def questions_text(knowledge: Knowledge, width: int = WIDTH) -> str:
    """Every question with its options, for a person."""
    lines: list[str] = []
    for question in knowledge.questions:
        asked = " (asked)" if question.asked else ""
        lines += [f"{question.id}{asked}", *wrapped(question.text, width, "  ")]
        lines += wrapped(question.help, width, "  ") if question.help else []
        for option in question.options:
            lines += wrapped(f"{option.id} – {option.title}: {option.help}", width, "  * ")
        lines += wrapped(_default_text(question), width, "  ")
        lines.append("")
    return "\n".join(lines)


def _default_text(question: Question) -> str:
    """What is taken where nothing is said, and which answers it follows."""
    if not question.defaults:
        return "Default: none; it must be said"
    followed = dict.fromkeys(id for default in question.defaults for id in default.when)
    value = question.defaults[-1].value
    said = option_id(value) if value or value is False else "nothing"
    return f"Default: {said}" + (f" (follows {', '.join(followed)})" if followed else "")


def _nearest(decision: Decision) -> list[str]:
    """The nearest flips in sentences, and how many there are besides."""
    texts = [flip_text(flip) for flip in decision.flips[:NEAREST]]
    more = len(decision.flips) - NEAREST
    return [*texts, f"… and {more} more; `scaffold decide --json` lists them all."] if more > 0 else texts


def balance(decision: Decision) -> str:
    """What the reasons for and against the framework weigh together, and the lead."""
    pro, contra = (
        sum(weighed.argument.weight for weighed in side)
        for side in (decision.arguments_for, decision.arguments_against)
    )
    return f"The reasons for it weigh {pro:.2f}, those against it {contra:.2f}: a lead of {pro - contra:.2f}."


def _argument(weighed: Weighed, width: int, sources: bool) -> list[str]:
    argument = weighed.argument
    lines = wrapped(f"{argument.because} ({answers_text(weighed)})", width, f"  {argument.weight:+.2f}  ")
    return lines + (wrapped(f"Source: {argument.source}", width, " " * 9) if sources else [])


def _bullet(text: str, width: int) -> list[str]:
    return wrapped(text, width, "  * ")


def wrapped(text: str, width: int, lead: str = "") -> list[str]:
    """The text in lines of at most `width` columns, the first after `lead`, the others below its text."""
    width = max(min(width, WIDTH), NARROWEST)
    indent = " " * (len(lead) if width >= 2 * NARROWEST else 2)
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
