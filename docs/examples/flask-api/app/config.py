"""Settings, read from environment variables and the `.env` file when the application starts."""

import os
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TITLE = "Flask api"
DESCRIPTION = "A new web application."

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""

ENV_FILE = ROOT / ".env"

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DATABASES = (
    "postgresql+psycopg://",
    "postgresql://",
    "sqlite://",
)
"""How a `DATABASE_URL` may begin."""
EXAMPLE_KEY = "an-example-that-everybody-knows-production-refuses-it"
GENERATE = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'
SHORTEST_SECRET = 50
"""Characters; the same bound as in Django's deployment check W009."""


def split_hosts(value: object) -> object:
    if isinstance(value, str):
        return tuple(host.strip() for host in value.split(",") if host.strip())
    return value


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

    @field_validator("DEBUG")
    @classmethod
    def _debug_is_off(cls, value: bool, info: ValidationInfo) -> bool:
        if _in_production(info) and value:
            raise ValueError("shows the source and the settings to strangers; set it to false")
        return value

    @field_validator("ALLOWED_HOSTS")
    @classmethod
    def _hosts_are_named(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not _in_production(info):
            return value or LOCAL_HOSTS
        if not value:
            raise ValueError("is missing; name the hosts that the application answers to, with commas between them")
        if any(host.strip(".") in {"", "*"} for host in value):
            raise ValueError("answers to every host; name the hosts instead of *")
        return value

    @field_validator("DATABASE_URL")
    @classmethod
    def _relative_to_the_project(cls, value: str) -> str:
        """Return the URL with a relative SQLite path as a path below the project's folder."""
        if not value.startswith(DATABASES):
            raise ValueError(f"names no database that the application speaks to; begin with {' or '.join(DATABASES)}")
        scheme, _, path = value.partition(":///")
        if scheme != "sqlite" or path.startswith((":memory:", "/")) or Path(path).is_absolute():
            return value
        return f"sqlite:///{(ROOT / path).as_posix()}"

    @field_validator("REDIS_URL")
    @classmethod
    def _workers_count_together(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and _in_production(info) and info.data.get("WEB_CONCURRENCY", 1) > 1:
            raise ValueError("is missing; several workers need one place to count in, as in redis://host:6379/0")
        return value

    @field_validator("SECRET_KEY")
    @classmethod
    def _secret_is_secret(cls, value: str, info: ValidationInfo) -> str:
        if _in_production(info) and value == EXAMPLE_KEY:
            raise ValueError(f"is missing, or is the public example; set what this prints: {GENERATE}")
        if _in_production(info) and len(value) < SHORTEST_SECRET:
            raise ValueError(f"is too short to be safe; use {SHORTEST_SECRET} characters or more")
        return value


def get_settings(**given: Any) -> Settings:
    """Return the settings of the environment; what is `given` takes precedence.

    Raise `SystemExit` with a line for each invalid variable. Tests (`APP_ENV=test`) do not read `.env`.
    """
    env_file = None if os.environ.get("APP_ENV") == "test" else ENV_FILE
    try:
        return Settings(_env_file=env_file, **given)
    except ValidationError as error:
        raise SystemExit(refusal(error)) from None


def refusal(error: ValidationError) -> str:
    """Return why the application does not start, without the values: one of them may be a secret."""
    problems = [
        f"  {problem['loc'][0]} {problem['msg'].removeprefix('Value error, ')}."
        for problem in error.errors(include_input=False, include_url=False)
        if problem["type"] != "default_factory_not_called"  # it follows from another problem
    ]
    return "\n".join(
        [
            "The application does not start, because of its settings:",
            *problems,
            "To work on this machine, copy .env.example to .env. Without APP_ENV, this is production.",
        ]
    )


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("APP_ENV") == "production"
