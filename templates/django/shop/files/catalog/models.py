from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def get_pictures() -> list[tuple[str, str]]:
    """Return the pictures in static/img/products/ as choices."""
    files = sorted((settings.BASE_DIR / "static/img/products").glob("*.svg"))
    return [(f"img/products/{file.name}", file.stem) for file in files]


class Category(models.Model):
    name = models.CharField(_("name"), max_length=50, unique=True)
    slug = models.SlugField(_("slug"), unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:list", query={"category": self.slug})


class Product(models.Model):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), unique=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("category")
    )
    summary = models.CharField(_("summary"), max_length=100)
    description = models.TextField(_("description"))
    picture = models.CharField(_("picture"), max_length=100, choices=get_pictures)
    price = models.DecimalField(
        _("price"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    # Changed by change_stock() only: a form would overwrite concurrent orders.
    stock = models.PositiveIntegerField(_("stock"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Shown in the shop."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.slug])

    def change_stock(self, quantity: int) -> bool:
        """Add a quantity to the stock, or take a negative one. Return False, and change nothing, if there is too little."""
        products = Product.objects.filter(pk=self.pk, stock__gte=-quantity)
        return products.update(stock=F("stock") + quantity) == 1
