"""The editorial desk: staff write drafts and submit them, admins publish."""

from datetime import UTC
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, permissions_required
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.articles.forms import ArticleForm
from app.articles.models import Article, Status, get_tags
from app.extensions import db
from app.timestamps import utcnow


class Transition(NamedTuple):
    label: str
    before: Status
    after: Status
    permission: str


TRANSITIONS = {
    "submit": Transition("Submit for review", Status.DRAFT, Status.REVIEW, "articles.write"),
    "return": Transition("Return to draft", Status.REVIEW, Status.DRAFT, "articles.write"),
    "publish": Transition("Publish", Status.REVIEW, Status.PUBLISHED, "articles.publish"),
    "withdraw": Transition("Withdraw", Status.PUBLISHED, Status.DRAFT, "articles.publish"),
}

bp = Blueprint("editorial", __name__, url_prefix="/editorial", template_folder="templates")


@bp.before_request
@auth_required("session")
@permissions_required("articles.write")
def check_permission() -> None:
    """Let only editors in."""


def may_edit(article: Article) -> bool:
    """Return whether the user may change the text: writers change drafts only."""
    return article.status == Status.DRAFT or current_user.has_permission("articles.publish")


def get_transitions(article: Article) -> dict[str, Transition]:
    return {
        name: transition
        for name, transition in TRANSITIONS.items()
        if transition.before == article.status and current_user.has_permission(transition.permission)
    }


@bp.get("/")
def index() -> ResponseReturnValue:
    articles = select(Article).order_by(Article.updated_at.desc(), Article.id.desc())
    page = db.paginate(articles.options(joinedload(Article.author)), per_page=20)
    return render_template("editorial/index.html", articles=page)


@bp.route("/new/", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    return edit_article(Article(author_id=current_user.id, status=Status.DRAFT, tags=[]))


@bp.route("/<int:article_id>/", methods=["GET", "POST"])
def edit(article_id: int) -> ResponseReturnValue:
    return edit_article(db.get_or_404(Article, article_id))


def edit_article(article: Article) -> ResponseReturnValue:
    form = ArticleForm(article)
    if article.status == Status.PUBLISHED:  # readers know its address and its time
        del form.slug, form.publish_at
    if request.method == "POST" and not may_edit(article):
        abort(403)
    if form.validate_on_submit() and save(form, article):
        flash("The article has been saved.", "success")
        return redirect(url_for("editorial.edit", article_id=article.id))
    context = {"may_edit": may_edit(article), "transitions": get_transitions(article) if article.id else {}}
    return render_template("editorial/edit.html", article=article, form=form, **context)


def save(form: ArticleForm, article: Article) -> bool:
    """Save the fields of the form, and return whether that was possible."""
    for field in form:
        if field.name in {"title", "slug", "summary", "body"}:
            setattr(article, field.name, field.data)
    if "publish_at" in form:
        article.publish_at = form.publish_at.data and form.publish_at.data.replace(tzinfo=UTC)
    article.tags = get_tags(form.tags.data)
    db.session.add(article)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        flash("Somebody else has just saved the same address or tag. Please try again.", "danger")
        return False
    return True


@bp.post("/<int:article_id>/status/")
def change_status(article_id: int) -> ResponseReturnValue:
    transition = TRANSITIONS.get(request.form.get("transition", "")) or abort(400)
    if not current_user.has_permission(transition.permission):
        abort(403)
    values: dict[str, object] = {"status": transition.after}
    if transition.after == Status.PUBLISHED:
        values["publish_at"] = func.coalesce(Article.publish_at, utcnow())
    # The condition on the status lets one of two editors win.
    changed = update(Article).where(Article.id == article_id, Article.status == transition.before).values(values)
    if db.session.execute(changed.returning(Article.id)).first():
        flash(f"The article is now: {transition.after}.", "success")
    else:
        flash(f"Nothing was changed: the article is not in the status {transition.before}.", "warning")
    db.session.commit()
    return redirect(url_for("editorial.edit", article_id=article_id))


@bp.route("/<int:article_id>/delete/", methods=["GET", "POST"])
def delete(article_id: int) -> ResponseReturnValue:
    article = db.get_or_404(Article, article_id)
    if not may_edit(article):
        abort(403)
    if request.method == "POST":
        db.session.delete(article)
        db.session.commit()
        flash("The article has been deleted.", "success")
        return redirect(url_for("editorial.index"))
    return render_template("editorial/delete.html", article=article)
