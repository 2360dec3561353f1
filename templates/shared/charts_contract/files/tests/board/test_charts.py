"""Charts as geometry."""

import re
from datetime import date, timedelta

import pytest

from app.board.charts import BOTTOM, LEFT, RIGHT, TOP, Chart, board_of, number_text, short_text, ticks_for
from app.board.page import age
from app.source import Figure

FIRST = date(2026, 5, 1)


def chart_of(*values: float, days: int = 30) -> Chart:
    """The chart of values, day after day."""
    figures = [Figure(FIRST + timedelta(days=number), "x", value) for number, value in enumerate(values)]
    (chart,) = board_of(figures, days).charts
    return chart


@pytest.mark.parametrize(
    "values", [(0,), (5,), (1, 2, 3), (0, 0), (-5, 5), (-7, -3), (1e300, 1), (1e-9, 2e-9), (3, 1e15), (-1e6, 0)]
)
def test_every_value_is_drawn_within_the_field(values: tuple[float, ...]) -> None:
    chart = chart_of(*values)

    assert len(chart.dots) == len(values)
    for dot in chart.dots:
        assert LEFT <= float(dot.x) <= RIGHT
        assert TOP - 0.1 <= float(dot.y) <= BOTTOM + 0.1
    assert re.fullmatch(r"M[\d.]+ [\d.]+( L[\d.]+ [\d.]+)*", chart.line)


def test_higher_values_are_drawn_higher_and_later_ones_to_the_right() -> None:
    low, high = chart_of(1, 4).dots

    assert float(high.y) < float(low.y)
    assert float(high.x) > float(low.x)


def test_a_chart_reaches_from_the_first_day_of_its_period_to_the_last() -> None:
    chart = chart_of(*range(10))

    assert (float(chart.dots[-1].x), chart.days[-1].text) == (RIGHT, "10 May")
    assert [label.anchor for label in chart.days] == ["start", "middle", "end"]
    assert [label.text for label in chart_of(1, days=1).days] == ["1 May"]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0], [0, 0.5]),
        ([0.03], [0, 0.01, 0.02, 0.03]),
        ([7], [0, 2, 4, 6, 8]),
        ([100, 430], [0, 200, 400, 600]),
        ([-3, 3], [-4, -2, 0, 2, 4]),
    ],
)
def test_an_axis_has_a_few_round_numbers(values: list[float], ticks: list[float]) -> None:
    assert ticks_for(values) == ticks


def test_a_day_of_the_first_years_breaks_nothing() -> None:
    board = board_of([Figure(date(1, 1, 2), "x", 1)], 90)

    assert board.charts[0].total == "1"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234.5, "1,234.5"), (-2, "-2"), (0.001, "0"), (1e20, "1e+20"), (100, "100")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (1500, "1.5k"), (2e6, "2M"), (-3e9, "-3G")])
def test_numbers_beside_an_axis_are_shorter(value: float, text: str) -> None:
    assert short_text(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "less than a minute old"), (60, "1 minute old"), (7_200, "2 hours old"), (100_000, "1 day old")],
)
def test_an_age_is_told_in_words(seconds: int, text: str) -> None:
    assert age(timedelta(seconds=seconds)) == text
