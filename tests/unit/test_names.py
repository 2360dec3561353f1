import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Misuse
from generator.names import normalize_project_name, title


@pytest.mark.parametrize(
    "name", ["shelf", "my-project", "my_project", "a1", "x" * 50, "flask-shop", "con-artist", "copy"]
)
def test_a_good_name_stays_as_it_is(name: str) -> None:
    assert normalize_project_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("My Project", "my-project"), ("Café", "cafe"), ("BookClub", "bookclub"), ("  shelf ", "shelf"), ("a  b", "a-b")],
)
def test_capitals_accents_and_blanks_are_turned_into_plain_ones(text: str, name: str) -> None:
    assert normalize_project_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "x", "..", ".", "../evil", "/abs", "a/b", "a\\b", "-rf", "--help", "aux.txt", "shelf.", "shelf-"],
        *[
            "1shelf",
            "x" * 51,
            "x" * 300,
            "🚀",
            "a🚀b",
            "sh\0elf",
            "sh\nelf",
            "shelf\n",
            "sh\telf",
            "{{7*7}}",
            "$(id)",
            "~",
        ],
        *["a b\u2028c", "class", "import", "match", "django", "Flask", "test", "site", "json", "asyncio", "app"],
        *["CON", "nul", "com1", "LPT9"],
    ],
)
def test_a_bad_name_is_refused_in_one_line_that_says_what_a_good_one_is(text: str) -> None:
    with pytest.raises(Misuse) as refused:
        normalize_project_name(text)
    assert len(str(refused.value).splitlines()) == 1
    assert "such as" in str(refused.value)


@given(st.text(max_size=60))
def test_whatever_comes_out_is_safe_as_a_folder_and_stays_the_same(text: str) -> None:
    try:
        name = normalize_project_name(text)
    except Misuse as refused:
        assert len(str(refused).splitlines()) == 1
    else:
        assert normalize_project_name(name) == name
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        assert 2 <= len(name) <= 50


def test_a_title_reads_as_a_heading() -> None:
    assert title("book-club_two") == "Book club two"
