from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Tag

Status = Article.Status

admin.site.register(Tag)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    """The editorial desk: staff write drafts and submit them, admins publish."""

    list_display = ["title", "status", "author", "publish_at", "updated_at"]
    list_filter = ["status", "tags"]
    list_select_related = ["author"]
    ordering = ["-updated_at"]
    search_fields = ["title", "summary"]
    filter_horizontal = ["tags"]
    actions = ["submit", "return_to_draft", "publish", "withdraw"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Let writers change drafts only."""
        is_open = obj is None or obj.status == Status.DRAFT or self.has_publish_permission(request)
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj) and super().has_delete_permission(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["title"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """Keep the address and the time of what readers have seen."""
        return ["status", "author", *(["slug", "publish_at"] if obj and obj.status == Status.PUBLISHED else [])]

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool) -> None:
        if not change:
            obj.author = request.user  # type: ignore[assignment]  # staff are logged in
            obj.save()
            return
        # Only what was changed in the form, so that a status that somebody else has set meanwhile stays.
        obj.save(update_fields=[name for name in form.changed_data if name != "tags"] + ["updated_at"])

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move(request, queryset, Status.DRAFT, Status.REVIEW)

    @admin.action(description="Return to draft", permissions=["change"])
    def return_to_draft(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move(request, queryset, Status.REVIEW, Status.DRAFT)

    @admin.action(description="Publish", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        now = Coalesce("publish_at", Value(timezone.now()), output_field=DateTimeField())
        self.move(request, queryset, Status.REVIEW, Status.PUBLISHED, publish_at=now)

    @admin.action(description="Withdraw", permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move(request, queryset, Status.PUBLISHED, Status.DRAFT)

    def move(
        self, request: HttpRequest, queryset: QuerySet[Article], before: Status, after: Status, **fields: Any
    ) -> None:
        """Move the articles that are in one status to another, and record it in their history."""
        for article in queryset:
            # The condition on the status lets one of two editors win.
            if queryset.filter(pk=article.pk, status=before).update(status=after, **fields):
                self.log_change(request, article, f"{before.label} → {after.label}")
                self.message_user(request, f"“{article}” is now: {after.label.lower()}.", messages.SUCCESS)
            else:
                self.message_user(request, f"“{article}” is not: {before.label.lower()}.", messages.WARNING)
