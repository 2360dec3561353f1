from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_mailman import EmailMessage

from app.contact.forms import ContactForm
from app.extensions import limiter

bp = Blueprint("contact", __name__, url_prefix="/contact", template_folder="templates")


@bp.route("/", methods=["GET", "POST"])
@limiter.limit("5/hour", methods=["POST"])
def contact() -> ResponseReturnValue:
    form = ContactForm()
    if form.validate_on_submit():
        EmailMessage(
            subject=f"Message from {form.name.data}",
            body=form.text.data,
            to=[current_app.config["CONTACT_EMAIL"]],
            reply_to=[form.email.data],
        ).send()
        flash("Thank you. Your message was sent.", "success")
        return redirect(url_for("contact.contact"))
    return render_template("contact/contact.html", form=form)
