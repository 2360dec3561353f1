"""The story of an approval: ask, be refused to approve one's own, be approved by another, export, import."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

PASSWORD = "demo-password-for-everybody"


def ask(person: WebClient, title: str, amount: str) -> str:
    """The path of a new request, submitted for the first department that the form offers."""
    path = str(urlsplit(person.submit("/requests/new/", {"title": title, "amount": amount}).url).path)
    person.submit(path, to="/submit/")
    return path


def upload(person: WebClient, sheet: str, do: str) -> str:
    """The page after a sheet was sent, `check` or `import`."""
    page = person.open("/requests/import/")
    token = re.findall(r'name="(csrf\w+)"[^>]*value="([^"]+)"', page.text)[-1]
    answer = person.session.post(
        page.url, data=dict([token]) | {"do": do}, files={"file": ("r.csv", sheet)}, headers={"Referer": page.url}
    )
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_request_is_approved_by_others_exported_and_imported(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="enterprise")
    with serving(project, surroundings, "dev") as address:
        member, staff, admin, visitor = (WebClient(address) for _ in range(4))
        for role, person in {"member": member, "staff": staff, "admin": admin}.items():
            person.log_in(f"{role}@example.org", PASSWORD)
        assert "/accounts/login/" in visitor.open("/requests/").url
        assert "A lathe for the workshop" in staff.open("/requests/").text

        own = ask(staff, "A new desk", "250")
        assert "Nobody decides on a request of their own." in staff.open(own).text
        approve = {"decision": "approve", "comment": "Good."}
        assert "The request is approved." in admin.submit(own, approve, to="/decide/").text

        large = ask(member, "=1+1", "1000.01")
        assert "an admin&#39;s" in staff.submit(large, approve, to="/decide/").text.replace("&#x27;", "&#39;")
        assert "The request is approved." in admin.submit(large, approve, to="/decide/").text
        steps = member.open(large).text
        assert "approved by staff@example.org: Good." in steps
        assert "approved by admin@example.org: Good." in steps

        rows = list(csv.DictReader(StringIO(member.open("/requests/export/").text)))
        assert {"title": "'=1+1", "amount": "1000.01", "state": "approved"}.items() <= rows[0].items()

        sheet = "title,amount,department\nTea,5,Works\nCoffee,7.50,Workshop\n"
        assert "Line 4: amount" in upload(member, f"{sheet}Milk,free,Works\n", "import")
        assert "All is well: 2 requests." in upload(member, sheet, "check")
        assert "Coffee" not in member.open("/requests/").text
        assert "2 drafts are imported." in upload(member, sheet, "import")
        assert "Coffee" in member.open("/requests/?state=draft").text
        assert "Coffee" not in admin.open("/requests/").text
