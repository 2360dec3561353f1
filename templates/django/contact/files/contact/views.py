from http import HTTPStatus

from django.contrib.messages.views import SuccessMessageMixin
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from config.client_ip import client_network
from contact.forms import ContactForm

LIMIT = 5
PERIOD = 60 * 60  # seconds


class ContactView(SuccessMessageMixin, FormView[ContactForm]):
    form_class = ContactForm
    template_name = "contact/contact.html"
    success_url = reverse_lazy("contact:contact")
    success_message = _("Thank you for your message.")

    def form_valid(self, form: ContactForm) -> HttpResponse:
        if self.is_limited():
            form.add_error(None, _("Too many messages. Please try again later."))
            response = self.form_invalid(form)
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(PERIOD)
            return response
        form.send()
        return super().form_valid(form)

    def is_limited(self) -> bool:
        """Count the message and return whether its network sends more than LIMIT within PERIOD."""
        key = f"contact:{client_network(self.request)}"
        cache.add(key, 0, timeout=PERIOD)
        try:
            return cache.incr(key) > LIMIT
        except ValueError:  # the period has just ended
            return False
