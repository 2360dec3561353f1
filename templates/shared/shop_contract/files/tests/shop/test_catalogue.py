"""What there is to buy."""

from collections.abc import Callable

from werkzeug.test import Client


def test_products_are_shown_with_their_prices(http: Client, shelve: Callable[..., str]) -> None:
    shelve(name="Green tea", price="4.50")
    shelve(name="Teapot", price="1200.00", stock=0)

    page = http.get("/shop/").text

    assert "Green tea" in page
    assert "4.50 EUR" in page
    assert "1,200.00 EUR" in page
    assert page.count("Sold out") == 1


def test_an_empty_shelf_says_so(http: Client) -> None:
    assert "There are no products here." in http.get("/shop/").text


def test_products_are_found_by_words_of_their_names(http: Client, shelve: Callable[..., str]) -> None:
    shelve(name="Green tea")
    shelve(name="Black tea")

    assert "Green tea" in http.get("/shop/?q=TEA+green").text
    assert "Black tea" not in http.get("/shop/?q=TEA+green").text
    assert "Green tea" not in http.get("/shop/?q=%25").text
    assert http.get("/shop/?q=%00").status_code == 200


def test_products_are_found_by_category(http: Client, shelve: Callable[..., str]) -> None:
    shelve(name="Green tea", category="Tea")
    shelve(name="Espresso", category="Coffee")
    page = http.get("/shop/").text
    number = page.split(">Coffee</option>")[0].rsplit('value="', 1)[1].split('"')[0]

    page = http.get(f"/shop/?category={number}").text

    assert "Espresso" in page
    assert "Green tea" not in page
    assert "Espresso" in http.get("/shop/?category=none").text
    assert http.get("/shop/?category=99999999999999999999").status_code == 200


def test_a_page_has_so_many_products_and_leads_to_the_next(http: Client, shelve: Callable[..., str]) -> None:
    for number in range(25):
        shelve(name=f"Tea {number:02}")

    assert "Tea 23" in http.get("/shop/?q=tea").text
    assert "Tea 24" not in http.get("/shop/?q=tea").text
    assert "q=tea" in http.get("/shop/?q=tea").text.split("Next page")[0].rsplit('href="', 1)[1]
    assert "Tea 24" in http.get("/shop/?q=tea&page=2").text
    assert "Previous page" in http.get("/shop/?q=tea&page=2").text
    for far in ("3", "99999999999999999999"):
        assert http.get(f"/shop/?page={far}").status_code == 404


def test_the_catalogue_asks_the_database_as_often_for_many_as_for_one(
    http: Client, shelve: Callable[..., str], queries: Callable[..., int]
) -> None:
    shelve(name="Tea")
    one = queries(lambda: http.get("/shop/"))
    for number in range(20):
        shelve(name=f"Tea {number}")

    assert queries(lambda: http.get("/shop/")) == one <= 4


def test_what_staff_have_written_is_text_on_the_page(http: Client, shelve: Callable[..., str]) -> None:
    sku = shelve(name="<script>alert(1)</script>")

    for path in ("/shop/", f"/shop/products/{sku}/"):
        assert "<script>alert" not in http.get(path).text
        assert "&lt;script&gt;" in http.get(path).text


def test_what_is_sold_out_cannot_be_put_into_the_basket(http: Client, shelve: Callable[..., str]) -> None:
    assert 'name="quantity"' not in http.get(f"/shop/products/{shelve(stock=0)}/").text
    assert "Only 2 left." in http.get(f"/shop/products/{shelve(stock=2)}/").text
    assert http.get("/shop/products/NONE/").status_code == 404
