"""Demo departments and requests, of the demo people."""

from app.processes.models import Department, PurchaseRequest, Seat, Step
from app.processes.rules import Action, State
from users.models import User

DEPARTMENTS = (("Company", None), ("Sales", "Company"), ("Works", "Company"), ("Workshop", "Works"))
"""Names, and what each is below."""

SEATS = {"member@example.org": "Works", "staff@example.org": "Works", "admin@example.org": "Company"}
"""Department by e-mail."""

REQUESTS = (
    ("A lathe for the workshop", 4_800_00, "Workshop", State.SUBMITTED),
    ("Safety glasses", 96_50, "Workshop", State.SUBMITTED),
    ("Two days of training", 640_00, "Works", State.DRAFT),
)
"""What the demo member asks for."""


def add_demo_requests() -> str:
    """The demo departments and requests, added where there are none yet."""
    if Department.objects.exists():
        return "There are departments already."
    departments: dict[str | None, Department] = {}
    for name, above in DEPARTMENTS:
        departments[name] = Department.objects.create(name=name, parent=departments.get(above))
    people = {user.email: user for user in User.objects.filter(email__in=SEATS)}
    for email, user in people.items():
        Seat.objects.create(user=user, department=departments[SEATS[email]])
    if member := people.get("member@example.org"):
        for title, cents, name, state in REQUESTS:
            made = PurchaseRequest.objects.create(
                title=title, cents=cents, department=departments[name], requester=member, state=state
            )
            if state is State.SUBMITTED:
                Step.objects.create(request=made, action=Action.SUBMITTED, person_id=member.pk, who=member.email)
    return f"{len(DEPARTMENTS)} demo departments, and requests to decide on."
