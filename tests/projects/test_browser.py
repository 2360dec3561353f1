"""The pages in a real browser (Debian's or any other Chromium on the PATH): on a phone, in the dark, by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright

from tests.projects.installed import PRODUCTION, generate, run, serving

pytestmark = [pytest.mark.generated, pytest.mark.filterwarnings("default")]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
HOSTILE = """O'Brien's "best" <script>alert(1)</script> {{ 7*7 }} {% x %} ${HOME} $(id) & &amp; \\n 🚀"""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
DARK = "oklch(0.175 0.008 262)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have Chromium"
        pytest.skip("there is no Chromium on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("task", [pytest.param("dev", marks=pytest.mark.exhaustive), "start"])
def test_the_home_page_looks_right_and_asks_no_other_host(
    framework: str, task: str, tmp_path: Path, surroundings: dict[str, str], browser: Browser
) -> None:
    project = generate(tmp_path, framework=framework, kind="website", description=HOSTILE)
    run(project, surroundings, "uv", "sync", "--quiet")
    with serving(project, surroundings, task, **(PRODUCTION if task == "start" else {})) as address:
        grounds = {}
        for size in (PHONE, DESK):
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport=size, color_scheme=scheme)
                faults = watch(page, address)
                page.goto(f"{address}/", wait_until="networkidle")
                assert faults == []
                assert_fits(page)
                grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert page.inner_text("h1") == "Shelf"
                assert HOSTILE in [text.strip() for text in page.locator("main p").all_text_contents()]
                assert page.evaluate("document.styleSheets.length") == 2  # Bootstrap, and theme.css
                page.screenshot(path=tmp_path / f"{framework}-{size['width']}-{scheme}.png")
                page.close()
        assert grounds == {"light": "rgb(255, 255, 255)", "dark": DARK}
        assert_theme_can_be_chosen(browser, address)
        assert_usable_by_keyboard(browser.new_page(), address)


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_account_pages_fit_a_phone_and_work_by_keyboard(
    framework: str, tmp_path: Path, surroundings: dict[str, str], browser: Browser
) -> None:
    project = generate(tmp_path, framework=framework, kind="website", accounts="accounts")
    run(project, surroundings, "uv", "sync", "--quiet")
    with serving(project, surroundings, "dev") as address:
        context = browser.new_context(viewport=PHONE, color_scheme="dark")
        page = context.new_page()
        faults = watch(page, address)
        for path in ("login", "signup", "password/reset"):
            page.goto(f"{address}/accounts/{path}/", wait_until="networkidle")
            assert_fits(page)
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
            page.screenshot(path=tmp_path / f"{framework}-{path.replace('/', '-')}.png")
        assert faults == []
        page.goto(f"{address}/accounts/signup/")
        type_into_form(page, "ada@example.org", "short")
        refused = page.locator("input.is-invalid")
        described = [page.locator(f"#{name}") for name in (refused.get_attribute("aria-describedby") or "").split()]
        assert any("12" in place.inner_text() for place in described)
        page.screenshot(path=tmp_path / f"{framework}-refused.png")
        page.goto(f"{address}/accounts/login/")
        type_into_form(page, "member@example.org", demo_password(tmp_path / "dev.log"))
        assert page.url == f"{address}/accounts/profile/"
        page.screenshot(path=tmp_path / f"{framework}-profile.png")
        page.locator("header form button").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{address}/"
        assert faults == []
        context.close()


def assert_theme_can_be_chosen(browser: Browser, address: str) -> None:
    """The switch wins over the system's setting, on the next page too."""
    page = browser.new_page(color_scheme="light")
    page.goto(f"{address}/")
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
    page.close()


def demo_password(log: Path) -> str:
    """The password that the server's start has printed for the demo member."""
    return log.read_text(encoding="utf-8").split("member@example.org")[1].split()[0]


def type_into_form(page: Page, email: str, password: str) -> None:
    """Go to the form with Tab, fill it in, and send it with Enter."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main [type=email], main [autocomplete=username]')"):
            break
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def watch(page: Page, address: str) -> list[str]:
    """A list that fills with whatever goes wrong on a page, and with requests to other hosts."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: None if left_early(request) else faults.append(f"failed: {request.url}"))
    page.on(
        "response", lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    page.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
    return faults


def left_early(request: Request) -> bool:
    """Whether the page was left before the browser had all of it."""
    return request.failure == "net::ERR_ABORTED"


def assert_fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def assert_usable_by_keyboard(page: Page, address: str) -> None:
    """The first Tab shows a link that leads past the header, and the last word has a place in the outline."""
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    assert skip.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("main").count() == page.locator("h1").count() == 1
    page.close()
