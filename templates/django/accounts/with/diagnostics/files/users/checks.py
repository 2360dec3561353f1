from django.conf import settings
from django.db import DatabaseError

from users.demo import EMAILS
from users.models import User


def no_demo_users() -> str:
    """There are no demo users in production."""
    if not settings.PRODUCTION:
        return ""
    try:
        found = list(User.objects.filter(email__in=EMAILS).values_list("email", flat=True))
    except DatabaseError:
        return "The database is not available."
    return f"Delete the demo users: {', '.join(found)}." if found else ""
