from pathlib import Path

import pytest

from tests.unit.extended import extend


@pytest.fixture(scope="session")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of scaffold that has the extensions of docs/extending.md."""
    extend(folder := tmp_path_factory.mktemp("extended"))
    return folder
