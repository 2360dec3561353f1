"""Who calls the API, by tokens: the model, the check of a request, and the `flask token` commands."""

import datetime as dt
import hashlib
import secrets

import click
from apiflask import HTTPTokenAuth, abort
from flask.cli import AppGroup
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.timestamps import UTCDateTime, utcnow

SCOPES = {"read": ["read"], "write": ["read", "write"]}

cli = AppGroup("token", help="Manage the tokens of programs that use the API.")


class ApiToken(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(5))
    expires_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)


def get_digest(token: str) -> str:
    """Return the hash that the database has of a token, which is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


auth = HTTPTokenAuth(description="A token of `flask token create`.")


@auth.verify_token  # type: ignore[untyped-decorator]
def verify_token(token: str) -> ApiToken:
    """Return the token if it is valid. Raise 401 otherwise, even where a token is optional."""
    found: ApiToken | None = db.session.scalar(
        select(ApiToken).where(ApiToken.digest == get_digest(token), ApiToken.expires_at > utcnow())
    )
    return found or abort(401, headers={"WWW-Authenticate": "Bearer"})


auth.get_user_roles(lambda token: SCOPES[token.scope])


@cli.command()
@click.argument("name")
@click.option("--scope", type=click.Choice(list(SCOPES)), default="write", show_default=True)
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True)
def create(name: str, scope: str, days: int) -> None:
    """Create a token and print it. It cannot be shown again."""
    token = "tok_" + secrets.token_urlsafe(32)
    expires_at = utcnow() + dt.timedelta(days=days)
    created = ApiToken(name=name[:100], digest=get_digest(token), scope=scope, expires_at=expires_at)
    db.session.add(created)
    db.session.commit()
    click.echo(token)


@cli.command("list")
def list_tokens() -> None:
    """List the tokens with their scope and expiry."""
    for token in db.session.scalars(select(ApiToken).order_by(ApiToken.id)):
        click.echo(f"{token.id}\t{token.name}\t{token.scope}\t{token.expires_at:%Y-%m-%d}")


@cli.command()
@click.argument("token_id", type=int)
def revoke(token_id: int) -> None:
    """Delete a token."""
    if db.session.scalar(delete(ApiToken).where(ApiToken.id == token_id).returning(ApiToken.id)) is None:
        raise click.ClickException(f"There is no token {token_id}; see `flask token list`.")
    db.session.commit()
