"""`scaffold`, and `python -m generator`: Ctrl-C is heard from the first moment on, before anything else is loaded."""

import os
import signal

STOPPED = 130


def main() -> None:
    """The program, which ends at once when it is stopped while it is still loading: nothing is written by then."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))
    from generator.cli import main as run

    run()


if __name__ == "__main__":
    main()
