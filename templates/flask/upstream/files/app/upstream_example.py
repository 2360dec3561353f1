"""Items of the upstream: an example to replace."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from app import upstream

bp = Blueprint("items", __name__, url_prefix="/api/v1/items")


class Item(BaseModel):
    id: int
    name: str


@bp.get("/")
def index() -> ResponseReturnValue:
    limit = request.args.get("limit", default=20, type=int)
    if not 1 <= limit <= 100:
        abort(422, "limit must be between 1 and 100.")
    items = upstream.get("/items", list[Item], limit=limit)
    return {"results": [item.model_dump(mode="json") for item in items]}
