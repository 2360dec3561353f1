"""Where answers come from besides the interview.

In their order of precedence: the flags, `--set`, the answer file, the environment, the person's configuration, git's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.answer_files import read_answer_file
from generator.answers import Answers, Said, Source, read_answers, read_value
from generator.errors import AnswersRefused
from generator.knowledge import Knowledge, asked_capabilities
from generator.templates import capability_ids, framework_ids, read_template

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
) -> tuple[Answers, tuple[str, ...]]:
    """What was said before anything is asked, and the ids of the frameworks that can be chosen.

    `template` is the folder of a guest framework that is offered besides. Raises `AnswersRefused` with the problems of
    all sources.
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
    named = {str(said.value) for source in found for id, said in source.said if id == "framework"}
    guests = (read_template(template).id,) if template else ()
    frameworks = tuple(dict.fromkeys((*framework_ids(named - set(guests)), *guests)))
    capabilities = {*asked_capabilities(knowledge), *capability_ids(frameworks, template)}
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
