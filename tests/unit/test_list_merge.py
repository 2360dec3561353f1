import pytest

from generator.evolve.merging.text_merge import merge_text

APPS = 'INSTALLED_APPS = [\n    "core",\n    "contact",\n]\n'


def inserted(text: str, after: str, *lines: str) -> str:
    return text.replace(after, after + "".join(f"{line}\n" for line in lines))


def test_apps_that_both_sides_add_are_united_with_those_of_the_templates_first() -> None:
    merged = merge_text(
        APPS,
        inserted(APPS, '"contact",\n', '    "mine",', '    "also_mine",'),
        inserted(APPS, '"contact",\n', '    "users",', '    "allauth",'),
    )
    assert merged.conflicts == 0
    assert merged.text == inserted(
        APPS, '"contact",\n', '    "users",', '    "allauth",', '    "mine",', '    "also_mine",'
    )


def test_sorted_dependencies_stay_sorted_and_what_both_sides_add_is_there_once() -> None:
    base = 'dependencies = [\n    "django==5.2",\n    "uvicorn==1",\n]\n'
    both = '    "redis==6",'
    merged = merge_text(
        base,
        inserted(base, '"django==5.2",\n', '    "httpx>=0.28",', both),
        inserted(base, '"django==5.2",\n', '    "gunicorn==23",', both),
    )
    assert (merged.conflicts, merged.text) == (
        0,
        inserted(base, '"django==5.2",\n', '    "gunicorn==23",', '    "httpx>=0.28",', both),
    )


@pytest.mark.parametrize(
    ("base", "after", "ours", "theirs"),
    [
        ("import a\n\nx = 1\n", "import a\n", "from mine import models", "import theirs"),
        (
            'urls = [\n    path("", home),\n]\n',
            "home),\n",
            '    path("mine/", mine),',
            '    path("admin/", site.urls),  # x',
        ),
        (
            "def f():\n    db.init_app(app)\n    return\n",
            "(app)\n",
            "    mine.init_app(app)",
            "    mail.init_app(app, x=1)",
        ),
    ],
)
def test_imports_routes_and_extensions_are_united(base: str, after: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, inserted(base, after, ours), inserted(base, after, theirs))
    assert merged.conflicts == 0
    assert merged.text in (inserted(base, after, theirs, ours), inserted(base, after, ours, theirs))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("    mine = 1", "    theirs = 2"),
        ("    timeout=5,", "    timeout=9,"),
        ("    'timeout': 5,", "    'timeout': 9,"),
        ("    call(", "    other(),"),
        ('    "mine",', '        "theirs",'),
        ("    '''mine,", "    b,"),
    ],
)
def test_what_is_no_element_of_its_own_or_has_the_same_key_is_a_conflict(ours: str, theirs: str) -> None:
    merged = merge_text(APPS, inserted(APPS, '"contact",\n', ours), inserted(APPS, '"contact",\n', theirs))
    assert merged.conflicts == 1


def test_an_element_that_one_side_changes_beside_an_insertion_is_a_conflict() -> None:
    assert merge_text(
        APPS, inserted(APPS, '"contact",\n', '    "mine",'), APPS.replace('"contact"', '"users"')
    ).conflicts
