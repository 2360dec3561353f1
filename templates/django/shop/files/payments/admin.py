from django.contrib import admin

from core.admin_mixins import ReadOnlyAdminMixin
from payments.models import Payment


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Payment]):
    list_display = ["reference", "order", "status", "created_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["order"]
    search_fields = ["=reference", "=order__id", "order__email"]
