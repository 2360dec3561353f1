"""The contact form and the page that thanks for a message."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from app.config import TITLE
from app.contact.forms import ContactForm
from app.contact.models import Message
from app.contact.senders import MOST, WITHIN, sender_of

log = structlog.stdlib.get_logger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The form; what is written in it is kept, and mailed where an address is set."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "contact/form.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    if said["website"]:
        return redirect("contact:thanks")
    sender = sender_of(request.META.get("REMOTE_ADDR", ""), settings.SECRET_KEY)
    if Message.objects.filter(sender=sender, sent_at__gt=timezone.now() - WITHIN).count() >= MOST:
        page = render(request, "contact/form.html", {"form": form, "too_many": True}, status=429)
        page.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
        return page
    message = Message.objects.create(name=said["name"], email=said["email"], text=said["text"], sender=sender)
    if address := settings.ENVIRONMENT.CONTACT_EMAIL:
        send_on(message, address)
    return redirect("contact:thanks")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """A word of thanks."""
    return render(request, "contact/thanks.html")


def send_on(message: Message, address: str) -> None:
    """Mail a message to us; one that does not leave has been kept all the same."""
    body = f"{message.name} <{message.email}> wrote:\n\n{message.text}\n"
    mail = EmailMessage(f"{TITLE}: a message", body, to=[address], reply_to=[message.email])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)
