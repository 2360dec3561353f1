"""The pages on which admins look after departments, and who is in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from app.processes.forms import DepartmentForm, PersonForm
from app.processes.models import Department, Seat
from app.processes.scope import tree
from users.models import User
from users.views import AuthenticatedHttpRequest


@never_cache
@login_required
@permission_required("processes.direct", raise_exception=True)
@require_safe
def index(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All departments, as a tree."""
    return render(request, "processes/departments.html", {"departments": list(tree().in_order())})


@never_cache
@login_required
@permission_required("processes.direct", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new department."""
    form = DepartmentForm(request.POST or None, parents=Department.objects.order_by("name"))
    if form.is_valid():
        made = form.save()
        messages.success(request, "The department is there.")
        return redirect("department", made.pk)
    return render(request, "processes/department.html", {"form": form})


@never_cache
@login_required
@permission_required("processes.direct", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """A department: its name, its place in the tree, and its people."""
    department = get_object_or_404(Department, pk=id)
    parents = Department.objects.exclude(pk__in=tree().below(id)).order_by("name")
    form = DepartmentForm(request.POST or None, instance=department, parents=parents)
    if form.is_valid():
        form.save()
        messages.success(request, "The department is saved.")
        return redirect("department", id)
    return page_of(request, department, form, PersonForm())


@never_cache
@require_POST
@login_required
@permission_required("processes.direct", raise_exception=True)
def people(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Somebody put into a department, and out of any other."""
    department = get_object_or_404(Department, pk=id)
    person_form = PersonForm(request.POST)
    if person_form.is_valid():
        user = User.objects.filter(email=person_form.cleaned_data["email"].lower()).first()
        if user:
            Seat.objects.update_or_create(user=user, defaults={"department": department})
            messages.success(request, f"{user.email} is in {department} now.")
            return redirect("department", id)
        person_form.add_error("email", "Nobody has signed up with this address.")
    form = DepartmentForm(instance=department, parents=Department.objects.exclude(pk__in=tree().below(id)))
    return page_of(request, department, form, person_form)


def page_of(
    request: AuthenticatedHttpRequest, department: Department, form: DepartmentForm, person_form: PersonForm
) -> HttpResponse:
    """The page of a department."""
    emails = department.seats.order_by("user__email").values_list("user__email", flat=True)
    told = {"form": form, "person_form": person_form, "department": department, "emails": emails}
    return render(request, "processes/department.html", told)
