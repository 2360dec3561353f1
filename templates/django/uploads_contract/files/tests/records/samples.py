"""Files for the tests: good ones, and such as only look so."""

from io import BytesIO

from PIL import Image

from records.resources import RESOURCES

File = tuple[str, bytes]
"""The name of a file, as its sender has it, and what is in it."""


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> bytes:
    """An image of a kind that Pillow writes, in black and white."""
    written = BytesIO()
    Image.new("1", size).convert("1" if kind == "PNG" else "P").save(written, kind)
    return written.getvalue()


GOOD: dict[str, tuple[File, File]] = {
    "image": (("cover.png", picture()), ("cover.gif", picture("GIF"))),
    "file": (("sample.txt", b"Once upon a time\n"), ("page.html", b"<script>alert(1)</script>")),
}
"""Two files that a field takes, by what it keeps."""

BAD: dict[str, tuple[File, ...]] = {
    "image": (
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("picture.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("page.png", b"<!doctype html><script>alert(1)</script>"),
        ("truncated.png", picture(size=(100, 100))[:-20]),
        ("bitmap.png", picture("BMP")),
        ("enormous.png", picture(size=(8000, 5001))),
    ),
    "file": (),
}
"""Files that a field refuses."""


def needed(path: str) -> dict[str, File]:
    """The files that a new record has to have, by the path at which the API makes it."""
    return {
        name: GOOD[resource.files[name]][0]
        for resource in RESOURCES.values()
        if resource.path == path
        for name in resource.needed
    }
