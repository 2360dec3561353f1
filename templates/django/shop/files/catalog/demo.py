"""Demo products."""

from django.utils.text import slugify

from catalog.models import Category, Product

# Category, name, picture, price, stock, summary, description
PRODUCTS = (
    (
        "Lamps and clocks",
        "Scar wall clock",
        "clock",
        "89.00",
        12,
        "Oak rim, 28 cm, silent",
        "A magnet holds the movement, so the battery is changed without a tool.",
    ),
    (
        "Furniture",
        "Moss planter",
        "planter",
        "62.00",
        0,
        "Stoneware on an oak stand",
        "A pot of glazed stoneware with a saucer inside, on a stand that comes apart for moving.",
    ),
    (
        "Stationery",
        "Field notebook",
        "notebook",
        "14.00",
        80,
        "160 pages, dotted, with pencil",
        "Sewn, so that it lies flat on every page.",
    ),
    (
        "Furniture",
        "Rigg wall shelf",
        "shelf",
        "164.00",
        9,
        "Two oak boards, 80 cm",
        "Two oak boards between steel sides, each of which carries 15 kg.",
    ),
    (
        "Kitchen",
        "Ghyll mug",
        "mug",
        "18.50",
        46,
        "Stoneware, 320 ml",
        "Thrown by hand and glazed inside and out. Safe in the dishwasher.",
    ),
    (
        "Lamps and clocks",
        "Fell pendant",
        "pendant",
        "96.00",
        4,
        "Spun steel, 1.8 m cable",
        "A shade of spun steel that throws a wide, warm light on a table.",
    ),
    (
        "Furniture",
        "Tarn stool",
        "stool",
        "120.00",
        17,
        "Solid oak, 46 cm",
        "Three wedged legs and a shaped seat. A loose leg is tightened without tools.",
    ),
    (
        "Lamps and clocks",
        "Halm desk lamp",
        "lamp",
        "148.00",
        21,
        "Steel and ash, 2 m cable",
        "A steel arm on an ash base. Four screws hold it together, so every part can be replaced.",
    ),
)


def add_demo_products() -> str:
    """Add the demo products to an empty shop."""
    if Product.objects.exists():
        return "The shop has products already."
    for category, name, picture, price, stock, summary, description in PRODUCTS:
        Product.objects.create(
            category=Category.objects.get_or_create(name=category, slug=slugify(category))[0],
            name=name,
            slug=slugify(name),
            picture=f"img/products/{picture}.svg",
            price=price,
            stock=stock,
            summary=summary,
            description=description,
        )
    return f"Added {len(PRODUCTS)} products."
