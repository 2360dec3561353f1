"""Everything that can go wrong and is told to a person.

    ScaffoldError            1  could not
    ├── TemplateError           a layer, manifest or template is at fault
    ├── WriteError              the project could not be written; nothing was left behind
    ├── Misuse               2  the call or the answers are at fault
    │   ├── AnswersRefused      one problem a line, all of them at once
    │   └── PlanError           the capabilities asked for cannot live together
    └── Interrupted        130  the person stopped it

A message says what was found, what was expected and what to do next. Constructors do not print; `cli` shows the
message and exits with `status`.
"""

STOPPED = "Stopped; nothing was written."


class ScaffoldError(Exception):
    """The base of the family; `status` is the exit status."""

    status = 1


class TemplateError(ScaffoldError):
    """A layer breaks a rule of templates; the message names the layer and the file."""


class WriteError(ScaffoldError):
    """The destination or the disk refused; nothing is left behind."""


class Misuse(ScaffoldError):
    """A flag, a file or a value that cannot be used as given."""

    status = 2


class PlanError(Misuse):
    """Capabilities that exclude each other, or a requirement that nothing provides."""


class AnswersRefused(Misuse):
    """Answers with problems, each a line that names its place, what was found and what is allowed."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Interrupted(ScaffoldError):
    """Ctrl-C, or the end of input, while something was asked."""

    status = 130
