"""Production takes no anonymous writes unless its settings allow them."""

import pytest

from app.environment import Environment
from production import PRODUCTION


@pytest.mark.parametrize(("app_env", "allowed"), [("development", True), ("test", True), ("production", False)])
def test_only_production_refuses_by_default(monkeypatch: pytest.MonkeyPatch, app_env: str, allowed: bool) -> None:
    for name, value in (PRODUCTION | {"APP_ENV": app_env}).items():
        monkeypatch.setenv(name, value)

    assert Environment(_env_file=None).allow_anonymous_writes is allowed
    monkeypatch.setenv("ALLOW_ANONYMOUS_WRITES", str(not allowed))
    assert Environment(_env_file=None).allow_anonymous_writes is not allowed
