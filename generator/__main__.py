"""`python -m generator`: the same as `scaffold`."""

from generator.cli import main

main()
