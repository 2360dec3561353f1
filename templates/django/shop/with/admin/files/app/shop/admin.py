from django.contrib import admin

from app.shop.models import Order, OrderLine, PaymentAttempt
from core.admin_mixins import ReadOnlyAdminMixin


class OrderLineInline(ReadOnlyAdminMixin, admin.TabularInline[OrderLine, Order]):
    model = OrderLine


class PaymentAttemptInline(ReadOnlyAdminMixin, admin.TabularInline[PaymentAttempt, Order]):
    model = PaymentAttempt


@admin.register(Order)
class OrderAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Order]):
    list_display = ["__str__", "created_at", "state", "total", "name", "email"]
    list_filter = ["state", "created_at"]
    ordering = ["-pk"]
    search_fields = ["name", "email"]
    fields = ["state", "total", "person", "name", "email", "street", "postcode", "city", "country", "created_at"]
    inlines = [OrderLineInline, PaymentAttemptInline]
