"""What everybody can read: the articles, their feed, and what search engines ask for."""

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.articles.markup import html_of
from app.articles.models import Article
from app.articles.publishing import public_articles
from app.articles.texts import readable
from app.extensions import db

ARTICLES_PER_PAGE = 10
ARTICLES_IN_FEED = 20
ARTICLES_IN_SITEMAP = 50_000
"""The most that a sitemap may name."""

MOST_PAGES = 1_000_000
"""No page is further away than a database can count."""

blueprint = Blueprint("articles", __name__, template_folder="templates")


@blueprint.get("/articles/")
def index() -> str:
    """What is published, the latest first."""
    tag = readable(request.args.get("tag", ""))
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    articles = db.paginate(public_articles(tag), page=page, per_page=ARTICLES_PER_PAGE)
    return render_template("articles/index.html", articles=articles, tag=tag)


@blueprint.get("/articles/<slug>/")
def article(slug: str) -> str:
    """An article."""
    found = db.session.scalars(public_articles().where(Article.slug == readable(slug))).one_or_none() or abort(404)
    return render_template("articles/article.html", article=found, html=html_of(found.body))


@blueprint.get("/articles/feed/")
def feed() -> AnyResponse:
    """The latest articles, for programs that look for news; those that know them already are told so."""
    articles = db.session.scalars(public_articles().limit(ARTICLES_IN_FEED)).all()
    response = Response(render_template("articles/feed.xml", articles=articles), mimetype="application/atom+xml")
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every article, for search engines."""
    articles = db.session.scalars(public_articles().limit(ARTICLES_IN_SITEMAP))
    return Response(render_template("articles/sitemap.xml", articles=articles), mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Where search engines need not look, and where they find all there is."""
    return Response(render_template("articles/robots.txt"), mimetype="text/plain")
