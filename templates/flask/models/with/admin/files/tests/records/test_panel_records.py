"""The records in the panel."""

import re

import pytest

from app.panel.records import KINDS
from records.browser import read_page
from records.resources import RESOURCES, Resource
from records.test_pages import BrowserOf, Store, body

SHOWN = [RESOURCES[kind.name] for kind in KINDS]


@pytest.fixture(params=SHOWN, ids=lambda resource: resource.names)
def resource(request: pytest.FixtureRequest) -> Resource:
    """Each kind of record in its turn."""
    found: Resource = request.param
    return found


def test_the_panel_lists_adds_changes_and_deletes(browser_of: BrowserOf, store: Store, resource: Resource) -> None:
    browser, place = browser_of("admin"), f"/admin{resource.page}"

    assert browser.submit(f"{place}new/", body(resource, store)).status_code == 302
    listed = browser.open(place)
    (number,) = re.findall(r"edit/\?id=(\d+)", listed.text)
    changed = browser.submit(f"{place}edit/?id={number}", resource.row(1))
    assert changed.status_code == 302, changed.text
    token = read_page(browser.open(f"{place}edit/?id={number}").text).values["csrf_token"]
    deleted = browser.client.post(f"{place}delete/", data={"csrf_token": token, "id": number})
    assert deleted.status_code == 302
    assert "edit/?id=" not in browser.open(place).text


def test_the_list_of_the_panel_is_searched_filtered_and_paged(
    browser_of: BrowserOf, store: Store, resource: Resource
) -> None:
    browser, place = browser_of("admin"), f"/admin{resource.page}"
    (kind,) = (kind for kind in KINDS if kind.name == resource.names)
    for _ in range(21):
        store(resource.names)

    first = browser.open(place)

    assert "21 in all" in first.text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", first.text)
    links = read_page(first.text).links
    assert f"{place}new/" in links
    assert [link for link in links if "page=1" in link]
    assert len(re.findall(r"edit/\?id=\d+", browser.open(place, page=1).text)) == 1
    if kind.searched:
        assert "0 in all" in browser.open(place, search="no record has this in it").text
    for name in kind.filtered:
        assert f'name="{name}"' in first.text
        if name in {**resource.refers, **resource.several}:
            assert "0 in all" in browser.open(place, **{name: "999999999"}).text


def test_a_form_of_the_panel_refuses_what_the_page_refuses(
    browser_of: BrowserOf, store: Store, resource: Resource
) -> None:
    browser, place = browser_of("admin"), f"/admin{resource.page}"
    number = store(resource.names)

    page = browser.open(f"{place}edit/?id={number}")

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page.text)
    for name in resource.unique:
        other = read_page(browser.open(f"{place}edit/?id={store(resource.names)}").text).values.get(name, [""])
        if other != [""]:
            answer = browser.submit(f"{place}edit/?id={number}", {name: other[0]})
            assert "There is a record with this value already." in answer.text


def test_who_may_do_what_in_the_panel(browser_of: BrowserOf, store: Store, resource: Resource) -> None:
    number = store(resource.names)
    for who in ("nobody", "known", "staff", "admin"):
        browser, place = browser_of(who), f"/admin{resource.page}"
        is_staff = who in {"staff", "admin"}
        refused = 302 if who == "nobody" else 403
        assert browser.open(place).status_code == (200 if is_staff and resource.may("read", who) else refused)
        edit = browser.open(f"{place}edit/?id={number}").status_code
        if is_staff and resource.may("read", who):
            assert edit == (200 if resource.may("write", who) else 302)
        else:
            assert edit == refused


def test_what_others_need_is_kept_by_the_panel(browser_of: BrowserOf, store: Store, resource: Resource) -> None:
    browser = browser_of("admin")
    for number, name in enumerate(resource.protected):
        to = RESOURCES[resource.refers[name]]
        target = store(to.names)
        values = body(resource, store, number) | {name: target}
        assert browser.submit(f"/admin{resource.page}new/", values).status_code == 302
        token = read_page(browser.open(f"/admin{to.page}edit/?id={target}").text).values["csrf_token"]
        browser.client.post(f"/admin{to.page}delete/", data={"csrf_token": token, "id": str(target)})
        assert f"edit/?id={target}" in browser.open(f"/admin{to.page}").text
