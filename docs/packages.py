"""Draw `docs/packages.svg`, the packages of the generator in their order: `python docs/packages.py`.

The order is that of import-linter's contract in `pyproject.toml`; the modules are those in the folders.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

import generator

REPOSITORY = Path(__file__).parent.parent
WIDTH, ROW, LINE, GAP, LETTER = 960, 64, 17, 12, 6.6

STYLE = """
text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2937 }
.name { font-weight: 600 } .modules { font-size: 12px; fill: #4b5563 } rect { fill: #f8fafc; stroke: #94a3b8 }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb } .modules { fill: #9ca3af } rect { fill: #1f2937; stroke: #64748b } }
"""


def draw() -> str:
    """Return the picture: a row for each layer, a box for each package or module in it."""
    linter = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    boxes, top = [], GAP
    for layer in linter["contracts"][0]["layers"]:
        names = layer.split(" | ")
        width = (WIDTH - GAP * (len(names) + 1)) / len(names)
        texts = [_wrap(_modules(name), width) for name in names]
        height = ROW - 2 * LINE + LINE * max(map(len, texts))
        for number, (name, lines) in enumerate(zip(names, texts, strict=True)):
            boxes.append(_box(GAP + number * (width + GAP), top, width, height, name, lines))
        top += height + GAP
    size = f'viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}"'
    title = "<title>The packages of the generator; each imports only from those below it</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>'
    return f"{head}{title}<style>{STYLE}</style>{''.join(boxes)}</svg>\n"


def _modules(name: str) -> list[str]:
    """Return the modules and packages in a package, none of a module."""
    folder = Path(generator.__file__).parent / name
    packages = [f"{inner.parent.name}/" for inner in folder.glob("*/__init__.py")]
    return sorted(packages + [module.stem for module in folder.glob("*.py") if module.stem != "__init__"])


def _wrap(words: list[str], width: float) -> list[str]:
    """Return the words in lines that fit."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}  {word}".strip()
        if len(longer) * LETTER < width - 2 * GAP:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _box(left: float, top: float, width: float, height: float, name: str, lines: list[str]) -> str:
    texts = [f'<text class="name" x="{left + GAP:g}" y="{top + 20:g}">{escape(name)}</text>']
    for number, line in enumerate(lines):
        place = f'x="{left + GAP:g}" y="{top + 20 + LINE * (number + 1):g}"'
        texts.append(f'<text class="modules" {place} xml:space="preserve">{escape(line)}</text>')
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="6"/>{"".join(texts)}'


if __name__ == "__main__":
    (REPOSITORY / "docs/packages.svg").write_text(draw(), encoding="utf-8")
