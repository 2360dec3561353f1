"""The log of a server in production: one line of JSON for a request, no secret, and nothing that a client can forge."""

from __future__ import annotations

import json
import re

import pytest

from tests.projects.claims.server import Serve
from tests.projects.claims.sites import by_framework

pytestmark = pytest.mark.generated

TOKEN = "t0ken" * 8
"""As long as the token in a link that resets a password."""


@by_framework("high")
def test_a_request_is_one_line_of_json_without_query_and_cookies(framework: str, serve: Serve) -> None:
    with serve(framework).log_of() as lines:
        answer = serve(framework).send("/probes/visitor/?token=a-secret", Cookie="session=another-secret")
    (line,) = map(json.loads, lines)
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/probes/visitor/", 200)
    assert re.fullmatch("[0-9a-f-]{32,36}", line["request_id"])
    assert answer.headers.get("X-Request-ID", line["request_id"]) == line["request_id"]
    assert "secret" not in lines[0]


@by_framework("high")
def test_the_line_names_the_address_behind_the_proxy(framework: str, serve: Serve) -> None:
    with serve(framework).log_of() as lines:
        serve(framework).send("/probes/visitor/", X_Forwarded_For="198.51.100.9, 203.0.113.7")
    assert json.loads(lines[0])["client"] == "203.0.113.7"


@by_framework("high")
def test_the_lines_of_a_request_that_fails_have_its_id_and_the_traceback(framework: str, serve: Serve) -> None:
    with serve(framework).log_of(2) as lines:
        serve(framework).send("/probes/broken/")
    found = [json.loads(line) for line in lines]
    assert len({line["request_id"] for line in found}) == 1
    assert any("RuntimeError" in line.get("exception", "") for line in found)
    assert found[-1]["status"] == 500


@by_framework("high")
def test_a_token_in_a_path_is_not_logged(framework: str, serve: Serve) -> None:
    for path in (f"/password/{TOKEN}/and/{'t0ken' * 7}/", f"/accounts/password/reset/{TOKEN}/"):
        with serve(framework).log_of() as lines:
            serve(framework).send(path)
        assert TOKEN not in "\n".join(lines)


@by_framework("high")
def test_a_request_forges_neither_a_line_nor_its_id(framework: str, serve: Serve) -> None:
    with serve(framework).log_of() as lines:
        answer = serve(framework).send("/%0Aforged%1B[31m", X_Request_ID="forged forged forged")
    (line,) = map(json.loads, lines)
    assert "forged" not in answer.headers.get("X-Request-ID", "")
    assert "forged" not in line["request_id"]
    assert line["status"] == 404


@by_framework("high")
def test_a_path_in_any_script_is_logged_as_it_was_requested(framework: str, serve: Serve) -> None:
    with serve(framework).log_of() as lines:
        serve(framework).send("/%E4%BB%B5/%C3%A9/")
    assert json.loads(lines[0])["path"] in {"/%E4%BB%B5/%C3%A9/", "/仵/é/"}
