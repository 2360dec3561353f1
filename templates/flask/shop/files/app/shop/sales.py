"""The orders, for the staff who ship them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, permissions_required
from sqlalchemy import select

from app.extensions import db
from app.shop import mail, orders
from app.shop.models import Order
from app.shop.states import ARROWS, OrderState

PER_PAGE = 50
MOST_PAGES = 1_000_000

blueprint = Blueprint("sales", __name__, url_prefix="/shop/sales")


@blueprint.get("/")
@auth_required("session")
@permissions_required("orders.move")
def index() -> str:
    """All orders, or those in one state; the latest first."""
    found = select(Order).order_by(Order.id.desc())
    state = request.args.get("state", "")
    if state in {*OrderState}:
        found = found.where(Order.state == OrderState(state))
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    listed = db.paginate(found, page=page, per_page=PER_PAGE)
    return render_template("shop/sales.html", orders=listed, state=state, states=OrderState)


@blueprint.get("/<int(max=999999999):number>/")
@auth_required("session")
@permissions_required("orders.move")
def show(number: int) -> str:
    """An order, and what can become of it."""
    order = _order(number)
    return render_template("shop/sale.html", order=order, arrows=ARROWS[order.state])


@blueprint.post("/<int(max=999999999):number>/move/")
@auth_required("session")
@permissions_required("orders.move")
def move(number: int) -> ResponseReturnValue:
    """The order, in the state that was asked for."""
    order, state = _order(number), request.form.get("state", "")
    try:
        if state not in {*OrderState}:
            raise orders.RefusedError("There is no such state.")
        orders.move(order, OrderState(state))
    except orders.RefusedError as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"Order {order.id} is {state}.", "success")
        if order.state is OrderState.PAID:
            mail.tell_of_payment(order)
    return redirect(url_for("sales.show", number=number))


def _order(number: int) -> Order:
    found: Order = db.first_or_404(select(Order).where(Order.id == number))
    return found
