"""Completion in a shell: the values of options and arguments, and the script that a shell loads."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from generator.errors import Misuse
from generator.knowledge.loader import Question, load_knowledge, load_presets


class WholeWords(ShellComplete):
    """Completion that gives whole words, such as `--framework=django`, and not the value alone."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what the word may become."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not equals or not option.startswith("--"):
            return items
        return [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in items]


@add_completion_class
class Bash(WholeWords, BashComplete):
    """Completion for bash, which separates words at `=` as well, unlike the program that it runs.

    So the program gets the line, and bash only what follows the last `=` of the word.
    """

    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    local line="${COMP_LINE:0:COMP_POINT}"
    local word="${line##*[[:space:]]}"
    local typed="${word%%"${word##*=}"}"
    [[ $COMP_WORDBREAKS == *=* ]] || typed=""
    response=$(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1")
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        else
            [[ $value == *= ]] && compopt -o nospace
            COMPREPLY+=("${value#"$typed"}")
        fi
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the cursor, and what is typed of the next one."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        incomplete = words.pop() if line[-1:].strip() else ""
        return words[1:], incomplete


@add_completion_class
class Zsh(WholeWords, ZshComplete):
    """Completion for zsh, without a space behind the `=` of a setting."""

    source_template = ZshComplete.source_template.replace(
        "compadd -U", 'compadd -S "${${${completions[1]:#*=}:+ }:-}" -U'
    )


@add_completion_class
class Fish(WholeWords, FishComplete):
    """Completion for fish, with commas in values."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


def complete_setting(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--set`: question ids first, then the options of the typed id, or ids for a list."""
    id, equals, value = typed.partition("=")
    questions = {question.id: question for question in load_knowledge().questions}
    if not equals:
        return [f"{known}=" for known in questions if known.startswith(id)]
    if id not in questions:
        return []
    before, comma, _ = value.rpartition(",")
    settings = (f"{id}={before}{comma}{option}" for option in _options(questions[id]))
    return [setting for setting in settings if setting.startswith(typed)]


def _options(question: Question) -> Sequence[str]:
    """Return what a value of the question can be, or an item of it."""
    from generator.answers.sources import nameable_capabilities
    from generator.catalog.templates import framework_ids

    if question.type == "list":
        return sorted(nameable_capabilities(load_knowledge(), framework_ids()))
    return ("auto", *framework_ids()) if question.type == "framework" else question.option_ids


def complete_framework(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--framework`."""
    from generator.catalog.templates import framework_ids

    return [id for id in ("auto", *framework_ids()) if id.startswith(typed)]


def complete_argument(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--why`."""
    return [argument.id for argument in load_knowledge().arguments if argument.id.startswith(typed)]


def complete_preset(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--preset`."""
    return [id for id in load_presets() if id.startswith(typed)]


def complete_page(_context: click.Context, _argument: click.Parameter, typed: str) -> list[str]:
    """Return the pages of the documentation."""
    from generator.ui.documentation import find_pages

    return [name for name in find_pages() if name.startswith(typed)]


def completion_script(command: click.Command, program: str, shell: str) -> str:
    """Return the completion script of a program for a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise Misuse(f"there is no completion for {shell}")
    return kind(command, {}, program, f"_{program.replace('-', '_').upper()}_COMPLETE").source()
