"""Charts as geometry: where a template draws what. Everything is text by then, and no browser has to work anything out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.source import Figure

WIDTH, HEIGHT = 400, 200
LEFT, RIGHT, TOP, BOTTOM = 48, 392, 12, 172
"""Where the field lies in which lines are drawn; outside it are the labels."""

STEPS = 4
"""About how many lines there are across the field."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """A text beside the field, at a place in it; `anchor` is which end of the text is there."""

    text: str
    place: str
    anchor: str = "end"


@dataclass(frozen=True)
class Dot:
    """A value in the field."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Row:
    """A line of the table beside a chart."""

    day: str
    value: str


@dataclass(frozen=True)
class Chart:
    """A series in a period: its tile, its chart and its table.

    `change` says how the total differs from that of the period before, and is empty where there is no telling.
    """

    id: str
    title: str
    total: str
    change: str
    description: str
    line: str
    area: str
    dots: Sequence[Dot]
    values: Sequence[Label]
    days: Sequence[Label]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Board:
    """The charts of a period, in the order of their titles."""

    since: str
    until: str
    charts: Sequence[Chart]


def board_of(figures: Sequence[Figure], days: int) -> Board:
    """The board of the last days for which there are figures."""
    last = max((figure.day for figure in figures), default=date.min)
    first = last - timedelta(days=min(days - 1, (last - date.min).days))
    before = first - timedelta(days=min(days, (first - date.min).days))
    charts = []
    for number, series in enumerate(sorted({figure.series for figure in figures}), 1):
        values = {figure.day: figure.value for figure in figures if figure.series == series}
        shown = {day: value for day, value in sorted(values.items()) if day >= first}
        earlier = sum(value for day, value in values.items() if before <= day < first)
        if shown:
            charts.append(chart(f"chart-{number}", series, shown, (first, last), change(sum(shown.values()), earlier)))
    return Board(day_text(first), day_text(last), charts)


def chart(id: str, title: str, values: dict[date, float], period: tuple[date, date], change: str) -> Chart:  # noqa: A002 - as HTML calls it
    """The chart of values by day, in a period."""
    first, last = period
    ticks = ticks_for(values.values())
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * ((day - first).days / span if last > first else 0.5)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value / ticks[-1] - ticks[0] / ticks[-1]) / (1 - ticks[0] / ticks[-1])

    points = [(x(day), y(value)) for day, value in values.items()]
    return Chart(
        id=id,
        title=title,
        total=number_text(sum(values.values())),
        change=change,
        description=describe(values),
        line=path(points),
        area=path([(points[0][0], BOTTOM), *points, (points[-1][0], BOTTOM)]),
        dots=[
            Dot(place(px), place(py), f"{day_text(day)}: {number_text(value)}")
            for (px, py), (day, value) in zip(points, values.items(), strict=True)
        ],
        values=[Label(short_text(tick), place(y(tick))) for tick in ticks],
        days=[Label(f"{day.day} {day:%b}", place(x(day)), anchor) for day, anchor in anchors(first, last)],
        rows=[Row(day_text(day), number_text(value)) for day, value in reversed(values.items())],
    )


def ticks_for(values: Iterable[float]) -> Sequence[float]:
    """Round numbers between which all values lie, and zero."""
    known = [*values, 0.0]
    low, high = min(known), max(known)
    rough = ((high - low) or 1) / STEPS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    below, above = math.floor(low / step), max(math.ceil(high / step), 1)
    return [number * step for number in range(below, above + 1)]


def anchors(first: date, last: date) -> Sequence[tuple[date, str]]:
    """The days that are named below a chart, with where their labels are held."""
    if first == last:
        return [(first, "middle")]
    return [(first, "start"), (first + (last - first) / 2, "middle"), (last, "end")]


def describe(values: dict[date, float]) -> str:
    """The chart in words, for who cannot see it."""
    days = list(values)
    told = f"From {number_text(values[days[0]])} on {day_text(days[0])} to {number_text(values[days[-1]])} on {day_text(days[-1])}"
    return f"{told}; lowest {number_text(min(values.values()))}, highest {number_text(max(values.values()))}."


def change(now: float, before: float) -> str:
    """How a total differs from that of the period before."""
    if before <= 0 or not math.isfinite(now / before):
        return ""
    percent = round((now / before - 1) * 100)
    return f"{percent:+,d} % to the days before" if percent else "as in the days before"


def path(points: Iterable[Point]) -> str:
    """A line through points, as SVG has it."""
    return "M" + " L".join(f"{place(x)} {place(y)}" for x, y in points)


def place(coordinate: float) -> str:
    """A coordinate."""
    return f"{coordinate:.1f}"


def day_text(day: date) -> str:
    """A day."""
    return f"{day.day} {day:%B} {day.year}"


def number_text(value: float) -> str:
    """A number with at most two places."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:.3g}"


def short_text(value: float) -> str:
    """A number for an axis: 1500 is 1.5k."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < size * 1000:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
