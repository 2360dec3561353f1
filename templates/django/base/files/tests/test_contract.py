"""What the application promises, whatever it is built with: health, headers, cookies, hosts, errors, logs, commands."""

import json
import logging
import re
import socket
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from app.config import ROOT, get_settings
from app.logs import configure_logging
from app.proxies import TrustedProxies
from production import PRODUCTION

HTTPS = "https://example.org"
ONE_YEAR = 31_536_000

Run = Callable[[str], tuple[int, str]]


@contextmanager
def written_log(**settings: object) -> Iterator[StringIO]:
    """What is logged meanwhile, with the log set up for these settings."""
    with redirect_stdout(StringIO()) as written:
        configure_logging(get_settings(**settings))
        yield written
    configure_logging(get_settings())


def directives(response: Response) -> dict[str, list[str]]:
    """The sources by directive in an enforced content security policy."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def assert_protected(response: Response) -> None:
    policy = directives(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    allowed = {source for sources in policy.values() for source in sources if not source.startswith("'nonce-")}
    assert allowed <= {"'none'", "'self'", "data:"}
    assert "data:" not in policy["script-src"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def address_seen(trusted: str, peer: str, told: str) -> str:
    """The visitor's address as an application sees it behind the proxies that it trusts."""
    application = Request.application(lambda request: Response(request.environ["REMOTE_ADDR"]))
    client = Client(TrustedProxies(application, trusted))
    return client.get("/", headers={"X-Forwarded-For": told}, environ_overrides={"REMOTE_ADDR": peer}).text


def test_the_front_door_is_open(http: Client) -> None:
    assert http.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
def test_health_is_told_in_json_and_never_from_a_cache(http: Client, path: str) -> None:
    response = http.get(path)

    assert response.status_code == 200
    assert response.json is not None
    assert response.json["status"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"


def test_without_its_database_the_application_is_alive_but_not_ready(without_database: Client) -> None:
    assert without_database.get("/health/live/").status_code == 200

    response = without_database.get("/health/ready/")

    assert response.status_code == 503
    assert response.json == {"status": "unavailable", "database": "does not answer"}


def test_every_route_is_protected(http: Client, routes: list[str]) -> None:
    assert {"/", "/health/live/", "/health/ready/"} <= set(routes)
    for path in routes:
        assert_protected(http.get(path))


def test_errors_are_protected_as_well(http: Client) -> None:
    missing = http.get("/no-such-page/")
    refused = http.trace("/health/live/")
    broken = http.get("/broken/")
    unknown = http.get("/", base_url="http://evil.example")

    statuses = [response.status_code for response in (missing, refused, broken, unknown)]
    assert statuses == [404, 405, 500, 400]
    for response in (missing, refused, broken, unknown):
        assert_protected(response)


def test_a_refused_method_is_answered_with_those_allowed(http: Client) -> None:
    assert "GET" in http.trace("/health/live/").headers["Allow"]


def test_browsers_are_held_to_https_for_a_year_in_production(production: Client) -> None:
    response = production.get("/", base_url=HTTPS)

    assert response.headers["Strict-Transport-Security"] == f"max-age={ONE_YEAR}"


def test_nobody_is_held_to_https_by_an_answer_that_came_without_it(production: Client) -> None:
    response = production.get("/health/live/", base_url="http://example.org")

    assert "Strict-Transport-Security" not in response.headers


def test_nobody_is_held_to_https_outside_production(http: Client) -> None:
    assert "Strict-Transport-Security" not in http.get("/", base_url="https://localhost").headers


def test_visitors_are_sent_to_https_once_in_production(production: Client) -> None:
    response = production.get("/no/such/page/?q=1", base_url="http://example.org")

    assert response.status_code in {301, 308}
    assert response.location == "https://example.org/no/such/page/?q=1"
    assert production.get("/", base_url=HTTPS).status_code == 200


def test_who_asks_for_health_is_answered_by_http_as_well(production: Client) -> None:
    assert production.get("/health/live/", base_url="http://example.org").status_code == 200


def test_nobody_is_sent_to_https_outside_production(http: Client) -> None:
    assert http.get("/").status_code == 200


@pytest.mark.parametrize(
    ("peer", "told", "visitor"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", '203.0.113.7" forged', "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("203.0.113.7", "198.51.100.9", "203.0.113.7"),
        ("", "198.51.100.9", ""),
    ],
)
def test_a_visitor_s_address_is_told_by_a_proxy_of_ours_and_by_nobody_else(peer: str, told: str, visitor: str) -> None:
    assert address_seen("127.0.0.1, 10.0.0.0/8", peer, told) == visitor


def test_where_anybody_may_be_a_proxy_the_nearest_address_counts() -> None:
    assert address_seen("*", "10.0.0.1", "198.51.100.9, 203.0.113.7") == "203.0.113.7"


def test_an_ipv4_address_in_ipv6_becomes_ipv4() -> None:
    assert address_seen("127.0.0.1", "::ffff:127.0.0.1", "::ffff:203.0.113.7") == "203.0.113.7"
    assert address_seen("127.0.0.1", "::ffff:203.0.113.7", "") == "203.0.113.7"


def test_the_log_names_the_address_behind_the_proxy(production: Client) -> None:
    with written_log(**PRODUCTION) as log:
        told = {"X-Forwarded-For": "203.0.113.7"}
        production.get("/health/live/", base_url=HTTPS, headers=told, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})

    assert json.loads(log.getvalue())["client"] == "203.0.113.7"


def test_the_session_cookie_stays_away_from_scripts_and_from_other_sites(http: Client) -> None:
    cookie = http.get("/session/").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_in_production_the_session_cookie_travels_by_https_only(production: Client) -> None:
    cookie = production.get("/session/", base_url=HTTPS).headers["Set-Cookie"]

    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_application_answers_to_its_own_name_only(production: Client) -> None:
    assert production.get("/health/live/", base_url=HTTPS).status_code == 200
    assert production.get("/health/live/", base_url="https://evil.example").status_code == 400
    assert production.get("/health/live/", base_url="https://example.org.evil.example").status_code == 400


def test_an_error_shows_nothing_of_the_inside_in_production(production: Client) -> None:
    response = production.get("/broken/", base_url=HTTPS)

    assert response.status_code == 500
    assert_protected(response)
    assert "a secret of the inside" not in response.text
    assert "Traceback" not in response.text
    assert "RuntimeError" not in response.text


def test_a_request_is_one_line_of_json(http: Client) -> None:
    with written_log(**PRODUCTION) as log:
        response = http.get("/health/live/?token=a-secret", headers={"Cookie": "session=another-secret"})

    (line,) = map(json.loads, log.getvalue().splitlines())
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/health/live/", 200)
    assert line["duration_ms"] >= 0
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", line["request_id"])
    assert "secret" not in log.getvalue()


def test_a_path_in_any_writing_is_logged_as_it_was_asked_for(http: Client) -> None:
    with written_log(LOG_LEVEL="INFO") as log:
        assert http.get("/%E4%BB%B5/%C3%A9/").status_code == 404

    assert "/%E4%BB%B5/%C3%A9/" in log.getvalue()


def test_a_token_in_a_path_is_not_logged(http: Client) -> None:
    with written_log() as log:
        http.get(f"/password/{'t0ken' * 8}/and/{'t0ken' * 7}/")

    assert "/password/…/and/" in log.getvalue()
    assert "t0ken" * 8 not in log.getvalue()
    assert "t0ken" * 7 in log.getvalue()


def test_a_token_in_a_path_is_not_logged_by_libraries_either() -> None:
    token = "t0ken" * 8
    with written_log(**PRODUCTION) as log:
        try:
            raise RuntimeError(f"cannot serve /password/{token}/")
        except RuntimeError:
            logging.getLogger("library").exception("Exception on %s [POST]", f"/password/{token}/")

    line = json.loads(log.getvalue())
    assert line["event"] == "Exception on /password/…/ [POST]"
    assert "cannot serve /password/…/" in line["exception"]


def test_what_is_logged_meanwhile_carries_the_id_of_the_request(http: Client) -> None:
    with written_log(**PRODUCTION) as log:
        response = http.get("/broken/", headers={"X-Request-ID": "from-the-proxy-1"})

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert response.headers["X-Request-ID"] == "from-the-proxy-1"
    assert {line["request_id"] for line in lines} == {"from-the-proxy-1"}
    assert any("RuntimeError" in line.get("exception", "") for line in lines)
    assert lines[-1]["status"] == 500


def test_a_request_cannot_write_lines_of_its_own(http: Client) -> None:
    with written_log() as log:
        response = http.get("/%0Aforged%1B[31m", headers={"X-Request-ID": "forged forged forged"})

    assert "forged" not in response.headers["X-Request-ID"]
    assert "%0Aforged%1B" in log.getvalue()
    assert not [line for line in log.getvalue().splitlines() if line.startswith("forged")]
    assert "\x1b[31m" not in log.getvalue()


def test_the_doctor_tells_what_is_wrong_and_what_to_do(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORT", str(taken.getsockname()[1]))
        status, output = run("doctor")

    assert status == 1
    assert "ok   The database answers." in output
    assert "RED  The secret is not the public example. Set SECRET_KEY" in output
    assert "RED  The port is free. Something listens" in output


def test_the_doctor_says_that_the_database_does_not_answer(run_without_database: Run) -> None:
    status, output = run_without_database("doctor")

    assert status == 1
    assert "RED  The database answers. It says: unable to open database file" in output


def test_the_doctor_is_content_where_all_is_well(run_in_production: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

    status, output = run_in_production("doctor")

    assert status == 0
    assert "RED" not in output


def test_demo_data_is_loaded_on_a_developer_s_machine(run: Run) -> None:
    assert run("seed")[0] == 0


def test_demo_data_is_not_loaded_in_production(run_in_production: Run) -> None:
    status, output = run_in_production("seed")

    assert status == 1
    assert "does not belong in production" in output


@pytest.fixture
def deployment_check() -> str:
    """The command behind the task `check-deploy`."""
    tasks = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]["tasks"]
    return re.sub(r"^(flask --app app|python manage.py) ", "", str(tasks["check-deploy"]["cmd"]))


def test_the_deployment_check_is_content_in_production(run_in_production: Run, deployment_check: str) -> None:
    status, output = run_in_production(deployment_check)

    assert status == 0, output
    assert "RED" not in output


def test_the_deployment_check_is_not_content_anywhere_else(run: Run, deployment_check: str) -> None:
    assert run(deployment_check)[0] == 1
