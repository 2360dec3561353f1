import socket

import pytest
from flask.testing import FlaskClient
from pytest_httpserver import HTTPServer
from werkzeug import Response

from app import create_app
from app.config import Settings

URL = "/api/v1/items/"
ITEM = {"id": 1, "name": "Lamp"}


def client_of(url: str) -> FlaskClient:
    settings = Settings(_env_file=None, APP_ENV="test", UPSTREAM_URL=url, UPSTREAM_TIMEOUT=0.1)
    return create_app(settings).test_client()


def test_items_of_the_upstream_are_returned(client: FlaskClient, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/items", query_string={"limit": "5"}).respond_with_json([ITEM])
    response = client.get(URL, query_string={"limit": 5})
    assert response.json == {"results": [ITEM]}


@pytest.mark.parametrize("limit", [0, 101])
def test_invalid_limit_is_refused(client: FlaskClient, httpserver: HTTPServer, limit: int) -> None:
    assert client.get(URL, query_string={"limit": limit}).status_code == 422
    assert not httpserver.log


@pytest.mark.parametrize(
    "answer",
    [
        Response(status=500),
        Response(status=404),
        Response(status=302, headers={"Location": "/elsewhere"}),
        Response("<html>"),
        Response('[{"id": "one"}]'),
    ],
)
def test_failing_upstream_is_a_bad_gateway(client: FlaskClient, httpserver: HTTPServer, answer: Response) -> None:
    httpserver.expect_oneshot_request("/items").respond_with_response(answer)
    assert client.get(URL).status_code == 502


def test_unreachable_upstream_is_a_bad_gateway() -> None:
    assert client_of("http://127.0.0.1:1").get(URL).status_code == 502


def test_silent_upstream_is_a_gateway_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = client_of(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert client.get(URL).status_code == 504


def test_request_is_repeated_while_the_upstream_is_unavailable(client: FlaskClient, httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request("/items").respond_with_data(status=503)
    httpserver.expect_request("/items").respond_with_json([])
    assert client.get(URL).json == {"results": []}
    assert len(httpserver.log) == 2


def test_not_ready_while_the_upstream_fails(client: FlaskClient, httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request("/").respond_with_data(status=503)
    assert [client.get("/health/ready/").status_code for _ in range(2)] == [503, 200]
