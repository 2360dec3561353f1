from django.views.generic import DetailView
from django_filters.views import FilterView

from catalog.filters import ProductFilter
from catalog.models import Category, Product


class ProductListView(FilterView):
    queryset = Product.objects.filter(is_active=True)
    filterset_class = ProductFilter
    template_name_suffix = "_list"
    paginate_by = 12
    extra_context = {"categories": Category.objects.all()}


class ProductDetailView(DetailView[Product]):
    queryset = Product.objects.filter(is_active=True).select_related("category")
