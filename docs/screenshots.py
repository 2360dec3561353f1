"""Makes `docs/screenshots-flask.jpg` and `docs/screenshots-django.jpg`: pages of every kind, in a real browser.

`python docs/screenshots.py [--keep FOLDER] [KIND…]` generates a project of each kind with its demo data, serves it in
development, and follows the links of its navigation, first as a visitor and then as a demo user. The first page is
also taken at the width of a phone, in dark mode. With `--keep`, the single pictures stay in FOLDER. It needs uv and
Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from generator.knowledge.loader import load_knowledge
from tests.projects.installed import clean_surroundings, generate, run, serving
from tests.projects.test_browser import CHROMIUM, FLAGS

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PAGES = 7
"""The most pages of a kind, so that all kinds fit on one sheet."""

SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 24px; font: 15px system-ui; background: #dde1e7; display: grid; gap: 28px; width: max-content }}
section {{ display: flex; gap: 14px; align-items: start }} h2 {{ width: 120px; font-size: 17px; margin: 0 }}
figure {{ margin: 0 }}
img {{ display: block; height: 270px; border: 1px solid #b6bcc6 }} figcaption {{ font-size: 12px }}
</style>{rows}"""


def main() -> None:
    """Take the pictures of the kinds that the command line names, or of all, and make the sheets of all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    kinds = [option.id for option in load_knowledge().question("kind").options]
    parser.add_argument("kinds", nargs="*", choices=[*kinds, []], metavar="KIND")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--framework", choices=["flask", "django"])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        cache = Path(os.environ.get("SCAFFOLD_TESTS_CACHE", scratch))
        surroundings = clean_surroundings(cache, Path(scratch), "screenshots")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for framework in [wanted.framework] if wanted.framework else ["flask", "django"]:
            pictures = (wanted.keep or Path(scratch, "pictures")) / framework
            pictures.mkdir(parents=True, exist_ok=True)
            for kind in wanted.kinds or kinds:
                photograph(kind, framework, surroundings, browser, pictures)
            if not wanted.kinds:
                make_sheet(browser, pictures, kinds, Path(__file__).with_name(f"screenshots-{framework}.jpg"))
        browser.close()


def photograph(kind: str, framework: str, surroundings: dict[str, str], browser: Browser, pictures: Path) -> None:
    """Save pictures of a kind's pages as `KIND-NUMBER-NAME.png`."""
    with tempfile.TemporaryDirectory() as folder:
        project = generate(Path(folder), framework=framework, kind=kind)
        run(project, surroundings, "uv", "sync", "--quiet")
        with serving(project, surroundings, "dev") as address:
            context = browser.new_context(viewport=DESK, color_scheme="light")  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{address}/", wait_until="networkidle")
            page.screenshot(path=pictures / f"{kind}-0-home.png")
            seen, paths = {"/"}, links(page)
            if "/accounts/login/" in paths:
                paths.remove("/accounts/login/")
                log_in(page, address, Path(folder, "dev.log").read_text(encoding="utf-8"))
                paths += links(page)
            for path in paths:
                if path in seen or len(seen) >= PAGES or "logout" in path:
                    continue
                seen.add(path)
                page.goto(f"{address}{path}", wait_until="networkidle")
                name = re.sub(r"\W+", "-", path).strip("-")
                page.screenshot(path=pictures / f"{kind}-{len(seen) - 1}-{name}.png")
            context.close()
            phone = browser.new_page(viewport=PHONE, color_scheme="dark")  # type: ignore[arg-type]
            phone.goto(f"{address}/", wait_until="networkidle")
            phone.screenshot(path=pictures / f"{kind}-9-phone.png")
            phone.close()
    sys.stdout.write(f"{framework} {kind}: {len(seen)} pages\n")
    sys.stdout.flush()


def links(page: Page) -> list[str]:
    """Return the paths that the page's header and main part link to, in order."""
    found = page.locator("header a[href], main a[href]").evaluate_all("all => all.map(link => link.href)")
    return [urlsplit(url).path for url in found if urlsplit(url).netloc == urlsplit(page.url).netloc]


def log_in(page: Page, address: str, log: str) -> None:
    """Log in as the demo user with the most rights that a password alone gives."""
    (email, password) = re.findall(r"(\S+@example\.org)\s+(\S+)", log)[0]
    page.goto(f"{address}/accounts/login/")
    page.locator("main input[type=email], main input[name=login]").first.fill(email)
    page.locator("main input[type=password]").first.fill(password)
    with page.expect_navigation():
        page.locator("main form").first.locator("[type=submit]").first.click()
    page.goto(f"{address}/", wait_until="networkidle")


def make_sheet(browser: Browser, pictures: Path, kinds: list[str], target: Path) -> None:
    """Put all pictures on one sheet, a row for each kind."""
    rows = []
    for kind in kinds:
        figures = "".join(
            f'<figure><img src="{picture.name}"><figcaption>{picture.stem.split("-", 2)[2]}</figcaption></figure>'
            for picture in sorted(pictures.glob(f"{kind}-*.png"))
        )
        rows.append(f"<section><h2>{kind}</h2>{figures}</section>")
    sheet = pictures / "sheet.html"
    sheet.write_text(SHEET.format(rows="".join(rows)), encoding="utf-8")
    page = browser.new_page()
    page.goto(sheet.as_uri())
    box = page.locator("body").bounding_box() or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": int(box["width"]) + 48, "height": int(box["height"]) + 48})
    page.screenshot(path=target, type="jpeg", quality=70)


if __name__ == "__main__":
    main()
