"""The settings of a field from its short form (text) or its long form (a mapping).

Only what fits the type is left in them; whether the values agree is checked in `fields`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.models.messages import described, did_you_mean, quoted
from generator.models.parsing.syntax import parse_field
from generator.models.settings import SETTINGS, FieldSettings, Token
from generator.models.types import TYPES

FITS_ALL = ("title", "help")


def types_with(setting: str) -> tuple[str, ...]:
    """Return the names of the types that a setting fits."""
    return tuple(name for name, type in TYPES.items() if setting in (*type.settings, *FITS_ALL))


def read_settings(where: str, raw: Any) -> FieldSettings:
    """Return the settings of a field that fit its type; the rest is among the problems."""
    settings = FieldSettings(where)
    if isinstance(raw, str):
        _read_short(raw, settings)
    elif isinstance(raw, Mapping):
        _read_long(raw, settings)
    else:
        settings.problems.append(
            f"{where}: found {described(raw)}, expected a type such as str, or a mapping with `type`"
        )
    type = settings.text("type")
    if type in TYPES:
        _check_fitness(type, settings)
    elif "type" in settings.tokens:
        settings.refuse("type", f"found {quoted(type)}, expected one of {', '.join(TYPES)}{did_you_mean(type, TYPES)}")
    return settings


def _read_short(raw: str, settings: FieldSettings) -> None:
    try:
        parsed = parse_field(raw)
    except ValueError as error:
        settings.problems.append(f"{settings.where}: {error}")
        return
    settings.tokens["type"] = parsed.type
    if parsed.optional:
        settings.tokens["optional"] = parsed.optional
    _read_arguments(parsed.type.text, parsed.arguments, settings)
    for key, token in parsed.settings:
        if key in settings.tokens:
            settings.problems.append(f"{settings.where}: column {token.column}: {key[:60]!a} is said twice")
        elif key in ("type", "choices", "optional"):
            settings.problems.append(
                f"{settings.where}: column {token.column}: unknown setting {key}, in the short form"
            )
        else:
            settings.tokens[key] = token


def _read_arguments(type: str, arguments: tuple[Token, ...], settings: FieldSettings) -> None:
    if type not in TYPES:
        return
    if "choices" in TYPES[type].settings:
        settings.tokens["choices"] = arguments
        return
    names = TYPES[type].arguments
    settings.tokens.update(zip(names, arguments, strict=False))
    if len(arguments) > len(names):
        expected = f"at most {type}({', '.join(names)})" if names else f"{type} alone"
        extra = arguments[len(names)]
        settings.problems.append(
            f"{settings.where}: column {extra.column}: found {quoted(extra.text)}, expected {expected}"
        )


def _read_long(raw: Mapping[str, Any], settings: FieldSettings) -> None:
    if "type" not in raw:
        settings.problems.append(f"{settings.where}: no type; expected one of {', '.join(TYPES)}")
    for key, value in raw.items():
        if key == "choices" and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            settings.tokens[key] = tuple(Token(item) for item in value)
        elif key != "choices" and isinstance(value, str):
            settings.tokens[key] = Token(value)
        elif key in SETTINGS or key == "type":
            expected = "a list of texts" if key == "choices" else "text"
            settings.problems.append(f"{settings.where}: {key}: found {described(value)}, expected {expected}")
        else:
            settings.tokens[key] = Token("")
    for flag in ("optional", "unique", "index"):
        text = settings.text(flag)
        if text not in ("", "true", "false"):
            settings.refuse(flag, f"found {quoted(text)}, expected true or false")
        if text != "true":
            settings.tokens.pop(flag, None)


def _check_fitness(type: str, settings: FieldSettings) -> None:
    """Leave only the settings that fit the type."""
    for key in [key for key in settings.tokens if key != "type"]:
        if key not in SETTINGS:
            known = [name for name in SETTINGS if type in types_with(name)]
            settings.refuse(key, f"unknown setting; expected {', '.join(known)}{did_you_mean(key, SETTINGS)}")
        elif type not in types_with(key):
            instead = "it may be empty anyway" if key == "optional" else f"it is for {', '.join(types_with(key))}"
            settings.refuse(key, f"means nothing for {type}; {instead}")
        elif key not in ("choices", *FITS_ALL) and not settings.text(key):
            settings.refuse(key, "found nothing, expected a value")
        else:
            continue
        del settings.tokens[key]
