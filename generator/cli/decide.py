"""`scaffold decide`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options
from generator.cli.program import show, terminal_width
from generator.knowledge.loader import load_knowledge


@click.command()
@options.answers_option
@options.set_option
@options.model_option
@options.defaults_option
@options.json_option
@options.plain_option
def decide(
    file: Path | None,
    settings: tuple[str, ...],
    models: tuple[str, ...],
    defaults: bool,
    as_json: bool,
    plain: bool,
) -> None:
    """Decide and say why, without creating a project."""
    from generator.answers import sources
    from generator.decision import explanation as explain
    from generator.decision import scoring as decision

    knowledge = load_knowledge()
    given, frameworks = sources.read_sources(
        {}, settings, file, options.configuration_folder(), {}, knowledge, None, models
    )
    answers = options.complete_answers(given, knowledge, frameworks, defaults=defaults, plain=plain, with_name=False)
    decided = decision.decide(answers, knowledge, frameworks)
    show(decision.as_json(decided) if as_json else explain.decision_text(decided, terminal_width()))
