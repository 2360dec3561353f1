"""The documentation page, and errors in the OpenAPI document."""

from importlib.resources import files
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint(
    "docs",
    __name__,
    url_prefix="/api/docs",
    template_folder="templates",
    static_folder=str(files("flask_swagger_ui") / "dist"),
    static_url_path="/static",
)

# APIFlask reads this attribute of every blueprint that has a `before_request` function.
Blueprint.enable_openapi = False  # type: ignore[attr-defined]


def add_errors(document: Any) -> Any:
    """Add the form of errors to each operation of the OpenAPI document."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPError"}}}
    for operations in document["paths"].values():
        for method in operations.keys() - {"parameters"}:
            operations[method]["responses"]["default"] = {"description": "Error", "content": content}
    return document


@bp.get("/")
def show_docs() -> ResponseReturnValue:
    return render_template("api/docs.html", document=current_app.spec)  # type: ignore[attr-defined]
