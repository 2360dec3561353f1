"""The page that lists the people, for the staff."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from users.models import User

PEOPLE_PER_PAGE = 50


@never_cache
@login_required
@permission_required("users.view_user", raise_exception=True)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with their roles, in the order of their e-mails."""
    found = User.objects.prefetch_related("groups").order_by("email")
    page = Paginator(found, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page})
