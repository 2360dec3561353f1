"""What the page of the board shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from app.board.charts import HEIGHT, LEFT, RIGHT, WIDTH, board_of
from app.board.kept import Keeper

PERIODS = (7, 30, 90)
USUAL = 30
"""Days."""


@dataclass(frozen=True)
class Period:
    """A period that can be chosen."""

    days: int
    is_chosen: bool


def page(keeper: Keeper, asked: str) -> tuple[Mapping[str, Any], HTTPStatus]:
    """What the template is told for the number of days asked for, and the status: 503 where there is nothing to show."""
    days = next((period for period in PERIODS if str(period) == asked), USUAL)
    kept = keeper.look()
    if kept is None:
        return {"board": None}, HTTPStatus.SERVICE_UNAVAILABLE
    told = {
        "board": board_of(kept.figures, days),
        "periods": [Period(period, period == days) for period in PERIODS],
        "age": age(datetime.now(UTC) - kept.taken_at) if kept.is_stale else "",
        "field": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT},
    }
    return told, HTTPStatus.OK


def age(of: timedelta) -> str:
    """How old something is, in words."""
    seconds = int(of.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{seconds // size} {unit}{'s' if seconds >= 2 * size else ''} old"
    return "less than a minute old"
