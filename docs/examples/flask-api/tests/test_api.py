"""Tokens and the OpenAPI document, for every route of the API."""

import datetime as dt
import re

from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select, update

from app.api.auth import ApiToken
from app.extensions import db
from app.timestamps import utcnow

UNKNOWN = {"Authorization": "Bearer tok_unknown"}


def list_routes(app: Flask) -> list[tuple[str, str]]:
    """Return the method and the rule of every route of the API."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_changes_need_a_token_with_the_scope(app: Flask, client: FlaskClient, reader: dict[str, str]) -> None:
    routes = [route for route in list_routes(app) if route[0] != "GET"]
    assert routes
    for method, rule in routes:
        path = re.sub("<[^>]+>", "1", rule)
        assert client.open(path, method=method, headers=UNKNOWN).status_code == 401, (method, path)
        assert client.open(path, method=method, headers=reader, json={}).status_code in {401, 403}, (method, path)


def test_database_holds_no_token(app: Flask, reader: dict[str, str]) -> None:
    with app.app_context():
        digest = db.session.scalars(select(ApiToken.digest)).one()
    assert digest not in reader["Authorization"]


def test_expired_token_is_refused(app: Flask, client: FlaskClient, reader: dict[str, str]) -> None:
    with app.app_context():
        db.session.execute(update(ApiToken).values(expires_at=utcnow() - dt.timedelta(seconds=1)))
        db.session.commit()
    assert client.delete("/api/v1/authors/1/", headers=reader).status_code == 401


def test_tokens_are_listed_and_revoked(client: FlaskClient, runner: FlaskCliRunner, reader: dict[str, str]) -> None:
    assert runner.invoke(args=["token", "list"]).output.startswith("1\ttests\tread\t20")
    assert runner.invoke(args=["token", "revoke", "1"]).exit_code == 0
    assert runner.invoke(args=["token", "revoke", "1"]).exit_code == 1
    assert client.delete("/api/v1/authors/1/", headers=reader).status_code == 401


def test_document_describes_every_route(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").get_json()
    for method, rule in list_routes(app):
        assert method.lower() in document["paths"][re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)]
    assert not [name for name in document["components"]["schemas"] if name.endswith("Schema1")]


def test_documentation_loads_its_own_files_only(client: FlaskClient) -> None:
    page = client.get("/api/docs/").text
    paths = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(paths) == 4
    for path in paths:
        assert path.startswith("/")
        assert client.get(path, buffered=True).status_code == 200, path


def test_requests_are_limited(app: Flask, client: FlaskClient) -> None:
    app.config["API_RATE"] = 2
    statuses = [client.get("/api/v1/authors/?page=0").status_code for _ in range(3)]
    assert 429 not in statuses[:2]
    assert statuses[2] == 429
