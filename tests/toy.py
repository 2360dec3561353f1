"""A toy framework as a folder: the smallest template that uses every seam, for tests that must not depend on ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.support import write_files

TOY: Mapping[str, str] = {
    "template.toml": 'id = "toy"\ntitle = "Toy 1"\n[runtime]\nserve = "python -m app"\n',
    "base/capability.toml": """
title = "Base"
declares = ["features", "dependencies"]
once = [".env"]
[requires]
greeting = "a toy greets"
[[files]]
path = "with-*.txt"
when = "accounts"
[[files]]
path = "about/model.txt"
each = "models"
[[collections.dependencies]]
id = "zlib"
requirement = "zlib"
[[collections.dependencies]]
id = "alib"
requirement = "alib"
[[collections.dependencies]]
id = "first"
requirement = "first"
order = 1
""",
    "base/files/README.md.jinja": "# [[ title | markdown ]]\n\n[[ description | markdown ]]\n[[ slots.readme ]]",
    "base/files/.env.jinja": "SECRET_KEY=[[ secret() ]]\n",
    "base/files/app.py.jinja": (
        "TITLE = [[ title | literal ]]\nDESCRIPTION = [[ description | literal ]]\nFEATURES = [\n"
        "[% for feature in collections.features %]\n    '[[ feature.id ]]',\n[% endfor %]\n]\n"
    ),
    "base/files/dependencies.txt.jinja": "[% for entry in collections.dependencies %]\n[[ entry.id ]]\n[% endfor %]\n",
    "base/files/plain.txt": "[[ not rendered ]] ${{ secrets.X }}\n",
    "base/files/toy.cfg.jinja": '[% include "parts/serve.cfg.jinja" %]',
    "base/parts/serve.cfg.jinja": "[[ runtime.serve ]]\n",
    "base/files/with-accounts.txt": "x\n",
    "base/files/about/model.txt.jinja": "[[ model.name ]]\n",
    "greeting/capability.toml": 'title = "Greeting"\n[[collections.features]]\nid = "greeting"\n',
    "greeting/files/greeting.txt.jinja": "Hello from [[ name ]].\n",
    "greeting/slots/readme.jinja": "\nIt greets.\n",
    "accounts/capability.toml": 'title = "Accounts"\n[[collections.features]]\nid = "accounts"\n',
    "accounts/files/accounts.txt": "accounts\n",
    "accounts/with/admin/layer.toml": 'title = "Accounts in the panel"\n',
    "accounts/with/admin/files/both.txt": "both\n",
    "admin/capability.toml": (
        'title = "Panel"\n[requires]\naccounts = "staff sign in"\n[excludes]\nservice = "a panel has pages"\n'
    ),
    "admin/files/admin.txt": "admin\n",
}


def toy_template(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the toy template to `folder / "toy"`, with some files changed or added; return its folder."""
    return write_files(folder / "toy", {**TOY, **(changes or {})})
