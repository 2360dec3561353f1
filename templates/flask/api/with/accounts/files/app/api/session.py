"""The session of a browser, for a front end on the same origin."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Email, Integer, Nested, String
from flask_wtf.csrf import generate_csrf

from app.api.auth import auth, get_user

bp = APIBlueprint("session", __name__, url_prefix="/session", tag="Session")


class UserSchema(Schema):
    id = Integer()
    email = Email()
    name = String()


class CurrentSessionSchema(Schema):
    csrf_token = String(metadata={"description": "Send it as X-CSRFToken with each change."})
    person = Nested(UserSchema, allow_none=True)


@bp.get("/")
@bp.auth_required(auth, optional="true")
@bp.output(CurrentSessionSchema)
def get_session() -> dict[str, Any]:
    user = get_user()
    return {"csrf_token": generate_csrf(), "person": user if user.is_authenticated else None}
