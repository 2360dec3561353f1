"""The desk, at which staff write articles and look at what is not public yet."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, permissions_required
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.articles.forms import ArticleForm
from app.articles.markup import html_of
from app.articles.models import Article, ArticleStep
from app.articles.publishing import move
from app.articles.states import ARROWS, State, arrows_from, may_write
from app.extensions import db

ARTICLES_PER_PAGE = 20
MOST_PAGES = 1_000_000
"""No page is further away than a database can count."""

blueprint = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")


@blueprint.before_request
@auth_required("session")
@permissions_required("articles.write")
def for_writers() -> None:
    """Keep the desk to those who may write."""


def may_publish() -> bool:
    """Whether the visitor decides what is public."""
    return bool(current_user.has_permission("articles.publish"))


def article_of(number: int) -> Article:
    """The article of a number; 404 where there is none."""
    return db.get_or_404(Article, number)


def article_to_write(number: int) -> Article:
    """The same, for somebody who may change its text; 403 for others."""
    article = article_of(number)
    return article if may_write(article.state, may_publish=may_publish()) else abort(403)


@blueprint.get("/")
def index() -> str:
    """All articles, those that were changed last first."""
    state = request.args.get("state", "")
    found = select(Article).order_by(Article.updated_at.desc(), Article.id.desc()).options(joinedload(Article.author))
    if state in set(State):
        found = found.where(Article.state == state)
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    articles = db.paginate(found, page=page, per_page=ARTICLES_PER_PAGE)
    return render_template("desk/index.html", articles=articles, state=state, states=list(State))


@blueprint.route("/new/", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A new draft."""
    return write(Article(author_id=current_user.id, state=State.DRAFT))


@blueprint.get("/<int:number>/")
def article(number: int) -> str:
    """An article as it will be seen, what can be done with it, and the steps that it took."""
    found = article_of(number)
    return render_template(
        "desk/article.html",
        article=found,
        html=html_of(found.body),
        arrows=arrows_from(found.state, may_publish=may_publish()),
        may_write=may_write(found.state, may_publish=may_publish()),
        steps=db.session.scalars(
            select(ArticleStep)
            .where(ArticleStep.article_id == number)
            .order_by(ArticleStep.id)
            .options(joinedload(ArticleStep.person))
        ).all(),
    )


@blueprint.route("/<int:number>/edit/", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """The form of an article."""
    return write(article_to_write(number))


def write(article: Article) -> ResponseReturnValue:
    """The form of an article, and the way to what came of it."""
    form = ArticleForm(article)
    if form.validate_on_submit() and form.save():
        flash("The article is saved.", "success")
        return redirect(f"/desk/{article.id}/")
    return render_template("desk/form.html", form=form, article=article), 422 if form.errors else 200


@blueprint.post("/<int:number>/move/")
def take_step(number: int) -> ResponseReturnValue:
    """Take an article along an arrow."""
    found = article_of(number)
    arrow = ARROWS.get(request.form.get("arrow", "")) or abort(400)
    if arrow.takes_publisher and not may_publish():
        abort(403)
    if move(found, arrow, current_user._get_current_object()):
        flash(arrow.told, "success")
    else:
        flash("Nothing was done: the article is in another state by now.", "error")
    return redirect(f"/desk/{number}/")


@blueprint.route("/<int:number>/delete/", methods=["GET", "POST"])
def delete(number: int) -> ResponseReturnValue:
    """An article, deleted for good."""
    found = article_to_write(number)
    if request.method == "POST":
        db.session.delete(found)
        db.session.commit()
        flash("The article is deleted.", "success")
        return redirect("/desk/")
    return render_template("desk/delete.html", article=found)
