"""The page of the board."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from threading import Barrier
from typing import Any

import pytest
import time_machine
from werkzeug.test import Client

from app.board.kept import Keeper
from app.source import Figure

Look = Callable[..., Any]
Play = Callable[..., Any]

LAST = date(2026, 5, 31)


def figures(series: str, *values: float) -> list[Figure]:
    """Figures of a series, day after day until the last."""
    days = [LAST - timedelta(days=number) for number in range(len(values))]
    return [Figure(day, series, value) for day, value in zip(days, reversed(values), strict=True)]


def tiles(page: str) -> dict[str, str]:
    """The totals on the board, by title."""
    found = re.findall(r'<h2 class="h6[^>]*>([^<]*)</h2>\s*<p class="display-6[^>]*>([^<]*)</p>', page)
    return {unescape(title): total for title, total in found}


def tables(page: str) -> list[list[tuple[str, str]]]:
    """Day and value of the rows of each table."""
    found = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [re.findall(r'<th scope="row"[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td>', body) for body in found]


def test_the_board_shows_the_example_at_once(look: Look) -> None:
    page = look().text

    assert list(tiles(page)) == ["Orders", "Revenue", "Visitors"]
    assert page.count("<svg") == 3
    assert "8 September 2026 to 7 October 2026" in page


def test_every_page_leads_to_the_board(http: Client) -> None:
    assert 'href="/board/"' in http.get("/").text


def test_the_figures_of_the_source_are_shown_as_tile_chart_and_table(look: Look, play: Play) -> None:
    play(*figures("Visitors", 1_000, 2_000.5), *figures("Orders", 3))

    page = look().text

    assert tiles(page) == {"Orders": "3", "Visitors": "3,000.5"}
    assert tables(page) == [[("31 May 2026", "3")], [("31 May 2026", "2,000.5"), ("30 May 2026", "1,000")]]
    assert "<title>30 May 2026: 1,000</title>" in page


def test_a_chart_can_be_read_without_seeing_it(look: Look, play: Play) -> None:
    play(*figures("Visitors", 5, 1, 9, 7))

    page = look().text

    assert 'role="img" aria-labelledby="chart-1-title chart-1-description"' in page
    assert '<title id="chart-1-title">Visitors, day by day</title>' in page
    assert "From 5 on 28 May 2026 to 7 on 31 May 2026; lowest 1, highest 9." in page


@pytest.mark.parametrize(
    ("query", "days"), [("", 30), ("?days=7", 7), ("?days=90", 90), ("?days=8", 30), ("?days=x", 30)]
)
def test_a_period_is_chosen(look: Look, play: Play, query: str, days: int) -> None:
    play(*figures("Visitors", *range(1, 101)))

    page = look(query).text

    assert len(tables(page)[0]) == days
    assert tiles(page)["Visitors"] == f"{sum(range(101 - days, 101)):,d}"
    assert re.findall(r'href="\?days=(\d+)" aria-current="page"', page) == [str(days)]


def test_a_total_is_compared_with_the_days_before(look: Look, play: Play) -> None:
    play(*figures("Visitors", *[99] * 7, *[10] * 7, *[15] * 7), *figures("Orders", *[1] * 14), *figures("New", 1))

    page = look("?days=7").text

    assert "+50 % to the days before" in page
    assert page.count("as in the days before") == 1
    assert page.count("the days before") == 2


def test_a_title_is_text_and_nothing_else(look: Look, play: Play) -> None:
    play(*figures("<script>alert(1)</script>", 1), *figures('" onload="alert(1)', 1))

    page = look().text

    assert "<script>alert" not in page
    assert ' onload="' not in page
    assert "<script>alert(1)</script>" in tiles(page)


def test_the_page_holds_nothing_that_its_policy_refuses(look: Look) -> None:
    page = look().text

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)


def test_a_source_without_figures_gives_an_empty_board(look: Look, play: Play) -> None:
    play()

    answer = look()

    assert answer.status_code == 200
    assert "There are no figures yet." in answer.text


def test_the_source_is_asked_once_in_a_while(look: Look, play: Play) -> None:
    source = play(*figures("Visitors", 1))

    look(), look("?days=7")
    assert source.asked == 1
    with time_machine.travel(timedelta(seconds=299)):
        look()
    assert source.asked == 1
    with time_machine.travel(timedelta(seconds=301)):
        look(), look()
    assert source.asked == 2


def test_a_source_that_fails_leaves_the_figures_from_before_with_their_age(look: Look, play: Play) -> None:
    source = play(*figures("Visitors", 42))
    assert "does not answer" not in look().text
    source.is_broken = True

    with time_machine.travel(timedelta(minutes=7)):
        answer = look()

    assert answer.status_code == 200
    assert "The source does not answer. These figures are 7 minutes old." in answer.text
    assert tiles(answer.text) == {"Visitors": "42"}


def test_a_source_that_fails_is_not_asked_again_at_once_and_forgiven_when_it_answers(look: Look, play: Play) -> None:
    source = play(*figures("Visitors", 42))
    source.is_broken = True
    look(), look()
    assert source.asked == 1
    source.is_broken = False

    with time_machine.travel(timedelta(seconds=11)):
        answer = look()

    assert source.asked == 2
    assert "does not answer" not in answer.text


def test_a_source_that_never_answered_is_no_failure_of_the_board(look: Look, play: Play) -> None:
    play().is_broken = True

    answer = look()

    assert answer.status_code == 503
    assert "there are none from before" in answer.text
    assert "<h1" in answer.text


def test_visitors_who_come_at_once_have_the_source_asked_once(play: Play) -> None:
    source = play(*figures("Visitors", 1))
    source.takes = 0.2
    keeper, together = Keeper(source, timedelta(minutes=5)), Barrier(8)

    def visit() -> object:
        together.wait()
        return keeper.look()

    with ThreadPoolExecutor(8) as pool:
        seen = [visited.result() for visited in [pool.submit(visit) for _ in range(8)]]

    assert source.asked == 1
    assert None not in seen
