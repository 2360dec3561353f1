"""Copier and cookiecutter for guest layers; `guests` runs this module in a process for each layer.

What a guest brings is data that wants to be a program. So nothing of it that is one is run (tasks, migrations, hooks,
extensions), what it prints is rendered in a sandbox with strict undefined, and the process itself may neither write
outside the project nor start another. The current folder holds `template/`; the project is made in `project/`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
"""Memory limit of the process in bytes, if the system supports it."""

UNSTEADY = (
    *("now", "strftime", "random", "ans_random", "random_mac", "shuffle", "lipsum", "uuid4", "random_ascii_string"),
    *("expandvars", "expanduser", "realpath", "relpath", "fileglob"),
)
"""Names of the engines that read the clock, random numbers or this machine: output would not be reproducible."""

ALONE = ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.symlink", "os.link")
WRITING = ("os.mkdir", "os.chmod", "os.utime", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
"""Audit events that are refused always, and those refused for paths outside. Source: docs.python.org, audit_events."""


class Refused(Exception):
    """An operation that a template may not do, in one line."""


def main() -> None:
    """Render the layer that the JSON on stdin describes; print the project's folder, or exit with 1 and the reason."""
    call = json.load(sys.stdin)
    os.environ["PATH"] = ""  # with git in sight, copier would start it for each file
    try:
        with contextlib.redirect_stdout(sys.stderr):
            folder = ENGINES[call["engine"]](call["answers"])
    except Exception as error:
        print(reason(error))  # noqa: T201
        sys.exit(1)
    print(folder)  # noqa: T201


def render_with_copier(answers: Mapping[str, str]) -> str:
    """Return the folder that copier renders to, without copier's answers file."""
    from copier import Settings, _main, run_copy
    from copier._template import Template
    from copier._user_data import DEFAULT_DATA

    shut_in("project")
    config = Template("template").config_data
    for feature in ("tasks", "migrations", "jinja_extensions"):
        if config.get(feature):
            raise Refused(f"copier.yml has _{feature}, which would run code: take them out")
    DEFAULT_DATA.clear()
    internals: Any = _main
    internals.SandboxedEnvironment = steady(internals.SandboxedEnvironment)
    file = ".copier-answers.yml"
    safe: dict[str, Any] = {"unsafe": False, "skip_tasks": True, "settings": Settings(trust=[])}
    run_copy("template", "project", {**answers}, answers_file=file, exclude=[file], defaults=True, quiet=True, **safe)
    return "project"


def render_with_cookiecutter(answers: Mapping[str, str]) -> str:
    """Return the folder that cookiecutter renders to; answers bypass its prompts, which would render them."""
    import cookiecutter.extensions  # noqa: F401 – the engine looks them up by name, too late for a process shut in
    from cookiecutter import generate, utils
    from cookiecutter.environment import ExtensionLoaderMixin
    from cookiecutter.find import find_template
    from jinja2.sandbox import SandboxedEnvironment

    shut_in("project")
    config = json.loads(Path("template/cookiecutter.json").read_text(encoding="utf-8"))
    if config.get("_extensions"):
        raise Refused("cookiecutter.json has _extensions, which would run code: take them out")
    for hook in sorted(Path("template/hooks").glob("*")):
        raise Refused(f"hooks/{hook.name} would run code: take it out")
    utils.StrictEnvironment = steady(type("Environment", (ExtensionLoaderMixin, SandboxedEnvironment), {}))
    environment = generate.create_env_with_context({"cookiecutter": config})
    if not environment.sandboxed:
        raise Refused("this version of cookiecutter does not let itself be put into a sandbox")
    values = settled(config, answers, environment)
    name = environment.from_string(find_template("template", environment).name).render(cookiecutter=values)
    if name in ("", ".", "..") or Path(name).name != name:
        raise Refused(f"the project's folder would be {name!r}, which is no name")
    shut_in(f"project/{name}")
    generate.generate_files("template", {"cookiecutter": values}, "project", accept_hooks=False)
    return f"project/{name}"


ENGINES: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "copier": render_with_copier,
    "cookiecutter": render_with_cookiecutter,
}


def settled(config: Mapping[str, Any], answers: Mapping[str, str], environment: Any) -> dict[str, Any]:
    """Return the variables of `cookiecutter.json`: answers as they are, else the rendered default."""
    from cookiecutter.prompt import render_variable

    values: dict[str, Any] = {}
    for key, default in sorted(config.items(), key=lambda item: isinstance(item[1], dict)):
        if key.startswith("_") and not key.startswith("__"):
            values[key] = default
        elif key in answers and isinstance(default, str):
            values[key] = answers[key]
        elif isinstance(default, list):
            choices = render_variable(environment, default, values)
            values[key] = answers.get(key, choices[0])
            if values[key] not in choices:
                raise Refused(f"cookiecutter.json: {key} is {values[key]!r}, and may be {', '.join(choices)}")
        elif key != "__prompts__":
            values[key] = render_variable(environment, default, values)
    return values


def steady(environment: type[Any]) -> type[Any]:
    """Return a subclass of the environment with strict undefined and without `UNSTEADY`."""
    from jinja2 import StrictUndefined

    class Steady(environment):  # type: ignore[misc]
        def __init__(self, **options: Any) -> None:
            super().__init__(**{**options, "undefined": StrictUndefined})
            kept = {id: each for id, each in self.extensions.items() if not each.tags & set(UNSTEADY)}
            self.extensions: dict[str, Any] = kept
            for name in UNSTEADY:
                self.filters.pop(name, None)
                self.globals.pop(name, None)

    return Steady


def shut_in(project: str) -> None:
    """Restrict this process: no writes outside `project`, no processes, no network, at most `MEMORY`."""
    root = Path(project).resolve()

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ALONE or event.partition(".")[0] in ("subprocess", "socket", "pty"):
            raise Refused(f"{event}: a template starts nothing, links nothing and speaks to no one")
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        below = event.startswith("os.") and isinstance(arguments[-1], int) and arguments[-1] >= 0
        paths = arguments[:1] if writes else arguments[:2] if event in WRITING and not below else ()
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike) and not within(path):
                raise Refused(f"{os.path.relpath(os.fsdecode(path), root)}: lies outside the project")

    def within(path: Any) -> bool:
        return Path(os.path.realpath(os.fsdecode(path))).is_relative_to(root)

    sys.dont_write_bytecode = True
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(refuse)


def reason(error: Exception) -> str:
    """Return an error in one line, with the template's file and line if they are known."""
    cause = getattr(error, "error", error)  # cookiecutter keeps the error of Jinja there
    frames = traceback.extract_tb(cause.__traceback__)
    places = [frame for frame in frames if frame.name in ("template", "top-level template code")]
    lead = f"{getattr(error, 'message', '')}: " if cause is not error else ""
    for frame in places[-1:]:
        if not frame.filename.startswith("<"):  # copier names the file in full, cookiecutter from the project's folder
            file = Path(frame.filename)
            lead = f"{os.path.relpath(file, 'template') if file.is_absolute() else file}:{frame.lineno}: "
    said = str(cause).strip().splitlines()
    return lead + (said[0] if said else type(cause).__name__)


if __name__ == "__main__":
    main()
