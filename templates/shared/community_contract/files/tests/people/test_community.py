"""Profiles, posts, following and blocking."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from werkzeug.test import Client

from people.members import FEED, ME, Member, is_offered
from people.visitor import PASSWORD, Visitor

Known = Callable[..., Visitor]


@pytest.fixture
def ada(known: Known) -> Member:
    """Somebody."""
    return Member(known(email="ada@example.org"), "ada")


@pytest.fixture
def bob(known: Known) -> Member:
    """Somebody else."""
    return Member(known(email="bob@example.org"), "bob")


def test_whoever_has_no_handle_chooses_one_first(known: Known) -> None:
    visitor = known()

    assert visitor.open(FEED).request.path == ME
    assert Member(visitor, "ada").open(FEED).request.path == FEED


@pytest.mark.parametrize("handle", ["", "ab", "a b", "a-b-c", "ädam", "x" * 31, "admin", "ada/", "<b>bold</b>"])
def test_a_handle_is_refused(ada: Member, handle: str) -> None:
    page = ada.send(ME, handle=handle, bio="")

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert ada.open("/@ada/").status_code == 200


@pytest.mark.parametrize("handle", ["abc", "x" * 30, "a_1", "@Eve"])
def test_a_handle_is_taken(ada: Member, handle: str) -> None:
    ada.send(ME, handle=handle, bio="Here I am.")

    assert "Here I am." in ada.open(f"/@{handle.lower().removeprefix('@')}/").text


def test_a_handle_is_had_once_however_it_is_written(ada: Member, bob: Member) -> None:
    assert "taken" in bob.send(ME, handle="ADA", bio="").text.lower()
    assert "I am ada." in bob.open("/@ADA/").text


def test_who_is_followed_is_read_in_the_feed(ada: Member, bob: Member) -> None:
    post = bob.write("Good morning")
    assert ada.posts(FEED) == []

    ada.press("/@bob/", "/@bob/follow/")
    assert ada.posts(FEED) == [post]
    assert "1 follower<" in ada.open("/@bob/").text

    ada.press("/@bob/", "/@bob/unfollow/")
    assert ada.posts(FEED) == []


def test_to_follow_twice_is_to_follow_once(ada: Member, bob: Member) -> None:
    ada.send("/@bob/follow/")
    ada.send("/@bob/follow/")

    assert "1 follower<" in ada.open("/@bob/").text


@pytest.mark.parametrize("what", ["follow", "unfollow", "block"])
def test_nobody_has_to_do_with_themselves_or_with_nobody(ada: Member, what: str) -> None:
    assert ada.send(f"/@ada/{what}/").status_code == 404
    assert ada.send(f"/@nobody/{what}/").status_code == 404


def test_everybody_reads_profiles_and_posts_and_finds_nothing_to_press(http: Client, ada: Member) -> None:
    post = ada.write("Good morning")

    for path in ("/@ada/", f"/feed/{post}/"):
        page = http.get(path)
        assert "Good morning" in page.text
        assert not any(is_offered(page, action) for action in (f"/feed/{post}/like/", "/@ada/follow/"))


def test_who_is_blocked_and_who_blocks_do_not_see_each_other(http: Client, ada: Member, bob: Member) -> None:
    of_ada, of_bob = ada.write("By Ada"), bob.write("By Bob")
    ada.send("/@bob/follow/")
    bob.send("/@ada/follow/")

    ada.press("/@bob/", "/@bob/block/")

    for somebody, handle, post in ((ada, "bob", of_bob), (bob, "ada", of_ada)):
        assert somebody.open(f"/@{handle}/").status_code == 404
        assert somebody.open(f"/feed/{post}/").status_code == 404
        assert post not in somebody.posts(FEED)
        for path in (f"/@{handle}/follow/", f"/feed/{post}/like/", f"/feed/{post}/report/"):
            assert somebody.send(path, reason="So there").status_code == 404
    assert http.get("/@bob/").status_code == 200


def test_a_block_is_taken_back_by_whoever_made_it_and_nobody_follows_again(ada: Member, bob: Member) -> None:
    bob.send("/@ada/follow/")
    ada.send("/@bob/block/")
    assert bob.send("/@ada/unblock/").status_code == 404

    ada.press(ME, "/@bob/unblock/")

    assert is_offered(bob.open("/@ada/"), "/@ada/follow/")
    assert "You have blocked nobody." in ada.open(ME).text


@pytest.mark.parametrize(
    ("text", "status"), [("x" * 500, 302), ("x\r\n" * 250, 302), ("x" * 501, 200), (" \n ", 200), ("", 200)]
)
def test_a_post_has_up_to_500_characters(ada: Member, text: str, status: int) -> None:
    assert ada.send(FEED, text=text).status_code == status
    assert len(ada.posts()) == (status == 302)


def test_a_post_is_text_and_its_links_are_safe(http: Client, ada: Member) -> None:
    post = ada.write("<script>alert(1)</script> javascript:alert(2)\r\nhttps://example.org/?a=1&b=2 \"'><b>")

    page = http.get(f"/feed/{post}/").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page
    assert "<b>" not in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert "nofollow" in page
    assert "alert(2)<br>" in page


def test_a_like_counts_once_and_is_taken_back(ada: Member, bob: Member) -> None:
    post = bob.write("Good morning")

    ada.press(f"/feed/{post}/", f"/feed/{post}/like/")
    ada.send(f"/feed/{post}/like/")
    assert "(1)" in bob.open(f"/feed/{post}/").text

    ada.press(f"/feed/{post}/", f"/feed/{post}/unlike/")
    assert "(0)" in bob.open(f"/feed/{post}/").text


@pytest.mark.parametrize(
    ("next", "leads"),
    [("/feed/?before=9", "/feed/?before=9"), ("https://evil.example/", None), ("//evil.example/", None), ("", None)],
)
def test_a_like_leads_back_to_a_page_of_ours(ada: Member, next: str, leads: str | None) -> None:  # noqa: A002 - as the field is called
    post = ada.write("Good morning")

    assert ada.send(f"/feed/{post}/like/", next=next).location == (leads or f"/feed/{post}/")


def test_an_author_alone_deletes_a_post(ada: Member, bob: Member) -> None:
    post = ada.write("Good morning")

    assert bob.send(f"/feed/{post}/delete/").status_code == 404
    assert ada.send(f"/feed/{post}/delete/").status_code == 302

    assert ada.open(f"/feed/{post}/").status_code == 404


def test_to_delete_is_asked_before_it_is_done(ada: Member) -> None:
    post = ada.write("Good morning")

    assert "Good morning" in ada.open(f"/feed/{post}/delete/").text
    assert ada.posts() == [post]


def test_with_an_account_all_goes_that_was_its(ada: Member, bob: Member) -> None:
    post = ada.write("Good morning")
    bob.send("/@ada/follow/")
    bob.send(f"/feed/{post}/report/", reason="Too early")

    ada.visitor.fill_in("/accounts/delete/", current_password=PASSWORD)

    assert bob.open("/@ada/").status_code == 404
    assert bob.open(f"/feed/{post}/").status_code == 404


def test_whoever_writes_too_fast_waits_and_loses_nothing(ada: Member) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for number in range(10):
            ada.write(f"No. {number}")
            clock.shift(timedelta(seconds=10))
        refused = ada.send(FEED, text="One more thought")

        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "500"
        assert "One more thought" in refused.text
        clock.shift(timedelta(seconds=501))
        ada.write("One more thought")


def test_the_feed_comes_in_pages_that_do_not_shift(ada: Member) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for number in range(25):
            ada.write(f"No. {number}")
            clock.shift(timedelta(minutes=1, seconds=1))
        first = ada.posts(FEED)
        older = f"{FEED}?before={first[-1]}"
        assert f'href="?before={first[-1]}"' in ada.open(FEED).text
        newest = ada.write("Meanwhile")

        rest = ada.posts(older)

    assert len(first) == 20
    assert len(rest) == 5
    assert newest not in first + rest
    assert sorted({*first, *rest}, reverse=True) == first + rest
    assert "Older posts" not in ada.open(older).text


@pytest.mark.parametrize("before", ["x", "", "-1", "99999999999999999999", "²", "1&before=2"])
def test_no_page_of_the_feed_is_an_error(ada: Member, before: str) -> None:
    ada.write("Good morning")

    assert ada.open(f"{FEED}?before={before}").status_code == 200


def test_a_number_beyond_all_posts_is_not_found(ada: Member) -> None:
    for path in ("/feed/99999999999999999999/", "/feed/99999999999999999999/report/"):
        assert ada.open(path).status_code == 404


def test_many_posts_take_as_many_queries_as_one(
    ada: Member, bob: Member, known: Known, queries: Callable[[Callable[[], object]], int]
) -> None:
    def asked() -> list[int]:
        return [queries(partial(ada.open, page)) for page in (FEED, "/@bob/")]

    ada.send("/@bob/follow/")
    bob.write("Good morning")
    few = asked()
    for name in ("cleo", "dora"):
        other = Member(known(email=f"{name}@example.org"), name)
        ada.send(f"/@{name}/follow/")
        for writer in (other, bob):
            ada.send(f"/feed/{writer.write('Good evening')}/like/")

    assert asked() == few


def test_the_demo_data_fill_the_feed(run: Callable[[str], tuple[int, str]], http: Client) -> None:
    assert run("seed")[0] == 0
    once = http.get("/@grace/").text
    assert run("seed")[0] == 0

    assert "Welcome!" in once
    assert http.get("/@grace/").text.count("<article") == once.count("<article") == 2
