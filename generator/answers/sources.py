"""The sources of answers besides the interview.

In order of precedence: flags, `--set`, the answer file, the preset, the environment, the user's configuration, git's
configuration. What is said for this project comes before what is said for all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.answers.answers import Answers, RawAnswer, Source, read_answers
from generator.answers.files import read_answer_file
from generator.answers.values import did_you_mean, quoted, read_value
from generator.catalog.templates import capability_ids, framework_ids, is_capability, read_template
from generator.errors import AnswersRefused
from generator.knowledge.loader import Knowledge, asked_capabilities, load_presets
from generator.models.parsing.syntax import parse_model

PREFIX = "SCAFFOLD_"
"""Prefix of environment variables: `SCAFFOLD_KIND` answers `kind`."""

CONFIGURATIONS = ("answers.yml", "answers.toml", "answers.json")
"""Files in the user's configuration folder with answers for all projects; only the first one is read."""


def read_sources(
    flags: Mapping[str, str | None],
    settings: Iterable[str],
    file: Path | None,
    configuration: Path,
    identity: Mapping[str, str],
    knowledge: Knowledge,
    template: Path | None = None,
    models: Sequence[str] = (),
    folder: Path | None = None,
    preset: str | None = None,
) -> tuple[Answers, tuple[str, ...]]:
    """Return the answers of all sources, and the ids of the frameworks that can be chosen.

    `template` is the folder of an additional framework; `models` are models in the short form, added to those of the
    other sources; `folder` is that of the project, and the default for `name`. Raise `AnswersRefused` with the problems
    of all sources.
    """
    readers: tuple[Callable[[], Source], ...] = (
        lambda: from_flags(flags),
        lambda: from_settings(settings),
        lambda: read_answer_file(file) if file else Source("", ()),
        lambda: from_preset(preset),
        lambda: from_environment(os.environ, knowledge),
        lambda: from_configuration(configuration),
        lambda: from_git(identity, knowledge),
        lambda: from_folder(folder, knowledge),
    )
    found: list[Source] = []
    for read in readers:
        try:
            found.append(read())
        except AnswersRefused as error:
            found.append(Source("", (), error.problems))
    found = add_models(found, models)
    named = {str(raw.value) for source in found for id, raw in source.answers if id == "framework"}
    guests = (read_template(template).id,) if template else ()
    frameworks = tuple(dict.fromkeys((*framework_ids(named - set(guests)), *guests)))
    capabilities = nameable_capabilities(knowledge, frameworks, template)
    return read_answers(found, knowledge, frameworks, capabilities), frameworks


def read_record(
    record: Source,
    changed: Mapping[str, Any],
    models: Sequence[str],
    knowledge: Knowledge,
    framework: str,
    template: Path | None = None,
) -> tuple[Answers, tuple[str, ...]]:
    """Return the answers of a project's record with some changed, and the ids of the frameworks that can be chosen.

    Neither the environment nor the user's configuration counts, so that a project is the same for everybody.
    """
    sources = (
        Source("command line", tuple((id, RawAnswer(value, "command line")) for id, value in changed.items())),
        record,
    )
    guests = (read_template(template).id,) if template else ()
    named = {framework, str(changed.get("framework", framework))} - set(guests)
    frameworks = tuple(dict.fromkeys((*framework_ids(named), *guests)))
    capabilities = nameable_capabilities(knowledge, frameworks, template)
    return read_answers(add_models(sources, models), knowledge, frameworks, capabilities), frameworks


def nameable_capabilities(
    knowledge: Knowledge, frameworks: Iterable[str], template: Path | None = None
) -> frozenset[str]:
    """Return the ids that `with` and `without` may name."""
    return capability_ids(frameworks, template) | set(filter(is_capability, asked_capabilities(knowledge)))


def from_flags(flags: Mapping[str, str | None]) -> Source:
    """Return the answers given by flags of their own: value by question id, None if the flag is absent."""
    values = {id: value for id, value in flags.items() if value is not None}
    return Source("flag", tuple((id, RawAnswer(value, "command line")) for id, value in values.items()))


def from_settings(settings: Iterable[str]) -> Source:
    """Return the answers of `--set ID=VALUE`; raise `AnswersRefused` for one without `=`, or an id that is repeated."""
    answers: dict[str, RawAnswer] = {}
    for setting in settings:
        id, equals, value = setting.partition("=")
        if not equals:
            raise AnswersRefused((f"--set {setting[:60]!a}: expected ID=VALUE, such as --set kind=website",))
        if (earlier := answers.get(id.strip())) and earlier.value != value:
            said = f"{quoted(earlier.value)} and {quoted(value)}"
            raise AnswersRefused((f"--set {id.strip()}: found {said}, expected one value; leave one out",))
        answers[id.strip()] = RawAnswer(value, "--set")
    return Source("--set", tuple(answers.items()))


def add_models(sources: Sequence[Source], texts: Sequence[str]) -> list[Source]:
    """Return the sources with the models of `--model`, added to the first source that has models, or before all."""
    if not texts:
        return list(sources)
    problems, added = [], dict[str, Any]()
    for text in texts:
        try:
            name, fields = parse_model(text)
        except ValueError as error:
            problems.append(f"--model {text[:60]!a}: {error}")
            continue
        if name in added:
            problems.append(f"--model {text[:60]!a}: {name} is defined twice")
        added[name] = fields
    for index, source in enumerate(sources):
        raw = dict(source.answers).get("models")
        if raw and isinstance(raw.value, dict):
            problems += [
                f"--model: {name} is defined at {raw.location}, too; define it once"
                for name in added
                if name in raw.value
            ]
            joined = RawAnswer({**raw.value, **added}, f"{raw.location} and --model")
            answers = (*((id, value) for id, value in source.answers if id != "models"), ("models", joined))
            return [
                *sources[:index],
                replace(source, answers=answers),
                *sources[index + 1 :],
                Source("", (), tuple(problems)),
            ]
    answers = (("models", RawAnswer(added, "--model")),) if added else ()
    return [Source("--model", answers, tuple(problems)), *sources]


def from_preset(id: str | None) -> Source:
    """Return the answers of a preset; raise `AnswersRefused` if there is no such preset."""
    if id is None:
        return Source("preset", ())
    presets = load_presets()
    if id not in presets:
        known = f"expected one of {', '.join(presets)}{did_you_mean(id, presets)}"
        raise AnswersRefused((f"--preset: found {quoted(id)}, {known}",))
    answers = presets[id].answers.items()
    return Source("preset", tuple((question, RawAnswer(value, f"--preset {id}")) for question, value in answers))


def from_environment(environment: Mapping[str, str], knowledge: Knowledge) -> Source:
    """Return the answers of the variables `SCAFFOLD_<ID>` that are not empty; report names that look misspelt."""
    ids = {f"{PREFIX}{question.id.upper()}": question.id for question in knowledge.questions}
    others = sorted(name for name in environment if name.startswith(PREFIX) and name not in ids)
    problems = (
        f"{name}: does not answer a question; did you mean {near}?" for name in others if (near := _nearest(name, ids))
    )
    answers = ((id, RawAnswer(environment[name], name)) for name, id in ids.items() if environment.get(name))
    return Source("environment", tuple(answers), tuple(problems))


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.9)), "")


def from_configuration(folder: Path) -> Source:
    """Return the answers of the user's own answer file, if there is one."""
    file = find_configuration(folder)
    return read_answer_file(file) if file else Source("configuration", ())


def read_answers_of(folder: Path, knowledge: Knowledge) -> dict[str, Any]:
    """Return the checked answers of the user's own answer file; raise `AnswersRefused` if they are invalid."""
    frameworks = framework_ids()
    capabilities = nameable_capabilities(knowledge, frameworks)
    return read_answers([from_configuration(folder)], knowledge, frameworks, capabilities).given


def find_configuration(folder: Path) -> Path | None:
    """Return the user's own answer file, if there is one."""
    found = (folder / name for name in CONFIGURATIONS)
    return next((file for file in found if os.path.isfile(file)), None)  # noqa: PTH113 - no error in an unreadable folder


def from_git(identity: Mapping[str, str], knowledge: Knowledge) -> Source:
    """Return `author` and `email` from git's configuration, if they are valid answers: `me@localhost` is not."""
    valid = {id: value for id, value in identity.items() if _is_valid(id, value, knowledge)}
    return Source("git", tuple((id, RawAnswer(value, "git")) for id, value in valid.items()))


def from_folder(folder: Path | None, knowledge: Knowledge) -> Source:
    """Return the name of the folder as that of the project, if it is valid."""
    valid = folder and _is_valid("name", folder.name, knowledge)
    return Source("folder", (("name", RawAnswer(folder.name, str(folder))),) if folder and valid else ())


def _is_valid(id: str, value: str, knowledge: Knowledge) -> bool:
    try:
        read_value(knowledge.question(id), value)
    except ValueError:
        return False
    return True
