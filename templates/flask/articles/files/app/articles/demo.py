"""Demo articles, to look at on a developer's machine."""

from sqlalchemy import select

from app.articles.examples import EXAMPLES
from app.articles.models import Article, ArticleStep
from app.articles.publishing import tags
from app.articles.states import State
from app.articles.texts import slug_of
from app.extensions import db
from app.timestamps import utcnow
from app.users.models import User
from app.users.seeds import EMAILS

TOLD = "There are articles at /articles/, and drafts at /desk/."


def add_demo_articles() -> str:
    """The examples by the demo staff, where there are no articles yet: a line on what there is."""
    if db.session.scalar(select(Article.id).limit(1)):
        return TOLD
    people = {person.email: person for person in db.session.scalars(select(User).where(User.email.in_(EMAILS)))}
    author, publisher = people.get("staff@example.org"), people.get("admin@example.org")
    for example in EXAMPLES:
        article = Article(
            title=example.title,
            slug=slug_of(example.title),
            summary=example.summary,
            body=example.body,
            author=author,
            state=example.state,
            publish_at=None if example.age is None else utcnow() - example.age,
            tags=tags(list(example.tags)),
        )
        db.session.add(article)
        db.session.flush()
        for before, after in example.steps:
            person = publisher if after == State.PUBLISHED else author
            db.session.add(ArticleStep(article_id=article.id, person=person, before=before, after=after))
    db.session.commit()
    return TOLD
