"""`--dist loadgroup` runs the tests of a group on one worker, so that each site is installed and served once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

TESTS = """
import os
import pytest
from tests.conftest import pytest_collection_modifyitems

@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("group", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in "ab"])
def test_it(number, group):
    with open(f"{group}-{os.environ['PYTEST_XDIST_WORKER']}", "a"):
        pass
"""


def test_a_group_has_one_worker(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_collection_modifyitems\n")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--rootdir", str(tmp_path), "-q"]
    subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(REPOSITORY)}, check=True, stdout=subprocess.DEVNULL)
    assert len(list(tmp_path.glob("a-*"))) == 1
    assert len(list(tmp_path.glob("b-*"))) == 1
