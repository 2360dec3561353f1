"""The pages of the shop for those who buy, and the door for the payment provider's messages."""

import re
import time
from decimal import Decimal
from http import HTTPStatus
from secrets import token_urlsafe

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user
from pydantic import ValidationError
from sqlalchemy import select

from app.extensions import db
from app.models import Category, Product
from app.shop import basket, mail, orders
from app.shop.forms import CheckoutForm
from app.shop.models import Order, PaymentAttempt
from app.shop.payments import PROVIDERS, Message, Provider, is_signed
from app.shop.states import OrderState, PaymentState
from app.shop.unpaid import network_hash, time_to_pay
from app.timestamps import utcnow

PER_PAGE = 24
LONGEST_SEARCH = 100
MOST_PAGES = 1_000_000
"""No page is further away than a database can count."""

FOR_EVERYBODY = ("shop.catalogue", "shop.product")
"""The pages that are the same for all who have not logged in."""

blueprint = Blueprint("shop", __name__, url_prefix="/shop", template_folder="templates")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """The answer; no cache may keep it where it is about somebody."""
    if request.endpoint not in FOR_EVERYBODY:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/")
def catalogue() -> str:
    """What there is to buy, perhaps of one category, perhaps with some words in its name."""
    _expire()
    words = request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].split()
    category = _number(request.args.get("category", ""))
    found = select(Product).where(*(Product.name.icontains(word, autoescape=True) for word in words))
    if category:
        found = found.where(Product.category_id == category)
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    products = db.paginate(found.order_by(Product.name, Product.id), page=page, per_page=PER_PAGE)
    categories = db.session.scalars(select(Category).order_by(Category.name)).all()
    return render_template(
        "shop/catalogue.html", products=products, categories=categories, category=category, q=" ".join(words)
    )


@blueprint.get("/products/<sku>/")
def product(sku: str) -> str:
    """A product, and the way into the basket."""
    _expire()
    found = db.first_or_404(select(Product).where(Product.sku == sku))
    return render_template("shop/product.html", product=found, most=min(found.stock, basket.MOST_OF_ONE))


@blueprint.get("/basket/")
def show_basket() -> str:
    """The visitor's basket."""
    _expire()
    lines = basket.lines()
    total = sum((line.amount for line in lines), Decimal(0))
    return render_template("shop/basket.html", lines=lines, total=total, most=basket.MOST_OF_ONE)


@blueprint.post("/basket/add/")
def add_to_basket() -> ResponseReturnValue:
    """So many more of a product in the basket."""
    chosen, quantity = _asked_for()
    held = basket.quantities()
    if len(held) >= basket.MOST_PRODUCTS and chosen.id not in held:
        flash(f"There is no room for more than {basket.MOST_PRODUCTS} products.", "error")
    elif quantity:
        basket.change(chosen.id, min(held.get(chosen.id, 0) + quantity, basket.MOST_OF_ONE))
        flash(f"{chosen.name} is in your basket.", "success")
    return redirect(url_for("shop.show_basket"))


@blueprint.post("/basket/change/")
def change_basket() -> ResponseReturnValue:
    """So many of a product in the basket, instead of what was in it."""
    chosen, quantity = _asked_for()
    if chosen.id in basket.quantities():
        basket.change(chosen.id, quantity)
        flash("Your basket is changed.", "success")
    return redirect(url_for("shop.show_basket"))


@blueprint.route("/checkout/", methods=["GET", "POST"])
def checkout() -> ResponseReturnValue:
    """Who buys and where it goes; then there is an order."""
    _expire()
    lines = basket.lines()
    if not lines or any(line.is_short for line in lines):
        flash("There is nothing in your basket that can be ordered as it is.", "info")
        return redirect(url_for("shop.show_basket"))
    total = sum((line.amount for line in lines), Decimal(0))
    person = current_user if current_user.is_authenticated else None
    form = CheckoutForm(name=person and person.name, email=person and person.email)
    if not form.validate_on_submit():
        session.setdefault("checkout", token_urlsafe())
        form.total.data = total
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
        return render_template("shop/checkout.html", form=form, lines=lines, total=total), status
    fields = {name: value for name, value in form.data.items() if name not in {"csrf_token", "total"}}
    secret = current_app.config["SECRET_KEY"]
    order = Order(
        checkout=session.get("checkout") or token_urlsafe(),
        person_id=person and person.id,
        network=network_hash(request.remote_addr or "", secret),
        **fields,
    )
    try:
        placed = orders.place(order, {line.product.id: line.quantity for line in lines}, Decimal(form.total.data))
    except orders.TooManyUnpaidError as refusal:
        form.form_errors.append(str(refusal))
        page = render_template("shop/checkout.html", form=form, lines=lines, total=total)
        return page, HTTPStatus.TOO_MANY_REQUESTS
    except orders.RefusedError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("shop.show_basket"))
    basket.forget_guest()
    session.pop("checkout", None)
    flash("Thank you for your order.", "success")
    return redirect(url_for("shop.order", key=placed.key))


@blueprint.get("/orders/")
@auth_required("session")
def my_orders() -> str:
    """What I have ordered, the latest first."""
    mine = select(Order).where(Order.person_id == current_user.id).order_by(Order.id.desc())
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    return render_template("shop/orders.html", orders=db.paginate(mine, page=page, per_page=PER_PAGE))


@blueprint.get("/orders/<key>/")
def order(key: str) -> ResponseReturnValue:
    """An order: a guest's for whoever has the link, somebody's for them alone and for staff."""
    found = _order(key)
    return render_template("shop/order.html", order=found, can_pay=_provider() is not None)


@blueprint.post("/orders/<key>/pay/")
def pay(key: str) -> ResponseReturnValue:
    """The order, paid, or not."""
    found, provider = _order(key), _provider()
    if provider is None:
        abort(404)
    try:
        state = orders.pay(found, provider)
    except orders.RefusedError as refusal:
        flash(str(refusal), "error")
    else:
        flash(*ANSWERS[state])
        if state is PaymentState.PAID:
            mail.tell_of_payment(found)
    return redirect(url_for("shop.order", key=key))


ANSWERS = {
    PaymentState.PAID: ("Your order is paid. Thank you.", "success"),
    PaymentState.WAITING: ("Your payment is on its way. We tell you when it has come.", "info"),
    PaymentState.DECLINED: ("The payment was declined, and nothing was taken. You can try again.", "error"),
}
"""What the buyer is told, and how it looks."""


@blueprint.post("/orders/<key>/cancel/")
def cancel(key: str) -> ResponseReturnValue:
    """The order, cancelled by its buyer."""
    try:
        orders.withdraw(_order(key))
    except orders.RefusedError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Your order is cancelled.", "success")
    return redirect(url_for("shop.order", key=key))


@blueprint.post("/webhook/")
def webhook() -> ResponseReturnValue:
    """How a payment ended. The provider may say it as often as it likes: it counts once."""
    secret = current_app.config["PAYMENT_WEBHOOK_SECRET"]
    body = request.get_data()
    if not is_signed(body, request.headers.get("Webhook-Signature", ""), secret, time.time()):
        abort(403)
    try:
        message = Message.model_validate_json(body)
    except ValidationError:
        abort(400)
    of_reference = PaymentAttempt.reference == message.reference.replace("\x00", "")
    attempt = db.first_or_404(select(PaymentAttempt).where(of_reference, PaymentAttempt.amount == message.amount))
    is_new = orders.settle(attempt, message.payment)
    found = db.session.get_one(Order, attempt.order_id)
    if is_new and found.state is OrderState.PAID:
        mail.tell_of_payment(found)
    return {"state": attempt.state}


def _asked_for() -> tuple[Product, int]:
    """The product and the quantity in a form; 404 where there is no such product, 400 where the number is none."""
    quantity = request.form.get("quantity", -1, type=int)
    if not 0 <= quantity <= basket.MOST_OF_ONE:
        abort(400)
    number = _number(request.form.get("product", ""))
    return db.first_or_404(select(Product).where(Product.id == number)), quantity


def _number(text: str) -> int:
    """The number of a row; 0, which no row has, where the text is none."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _order(key: str) -> Order:
    """The order of a link; 404 where it is none of the visitor's business."""
    found: Order = db.first_or_404(select(Order).where(Order.key == key))
    is_known = current_user.is_authenticated
    if found.person_id is None or (is_known and found.person_id == current_user.id):
        return found
    if not is_known:
        abort(current_app.extensions["security"].login_manager.unauthorized())
    if not current_user.has_permission("orders.move"):
        abort(404)
    return found


def _expire() -> None:
    """Put back on the shelf what nobody has paid for in time."""
    orders.expire(utcnow() - time_to_pay(_provider()))


def _provider() -> Provider | None:
    return PROVIDERS[current_app.config["PAYMENT_PROVIDER"]]
