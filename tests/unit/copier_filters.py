"""Our filters as a Jinja extension, so that copier can render our layers."""

from jinja2 import Environment
from jinja2.ext import Extension

from generator.text import FILTERS


class Filters(Extension):
    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters.update(FILTERS)
