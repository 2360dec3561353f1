from django.db.models import QuerySet
from django.views.generic import DetailView, ListView

from articles.models import Article


class ArticleListView(ListView[Article]):
    paginate_by = 10

    def get_queryset(self) -> QuerySet[Article]:
        articles = Article.objects.published().select_related("author").prefetch_related("tags")
        tag = self.request.GET.get("tag")
        return articles.filter(tags__name=tag) if tag else articles


class ArticleDetailView(DetailView[Article]):
    """An article; editors also see those that are not published, as a preview."""

    def get_queryset(self) -> QuerySet[Article]:
        is_editor = self.request.user.has_perm("articles.change_article")
        return Article.objects.all() if is_editor else Article.objects.published()
