from typing import Any

from django.test import TestCase
from django.urls import reverse

from cart.forms import MAX_QUANTITY
from catalog.demo import add_demo_products
from catalog.models import Product


class CartTests(TestCase):
    mug: Product

    @classmethod
    def setUpTestData(cls) -> None:
        add_demo_products()
        cls.mug = Product.objects.get(slug="ghyll-mug")

    def send(self, action: str, quantity: object) -> Any:
        url = reverse(f"cart:{action}", args=[self.mug.pk])
        return self.client.post(url, {"quantity": quantity}, follow=True)

    def test_a_product_is_added_changed_and_removed(self) -> None:
        self.assertContains(self.send("add", 2), "€37.00")
        self.assertContains(self.send("add", 1), "€55.50")
        self.assertContains(self.send("update", 4), "€74.00")
        self.assertContains(self.send("update", 0), "Your cart is empty")

    def test_wrong_quantities_are_refused(self) -> None:
        for quantity in ("0", "-1", "sNaN", "1e9", str(MAX_QUANTITY + 1), "9" * 5000, ""):
            with self.subTest(quantity):
                self.assertContains(self.send("add", quantity), "Choose a quantity between 1 and 10.")

    def test_a_cart_has_no_more_of_a_product_than_allowed(self) -> None:
        for _time in range(2):
            response = self.send("add", MAX_QUANTITY)
        self.assertContains(response, "€185.00")

    def test_products_that_are_no_longer_sold_leave_the_cart(self) -> None:
        self.send("add", 1)
        Product.objects.update(is_active=False)
        self.assertContains(self.client.get(reverse("cart:detail")), "Your cart is empty")
