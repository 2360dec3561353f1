"""The shop: what there is to buy, the basket, orders and their payment, and the orders as staff see them."""

from datetime import UTC, datetime, timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from app.csrf import csrf
from app.shop import orders, sales, views
from app.shop.money import money


def init_app(app: Flask) -> None:
    """Give the application its shop."""
    app.add_template_filter(money)
    csrf.exempt(views.webhook)  # it has a signature instead
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sales.blueprint)
    app.cli.add_command(expire)


@click.command()
@click.option("--hours", default=24, show_default=True, help="How old they are.")
@with_appcontext
def expire(hours: int) -> None:
    """Cancel orders that nobody has begun to pay, and put back on the shelf what is in them."""
    click.echo(f"Cancelled: {orders.expire(datetime.now(UTC) - timedelta(hours=hours))}.")
