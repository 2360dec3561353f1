"""Settings, read from environment variables and the `.env` file when the application starts."""

import os
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TITLE = "Flask api"
DESCRIPTION = "A new web application."

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE_KEY = "an-example-that-everybody-knows-production-refuses-it"
SHORTEST_SECRET = 50  # characters


def split_hosts(value: Any, info: ValidationInfo) -> Any:
    """Return the names between commas; without any, those of this machine, but not in production."""
    if isinstance(value, str):
        value = tuple(host.strip() for host in value.split(",") if host.strip())
    return value or (() if _in_production(info) else ("localhost", "127.0.0.1", "[::1]"))


class Settings(BaseSettings):
    """The settings, a field for each environment variable. Unsafe settings are refused in production."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    APP_ENV: Literal["development", "test", "production"] = "production"
    DEBUG: bool = Field(default_factory=lambda known: known.get("APP_ENV") == "development")
    ALLOWED_HOSTS: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_hosts)] = ()
    PORT: int = Field(default=8000, ge=1, le=65535)
    WEB_CONCURRENCY: int = Field(default=1, ge=1, le=64)
    SECRET_KEY: str = Field(default=EXAMPLE_KEY, repr=False)
    DATABASE_URL: str = Field(default="sqlite:///app.sqlite3", repr=False)
    TRUSTED_PROXY_COUNT: int = Field(default=0, ge=0, le=9)
    API_RATE: int = Field(default=600, ge=1)
    REDIS_URL: str | None = Field(default=None, repr=False)
    SITE_DESCRIPTION: ClassVar = DESCRIPTION
    SITE_TITLE: ClassVar = TITLE

    @property
    def is_production(self) -> bool:
        return self.APP_ENV == "production"

    @field_validator("*")
    @classmethod
    def _refuse_unsafe(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse a value that is unsafe in production."""
        match info.field_name if _in_production(info) else "":
            case "DEBUG" if value:
                raise ValueError("shows the source and the settings to strangers; set it to false")
            case "ALLOWED_HOSTS" if not value:
                raise ValueError("is missing; name the hosts that the application answers to, with commas between them")
            case "ALLOWED_HOSTS" if any(host.strip(".") in {"", "*"} for host in value):
                raise ValueError("answers to every host; name the hosts instead of *")
            case "REDIS_URL" if value is None and info.data.get("WEB_CONCURRENCY", 1) > 1:
                raise ValueError("is missing; several workers need one place to count in, as in redis://host:6379/0")
            case "SECRET_KEY" if value == EXAMPLE_KEY:
                raise ValueError("is missing, or is the public example; set what `openssl rand -hex 32` prints")
            case "SECRET_KEY" if len(value) < SHORTEST_SECRET:
                raise ValueError(f"is too short to be safe; use {SHORTEST_SECRET} characters or more")
        return value

    @field_validator("DATABASE_URL")
    @classmethod
    def _relative_to_the_project(cls, value: str) -> str:
        """Return the URL with a relative SQLite path as a path below the project's folder."""
        if value.partition("://")[0] not in {"postgresql", "postgresql+psycopg", "sqlite"}:
            raise ValueError("is not supported; begin with postgresql:// or postgresql+psycopg:// or sqlite://")
        scheme, _, path = value.partition(":///")
        if scheme != "sqlite" or path.startswith((":memory:", "/")) or Path(path).is_absolute():
            return value
        return f"sqlite:///{(ROOT / path).as_posix()}"


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("APP_ENV") == "production"


def get_settings(**given: Any) -> Settings:
    """Return the settings of the environment, with those given. Exit if some are invalid; do not print their values."""
    try:
        return Settings(_env_file=None if os.environ.get("APP_ENV") == "test" else ROOT / ".env", **given)
    except ValidationError as error:
        lines = ["The application does not start, because of its settings:"]
        for problem in error.errors():
            if problem["type"] != "default_factory_not_called":  # it follows from another problem
                lines.append(f"  {problem['loc'][0]} {problem['msg'].removeprefix('Value error, ')}.")
        lines.append("To work on this machine, copy .env.example to .env. Without APP_ENV, this is production.")
        raise SystemExit("\n".join(lines)) from None
