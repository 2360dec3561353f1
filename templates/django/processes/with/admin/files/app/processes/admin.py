from django.contrib import admin

from app.processes.models import Department, PurchaseRequest, Seat, Step
from core.admin_mixins import ReadOnlyAdminMixin


class SeatInline(admin.TabularInline[Seat, Department]):
    model = Seat
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin[Department]):
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    inlines = [SeatInline]


class StepInline(ReadOnlyAdminMixin, admin.TabularInline[Step, PurchaseRequest]):
    model = Step


@admin.register(PurchaseRequest)
class PurchaseRequestAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[PurchaseRequest]):
    list_display = ["__str__", "department", "requester", "state", "updated_at"]
    list_filter = ["state", "department"]
    list_select_related = ["department", "requester"]
    ordering = ["-updated_at"]
    search_fields = ["title", "requester__email"]
    inlines = [StepInline]
