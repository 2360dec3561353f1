"""Makes `docs/interview.svg` from a real run of the interview in a real terminal (tmux): `python docs/picture.py`."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH, HEIGHT = 96, 66
SCREEN = ["tmux", "-L", "picture", "-f", "/dev/null"]
KEYS = [
    ("What kind of application", ["Enter"]),
    ("How many people", ["Down", "Enter"]),
    ("How far must it scale", ["Enter"]),
    ("How sensitive is the data", ["Enter"]),
    ("Do staff need", ["Enter"]),
    ("Where does its data live", ["Enter"]),
    ("Do people sign in", ["Down", "Enter"]),
    ("How much related data", ["Enter"]),
    ("Continue to the decision", ["Enter"]),
    ("Do you agree", []),
]


def tmux(*words: str) -> str:
    """What a tmux command prints."""
    return subprocess.run([*SCREEN, *words], capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Types the answers, each when its question stands on the screen, and saves what is to be seen."""
    with tempfile.TemporaryDirectory() as folder:
        command = f"cd {folder} && clear && {sys.executable} -m generator new library; sleep 9"
        environment = [f"-e{name}={value}" for name, value in {"PYTHONPATH": str(Path.cwd()), "HOME": folder}.items()]
        size = ["-x", str(WIDTH), "-y", str(HEIGHT)]
        tmux("new-session", "-d", *size, *environment, "sh", "-c", command)
        try:
            for sign, keys in KEYS:
                while sign not in tmux("capture-pane", "-p"):
                    time.sleep(0.1)
                for key in keys:
                    tmux("send-keys", key)
            lines = tmux("capture-pane", "-p", "-e").rstrip()
        finally:
            tmux("kill-server")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(lines))
    picture = console.export_svg(title="scaffold new library", unique_id="interview")
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # they name another host
    Path(__file__).with_name("interview.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
