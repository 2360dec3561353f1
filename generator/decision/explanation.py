"""The decision and the questions as text, for a terminal and for the ADR of the project."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from typing import Any

from generator.decision.scoring import AppliedArgument, Decision, Flip
from generator.knowledge.loader import Argument, Knowledge, Question, load_claims, option_id

WIDTH = 100
"""Maximum line length in columns; `MIN_WIDTH` is the minimum."""

MIN_WIDTH = 20

FLIP_LIMIT = 7
"""Flips that a text lists; the others are counted."""


def framework_title(id: str) -> str:
    """Return the title of a framework."""
    return id.capitalize()


def percent(probability: float) -> str:
    """Return a probability (0 to 1) as a percentage from 1 to 99; no decision is certain."""
    return f"{min(max(round(probability * 100), 1), 99)} %"


def verdict(decision: Decision) -> str:
    """Return the decision in one sentence."""
    chosen, other = framework_title(decision.framework), framework_title(decision.runner_up)
    if decision.overridden:
        probability = percent(decision.probabilities[decision.verdict])
        favoured = f"{framework_title(decision.verdict)} ({probability})"
        return f"{chosen}, because you said so; the answers alone speak for {favoured}."
    if decision.close_call:
        return f"{chosen}, in a close call ({percent(decision.probability)}): {other} would do nearly as well."
    return f"{chosen}, {'clearly' if decision.clear else 'probably'} ({percent(decision.probability)})."


def answers_text(applied: AppliedArgument) -> str:
    """Return the answers that an argument applies to, such as "data: little, assumed", or "always"."""
    answers = (
        f"{id}: {option_id(option)}{', assumed' if id in applied.assumed else ''}"
        for id, option in applied.answers.items()
    )
    return "; ".join(answers) or "always"


def flip_text(flip: Flip) -> str:
    """Return a flip in one sentence."""
    change = f"{flip.question}: {option_id(flip.to_option)} instead of {option_id(flip.from_option)}"
    return f"{change} would make it {framework_title(flip.framework)}."


def decision_text(decision: Decision, width: int = WIDTH, *, sources: bool = True) -> str:
    """Return the decision with its arguments, flips and alternatives, in lines of `width` columns."""
    sections = [
        (
            f"For {framework_title(decision.framework)}",
            [_argument_lines(each, width, sources) for each in decision.arguments_for],
        ),
        ("Against it", [_argument_lines(each, width, sources) for each in decision.arguments_against]),
        ("What would change it", [bullet_lines(text, width) for text in flip_texts(decision)]),
        ("Alternatives", [bullet_lines(other.says, width) for other in decision.alternatives]),
    ]
    given = f"Reason: {decision.reason}" if decision.overridden and decision.reason else ""
    lines = [*wrap(verdict(decision), width), *wrap(given, width), *wrap(balance(decision), width), ""]
    for heading, entries in sections:
        if entries:
            lines += [heading, *(line for entry in entries for line in entry), ""]
    if not decision.flips:
        lines += [*wrap("No other single answer would change it.", width), ""]
    return "\n".join(lines[:-1])


def argument_text(argument: Argument, knowledge: Knowledge, width: int = WIDTH) -> str:
    """Return the claim of an argument, its weight, the answers that it applies to, its sources and links."""
    odds = f"{math.exp(argument.weight):.1f} to 1"
    claims = [f"{id}: {load_claims()[id]}" for id in argument.claims]
    article = (
        [f'The article "{knowledge.article}" says of it, in our words', *_indented(claims, width)] if claims else []
    )
    return "\n".join(
        [
            *wrap(argument.because, width),
            "",
            *wrap(f"For {framework_title(argument.favours)}, weight {argument.weight:g}: odds of {odds}.", width),
            *wrap(f"It applies {_condition(argument, knowledge)}.", width),
            *wrap(f"Source: {argument.source}.", width),
            *article,
            "Links",
            *(f"  {link}" for link in argument.links),
        ]
    )


def argument_json(argument: Argument, knowledge: Knowledge) -> dict[str, Any]:
    """Return an argument as JSON values."""
    return {
        "id": argument.id,
        "favours": argument.favours,
        "weight": argument.weight,
        "because": argument.because,
        "applies": _condition(argument, knowledge),
        "source": argument.source,
        "article": knowledge.article,
        "claims": {id: load_claims()[id] for id in argument.claims},
        "links": list(argument.links),
    }


def _indented(texts: Iterable[str], width: int) -> list[str]:
    return [line for text in texts for line in bullet_lines(text, width)]


def _condition(argument: Argument, knowledge: Knowledge) -> str:
    """Return when an argument applies, as the end of a sentence."""
    if argument.need:
        return f"where {next(need.says for need in knowledge.needs if need.id == argument.need)}"
    answers = " and ".join(f"{id} is {' or '.join(options)}" for id, options in argument.answers.items())
    return f"where {answers}" if answers else "always"


def questions_text(knowledge: Knowledge, width: int = WIDTH) -> str:
    """Return all questions with their options."""
    lines: list[str] = []
    for question in knowledge.questions:
        asked = " (asked)" if question.asked else ""
        lines += [f"{question.id}{asked}", *wrap(question.text, width, "  ")]
        lines += wrap(question.help, width, "  ") if question.help else []
        for option in question.options:
            lines += wrap(f"{option.id} – {option.title}: {option.help}", width, "  * ")
        lines += wrap(_default_text(question), width, "  ")
        lines.append("")
    return "\n".join(lines)


def _default_text(question: Question) -> str:
    """Return the default of a question, and the answers that it depends on."""
    if not question.defaults:
        return "Default: none; an answer is required"
    dependencies = dict.fromkeys(id for default in question.defaults for id in default.when)
    value = question.defaults[-1].value
    default = option_id(value) if value or value is False else "nothing"
    return f"Default: {default}" + (f" (depends on {', '.join(dependencies)})" if dependencies else "")


def flip_texts(decision: Decision) -> list[str]:
    """Return the first flips as sentences, and the number of the others."""
    texts = [flip_text(flip) for flip in decision.flips[:FLIP_LIMIT]]
    more = len(decision.flips) - FLIP_LIMIT
    return [*texts, f"… and {more} more; `scaffold decide --json` lists them all."] if more > 0 else texts


def balance(decision: Decision) -> str:
    """Return the sums of the weights for and against the framework, and the lead, in one sentence."""
    pro, contra = (
        sum(applied.argument.weight for applied in side)
        for side in (decision.arguments_for, decision.arguments_against)
    )
    return f"The reasons for it weigh {pro:.2f}, those against it {contra:.2f}: a lead of {pro - contra:.2f}."


def _argument_lines(applied: AppliedArgument, width: int, sources: bool) -> list[str]:
    argument = applied.argument
    lines = wrap(f"{argument.because} ({answers_text(applied)})", width, f"  {argument.weight:+.2f}  ")
    return lines + (wrap(f"Source: {argument.source} [{argument.id}]", width, " " * 9) if sources else [])


def bullet_lines(text: str, width: int) -> list[str]:
    """Return the text as an item of a list."""
    return wrap(text, width, "  * ")


def wrap(text: str, width: int, lead: str = "") -> list[str]:
    """Return the text in lines of at most `width` columns; the first starts with `lead`, the others are indented."""
    width = max(min(width, WIDTH), MIN_WIDTH)
    indent = " " * (len(lead) if width >= 2 * MIN_WIDTH else 2)
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
