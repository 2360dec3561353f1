import pytest

from generator.models.model import Field, Model
from generator.models.naming import choice_label, field_title, path, plural, plural_of, snake, title, titles

NAMES = {
    "Book": ("book", "books", "books", "book", "books"),
    "OrderLine": ("order_line", "order_lines", "order-lines", "order line", "order lines"),
    "HTTPServer": ("http_server", "http_servers", "http-servers", "HTTP server", "HTTP servers"),
    "SKU": ("sku", "skus", "skus", "SKU", "SKUs"),
    "Item2": ("item2", "item2s", "item2s", "item2", "item2s"),
    "Person": ("person", "people", "people", "person", "people"),
    "URLEntry": ("url_entry", "url_entries", "url-entries", "URL entry", "URL entries"),
    "News": ("news", "news", "news", "news", "news"),
}

IRREGULAR = """
    aircraft aircraft, analysis analyses, appendix appendices, basis bases, box boxes, bus buses, cactus cacti,
    child children, city cities, crisis crises, criterion criteria, datum data, day days, foot feet, goose
    geese, half halves, hero heroes, human humans, knife knives, leaf leaves, lens lenses, life lives, man men,
    matrix matrices, mouse mice, ox oxen, person people, phenomenon phenomena, photo photos, piano pianos,
    potato potatoes, quiz quizzes, roman romans, schema schemas, series series, sheep sheep, shelf shelves,
    species species, status statuses, thesis theses, thief thieves, tooth teeth, wolf wolves, woman women
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_model_s_name_gives_all_others(name: str) -> None:
    model = Model(name, ())
    assert (snake(name), plural(model), path(model), title(model), titles(model)) == NAMES[name]


@pytest.mark.parametrize("pair", [pair.split() for pair in IRREGULAR.split(",")], ids=lambda pair: pair[0])
def test_english_plurals(pair: list[str]) -> None:
    one, many = pair
    assert plural_of(one) == many
    assert plural_of(f"old_{one}") == f"old_{many}"
    assert plural_of(one.capitalize()) == many.capitalize()


@pytest.mark.parametrize(
    ("said", "identifier", "shown"),
    [
        ({"plural": "Old Tomes"}, "old_tomes", "Old Tomes"),
        ({"plural": "Bücher", "title": "Buch"}, "books", "Bücher"),
        ({"title": "Purchase order"}, "books", "Purchase orders"),
        ({"plural": "x" * 51}, "books", "x" * 51),
        ({"plural": "3 books"}, "books", "3 books"),
    ],
)
def test_what_was_said_goes_before_what_is_made(said: dict[str, str], identifier: str, shown: str) -> None:
    model = Model("Book", (), **said)  # type: ignore[arg-type]
    assert (plural(model), titles(model)) == (identifier, shown)


def test_fields_and_choices_have_words_for_people() -> None:
    assert field_title(Field("published_on", "date")) == "published on"
    assert field_title(Field("published_on", "date", title="Out")) == "Out"
    assert [choice_label(value) for value in ("in_review", "high-risk", "Not yet", "3d", "_")] == [
        "In review", "High risk", "Not yet", "3d", "_",
    ]  # fmt: skip
