from django.contrib import admin

from app.community.models import Post, Profile, Report
from core.admin_mixins import ReadOnlyAdminMixin


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Profile]):
    list_display = ["handle", "user"]
    list_select_related = ["user"]
    search_fields = ["handle", "user__email"]


@admin.register(Post)
class PostAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Post]):
    list_display = ["__str__", "created_at", "hidden_at"]
    list_filter = ["created_at", "hidden_at"]
    list_select_related = ["author"]
    ordering = ["-pk"]
    search_fields = ["text", "author__handle"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Report]):
    list_display = ["post", "reason", "created_at", "decision", "decided_by"]
    list_filter = ["decision", "created_at"]
    list_select_related = ["post__author", "decided_by"]
    ordering = ["-pk"]
    search_fields = ["reason", "post__text"]
