"""A device that sends readings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.test import Client, TestResponse

TELEMETRY = "/api/v1/telemetry/"


@dataclass(frozen=True)
class Program:
    """A program that uses the API."""

    client: Client
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **query: object) -> TestResponse:
        words = {name: str(value) for name, value in query.items()}
        return self.client.get(path, query_string=words or None, headers=self.headers)

    def send(self, method: str, path: str, body: object = None) -> TestResponse:
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.open(path, method=method, headers=self.headers, **sent)


def assert_refused(answer: TestResponse, status: int, *fields: str) -> None:
    """Check the status of an answer, and the fields that it is about."""
    assert answer.status_code == status, answer.text
    assert set(fields) <= set(answer.get_json()), answer.text


@dataclass(frozen=True)
class Device:
    """A device with its number and its key."""

    client: Client
    number: int
    key: str

    @property
    def path(self) -> str:
        """Where the API has it."""
        return f"/api/v1/devices/{self.number}/"

    def post(self, body: object = None, **sent: Any) -> TestResponse:
        """The answer to a body in JSON, or to what else was sent."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.client.post(TELEMETRY, headers=headers, **({"json": body} | sent if body is not None else sent))

    def send(self, *readings: object, **more: object) -> dict[str, Any]:
        """What became of a batch of readings."""
        answer = self.post({"readings": readings, **more})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.get_json()
        return told

    def state(self, program: Program) -> dict[str, Any]:
        """The latest measurements by metric, as a program reads them."""
        answer = program.get(f"{self.path}state/")
        assert answer.status_code == 200, answer.text
        return {measured["metric"]: measured for measured in answer.get_json()["metrics"]}

    def readings(self, program: Program, **query: object) -> list[dict[str, Any]]:
        """The readings of a page, as a program reads them."""
        answer = program.get(f"{self.path}readings/", **query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.get_json()["results"]
        return found

    def ids(self, program: Program, **query: object) -> list[str]:
        """The ids of those readings."""
        return [reading["id"] for reading in self.readings(program, **query)]


def reading(id: object = "1", **values: object) -> dict[str, object]:  # noqa: A002 - as the API calls it
    """A reading with these values, and good ones besides."""
    return {"id": id, "metric": "temperature", "value": 21.5, "time": ago(), **values}


def ago(**past: float) -> str:
    """The time that was so long ago, as a device says it."""
    return (datetime.now(UTC) - timedelta(**past)).isoformat()


def moment(text: str) -> datetime:
    """The time that is said."""
    return datetime.fromisoformat(text)
