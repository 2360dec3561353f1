"""Where answers come from besides the interview.

In their order of precedence: the flags, `--set`, the answer file, the environment, the person's configuration, git's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.answers.answers import Answers, Said, Source, read_answers
from generator.answers.files import read_answer_file
from generator.answers.values import read_value
from generator.catalog.templates import capability_ids, framework_ids, is_capability, read_template
from generator.errors import AnswersRefused
from generator.knowledge.loader import Knowledge, asked_capabilities
from generator.models.parsing.syntax import parse_model

PREFIX = "SCAFFOLD_"
"""What the name of an environment variable begins with: `SCAFFOLD_KIND` answers `kind`."""

CONFIGURATIONS = ("answers.yml", "answers.toml", "answers.json")
"""Files in the person's configuration folder that may hold answers for every project; the first one counts."""


def read_sources(
    flags: Mapping[str, str | None],
    settings: Iterable[str],
    file: Path | None,
    configuration: Path,
    identity: Mapping[str, str],
    knowledge: Knowledge,
    template: Path | None = None,
    models: Sequence[str] = (),
) -> tuple[Answers, tuple[str, ...]]:
    """What was said before anything is asked, and the ids of the frameworks that can be chosen.

    `template` is the folder of a guest framework that is offered besides; `models` are record types in the short form,
    added to those that are said elsewhere. Raises `AnswersRefused` with the problems of all sources.
    """
    readers: tuple[Callable[[], Source], ...] = (
        lambda: from_flags(flags),
        lambda: from_settings(settings),
        lambda: read_answer_file(file) if file else Source("", ()),
        lambda: from_environment(os.environ, knowledge),
        lambda: from_configuration(configuration),
        lambda: from_git(identity, knowledge),
    )
    found: list[Source] = []
    for read in readers:
        try:
            found.append(read())
        except AnswersRefused as error:
            found.append(Source("", (), error.problems))
    found = with_models(found, models)
    named = {str(said.value) for source in found for id, said in source.said if id == "framework"}
    guests = (read_template(template).id,) if template else ()
    frameworks = tuple(dict.fromkeys((*framework_ids(named - set(guests)), *guests)))
    asked = filter(is_capability, asked_capabilities(knowledge))
    capabilities = {*asked, *capability_ids(frameworks, template)}
    return read_answers(found, knowledge, frameworks, capabilities), frameworks


def from_flags(flags: Mapping[str, str | None]) -> Source:
    """The answers that have flags of their own: value by question id, None for a flag not used."""
    return Source("flag", tuple((id, Said(value, "command line")) for id, value in flags.items() if value is not None))


def from_settings(settings: Iterable[str]) -> Source:
    """The values of `--set ID=VALUE`; the last counts where an id comes twice."""
    said: dict[str, Said] = {}
    for setting in settings:
        id, equals, value = setting.partition("=")
        if not equals:
            raise AnswersRefused((f"--set {setting[:60]!a}: expected ID=VALUE, such as --set kind=website",))
        said[id.strip()] = Said(value, "--set")
    return Source("--set", tuple(said.items()))


def with_models(sources: Sequence[Source], texts: Sequence[str]) -> list[Source]:
    """The sources with the record types of `--model` added to the first that says some, or before all others."""
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
            problems.append(f"--model {text[:60]!a}: {name} comes twice")
        added[name] = fields
    for place, source in enumerate(sources):
        said = dict(source.said).get("models")
        if said and isinstance(said.value, dict):
            problems += [
                f"--model: {name} is at {said.place}, too; say it once" for name in added if name in said.value
            ]
            joined = Said({**said.value, **added}, f"{said.place} and --model")
            joint = (*((id, value) for id, value in source.said if id != "models"), ("models", joined))
            return [
                *sources[:place],
                replace(source, said=joint),
                *sources[place + 1 :],
                Source("", (), tuple(problems)),
            ]
    said_here = (("models", Said(added, "--model")),) if added else ()
    return [Source("--model", said_here, tuple(problems)), *sources]


def from_environment(environment: Mapping[str, str], knowledge: Knowledge) -> Source:
    """The variables `SCAFFOLD_<ID>` that are not empty; one that looks like a slip of the pen is refused."""
    ids = {f"{PREFIX}{question.id.upper()}": question.id for question in knowledge.questions}
    others = sorted(name for name in environment if name.startswith(PREFIX) and name not in ids)
    problems = (
        f"{name}: is no question's variable; did you mean {near}?" for name in others if (near := _near(name, ids))
    )
    said = ((id, Said(environment[name], name)) for name, id in ids.items() if environment.get(name))
    return Source("environment", tuple(said), tuple(problems))


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.9)), "")


def from_configuration(folder: Path) -> Source:
    """What the person's own answer file says, if there is one."""
    for name in CONFIGURATIONS:
        if os.path.isfile(folder / name):  # noqa: PTH113 - says no, rather than raise, in a closed folder
            return read_answer_file(folder / name)
    return Source("configuration", ())


def from_git(identity: Mapping[str, str], knowledge: Knowledge) -> Source:
    """`author` and `email` as git knows them, where they read as answers: git takes `me@localhost`, we do not."""
    return Source("git", tuple((id, Said(v, "git")) for id, v in identity.items() if _reads(id, v, knowledge)))


def _reads(id: str, value: str, knowledge: Knowledge) -> bool:
    try:
        read_value(knowledge.question(id), value)
    except ValueError:
        return False
    return True
