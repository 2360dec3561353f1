"""Linters of generated files that are no Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

YAMLLINT = """\
extends: default
rules:
  comments: {min-spaces-from-content: 1}
  document-start: disable
  line-length: {max: 160}
  truthy: {check-keys: false}
"""


def lint(*command: str) -> None:
    """Run a linter that lies beside this interpreter."""
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
