"""Number and duration of requests, for Prometheus."""

from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import Histogram

DURATION = Histogram("http_request_duration_seconds", "Duration of requests.", ["method", "route", "status"])


def init_app(app: Flask) -> None:
    app.before_request(start_timer)
    app.after_request(observe)


def start_timer() -> None:
    g.timer_started = perf_counter()


def observe(response: Response) -> Response:
    # Paths and methods that do not exist are counted together.
    method, route = (request.method, request.url_rule.rule) if request.url_rule else ("other", "none")
    DURATION.labels(method, route, response.status_code).observe(perf_counter() - g.timer_started)
    return response
