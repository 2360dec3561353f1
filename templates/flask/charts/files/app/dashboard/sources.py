"""Sources of figures. `SOURCE_URL` selects one; any class with `get_figures` can be another."""

import csv
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Protocol

import httpx
from flask import Config
from pydantic import Field, TypeAdapter, ValidationError

from app.config import ROOT

TIMEOUT = 5  # seconds
LIMIT = 1e15

# httpx logs the URL of each request, which may contain a password.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Figure:
    """The value of a series on a day."""

    day: date
    series: Annotated[str, Field(min_length=1, max_length=100)]
    value: Annotated[float, Field(ge=-LIMIT, le=LIMIT)]


class SourceError(Exception):
    """The source did not respond, or its response is not valid."""


class Source(Protocol):
    def get_figures(self) -> list[Figure]:
        """Return all figures, in any order, or raise `SourceError`."""


@dataclass(frozen=True)
class CSVSource:
    """A file with the columns `day`, `series` and `value`."""

    path: Path

    def get_figures(self) -> list[Figure]:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise SourceError(type(error).__name__) from error
        return validate(rows)


@dataclass(frozen=True)
class HTTPSource:
    """A JSON document: a list of objects with `day`, `series` and `value`. Redirects are not followed."""

    url: str
    token: str | None = None

    def get_figures(self) -> list[Figure]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            response = httpx.get(self.url, headers=headers, timeout=TIMEOUT)
            rows = response.json() if response.is_success else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise SourceError(type(error).__name__) from error
        if not response.is_success:
            raise SourceError(f"status {response.status_code}")
        return validate(rows)


class DemoSource:
    """Half a year of demo figures until yesterday: growth, quiet weekends and an outlier."""

    def get_figures(self) -> list[Figure]:
        figures = []
        for age in range(1, 181):
            day = datetime.now(UTC).date() - timedelta(days=age)
            visitors = (520 - age) * (1 + day.toordinal() * 37 % 101 / 500)
            visitors *= (1, 1.04, 1.08, 1.02, 0.94, 0.55, 0.5)[day.weekday()]
            if age == 12:
                visitors *= 1.8
            orders = round(visitors * (0.035 + day.toordinal() * 5 % 7 / 1000))
            revenue = orders * (38 + day.toordinal() * 53 % 17)
            for series, value in (("Visitors", round(visitors)), ("Orders", orders), ("Revenue", revenue)):
                figures.append(Figure(day, series, value))
        return figures


FIGURES = TypeAdapter(list[Figure])


def validate(rows: Any) -> list[Figure]:
    try:
        return FIGURES.validate_python(rows)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SourceError(f"{first['loc']}: {first['msg']}") from error


def get_source(config: Config) -> Source:
    url = config["SOURCE_URL"]
    if url == "demo":
        return DemoSource()
    if url.startswith(("http://", "https://")):
        return HTTPSource(url, config["SOURCE_TOKEN"])
    return CSVSource(ROOT / url)
