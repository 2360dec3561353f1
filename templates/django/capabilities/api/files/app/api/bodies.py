"""What comes and goes: JSON, whatever a client says it would like."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
"""What may be a surrogate without its other half, which is no text."""


class JSONBody(BaseParser):
    """Reads JSON as RFC 8259 has it: without NaN, nested within reason, all text in whole characters."""

    media_type = "application/json"

    def parse(
        self, _stream: IO[Any], _media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """What the body says; read by way of Django, which knows how large it may be."""
        body = (parser_context or {})["request"]._request.body  # noqa: SLF001 - its public name for Django's own request
        try:
            text = body.decode()
            value = json.loads(text, parse_constant=refuse)
            if HALF_A_CHARACTER.search(text):
                json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise ParseError("The body is no JSON.") from None
        return value


def refuse(constant: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError(constant)


class JSONAlways(BaseContentNegotiation):
    """Answers in JSON, whatever a client says it would like."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser for the body's own type."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The one there is."""
        renderer = next(iter(renderers))
        return renderer, renderer.media_type or ""
