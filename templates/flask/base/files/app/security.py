"""Headers that tell the browser what it may do with our answers. Each answer has them: files and errors too.

In production what is asked for by HTTP is answered with the way to HTTPS.
"""

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.environment import Environment

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "script-src": "'self'",
    "style-src": "'self'",
}

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in CONTENT_SECURITY_POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

ONE_YEAR = 31_536_000
"""Seconds."""


def init_app(app: Flask) -> None:
    """Have the application speak HTTPS in production, and every answer carry the headers."""
    app.before_request(redirect_to_https)
    app.after_request(add_headers)


def redirect_to_https() -> AnyResponse | None:
    """The way to HTTPS, for whoever came without it; a load balancer may ask for health as it likes."""
    environment: Environment = current_app.config["ENVIRONMENT"]
    wanted = environment.is_production and environment.https_redirect
    if request.is_secure or not wanted or request.path.startswith("/health/"):
        return None
    return redirect(request.url.replace("http://", "https://", 1), 308)


def add_headers(response: Response) -> Response:
    """The answer with the headers that its view has not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    environment: Environment = current_app.config["ENVIRONMENT"]
    if environment.is_production and request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    return response
