"""How many requests there are and how long they take, for Prometheus, at `/metrics`."""

import time

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from app.measures import TYPE, may_read, observe, report

blueprint = Blueprint("metrics", __name__)


def init_app(app: Flask) -> None:
    """Have the application measure, and tell Prometheus."""
    app.before_request(start)
    app.after_request(count)
    app.register_blueprint(blueprint)


def start() -> None:
    """Note when the request came in."""
    g.came_in = time.perf_counter()


def count(response: Response) -> Response:
    """The answer, once its request is counted."""
    route = request.url_rule.rule if request.url_rule else None
    took = time.perf_counter() - g.pop("came_in", time.perf_counter())
    observe(request.method, route, response.status_code, took)
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """What was measured, for whoever shows the token; nothing where there is none."""
    if current_app.config["METRICS_TOKEN"] is None:
        abort(404)
    if not may_read(request.headers.get("Authorization", ""), current_app.config["METRICS_TOKEN"]):
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    return Response(
        report(current_app.config["WEB_CONCURRENCY"]), content_type=TYPE, headers={"Cache-Control": "no-store"}
    )
