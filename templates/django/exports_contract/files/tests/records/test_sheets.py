"""What a spreadsheet is given."""

from decimal import Decimal

import pytest

from app.records.sheets import Cell, csv_of


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_no_formula(text: str) -> None:
    assert f"'{text}".encode() in csv_of([[text]])


@pytest.mark.parametrize("number", [-1, -0.5, Decimal("-12.50")])
def test_a_number_stays_a_number(number: Cell) -> None:
    assert csv_of([[number]]).decode("utf-8-sig") == f"{number}\r\n"


def test_a_text_stays_in_its_cell() -> None:
    assert csv_of([['Tea, "green"\nor black', "Ærø"]]).decode("utf-8-sig") == '"Tea, ""green""\nor black",Ærø\r\n'
