from typing import Any

from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status, views
from rest_framework.response import Response


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("Another request has just changed what this one depends on.")


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return DRF's response, and one for errors that it does not know."""
    match exc:
        case ProtectedError() | RestrictedError():
            exc = Conflict(_("Other objects refer to this object."))
        case IntegrityError():
            exc = Conflict()
        case DataError() | OverflowError() | RecursionError():  # of the database, of SQLite and of the parser
            exc = exceptions.ParseError()
        case UnicodeDecodeError():  # a token
            exc = exceptions.AuthenticationFailed()
        case exceptions.AuthenticationFailed() | exceptions.NotAuthenticated():
            try:  # DRF counts requests only once they are permitted
                context["view"].check_throttles(context["request"])
            except exceptions.Throttled as throttled:
                exc = throttled
    return views.exception_handler(exc, context)
