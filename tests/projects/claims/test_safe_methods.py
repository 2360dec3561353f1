"""No route changes anything on HEAD and OPTIONS, or without a CSRF token, for an admin signed in by cookie."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
import requests

from tests.projects.claims.sites import Route, Site, by_framework
from tests.projects.claims.visitors import dump, sign_in
from tests.projects.story import NEW_PASSWORD, WebClient, find_mail_link

pytestmark = pytest.mark.generated

SESSIONS = frozenset({"django_session"})
"""Django stores sessions in a table, and renews their expiry with each request; Flask's are cookies."""

NEVER_FOUND = {"admin:view_on_site"}
"""Routes that find nothing, whatever is asked for: no model has a URL of its own for Django's admin to redirect to."""

PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:[^<>:]+:)?(\w+)>")
"""A parameter in a route of Flask or Django."""

NEWCOMER = "newcomer@example.org"
ORDER = {"name": "Ada", "email": NEWCOMER, "street": "1 Road", "postcode": "1", "city": "Town", "country": "Country"}

Values = Mapping[str, Sequence[str]]
"""Values by the name of a parameter."""

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
REFUSED = {400, 401, 403, 405, 429}

NUMBERS = dict.fromkeys(("id", "number", "object_id", "pk"), ("1", "2"))
"""The numbers of records, which `seed` has added."""

VALUES: Values = NUMBERS | {
    "app_label": ["users"],
    "content_type_id": ["1"],
    "export_type": ["csv"],
    "filename": ["favicon.svg"],
    "url": ["users/user"],
}


@by_framework("high")
def test_only_requests_with_a_token_change_anything(framework: str, site: Callable[[str, str], Site]) -> None:
    found = site(framework, "high")
    with found.serving() as address:
        values = {**VALUES, **from_mails(found, address)}
        admin = sign_in(found, address, "admin")
        assert_safe(found, admin, values)
        assert_token_is_needed(found, admin, values)
        assert "/accounts/login/" not in admin.open("/accounts/profile/").url


@by_framework("shop")
def test_safe_methods_change_nothing_in_a_shop(framework: str, site: Callable[[str, str], Site]) -> None:
    found = site(framework, "shop")
    with found.serving() as address:
        values = {**VALUES, **from_mails(found, address)}
        admin = sign_in(found, address, "admin")
        shop = from_shop(framework, admin)
        values = {**values, **{name: [*found_there, *values.get(name, ())] for name, found_there in shop.items()}}
        assert_safe(found, admin, values)
        assert "/accounts/login/" not in admin.open("/accounts/profile/").url


def from_shop(framework: str, buyer: WebClient) -> dict[str, Sequence[str]]:
    """Order something, and fill the cart again; return the parameters in the links of a shop."""
    if framework == "django":
        product, slug = re.findall(r'href="(/products/([^"/]+)/)"', buyer.open("/products/?q=mug").text)[0]
        buyer.submit(product, {"quantity": "1"}, to="/add/")
        order = buyer.submit("/orders/checkout/", ORDER).url.rstrip("/").rpartition("/")[2]
        reference = buyer.submit(f"/orders/{order}/", to="/start/").url.rstrip("/").rpartition("/")[2]
        buyer.submit(product, {"quantity": "1"}, to="/add/")
        return {"slug": [slug], "token": [order], "reference": [reference]}
    sku = re.findall(r'href="/shop/products/([^"/]+)/"', buyer.open("/shop/").text)[0]
    buyer.submit(f"/shop/products/{sku}/", {"quantity": "1"}, to="/add/")
    order = buyer.submit("/shop/checkout/", ORDER).url.rstrip("/").rpartition("/")[2]
    buyer.submit(f"/shop/products/{sku}/", {"quantity": "1"}, to="/add/")
    return {"sku": [sku], "key": [order]}


@by_framework("open")
def test_only_forms_with_a_token_change_anything_in_a_prototype(
    framework: str, site: Callable[[str, str], Site]
) -> None:
    found = site(framework, "open")
    with found.serving() as address:
        assert_safe(found, WebClient(address), VALUES)
        assert_token_is_needed(found, WebClient(address), VALUES)


def from_mails(site: Site, address: str) -> dict[str, list[str]]:
    """Return the parameters in the links of the mails of a sign-up and of a password reset."""
    person = WebClient(address)
    person.submit("/accounts/signup/", {"email": NEWCOMER, "password": NEW_PASSWORD, "password1": NEW_PASSWORD})
    person.submit("/accounts/password/reset/", {"email": "member@example.org"})
    log = site.project.parent / "dev.log"
    confirmation = find_mail_link(log, NEWCOMER).strip("/").rpartition("/")[2]
    reset = find_mail_link(log, "member@example.org", "password/reset").strip("/").rpartition("/")[2]
    number, _, key = reset.partition("-")
    return {"token": [confirmation, reset], "key": [confirmation, key], "uidb36": [number]}


def assert_safe(site: Site, person: WebClient, values: Values) -> None:
    """Send HEAD and OPTIONS to every route, and compare database and cookies before and after each request."""
    before, wrong, missed = dump(site.project, SESSIONS), [], []
    cookies = person.session.cookies.keys()
    for route in site.routes():
        answers = []
        for method, path in itertools.product(("HEAD", "OPTIONS"), paths(route, values)):
            answer = send(person, method, path)
            after = dump(site.project, SESSIONS)
            changed = [table for table in after if after[table] != before.get(table)]
            changed += [name for name in cookies if name not in person.session.cookies]
            if changed or answer.status_code >= 500:
                wrong.append(f"{method} {path}: {answer.status_code}, changes {changed}")
            before = after
            answers.append(answer.status_code)
        if set(answers) == {404} and "GET" in (route.methods or {"GET"}):
            missed.append(route)
    assert not wrong, "\n".join(wrong)
    assert {route.name for route in missed} <= NEVER_FOUND, "no value for the parameters finds anything"


def assert_token_is_needed(site: Site, person: WebClient, values: Values) -> None:
    """Send every unsafe method to every route without a CSRF token: each is refused, and nothing changes."""
    before, accepted = dump(site.project, SESSIONS), []
    for route in site.routes():
        for method, path in itertools.product(UNSAFE, paths(route, values)):
            answer = send(person, method, path)
            if answer.status_code not in REFUSED:
                accepted.append(f"{method} {path}: {answer.status_code}")
    after = dump(site.project, SESSIONS)
    assert not accepted, "\n".join(accepted)
    assert [table for table in after if after[table] != before.get(table)] == []


def send(person: WebClient, method: str, path: str) -> requests.Response:
    """Return the answer to a request without a CSRF token, an origin or a referrer; `id` is for Flask-Admin's pages."""
    person.session.close()  # Django's development server is slow to answer a second request on a connection
    return person.session.request(method, f"{person.address}{path}?id=1", allow_redirects=False, timeout=30)


def paths(route: Route, values: Values) -> Iterator[str]:
    """Return the paths of a route with every combination of the values for its parameters."""
    names = [first or second for first, second in PARAMETER.findall(route.path)]
    known = {name: values["id"] for name in names if name.endswith("_id")} | dict(values)  # such as `book_id`
    for chosen in itertools.product(*(known[name] for name in names)):
        filled = iter(chosen)
        yield re.sub(r"[\^$]", "", PARAMETER.sub(lambda _match: next(filled), route.path))  # noqa: B023 - used at once
