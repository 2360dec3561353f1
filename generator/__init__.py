"""Decide between Flask and Django, say why, and write a project that runs.

The stages are `Answers → Needs → Decision → Plan → Tree → Project`; `docs/architecture.md` describes them.
Importing this package imports no renderer and no prompt library.
"""

__version__ = "0.1.0"
