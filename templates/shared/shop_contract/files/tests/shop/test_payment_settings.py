"""Who takes the money, by the settings."""

import pytest

from app.config import get_settings
from app.shop.payments import PROVIDERS
from production import PRODUCTION


def provider(**given: str) -> str:
    """The provider that these settings lead to."""
    return get_settings(**given).PAYMENT_PROVIDER


def test_nothing_said_means_a_fake_on_a_developer_s_machine_and_nobody_in_production() -> None:
    assert provider() == "fake"
    assert provider(**PRODUCTION) == "none"
    assert {provider(PAYMENT_PROVIDER=name) for name in PROVIDERS} == {*PROVIDERS}


@pytest.mark.parametrize(("name", "reason"), [("fake", "everything costs nothing"), ("nobody", "match pattern")])
def test_production_does_not_start_with_a_provider_that_takes_no_money(name: str, reason: str) -> None:
    with pytest.raises(SystemExit, match=rf"PAYMENT_PROVIDER .*{reason}"):
        provider(**PRODUCTION, PAYMENT_PROVIDER=name)
