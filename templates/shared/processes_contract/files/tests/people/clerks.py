"""Somebody who works with requests: fills in their forms, and decides."""

import re
from io import BytesIO

from werkzeug.test import TestResponse

from people.visitor import Visitor, forms

REQUESTS = "/requests/"
DEPARTMENTS = "/requests/departments/"
IMPORT = "/requests/import/"


class Clerk:
    """A visitor who has logged in."""

    def __init__(self, visitor: Visitor, email: str) -> None:
        self.visitor = visitor
        self.email = email

    def open(self, path: str) -> TestResponse:
        """The page at a path."""
        return self.visitor.open(path)

    def send(self, path: str, **values: str) -> TestResponse:
        """The answer to a form that goes to a path, whether a page offers it or not."""
        return self.visitor.post(path, self.token() | values)

    def token(self) -> dict[str, str]:
        """What makes a form one of this site's."""
        found = forms(self.open("/accounts/profile/").text)[0].values
        return {name: value for name, value in found.items() if "csrf" in name}

    def upload(self, content: str, do: str) -> TestResponse:
        """The answer to a sheet that is to be checked (`check`) or imported (`import`)."""
        return self.visitor.client.post(
            IMPORT,
            data={**self.token(), "do": do, "file": (BytesIO(content.encode()), "requests.csv")},
            base_url=self.visitor.base_url,
        )

    def requests(self, query: str = "") -> list[int]:
        """The numbers of the requests in the list."""
        found = re.findall(r'href="/requests/(\d+)/"', self.open(f"{REQUESTS}{query}").text)
        return [int(number) for number in dict.fromkeys(found)]

    def draft(self, department: int, title: str = "A kettle", amount: str = "12.50") -> int:
        """The number of a new draft."""
        answer = self.send(f"{REQUESTS}new/", title=title, amount=amount, department=str(department))
        assert answer.status_code == 302, answer.text
        return int(answer.location.rstrip("/").rpartition("/")[2])

    def submitted(self, department: int, amount: str = "12.50") -> int:
        """The number of a request that waits for a decision."""
        number = self.draft(department, amount=amount)
        assert self.send(f"{REQUESTS}{number}/submit/").status_code == 302
        return number

    def decide(self, number: int, decision: str, comment: str = "") -> TestResponse:
        """The answer to a decision, `approve` or `reject`."""
        return self.send(f"{REQUESTS}{number}/decide/", decision=decision, comment=comment)

    def state(self, number: int) -> str:
        """Where a request stands."""
        found = re.search(r'<span class="badge[^"]*">(\w+)</span>', self.open(f"{REQUESTS}{number}/").text)
        assert found
        return found[1]
