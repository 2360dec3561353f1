"""Articles: written at the desk, published along the arrows, read by everybody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import product

import pytest
import time_machine
from werkzeug.test import Client, TestResponse

from app.articles.markup import html_of
from app.articles.states import ARROWS, State
from app.articles.texts import free_slug, readable, slug_of, tag_names
from people.visitor import EMAIL, PASSWORD, Visitor, forms
from test_contract import assert_protected

ARTICLES = "/articles/"
FEED = "/articles/feed/"
SITEMAP = "/sitemap.xml"
DESK = "/desk/"
WRITTEN = {
    "title": "How to brew tea",
    "slug": "",
    "summary": "Water, leaves & time.",
    "body": "Let it *boil*.",
    "tags": "Tea,  kitchen , tea",
    "publish_at": "",
}

Known = Callable[..., Visitor]
Store = Callable[..., int]
Steps = Callable[[int], list[tuple[str, str, str]]]


def send(visitor: Visitor, path: str, **given: str) -> TestResponse:
    """The answer to the last form of the page at a path, with these values in it."""
    found = [form for form in forms(visitor.open(path).text) if form.method == "post"]
    values = {name: value for name, value in found[-1].values.items() if name != found[-1].submit}
    return visitor.post(found[-1].action or path, values | given)


def write(visitor: Visitor, **given: str) -> str:
    """The path at the desk of a new article."""
    answer = send(visitor, f"{DESK}new/", **(WRITTEN | given))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def take(visitor: Visitor, path: str, arrow: str) -> TestResponse:
    """The answer to an arrow, taken by a form that may have been made up."""
    token = forms(visitor.open(f"{DESK}new/").text)[0].values
    return visitor.post(f"{path}move/", token | {"arrow": arrow})


def buttons(page: str) -> list[str]:
    """The arrows that a page offers."""
    return re.findall(r'name="arrow" value="(\w+)"', page)


class Elements(HTMLParser):
    """What a browser sees in a piece of HTML: its tags, their attributes, and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.addresses |= {value or "" for name, value in attributes if name in {"href", "src"}}


def in_words(moment: datetime) -> str:
    """A moment as a field for it takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def test_an_article_goes_from_a_draft_to_everybody(http: Client, known: Known) -> None:
    staff, admin = known("staff"), known("admin", email="chief@example.org")
    path = write(staff)
    public = f"{ARTICLES}how-to-brew-tea/"
    assert http.get(public).status_code == 404

    assert take(staff, path, "submit").status_code == 302
    assert http.get(public).status_code == 404
    assert take(admin, path, "publish").status_code == 302

    page = http.get(public)
    assert page.status_code == 200
    assert "<h1" in page.text
    assert "Let it <em>boil</em>." in page.text
    assert "Water, leaves &amp; time." in page.text
    assert_protected(page)
    for listed in (ARTICLES, FEED, SITEMAP):
        assert public in http.get(listed).text
    assert EMAIL not in page.text + http.get(ARTICLES).text + http.get(FEED).text


@pytest.mark.parametrize(
    ("state", "arrow", "role"), list(product(State, [*ARROWS, "sideways"], ["staff", "admin"])), ids=str
)
def test_an_article_goes_along_the_arrows_alone(
    known: Known, stored_article: Store, steps_of: Steps, state: State, arrow: str, role: str
) -> None:
    somebody = known(role)
    number = stored_article("tea", state)
    way = ARROWS.get(arrow)
    allowed = way is not None and (role == "admin" or not way.takes_publisher)

    answer = take(somebody, f"{DESK}{number}/", arrow)

    assert answer.status_code == (400 if way is None else 302 if allowed else 403)
    goes = allowed and way is not None and way.before == state
    assert steps_of(number) == ([(EMAIL, state, way.after)] if goes and way else [])


def test_a_page_offers_the_arrows_that_may_be_taken(known: Known, stored_article: Store) -> None:
    staff, admin = known("staff"), known("admin", email="chief@example.org")
    paths = [f"{DESK}{stored_article(state, state)}/" for state in State]

    assert [buttons(staff.open(path).text) for path in paths] == [["submit"], ["return"], []]
    assert [buttons(admin.open(path).text) for path in paths] == [["submit"], ["return", "publish"], ["withdraw"]]


def test_every_step_is_kept_with_who_and_when(known: Known, steps_of: Steps) -> None:
    staff, admin = known("staff"), known("admin", email="chief@example.org")
    path = write(staff)
    take(staff, path, "submit")
    take(admin, path, "publish")

    page = admin.open(path).text

    assert steps_of(int(path.split("/")[2])) == [
        (EMAIL, "draft", "review"),
        ("chief@example.org", "review", "published"),
    ]
    assert f"{datetime.now(UTC):%Y-%m-%d}" in page
    assert "review → published, by chief@example.org" in page


def test_a_step_outlives_the_account_of_whoever_took_it(known: Known) -> None:
    staff, admin = known("staff"), known("admin", email="chief@example.org")
    path = write(staff)
    take(staff, path, "submit")

    assert staff.fill_in("/accounts/delete/", current_password=PASSWORD).status_code == 302

    page = admin.open(path)
    assert page.status_code == 200
    assert "by somebody who has left" in page.text


@pytest.mark.parametrize("state", ["draft", "review"])
def test_what_is_not_published_is_seen_by_nobody_but_staff(
    http: Client, known: Known, stored_article: Store, state: str
) -> None:
    number = stored_article("secret", state, publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    member = known("member")

    for listed in (ARTICLES, FEED, SITEMAP):
        assert "secret" not in http.get(listed).text
    for somebody in (http, member.client):
        assert somebody.get(f"{ARTICLES}secret/").status_code == 404
    assert member.open(f"{DESK}{number}/").status_code == 403
    assert http.get(f"{DESK}{number}/").status_code == 302
    assert "All about <em>secret</em>." in known("staff", email="writer@example.org").open(f"{DESK}{number}/").text


def test_a_scheduled_article_appears_when_its_time_comes(http: Client, known: Known, stored_article: Store) -> None:
    coming = datetime.now(UTC) + timedelta(days=3)
    number = stored_article("later", publish_at=coming)
    pages = (f"{ARTICLES}later/", ARTICLES, FEED, SITEMAP)

    def seen() -> list[bool]:
        return [f"{ARTICLES}later/" in (answer := http.get(page)).text and answer.status_code == 200 for page in pages]

    assert seen()[1:] == [False, False, False]
    assert http.get(pages[0]).status_code == 404
    assert "scheduled" in known("staff").open(f"{DESK}{number}/").text
    with time_machine.travel(coming - timedelta(seconds=5)):
        assert http.get(pages[0]).status_code == 404
    with time_machine.travel(coming + timedelta(seconds=5)):
        assert http.get(pages[0]).status_code == 200
        assert seen()[1:] == [True, True, True]


def test_the_time_that_a_writer_chose_is_kept_when_it_is_published(http: Client, known: Known) -> None:
    admin = known("admin")
    coming = datetime.now(UTC) + timedelta(days=2)
    path = write(admin, publish_at=in_words(coming))

    for arrow in ("submit", "publish"):
        take(admin, path, arrow)

    assert f'value="{in_words(coming)}' in admin.open(f"{path}edit/").text
    assert http.get(f"{ARTICLES}how-to-brew-tea/").status_code == 404


def test_a_withdrawn_article_is_public_no_more(http: Client, known: Known, stored_article: Store) -> None:
    number = stored_article("tea")
    assert http.get(f"{ARTICLES}tea/").status_code == 200

    take(known("admin"), f"{DESK}{number}/", "withdraw")

    assert http.get(f"{ARTICLES}tea/").status_code == 404


def test_what_was_handed_in_is_changed_and_deleted_by_publishers_alone(known: Known, stored_article: Store) -> None:
    staff, admin = known("staff"), known("admin", email="chief@example.org")
    for state, status in (("draft", 200), ("review", 403), ("published", 403)):
        path = f"{DESK}{stored_article(state, state)}/"
        token = forms(staff.open(f"{DESK}new/").text)[0].values
        for page in (f"{path}edit/", f"{path}delete/"):
            assert staff.open(page).status_code == status
            assert admin.open(page).status_code == 200
        if status == 403:
            assert staff.post(f"{path}edit/", token | WRITTEN).status_code == 403
            assert staff.post(f"{path}delete/", token).status_code == 403
            assert f"{path}edit/" not in staff.open(path).text


def test_an_article_is_changed(http: Client, known: Known, stored_article: Store) -> None:
    number = stored_article("tea", tag="old")

    answer = send(known("admin"), f"{DESK}{number}/edit/", **(WRITTEN | {"slug": "tea", "body": "New *text*."}))

    assert answer.status_code == 302
    page = http.get(f"{ARTICLES}tea/").text
    assert "New <em>text</em>." in page
    assert re.findall(r"\?tag=(\w+)", page) == ["kitchen", "tea"]


def test_an_article_is_deleted_after_a_question(http: Client, known: Known, stored_article: Store) -> None:
    number = stored_article("tea", tag="kitchen")
    admin = known("admin")
    assert "cannot be taken back" in admin.open(f"{DESK}{number}/delete/").text
    assert http.get(f"{ARTICLES}tea/").status_code == 200

    assert send(admin, f"{DESK}{number}/delete/").status_code == 302

    assert http.get(f"{ARTICLES}tea/").status_code == 404
    assert admin.open(f"{DESK}{number}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "required"),
        ({"title": "x" * 201}, "200 characters"),
        ({"summary": " "}, "required"),
        ({"summary": "x" * 301}, "300 characters"),
        ({"body": "\x0b"}, "required"),
        ({"body": "x" * 100_001}, "100000 characters"),
        ({"slug": "feed"}, "This address is taken."),
        ({"slug": "taken"}, "This address is taken."),
        ({"slug": "Not a Slug"}, "Use small letters, digits and hyphens."),
        ({"slug": "x" * 101}, "100 characters"),
        ({"tags": ",".join("abcdefghijk")}, "Choose 10 tags at most."),
        ({"tags": "x" * 41}, "A tag has 40 characters at most."),
        ({"publish_at": "1999-12-31T23:59"}, "Choose a time from the year 2000 on."),
        ({"publish_at": "tomorrow"}, "valid"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    known: Known, stored_article: Store, given: dict[str, str], said: str
) -> None:
    stored_article("taken")
    staff = known("staff")

    answer = send(staff, f"{DESK}new/", **(WRITTEN | given))

    assert answer.status_code == 422
    page = unescape(answer.text)
    assert said in page
    assert page.count("is-invalid") == 1
    assert "invalid-feedback" in page


def test_an_address_is_made_of_the_title_and_is_nobody_else_s(http: Client, known: Known) -> None:
    staff = known("staff")

    first, second = write(staff), write(staff)

    assert 'value="how-to-brew-tea"' in staff.open(f"{first}edit/").text
    assert 'value="how-to-brew-tea-2"' in staff.open(f"{second}edit/").text


def test_two_who_take_one_address_at_once_are_told(
    known: Known, stored_article: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_article("taken")
    staff = known("staff")
    monkeypatch.setattr("app.articles.forms.untaken", lambda _slug: "taken")

    answer = send(staff, f"{DESK}new/", **WRITTEN)

    assert answer.status_code == 422
    assert "Please save again." in answer.text


def test_a_step_that_another_took_first_is_not_taken_again(
    known: Known, stored_article: Store, steps_of: Steps
) -> None:
    admin = known("admin")
    path = f"{DESK}{(number := stored_article('tea', 'review'))}/"

    take(admin, path, "publish")
    take(admin, path, "publish")

    assert len(steps_of(number)) == 1
    assert "Nothing was done" in admin.open(path).text


def test_what_writers_type_is_text_on_every_page(http: Client, known: Known, stored_article: Store) -> None:
    hostile = "<script>alert(1)</script>"
    texts = {"title": hostile, "summary": hostile, "body": hostile}
    number = stored_article("tea", tag=hostile[:9], **texts)
    admin = known("admin")

    for page in (ARTICLES, f"{ARTICLES}tea/", DESK, *(f"{DESK}{number}/{part}" for part in ("", "edit/", "delete/"))):
        text = admin.open(page).text
        assert hostile in unescape(text)
        assert "<script>" not in text


def test_articles_are_found_by_their_tag(http: Client, stored_article: Store) -> None:
    stored_article("green", tag="fine tea")
    stored_article("oak", tag="wood")

    page = http.get(f"{ARTICLES}?tag=fine+tea").text

    assert f"{ARTICLES}green/" in page
    assert f"{ARTICLES}oak/" not in page
    assert "There are no articles" in http.get(f"{ARTICLES}?tag=<b>").text
    assert "<b>" not in http.get(f"{ARTICLES}?tag=<b>").text


def test_long_lists_have_pages(http: Client, known: Known, stored_article: Store) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(21):
        stored_article(f"no-{number}", publish_at=first + timedelta(days=number), tag="many")
    staff = known("staff")

    pages = [http.get(f"{ARTICLES}?tag=many&page={page}") for page in (1, 2, 3)]

    shown = [re.findall(r'href="/articles/no-(\d+)/"', page.text) for page in pages]
    assert [len(numbers) for numbers in shown] == [10, 10, 1]
    assert sum(shown, []) == [str(number) for number in reversed(range(21))]  # noqa: RUF017 - there are three
    assert "tag=many" in "".join(re.findall(r'href="([^"]*page=2[^"]*)"', pages[0].text))
    assert "page=1" in staff.open(f"{DESK}?page=2").text
    for path in (f"{ARTICLES}?page=4", f"{ARTICLES}?page={'9' * 30}", f"{ARTICLES}?page=0"):
        assert http.get(path).status_code == 404
    assert staff.open(f"{DESK}?page=3").status_code == 404


@pytest.mark.parametrize("path", [ARTICLES, FEED, SITEMAP, DESK])
def test_a_list_asks_the_database_as_often_however_long_it_is(
    known: Known,
    make_person: Callable[..., None],
    stored_article: Store,
    queries: Callable[[Callable[[], object]], int],
    path: str,
) -> None:
    admin = known("admin")
    stored_article("one", tag="one")
    admin.open(path)
    few = queries(lambda: admin.open(path))
    for number in range(6):
        make_person(f"writer{number}@example.org")
        stored_article(f"more-{number}", tag=f"tag {number}")

    assert queries(lambda: admin.open(path)) == few


def test_the_desk_shows_the_articles_of_a_state(known: Known, stored_article: Store) -> None:
    for state in State:
        stored_article(f"is-{state}", state)

    page = known("staff").open(f"{DESK}?state=review").text

    assert [f">is-{state}<" in page for state in State] == [False, True, False]


def test_empty_lists_say_so(http: Client, known: Known) -> None:
    assert "There are no articles yet." in http.get(ARTICLES).text
    assert "There are no articles here." in known("staff").open(DESK).text
    assert http.get(FEED).status_code == http.get(SITEMAP).status_code == 200


def test_the_feed_is_atom_with_whole_addresses(http: Client, stored_article: Store) -> None:
    stored_article("tea", title="Tea & <b>biscuits</b>", summary="5 < 6", tag="kitchen")

    feed = http.get(FEED)

    assert feed.mimetype == "application/atom+xml"
    assert 'xmlns="http://www.w3.org/2005/Atom"' in feed.text
    assert "<title>Tea &amp; &lt;b&gt;biscuits&lt;/b&gt;</title>" in feed.text
    assert "http://localhost/articles/tea/" in feed.text
    assert 'term="kitchen"' in feed.text
    assert re.search(r"<published>20\d\d-\d\d-\d\dT[\d:.]+\+00:00</published>", feed.text)
    assert 'href="/articles/feed/" type="application/atom+xml"' in http.get(ARTICLES).text


def test_who_knows_the_feed_already_is_told_so(http: Client, stored_article: Store) -> None:
    stored_article("tea")
    known_as = http.get(FEED).headers["ETag"]

    assert http.get(FEED, headers={"If-None-Match": known_as}).status_code == 304
    stored_article("biscuits")
    assert http.get(FEED, headers={"If-None-Match": known_as}).status_code == 200


def test_search_engines_find_all_there_is(http: Client, stored_article: Store) -> None:
    stored_article("tea")

    robots, sitemap = http.get("/robots.txt"), http.get(SITEMAP)

    assert robots.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in robots.text
    assert "Disallow: /desk/" in robots.text
    assert sitemap.mimetype == "application/xml"
    assert "<loc>http://localhost/articles/tea/</loc>" in sitemap.text
    assert "<loc>http://localhost/</loc>" in sitemap.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](data:text/html,x)",
        "[click](vbscript:x)",
        "![x](https://evil.example/x.png)",
        '[x](https://example.org "\\" onclick=alert(1) x=\\"")',
        "<a href='javascript:alert(1)'>x</a>",
        "```<script>\nalert(1)\n```",
        "|a|\n|:-:|\n|b|",
        "<https://example.org/?<script>>",
    ],
)
def test_no_markdown_becomes_a_script_a_style_or_a_picture(text: str) -> None:
    found = Elements()
    found.feed(html_of(text))

    assert found.tags <= {"p", "a", "em", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert found.attributes <= {"class", "href", "rel", "title"}
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in found.addresses)


def test_even_what_markdown_let_through_is_made_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.articles.markup.MARKDOWN.render", lambda text: text)

    html = html_of('<p onclick="x">safe<script>alert(1)</script><a href="javascript:x">link</a></p>')

    assert html == '<p>safe<a rel="noopener noreferrer">link</a></p>'


def test_markdown_becomes_html_below_the_heading_of_its_page() -> None:
    html = html_of("# One\n\n###### Six\n\n~~old~~ [way](/articles/)\n\n|a|\n|-|\n|b|\n")

    assert "<h2>One</h2>" in html
    assert "<h6>Six</h6>" in html
    assert "<s>old</s>" in html
    assert '<a href="/articles/" rel="noopener noreferrer">way</a>' in html
    assert '<table class="table' in html


def test_html_is_shown_as_it_was_written_and_a_picture_is_a_link() -> None:
    assert html_of("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"
    assert '<a href="https://example.org/x.png"' in html_of("![x](https://example.org/x.png)")


def test_texts_are_what_a_feed_can_hold() -> None:
    assert readable(" a\x00\x0b\x1b\ufffe\r\nb\r ") == "a\nb"
    assert slug_of("Größe & Maß: 5 Äpfel!") == "groe-ma-5-apfel" or slug_of("Größe & Maß: 5 Äpfel!").isascii()
    assert slug_of("日本") == "article"
    assert len(slug_of("long " * 50)) <= 100
    assert tag_names(" B, a ,b,, ") == ["a", "b"]
    assert free_slug("feed", set()) == "feed-2"
    assert free_slug("tea", {"tea", "tea-2"}) == "tea-3"


def test_the_demo_articles_are_loaded_once(http: Client, run: Callable[[str], tuple[int, str]]) -> None:
    assert run("seed")[0] == 0
    page = http.get(ARTICLES).text
    assert "How we brew our tea" in page
    assert "What grows on a balcony" not in page
    assert "Notes on sourdough" not in page

    assert run("seed")[0] == 0

    assert http.get(ARTICLES).text.count("<article") == page.count("<article") == 2
