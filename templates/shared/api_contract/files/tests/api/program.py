"""A program that uses the API: with a token of its own, or without."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from werkzeug.test import Client, TestResponse

from records.resources import RESOURCES, Resource

PROBLEM = "application/problem+json"

Record = dict[str, Any]


class Program:
    """A program that asks for JSON and sends JSON."""

    def __init__(self, client: Client, token: str = "") -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: object) -> TestResponse:
        """The answer to a question."""
        words = {name: str(value) for name, value in query.items()}
        return self.client.get(path, query_string=words or None, headers=self.headers)

    def send(self, method: str, path: str, body: object = None) -> TestResponse:
        """The answer to a request that brings JSON along, where there is a body."""
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.open(path, method=method, headers=self.headers, **sent)

    def records(self, path: str, **query: object) -> list[Record]:
        """The records of a page of a list."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        found: list[Record] = answer.get_json()["results"]
        return found


class Maker:
    """Makes records through the API, no two alike, with all that they refer to; what it does not give out is stored."""

    def __init__(self, program: Program, store: Callable[[str], int]) -> None:
        self.program = program
        self.store = store
        self.made: Counter[str] = Counter()

    def body(self, resource: Resource, **values: object) -> Record:
        """What a record of this kind is made of: the values given, and good ones besides."""
        number = self.made[resource.names]
        self.made[resource.names] += 1
        needed = {name: RESOURCES[to] for name, to in resource.refers.items() if name in resource.required}
        references = {name: self(to)["id"] for name, to in needed.items() if name not in values}
        return resource.row(number) | references | values

    def __call__(self, resource: Resource, **values: object) -> Record:
        """A new record; its id alone where the API does not give it out."""
        if not resource.in_api:
            return {"id": self.store(resource.names)}
        answer = self.program.send("POST", resource.path, self.body(resource, **values))
        assert answer.status_code == 201, answer.text
        record: Record = answer.get_json()
        return record


def assert_problem(answer: TestResponse, status: int, *fields: str) -> None:
    """Hold that the answer tells of a problem, and which fields it is about."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == PROBLEM
    told = answer.get_json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    assert told["title"]
    assert told["detail"]
    if fields:
        assert {error["field"] for error in told["errors"]} == set(fields), told
        assert all(error["message"] for error in told["errors"])
