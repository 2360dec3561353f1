from django.contrib import admin
from django.urls import reverse

from app.articles.models import Article, ArticleStep, ArticleTag
from core.admin_mixins import ReadOnlyAdminMixin

admin.site.register(ArticleTag)


class ArticleStepInline(ReadOnlyAdminMixin, admin.TabularInline[ArticleStep, Article]):
    model = ArticleStep


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Article]):
    list_display = ["title", "state", "author", "publish_at", "updated_at"]
    list_filter = ["state", "tags"]
    list_select_related = ["author"]
    ordering = ["-updated_at"]
    search_fields = ["title", "summary"]
    inlines = [ArticleStepInline]

    def view_on_site(self, obj: Article) -> str:
        return reverse("desk:article", args=[obj.pk])
