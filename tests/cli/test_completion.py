"""Completion in real shells: words are typed up to Tab, and the line that is there then is read."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pexpect
import pytest

pytestmark = pytest.mark.slow

SHELLS = {
    "bash": (["--norc", "-i"], 'eval "$(scaffold completion bash)"'),
    "zsh": (["-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(scaffold completion zsh)"'),
    "fish": (["--no-config", "-i"], "scaffold completion fish | source"),
}
"""The arguments of an interactive shell without configuration, and the command that loads the completion."""

START, END = "\x01", "\x05"
"""Ctrl-A and Ctrl-E, which go to the start and to the end of the line."""

LINES = {
    "dec": "decide ",
    "new --fra": "new --framework ",
    "new --framework dj": "new --framework django ",
    "new --framework=dj": "new --framework=django ",
    "new --preset bl": "new --preset blog ",
    "new --set ki": "new --set kind=",
    "new --set kind=c": "new --set kind=cms ",
    "new --set=kind=c": "new --set=kind=cms ",
    "new --set with=ss": "new --set with=sso ",
    "new --set with=api,ss": "new --set with=api,sso ",
    "new --set framework=dj": "new --set framework=django ",
    "decide --why fewe": "decide --why fewer_ideas ",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_is_completed_in_a_real_shell(here: Path, shell: str) -> None:
    if not shutil.which(shell):
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, f"CI must have {shell}"
        pytest.skip(f"needs {shell}")
    arguments, load = SHELLS[shell]
    screen = pexpect.spawn(
        shell, arguments, cwd=str(here), env={**os.environ, "TERM": "dumb"}, encoding="utf-8", timeout=20,
        dimensions=(40, 150),
    )  # fmt: skip
    screen.sendline(f'{load}; echo rea""dy')
    screen.expect("[\r\n]ready[\r\n]")
    for typed, completed in LINES.items():
        screen.send(f'scaffold {typed}\tX{START}echo "{END}"\r')
        screen.expect(r'[\r\n]scaffold ([^\r\n"]*)X\r')
        assert isinstance(screen.match, re.Match)
        assert screen.match[1] == completed
    screen.close(force=True)
