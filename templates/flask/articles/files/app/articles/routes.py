from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from app.articles.models import Article, Tag, published
from app.extensions import db

ARTICLES_IN_FEED = 20
ARTICLES_IN_SITEMAP = 50_000
"""The most that a sitemap may have."""

bp = Blueprint("articles", __name__, template_folder="templates")


@bp.get("/articles/")
def index() -> ResponseReturnValue:
    articles = published()
    if tag := request.args.get("tag"):
        articles = articles.where(Article.tags.any(Tag.name == tag))
    return render_template("articles/index.html", articles=db.paginate(articles, per_page=10), tag=tag)


@bp.get("/articles/<slug>/")
def detail(slug: str) -> ResponseReturnValue:
    """Show an article; editors also see those that are not published, as a preview."""
    is_editor = current_user.is_authenticated and current_user.has_permission("articles.write")
    articles = select(Article) if is_editor else published()
    article = db.session.scalars(articles.where(Article.slug == slug)).one_or_none()
    return render_template("articles/detail.html", article=article or abort(404))


@bp.get("/articles/feed.xml")
def feed() -> BaseResponse:
    articles = db.session.scalars(published().limit(ARTICLES_IN_FEED)).all()
    response = Response(render_template("articles/feed.xml", articles=articles), mimetype="application/atom+xml")
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/sitemap.xml")
def sitemap() -> BaseResponse:
    articles = db.session.scalars(published().limit(ARTICLES_IN_SITEMAP))
    return Response(render_template("articles/sitemap.xml", articles=articles), mimetype="application/xml")


@bp.get("/robots.txt")
def robots() -> BaseResponse:
    return Response(render_template("articles/robots.txt"), mimetype="text/plain")
