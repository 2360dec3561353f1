"""Git, if it is installed: the identity of the user, and the first commit of a project. Errors are returned as text."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

OPTIONS = ("-c", "maintenance.auto=false", "-c", "core.excludesFile=", "-c", f"core.hooksPath={os.devnull}")
"""No background maintenance, and neither ignore rules nor hooks of the user."""

REPOSITORY_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
)
"""Variables that select another repository, as inside a hook."""

NO_IDENTITY = """Nothing was committed, because git does not know who you are. Tell it, and commit:
  git config --global user.name "NAME"
  git config --global user.email EMAIL"""

TIMEOUT = 20
"""Timeout of a git command in seconds: a credential helper or a signing key could wait for input."""


def read_identity() -> dict[str, str]:
    """Return `author` and `email` from git's configuration, if they are configured."""
    if not shutil.which("git"):
        return {}
    done = _git(None, "config", "--null", "--get-regexp", r"^user\.(name|email)$")
    found = dict(entry.partition("\n")[::2] for entry in done.stdout.split("\0"))
    said = {"author": found.get("user.name", "").strip(), "email": found.get("user.email", "").strip()}
    return {id: value for id, value in said.items() if value}


def create_repository(folder: Path, message: str) -> str:
    """Create a repository in `folder` and commit all files; return an error in one sentence, or an empty string."""
    if not shutil.which("git"):
        return "git is not installed, so no repository was created."
    done = _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    if done.returncode:
        return f"No repository was created: git said: {_first_line(done)}"
    return commit(folder, message)


def commit_to_existing(folder: Path, message: str) -> str:
    """Commit all files to the repository in `folder`; return an error in one sentence, or an empty string.

    Nothing is committed that would delete a file of the last commit, as in a clone without a checkout.
    """
    if not shutil.which("git"):
        return "git is not installed, so nothing was committed."
    if _git(folder, "--git-dir=.git", "diff", "--name-only", "--diff-filter=D", "HEAD").stdout:
        return "Nothing was committed: the last commit has files that are not in the folder; restore them first."
    return commit(folder, message)


def commit(folder: Path, message: str) -> str:
    """Commit all changes; return an error in one sentence, or an empty string.

    The commit is not signed, since signing may ask for a passphrase; `git commit --amend -S` signs it.
    """
    for command in (("add", "--all"), ("commit", "--quiet", "--no-gpg-sign", "-m", message)):
        done = _git(folder, "--git-dir=.git", *command)  # never the repository of a folder above
        if done.returncode and "nothing to commit" not in done.stdout:
            if "user.email" in done.stderr:
                return NO_IDENTITY
            return f"Nothing was committed: git said: {_first_line(done)}"
    return ""


def _git(folder: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a git command in `folder`, without prompts and without variables that select another repository."""
    environment = {key: value for key, value in os.environ.items() if key not in REPOSITORY_VARIABLES}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", *OPTIONS, *arguments],
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
