"""Flask prototype: list, add, edit and delete ideas."""

from typing import Literal, Self

import sqlalchemy as sa
import wtforms
from flask import Blueprint, Flask, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import get_host
from wtforms import validators


class Settings(BaseSettings):
    """Settings from environment variables. The README describes them."""

    model_config = SettingsConfigDict(hide_input_in_errors=True)

    app_env: Literal["development", "production"] = "production"
    flask_debug: bool = False
    secret_key: str = "dev"
    allowed_hosts: str = "localhost,127.0.0.1"
    database_url: str = "sqlite:///flask-prototype.sqlite3"
    allow_anonymous_writes: bool = False
    trusted_proxy_count: int = 0

    @model_validator(mode="after")
    def check_production(self) -> Self:
        if self.app_env == "production":
            if self.flask_debug:
                raise ValueError("FLASK_DEBUG must be off in production.")
            if len(self.secret_key) < 32:
                raise ValueError("SECRET_KEY must have at least 32 characters in production.")
            if not self.allowed_hosts or "*" in self.allowed_hosts:
                raise ValueError("ALLOWED_HOSTS must list the host names of the site in production.")
        return self


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Idea(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(100))
    note: Mapped[str | None] = mapped_column(sa.Text)


def clean(text: str | None) -> str | None:
    """Return the text without surrounding blanks, or None if nothing is left. Databases store no NUL character."""
    if "\0" in (text or ""):
        raise ValueError("Remove the NUL characters.")
    return (text or "").strip() or None


class IdeaForm(FlaskForm):
    title = wtforms.StringField("Title", [validators.DataRequired(), validators.Length(max=100)], filters=[clean])
    note = wtforms.TextAreaField("Note", [validators.Optional()], filters=[clean], render_kw={"rows": 6})
    submit = wtforms.SubmitField("Save")


bp = Blueprint("ideas", __name__)


@bp.get("/")
def index() -> str:
    ideas = db.session.scalars(db.select(Idea).order_by(Idea.id.asc()))
    return render_template("index.html", ideas=ideas)


@bp.route("/ideas/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    form = IdeaForm()
    if form.validate_on_submit():
        idea = Idea()
        form.populate_obj(idea)
        db.session.add(idea)
        db.session.commit()
        flash("The idea was created.", "success")
        return redirect(url_for(".index"))
    return render_template("edit.html", form=form)


@bp.route("/ideas/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> ResponseReturnValue:
    idea = db.get_or_404(Idea, id)
    form = IdeaForm(obj=idea)
    if form.validate_on_submit():
        form.populate_obj(idea)
        db.session.commit()
        flash("The idea was saved.", "success")
        return redirect(url_for(".index"))
    return render_template("edit.html", form=form, idea=idea)


@bp.post("/ideas/<int:id>/delete")
def delete(id: int) -> ResponseReturnValue:
    db.session.delete(db.get_or_404(Idea, id))
    db.session.commit()
    flash("The idea was deleted.", "success")
    return redirect(url_for(".index"))


@bp.get("/health/live/")
def live() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/health/ready/")
def ready() -> ResponseReturnValue:
    """Answer 503 if the database is unreachable or lacks a column of the model."""
    try:
        db.session.execute(db.select(Idea).limit(1))
    except SQLAlchemyError:
        current_app.logger.exception("The database is not ready.")
        return {"status": "unavailable"}, 503
    return {"status": "ok"}


@bp.before_app_request
def check_host() -> None:
    # TRUSTED_HOSTS would refuse health checks, which address the server by its IP address.
    if request.endpoint not in {"ideas.live", "ideas.ready"}:
        get_host(request.environ, current_app.config["ALLOWED_HOSTS"])


@bp.before_app_request
def check_writes() -> None:
    if current_app.config["READ_ONLY"] and request.method not in {"GET", "HEAD", "OPTIONS"}:
        abort(403, "This site is read-only.")


@bp.after_app_request
def set_security_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


@bp.app_errorhandler(HTTPException)
def show_error(error: HTTPException) -> ResponseReturnValue:
    response = error.get_response()
    response.data = render_template("error.html", error=error)
    return response


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings()
    production = settings.app_env == "production"

    app = Flask(__name__)
    app.config.from_mapping(
        ALLOWED_HOSTS=settings.allowed_hosts.split(","),
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=1024 * 1024,
        READ_ONLY=production and not settings.allow_anonymous_writes,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=production,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
    )
    hops = settings.trusted_proxy_count
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]

    Bootstrap5(app)
    CSRFProtect(app)
    db.init_app(app)
    app.register_blueprint(bp)

    with app.app_context():
        db.create_all()
    return app
