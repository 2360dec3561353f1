"""Where people report a weakness (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, Response, current_app, request

HALF_A_YEAR = timedelta(days=182)

blueprint = Blueprint("security_txt", __name__)


def init_app(app: Flask) -> None:
    """Give the application its security.txt."""
    app.register_blueprint(blueprint)


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """The contact; it is told anew, so it expires half a year from today."""
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + HALF_A_YEAR
    fields = {
        "Contact": current_app.config["SECURITY_CONTACT"],
        "Expires": expires.isoformat(),
        "Canonical": request.base_url,
    }
    return Response("".join(f"{name}: {value}\n" for name, value in fields.items()), mimetype="text/plain")
