"""The command line: arguments and exit statuses.

Commands import what they need, so that `--help` and `decide` load neither the renderer nor the prompts.
"""

from generator.cli.commands import cli, main

__all__ = ["cli", "main"]
