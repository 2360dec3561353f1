"""What the database itself refuses."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from app.processes.models import Department, PurchaseRequest, Step
from app.processes.rules import Action


@pytest.fixture
def step(make_person: Callable[..., None]) -> Step:
    """A step of somebody."""
    request = PurchaseRequest.objects.create(
        title="Tea", cents=5_00, department=Department.objects.create(name="Sales")
    )
    return Step.objects.create(request=request, action=Action.SUBMITTED, person_id=1, who="ada@example.org")


@pytest.mark.parametrize(
    "statement",
    [
        "update processes_step set who = 'eve@example.org'",
        "delete from processes_step",
        "insert or replace into processes_step select * from processes_step",
    ],
)
def test_a_step_is_never_changed(step: Step, statement: str) -> None:
    with pytest.raises(DatabaseError, match="steps are never changed"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Step.objects.get().who == "ada@example.org"


@pytest.mark.parametrize("statement", ["set cents = 0", "set state = 'lost'"])
def test_a_request_is_never_what_it_cannot_be(step: Step, statement: str) -> None:
    with pytest.raises(DatabaseError, match="CHECK"), transaction.atomic():
        connection.cursor().execute(f"update processes_purchaserequest {statement}")


def test_a_request_with_steps_is_never_deleted(step: Step) -> None:
    with pytest.raises(DatabaseError, match="protected"), transaction.atomic():
        step.request.delete()
