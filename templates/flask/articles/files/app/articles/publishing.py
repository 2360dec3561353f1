"""What is done with articles: found, moved on, and tagged."""

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.articles.models import Article, ArticleStep, ArticleTag
from app.articles.states import Arrow, State
from app.articles.texts import free_slug
from app.extensions import db
from app.timestamps import utcnow
from app.users.models import User


def public_articles(tag: str = "") -> Select[Article]:
    """What everybody may read, the latest first; where a tag is named, only that."""
    found = (
        select(Article)
        .where(Article.state == State.PUBLISHED, Article.publish_at <= utcnow())
        .order_by(Article.publish_at.desc(), Article.id.desc())
        .options(joinedload(Article.author), selectinload(Article.tags))
    )
    return found.where(Article.tags.any(ArticleTag.name == tag)) if tag else found


def move(article: Article, arrow: Arrow, person: User | None) -> bool:
    """Whether the article went along the arrow: not where it is in another state, perhaps since a moment ago."""
    values: dict[str, object] = {"state": arrow.after}
    if arrow.after == State.PUBLISHED:
        values["publish_at"] = func.coalesce(Article.publish_at, utcnow())
    moved = db.session.scalar(
        update(Article)
        .where(Article.id == article.id, Article.state == arrow.before)
        .values(values)
        .returning(Article.id)
    )
    if moved:
        step = ArticleStep(article_id=article.id, person=person, before=arrow.before, after=arrow.after)
        db.session.add(step)
    db.session.commit()
    return moved is not None


def tags(names: list[str]) -> list[ArticleTag]:
    """The tags of these names, new ones for those that are not there yet."""
    found = {tag.name: tag for tag in db.session.scalars(select(ArticleTag).where(ArticleTag.name.in_(names)))}
    return [found.get(name) or ArticleTag(name=name) for name in names]


def untaken(slug: str) -> str:
    """The slug, with a number behind it where other articles have it already."""
    taken = db.session.scalars(select(Article.slug).where(Article.slug.startswith(slug[:90], autoescape=True)))
    return free_slug(slug, set(taken))
