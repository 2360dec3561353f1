"""Production takes no anonymous writes unless its settings allow them."""

import pytest

from app.config import Settings
from production import PRODUCTION


@pytest.mark.parametrize(("app_env", "allowed"), [("development", True), ("test", True), ("production", False)])
def test_only_production_refuses_by_default(monkeypatch: pytest.MonkeyPatch, app_env: str, allowed: bool) -> None:
    for name, value in (PRODUCTION | {"APP_ENV": app_env}).items():
        monkeypatch.setenv(name, value)

    assert Settings(_env_file=None).ALLOW_ANONYMOUS_WRITES is allowed
    monkeypatch.setenv("ALLOW_ANONYMOUS_WRITES", str(not allowed))
    assert Settings(_env_file=None).ALLOW_ANONYMOUS_WRITES is not allowed
