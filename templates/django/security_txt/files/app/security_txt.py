"""Where people report a weakness (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

HALF_A_YEAR = timedelta(days=182)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact; it is told anew, so it expires half a year from today."""
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + HALF_A_YEAR
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": expires.isoformat(),
        "Canonical": request.build_absolute_uri(),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


urlpatterns = [path("", security_txt, name="security_txt")]
