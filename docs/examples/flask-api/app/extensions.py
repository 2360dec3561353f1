"""Flask extensions, created here and initialised in `create_app`."""

import sqlite3
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request
from flask_limiter import Limiter
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import ROOT


class Base(DeclarativeBase):
    # Alembic needs a name for every constraint that a later migration changes.
    metadata = MetaData(
        naming_convention={
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        }
    )


def client_network() -> str:
    """Return the client's IPv4 address or IPv6 /64 network, the key of rate limits.

    An IPv6 client usually owns a whole /64 network.
    """
    client = request.remote_addr or ""
    try:
        address = ip_address(client)
    except ValueError:
        return client  # such as the name of a Unix socket
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((int(address), 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


db = SQLAlchemy(model_class=Base, engine_options={"hide_parameters": True, "pool_pre_ping": True})
migrate = Migrate(directory=ROOT / "migrations")
limiter = Limiter(client_network, in_memory_fallback_enabled=True)


@event.listens_for(Engine, "connect")
def configure_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    """Enforce foreign keys, let readers work beside a writer, and let writers wait for each other."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("foreign_keys = on", "journal_mode = wal", "synchronous = normal", "busy_timeout = 5000"):
            connection.execute(f"pragma {pragma}")
