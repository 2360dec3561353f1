"""The clock of the tests: the codes of an authenticator app change every half-minute."""

import time
from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Time stands still unless a test moves it, so that no code grows old between two lines."""
    with time_machine.travel(time.time(), tick=False):
        yield
