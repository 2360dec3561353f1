import django_filters
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Product
from core.filters import SearchFilter


class ProductFilter(django_filters.FilterSet):
    q = SearchFilter("name", "summary", "description")
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all(), to_field_name="slug")
    sort = django_filters.OrderingFilter(
        empty_label=None,
        fields=["name", "price", "created_at"],
        choices=[
            ("name", _("Name")),
            ("price", _("Price, low to high")),
            ("-price", _("Price, high to low")),
            ("-created_at", _("Newest")),
        ],
    )

    class Meta:
        model = Product
        fields: list[str] = []
