"""The shop: what there is to buy, the basket, orders and their payment, and the orders as staff see them."""

from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.extensions import csrf
from app.shop import orders, sales, views
from app.shop.money import money
from app.shop.payments import PROVIDERS
from app.shop.unpaid import time_to_pay
from app.timestamps import utcnow


def init_app(app: Flask) -> None:
    """Give the application its shop."""
    app.add_template_filter(money)
    csrf.exempt(views.webhook)  # it has a signature instead
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sales.blueprint)
    app.cli.add_command(expire)


@click.command()
@click.option("--hours", type=float, help="How old they are; as a rule, the time to pay.")
@with_appcontext
def expire(hours: float | None) -> None:
    """Cancel orders that nobody has begun to pay, and put back on the shelf what is in them."""
    usual = time_to_pay(PROVIDERS[current_app.config["PAYMENT_PROVIDER"]])
    click.echo(f"Cancelled: {orders.expire(utcnow() - (usual if hours is None else timedelta(hours=hours)))}.")
