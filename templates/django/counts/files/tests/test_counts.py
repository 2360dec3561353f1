"""Counting together, and alone where Redis is gone."""

import logging

import pytest

from app.counts import PAUSE, SharedCounts

NOWHERE = "redis://127.0.0.1:1/0"
"""Nothing listens there."""


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has had to do without Redis before."""
    monkeypatch.setattr(SharedCounts, "asked_again_at", 0)


def test_while_redis_does_not_answer_the_process_counts_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    counts = SharedCounts(NOWHERE, {})

    with caplog.at_level(logging.WARNING):
        added = [counts.add("tries", 1), counts.add("tries", 1)]
        SharedCounts(NOWHERE, {}).set("last", "now")

    assert added == [True, False]
    assert counts.incr("tries") == 2
    assert counts.get("last") == "now"
    assert counts.delete("tries")
    with pytest.raises(ValueError, match="tries"):
        counts.incr("tries")
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == ["Redis does not answer"]


def test_redis_is_asked_again_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_cache: object, _key: str, _default: object, _version: object) -> str:
        return "from Redis"

    counts = SharedCounts(NOWHERE, {})
    assert counts.get("first") is None
    monkeypatch.setattr("app.counts.RedisCache.get", answer)
    assert counts.get("first") is None

    SharedCounts.asked_again_at -= PAUSE

    assert counts.get("first") == "from Redis"
