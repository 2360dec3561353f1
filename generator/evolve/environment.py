"""Files of settings that are written once, such as `.env`: an update adds new variables and changes no line."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"^(?:export )?(\w+)=.*$", re.MULTILINE)
_MENTIONED = re.compile(r"^[#\s]*(?:export )?(\w+)\s*=", re.MULTILINE)

HEADING = "# Added by `scaffold update`; `.env.example` describes them."


def with_new_variables(present: bytes, new: bytes, old_example: bytes) -> bytes:
    """Return the file with those variables of `new` that it does not mention, and that `old_example` did not have.

    A variable that the owner removed is not added again.
    """
    text = present.decode(errors="surrogateescape")
    known = {*_MENTIONED.findall(text), *_MENTIONED.findall(old_example.decode(errors="replace"))}
    lines = [found[0] for found in _VARIABLE.finditer(new.decode()) if found[1] not in known]
    if not lines:
        return present
    head = text if text.endswith("\n") or not text else f"{text}\n"
    return (head + "\n".join(["", HEADING, *lines, ""])).encode(errors="surrogateescape")
