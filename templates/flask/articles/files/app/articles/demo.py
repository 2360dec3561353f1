"""Demo articles, for development."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from app.articles.models import Article, Status, get_tags
from app.extensions import db
from app.timestamps import utcnow
from app.users.models import User


class Demo(NamedTuple):
    slug: str
    title: str
    summary: str
    body: str
    tags: list[str]
    status: Status = Status.PUBLISHED
    days: int | None = None
    """Days from now until it is public; negative for the past."""


ARTICLES = [
    Demo(
        "why-we-let-oak-rest",
        "Why we let oak rest for eleven months",
        "Boards that dry slowly move less. What that means for a stool in a heated room.",
        """A fresh board of oak is about half water. Most of it leaves in the first weeks; the rest takes its time.

## What happens in the stack

Each board lies on thin strips, so that air reaches all sides. We weigh one of them every month:

| Month | Moisture |
|-------|----------|
| 1     | 48 %     |
| 6     | 21 %     |
| 11    | 14 %     |

Below **15 %** a joint stays tight, *even above a radiator*.

> The tree took eighty years. One more makes no difference.
""",
        ["materials", "wood"],
        days=-23,
    ),
    Demo(
        "replacing-a-lamp-cable",
        "Replacing the cable of a desk lamp",
        "Two screws, one clamp, and twenty minutes at the kitchen table.",
        """Pull the plug first. Then:

1. Open the base: two screws, both the same length.
2. Loosen the clamp and pull the old cable out.
3. Push the new one through, and close the clamp **on the sheath**, not on the wires.

The [wiring colours](https://en.wikipedia.org/wiki/Electrical_wiring) differ between countries: look them up.
""",
        ["repair"],
        days=-9,
    ),
    Demo(
        "a-workshop-without-dust",
        "A workshop without dust",
        "How a cyclone made of two buckets changed our Fridays.",
        """Dust is what is left of good wood. We used to sweep for two hours every Friday.

Now the air turns in a bucket, the dust falls down, and the filter stays clean. It cost less than a saw blade.
""",
        ["workshop"],
        days=-2,
    ),
    Demo(
        "the-new-stool",
        "The new stool",
        "Lighter by a third, and it still carries everybody.",
        "Three legs instead of four: it never wobbles.\n",
        ["news", "wood"],
        days=6,
    ),
    Demo(
        "sharpening-a-plane",
        "Sharpening a plane",
        "Two stones, and the angle that matters.",
        "Hold it at 25 degrees. Everything else is patience.\n",
        ["repair"],
        status=Status.REVIEW,
    ),
    Demo(
        "notes-on-oil",
        "Notes on oil",
        "To be written after the tests in spring.",
        "Linseed or tung? Ask Ada about the samples.\n",
        ["materials"],
        status=Status.DRAFT,
    ),
]


def add_demo_articles() -> str:
    if not db.session.scalar(select(Article.id).limit(1)):
        author = db.session.scalar(select(User).where(User.email == "staff@example.org"))
        for demo in ARTICLES:
            article = Article(
                slug=demo.slug,
                title=demo.title,
                summary=demo.summary,
                body=demo.body,
                author=author,
                status=demo.status,
                publish_at=None if demo.days is None else utcnow() + timedelta(days=demo.days),
                tags=get_tags(demo.tags),
            )
            db.session.add(article)
            db.session.flush()
        db.session.commit()
    return "There are articles at /articles/, and drafts at /editorial/."
