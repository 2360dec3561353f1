"""`scaffold decide`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.answers.answers import Answers
from generator.answers.values import did_you_mean
from generator.cli import options
from generator.cli.program import show, terminal_width
from generator.errors import Misuse
from generator.knowledge.loader import Knowledge, load_knowledge
from generator.ui.completion import complete_argument


@click.command()
@options.answers_option
@options.set_option
@options.model_option
@options.preset_option
@options.framework_option
@options.reason_option
@options.defaults_option
@options.json_option
@options.plain_option
@click.option("--compare", is_flag=True, help="Show what the project would have in each framework.")
@click.option(
    "--why", metavar="ARGUMENT", shell_complete=complete_argument, help="Explain one argument, by its id in brackets."
)
def decide(
    file: Path | None,
    settings: tuple[str, ...],
    models: tuple[str, ...],
    preset: str | None,
    framework: str | None,
    reason: str | None,
    defaults: bool,
    as_json: bool,
    plain: bool,
    compare: bool,
    why: str | None,
) -> None:
    """Decide and say why, without creating a project."""
    knowledge = load_knowledge()
    if why is not None:
        _show_argument(why, knowledge, as_json=as_json)
        return
    sources = options.Sources(file, settings, models, preset, defaults, plain)
    given, frameworks = sources.read({"framework": framework, "reason": reason}, knowledge)
    answers = sources.complete(given, knowledge, frameworks, with_name=False)
    if compare:
        _show_comparison(answers, knowledge, frameworks, as_json=as_json)
        return
    from generator.decision import explanation as explain
    from generator.decision import scoring as decision

    decided = decision.decide(answers, knowledge, frameworks)
    show(decision.as_json(decided) if as_json else explain.decision_text(decided, terminal_width()))


def _show_argument(id: str, knowledge: Knowledge, *, as_json: bool) -> None:
    from generator.decision import explanation as explain

    ids = [argument.id for argument in knowledge.arguments]
    if id not in ids:
        raise Misuse(f"there is no argument {id[:60]!a}{did_you_mean(id, ids)}; expected one of {', '.join(ids)}")
    argument = knowledge.argument(id)
    show(
        explain.argument_json(argument, knowledge)
        if as_json
        else explain.argument_text(argument, knowledge, terminal_width())
    )


def _show_comparison(answers: Answers, knowledge: Knowledge, frameworks: tuple[str, ...], *, as_json: bool) -> None:
    from generator import workflow
    from generator.ui import comparison

    drafts = [workflow.preview(answers, knowledge, frameworks=frameworks, framework=each) for each in frameworks]
    show(comparison.comparison_json(drafts) if as_json else comparison.comparison_text(drafts, terminal_width()))
