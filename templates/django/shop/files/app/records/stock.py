"""The stock in the form of a product: what is stored is the difference to what the form showed.

So a sale that happens while the form is open is kept.
"""

from typing import Any

from django import forms

from app.records.models import Product


class StockForm(forms.ModelForm):
    """What forms of a product have in common; saved in a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stock"].show_hidden_initial = True

    def clean_stock(self) -> int:
        """Return the stock that was asked for; what the form showed has to be a number as well."""
        field = self.fields["stock"]
        shown = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix("stock"))
        self.shown = field.clean(shown) if self.instance.pk else 0
        stock: int = self.cleaned_data["stock"]
        return stock

    def save(self, commit: bool = True) -> Product:
        """Return the product, whose stock has changed by what was added or taken away."""
        if self.instance.pk:
            stored = Product.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.stock = stored.stock + self.cleaned_data["stock"] - self.shown
        product: Product = super().save(commit)
        return product
