"""What the API says of itself: its description by OpenAPI, and the page that shows it."""

import re
from typing import Any

import pytest
from openapi_spec_validator import validate
from werkzeug.test import Client

from records.resources import RESOURCES, Resource
from test_contract import assert_protected

OPERATIONS = {
    ("", "get"): "list_{0.names}",
    ("", "post"): "create_{0.name}",
    ("{id}/", "get"): "get_{0.name}",
    ("{id}/", "put"): "replace_{0.name}",
    ("{id}/", "patch"): "change_{0.name}",
    ("{id}/", "delete"): "delete_{0.name}",
}


@pytest.fixture
def description(http: Client) -> dict[str, Any]:
    """The description of the API."""
    answer = http.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    described: dict[str, Any] = answer.get_json()
    return described


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    validate(description)


def test_every_operation_has_its_name(description: dict[str, Any], resource: Resource) -> None:
    for (below, method), name in OPERATIONS.items():
        operation = description["paths"][f"{resource.path}{below}"][method]
        assert operation["operationId"] == name.format(resource)
        assert "429" in operation["responses"]
        assert operation["summary"]


def test_every_record_has_an_example(description: dict[str, Any], resource: Resource) -> None:
    body = description["paths"][resource.path]["post"]["requestBody"]["content"]["application/json"]
    (example,) = (entry["value"] for entry in body["examples"].values()) if "examples" in body else (body["example"],)

    assert set(example) >= set(resource.required) - set(resource.refers)
    assert set(example) >= set(resource.row(0))


def test_both_ways_in_are_described(description: dict[str, Any]) -> None:
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    shown = {resource.names for resource in RESOURCES.values() if resource.in_api}
    assert shown <= {path.split("/")[3].replace("-", "_") for path in description["paths"] if "/v1/" in path}


def test_the_page_about_the_api_needs_no_other_host_and_no_inline_script(http: Client) -> None:
    answer = http.get("/api/docs/")

    assert answer.status_code == 200
    assert_protected(answer)
    assert "/api/openapi.json" in answer.text or re.search(r'src="[^"]+\.js', answer.text)
    for tag, attributes in re.findall(r"<(script|link|img)\b([^>]*)>", answer.text):
        for address in re.findall(r'(?:src|href)="([^"]*)"', attributes):
            assert address.startswith(("/", "data:")), (tag, address)
        assert tag != "script" or "src=" in attributes
    for path in re.findall(r'<(?:script|link)\b[^>]*(?:src|href)="(/[^"]*)"', answer.text):
        with http.get(path) as loaded:
            assert loaded.status_code == 200, path
