"""Somebody with a handle: writes, follows, and presses the buttons of the community's pages."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from people.visitor import Visitor, forms

FEED = "/feed/"
ME = "/me/"


class Member:
    """A visitor with a profile."""

    def __init__(self, visitor: Visitor, handle: str) -> None:
        self.visitor = visitor
        self.handle = handle
        assert self.send(ME, handle=handle, bio=f"I am {handle}.").status_code == 302

    def open(self, path: str) -> TestResponse:
        """The page at a path."""
        return self.visitor.open(path)

    def send(self, path: str, **values: str) -> TestResponse:
        """The answer to a form that goes to a path, whether a page offers it or not."""
        tokens = {name: value for name, value in forms(self.open(ME).text)[0].values.items() if "csrf" in name}
        return self.visitor.post(path, tokens | values)

    def press(self, page: str, action: str, **values: str) -> TestResponse:
        """The answer to a form that a page offers."""
        found = [form for form in forms(self.open(page).text) if form.action == action]
        assert found, f"{page} offers no {action}"
        return self.visitor.post(action or page, found[0].values | values)

    def write(self, text: str) -> int:
        """The number of a new post."""
        assert self.send(FEED, text=text).status_code == 302
        return self.posts()[0]

    def posts(self, page: str = "") -> list[int]:
        """The numbers of the posts on a page; on one's own, unless told otherwise."""
        parts = self.open(page or f"/@{self.handle}/").text.split('href="/feed/')[1:]
        found = (part.partition("/")[0] for part in parts)
        return [int(number) for number in dict.fromkeys(found) if number.isdecimal()]


def is_offered(page: TestResponse, action: str) -> bool:
    """Whether a page has a form that goes there."""
    return action in {form.action for form in forms(page.text)}


MakeMember = Callable[..., Member]
