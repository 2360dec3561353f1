"""Demo articles, to look at on a developer's machine."""

from django.utils import timezone

from app.articles.examples import EXAMPLES
from app.articles.models import Article, ArticleStep
from app.articles.publishing import tags
from app.articles.states import State
from app.articles.texts import slug_of
from users.demo import EMAILS
from users.models import User

TOLD = "There are articles at /articles/, and drafts at /desk/."


def add_demo_articles() -> str:
    """The examples by the demo staff, where there are no articles yet: a line on what there is."""
    if Article.objects.exists():
        return TOLD
    people = {person.email: person for person in User.objects.filter(email__in=EMAILS)}
    author, publisher = people.get("staff@example.org"), people.get("admin@example.org")
    for example in EXAMPLES:
        article = Article.objects.create(
            title=example.title,
            slug=slug_of(example.title),
            summary=example.summary,
            body=example.body,
            author=author,
            state=example.state,
            publish_at=None if example.age is None else timezone.now() - example.age,
        )
        article.tags.set(tags(list(example.tags)))
        for before, after in example.steps:
            person = publisher if after == State.PUBLISHED else author
            ArticleStep.objects.create(article=article, person=person, before=before, after=after)
    return TOLD
