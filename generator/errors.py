"""The errors that are reported to the user.

    ScaffoldError            1  failed
    ├── TemplateError           a layer, manifest or template is invalid
    ├── WriteError              the project could not be written; nothing was left behind
    ├── Misuse               2  the arguments or the answers are invalid
    │   ├── AnswersRefused      all problems, one per line
    │   └── PlanError           the requested capabilities exclude each other
    └── Interrupted        130  stopped by the user

A message says what was found, what was expected and what to do next. Constructors do not print; `cli` shows the
message and exits with `status`.
"""

STOPPED = "Stopped; nothing was written."


class ScaffoldError(Exception):
    """The base class; `status` is the exit status."""

    status = 1


class TemplateError(ScaffoldError):
    """An invalid layer; the message names the layer and the file."""


class WriteError(ScaffoldError):
    """The project cannot be written; nothing was left behind."""


class Misuse(ScaffoldError):
    """An invalid flag, file or value."""

    status = 2


class PlanError(Misuse):
    """Capabilities that exclude each other, or a requirement that nothing provides."""


class AnswersRefused(Misuse):
    """Invalid answers; each problem is a line with its location, what was found and what was expected."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Interrupted(ScaffoldError):
    """Ctrl-C or the end of input in a prompt."""

    status = 130
