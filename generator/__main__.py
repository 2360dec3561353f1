"""The entry point of the commands and of `python -m generator`: handles Ctrl-C before anything else is imported."""

import os
import signal

STOPPED = 130


def main() -> None:
    """Run the program; exit at once on Ctrl-C during the imports, when nothing is written yet."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))
    from generator.cli import main as run

    run()


if __name__ == "__main__":
    main()
