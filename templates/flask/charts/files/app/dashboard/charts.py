"""The geometry of line charts, which a template draws as SVG."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.dashboard.sources import Figure

# The area inside the labels, in a chart of 800 by 400
LEFT, RIGHT, TOP, BOTTOM = 90, 790, 30, 340


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    day: date
    value: float


@dataclass(frozen=True)
class Tick:
    y: int
    label: str


@dataclass(frozen=True)
class Chart:
    """A series in a period. `change` is the difference to the period before, in percent."""

    series: str
    total: float
    change: int | None
    points: list[Point]
    ticks: list[Tick]

    @property
    def lowest(self) -> float:
        return min(point.value for point in self.points)

    @property
    def highest(self) -> float:
        return max(point.value for point in self.points)

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def area(self) -> str:
        return f"{self.points[0].x},{BOTTOM} {self.line} {self.points[-1].x},{BOTTOM}"


def create_charts(figures: Iterable[Figure], first: date, last: date) -> list[Chart]:
    """Return a chart for each series that has figures between two days, by name."""
    by_series: dict[str, dict[date, float]] = {}
    for figure in figures:
        by_series.setdefault(figure.series, {})[figure.day] = figure.value
    before = first - (last - first) - timedelta(days=1)
    charts = []
    for series, values in sorted(by_series.items()):
        shown = {day: values[day] for day in sorted(values) if first <= day <= last}
        if shown:
            previous = sum(value for day, value in values.items() if before <= day < first)
            charts.append(create_chart(series, shown, previous, first, last))
    return charts


def create_chart(series: str, values: dict[date, float], previous: float, first: date, last: date) -> Chart:
    ticks = get_ticks(values.values())
    days = max((last - first).days, 1)

    def x(day: date) -> int:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / days)

    def y(value: float) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * (value - ticks[0]) / (ticks[-1] - ticks[0]))

    total = sum(values.values())
    return Chart(
        series,
        total,
        round((total / previous - 1) * 100) if previous > 0 else None,
        [Point(x(day), y(value), day, value) for day, value in values.items()],
        [Tick(y(tick), get_label(tick)) for tick in ticks],
    )


def get_ticks(values: Iterable[float]) -> list[float]:
    """Return a few round numbers in equal steps that enclose all values and 0."""
    low, high = min(0, *values), max(0, *values)
    least = ((high - low) or 1) / 4
    power = 10 ** math.floor(math.log10(least))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)
    return [number * step for number in range(math.floor(low / step), max(math.ceil(high / step), 1) + 1)]


def get_label(value: float) -> str:
    """Return a short text for an axis, such as 1.5k."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
