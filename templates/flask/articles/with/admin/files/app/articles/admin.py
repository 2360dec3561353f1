"""The articles in the admin panel: a list that leads to the desk, where they are written and published."""

from datetime import datetime

from markupsafe import Markup

from app.admin.views import StaffView
from app.articles.models import Article


class ArticlesView(StaffView):
    """All articles, to find; nothing about them is changed here, so that each step is kept."""

    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("title", "state", "author.email", "publish_at", "updated_at")
    column_labels = {"author.email": "Author", "publish_at": "Public from", "updated_at": "Changed"}
    column_sortable_list = ("title", "state", "publish_at", "updated_at")
    column_default_sort = ("updated_at", True)
    column_searchable_list = ("title", "summary")
    column_formatters = {
        "publish_at": lambda _view, _context, article, _name: in_minutes(article.publish_at),
        "title": lambda _view, _context, article, _name: to_the_desk(article),
        "updated_at": lambda _view, _context, article, _name: in_minutes(article.updated_at),
    }


def to_the_desk(article: Article) -> Markup:
    """The title, as the way to the article."""
    return Markup('<a href="/desk/{}/">{}</a>').format(article.id, article.title)


def in_minutes(moment: datetime | None) -> str:
    """A moment, as far as it matters here; nothing where there is none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
