"""What several commands share: their options, and how missing answers are asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from generator.answers.answers import Answers, missing
from generator.cli.program import PROGRAM
from generator.errors import AnswersRefused
from generator.knowledge.loader import Knowledge
from generator.ui.completion import complete_framework, complete_preset, complete_setting

answers_option = click.option(
    "--answers",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Read answers from a YAML, JSON or TOML file, or from `-`, stdin; see `{PROGRAM} docs answer-files`.",
)
set_option = click.option(
    "--set",
    "settings",
    metavar="ID=VALUE",
    multiple=True,
    shell_complete=complete_setting,
    help="Answer one question; may be repeated.",
)
model_option = click.option(
    "--model",
    "models",
    metavar="'NAME FIELD:TYPE …'",
    multiple=True,
    help="Add a model, such as 'Book title:str price:decimal'; may be repeated.",
)
framework_option = click.option(
    "--framework", metavar="auto|flask|django", shell_complete=complete_framework, help="Override the decision."
)
preset_option = click.option(
    "--preset",
    metavar="NAME",
    shell_complete=complete_preset,
    help=f"Use the answers of a preset, and defaults for the others; see `{PROGRAM} presets`.",
)
reason_option = click.option("--reason", metavar="TEXT", help="Record why the decision is overridden.")
defaults_option = click.option("--defaults", is_flag=True, help="Use the default for every question without an answer.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
plain_option = click.option("--plain", is_flag=True, help="Ask in plain numbered lines, for screen readers.")


@dataclass(frozen=True)
class Sources:
    """The options that say where answers come from."""

    file: Path | None
    settings: tuple[str, ...]
    models: tuple[str, ...]
    preset: str | None
    defaults: bool
    plain: bool

    def read(
        self,
        flags: Mapping[str, str | None],
        knowledge: Knowledge,
        *,
        identity: Mapping[str, str] | None = None,
        template: Path | None = None,
        folder: Path | None = None,
    ) -> tuple[Answers, tuple[str, ...]]:
        """Return the answers of all sources but the interview, and the ids of the frameworks."""
        from generator.answers.sources import read_sources

        return read_sources(
            flags, self.settings, self.file, configuration_folder(), identity or {}, knowledge, template, self.models,
            folder, self.preset,
        )  # fmt: skip

    def complete(
        self,
        given: Answers,
        knowledge: Knowledge,
        frameworks: tuple[str, ...],
        *,
        with_name: bool,
        template: Path | None = None,
    ) -> Answers:
        """Return complete answers: the given ones, those of the interview, and defaults."""
        open_questions = missing(given, knowledge, with_name=with_name)
        if self.defaults or self.preset:
            open_questions = tuple(question for question in open_questions if not question.defaults)
        if not open_questions:
            return given
        if obstacle := _find_obstacle():
            from generator.decision.scoring import can_matter

            ids = ", ".join(q.id for q in open_questions if can_matter(q, given.given, knowledge, frameworks))
            if not ids:
                return given
            raise AnswersRefused((f"no answer, and {obstacle}: {ids}; use --set, --answers or --defaults",))
        from generator.ui.interview import Interview
        from generator.ui.prompts import make_prompts

        prompts = make_prompts(plain=self.plain)

        def preview(answers: Answers) -> str:
            from generator import workflow
            from generator.ui.comparison import preview_text

            drafted = workflow.preview(answers, knowledge, frameworks=frameworks, template=template)
            return preview_text(drafted, knowledge, prompts.width)

        interview = Interview(prompts, knowledge, frameworks, given, preview)
        return interview.run(open_questions, write=with_name)


def _find_obstacle() -> str:
    """Return why nothing can be asked, or an empty string: CI may have a terminal, but nobody who types."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return "nothing is asked where CI is set"
    has_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    return "" if has_terminal else "no terminal to ask in"


def configuration_folder() -> Path:
    """Return the user's folder, which may contain answers for all projects."""
    return Path(click.get_app_dir("scaffold"))
