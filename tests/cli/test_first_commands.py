"""The first commands of the README, word for word, in an empty home folder, with a folder of wheels as the index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.support import REPOSITORY, write_files

pytestmark = pytest.mark.slow

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^    .*\n)+", README.split("![The interview")[0], re.MULTILINE)
WAYS = {block.split()[0]: [line.strip() for line in block.splitlines()] for block in BLOCKS}
"""The commands of each block, by the program that the first one runs."""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with our wheel, those that it needs, and pip for pipx."""
    folder = tmp_path_factory.mktemp("wheels")
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    build = ["uv", "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", str(folder)]
    subprocess.run([*build, str(REPOSITORY)], check=True, env=environment)
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    collect = [str(venv / "bin/pip"), "wheel", "--quiet", "--wheel-dir", str(folder)]
    constraints = ["--constraint", str(REPOSITORY / "tests/constraints.txt")]
    ours = str(next(folder.glob("*.whl")))
    subprocess.run([*collect, *constraints, ours, "pip"], check=True, capture_output=True)
    shutil.rmtree(venv)
    return folder


def test_the_readme_begins_with_uvx_pipx_and_a_virtual_environment() -> None:
    assert list(WAYS) == ["uvx", "pipx", "python3"]
    assert len("".join(README.partition("![The interview")[0]).splitlines()) < 20


# Python's own `venv` and pip take 17 seconds, more than the other two together.
@pytest.mark.parametrize("way", ["uvx", "pipx", pytest.param("python3", marks=pytest.mark.exhaustive)])
def test_the_first_commands_of_the_readme_make_a_project(way: str, wheels: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    config = write_files(tmp_path / "uv", {"uv.toml": f'no-index = true\nfind-links = ["{wheels}"]\n'}) / "uv.toml"
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1",
        "UV_CONFIG_FILE": str(config), "UV_PYTHON_DOWNLOADS": "never",
        "PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }  # fmt: skip
    for command in WAYS[way]:
        screen = pexpect.spawn(
            "bash", ["-c", command], cwd=str(tmp_path), env=environment, encoding="utf-8", timeout=120,
            dimensions=(60, 100),
        )  # fmt: skip
        while screen.expect(["Esc: back", pexpect.EOF]) == 0:
            screen.send("\r")
        screen.close()
        assert screen.exitstatus == 0, screen.before
    assert (tmp_path / "myproject/pyproject.toml").is_file()
