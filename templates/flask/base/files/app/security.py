"""Headers that tell the browser what it may do with our answers. Each answer has them: files and errors too."""

from flask import Flask, Response, current_app, request

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
    """Have every answer of the application carry the headers."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The answer with the headers that its view has not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    environment: Environment = current_app.config["ENVIRONMENT"]
    if environment.is_production and request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    return response
