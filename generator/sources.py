"""Where answers come from besides the interview.

In their order of precedence: the flags, `--set`, the answer file, the environment, the person's configuration, git's.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from generator.answer_files import read_answer_file
from generator.answers import Said, Source
from generator.errors import AnswersRefused
from generator.knowledge import Knowledge

PREFIX = "SCAFFOLD_"
"""What the name of an environment variable begins with: `SCAFFOLD_KIND` answers `kind`."""

CONFIGURATIONS = ("answers.yml", "answers.toml", "answers.json")
"""Files in the person's configuration folder that may hold answers for every project; the first one counts."""


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
    slips = [name for name in environment if name.startswith(PREFIX) and name not in ids]
    for name in sorted(slips):
        near = get_close_matches(name, ids, n=1, cutoff=0.9)
        if near:
            raise AnswersRefused((f"{name}: is no question's variable; did you mean {near[0]}?",))
    said = ((id, Said(environment[name], name)) for name, id in ids.items() if environment.get(name))
    return Source("environment", tuple(said))


def from_configuration(folder: Path) -> Source:
    """What the person's own answer file says, if there is one."""
    for name in CONFIGURATIONS:
        if os.path.isfile(folder / name):  # noqa: PTH113 - says no, rather than raise, in a closed folder
            return read_answer_file(folder / name)
    return Source("configuration", ())


def from_git(identity: Mapping[str, str]) -> Source:
    """`author` and `email` as git knows them, where they read as answers."""
    return Source("git", tuple((id, Said(value, "git's configuration")) for id, value in identity.items()))
