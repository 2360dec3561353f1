"""Git, where it is installed: who the person is, and the first commit of a project. Nothing here ever fails a run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

OURS = ("-c", "maintenance.auto=false", "-c", "core.excludesFile=", "-c", f"core.hooksPath={os.devnull}")
"""Settings for our own commands: no process stays behind, and what a person ignores or runs elsewhere is not meant."""

ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
"""Variables that point git at another repository, as they do inside a hook."""

TIMEOUT = 20
"""Seconds that one git command may take; a hook or a signing key that asks for something would wait for ever."""


def identity() -> dict[str, str]:
    """`author` and `email` from git's configuration; empty where there is no git or nothing is configured."""
    if not shutil.which("git"):
        return {}
    done = _git(None, "config", "--null", "--get-regexp", r"^user\.(name|email)$")
    found = dict(entry.partition("\n")[::2] for entry in done.stdout.split("\0"))
    said = {"author": found.get("user.name", "").strip(), "email": found.get("user.email", "").strip()}
    return {id: value for id, value in said.items() if value}


def first_commit(folder: Path, message: str) -> str:
    """A repository in `folder` with all its files committed; what stood in the way, in one sentence, or nothing."""
    if not shutil.which("git"):
        return "git is not installed, so no repository was made."
    done = _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    if done.returncode:
        return f"No repository was made, for git said: {_first_line(done)}"
    return commit(folder, message)


def commit(folder: Path, message: str) -> str:
    """A commit of everything in the repository; what stood in the way, in one sentence, or nothing.

    It is not signed, for that may ask for a passphrase; `git commit --amend -S` signs it.
    """
    for command in (("add", "--all"), ("commit", "--quiet", "--no-gpg-sign", "-m", message)):
        done = _git(folder, *command)
        if done.returncode and "nothing to commit" not in done.stdout:
            if "user.email" in done.stderr:
                return "git has no identity configured (user.name, user.email), so nothing was committed yet."
            return f"Nothing was committed yet, for git said: {_first_line(done)}"
    return ""


def _git(folder: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One git command; variables that point at another repository do not reach it, and it leaves no process behind."""
    environment = {key: value for key, value in os.environ.items() if key not in ELSEWHERE}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", *OURS, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(arguments, 1, "", str(error))


def _first_line(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[0]
