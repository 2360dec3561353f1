"""Demo departments and requests, of the demo people."""

from sqlalchemy import select

from app.extensions import db
from app.processes.models import Department, PurchaseRequest, Seat, Step
from app.processes.rules import Action, State
from app.users.models import User

DEPARTMENTS = (("Company", ""), ("Sales", "Company"), ("Works", "Company"), ("Workshop", "Works"))
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
    if db.session.scalar(select(Department.id).limit(1)):
        return "There are departments already."
    numbers: dict[str, int] = {}
    for name, above in DEPARTMENTS:
        made = Department(name=name, parent_id=numbers.get(above))
        db.session.add(made)
        db.session.flush()
        numbers[name] = made.id
    people = {user.email: user for user in db.session.scalars(select(User).where(User.email.in_(SEATS)))}
    db.session.add_all(Seat(user_id=user.id, department_id=numbers[SEATS[email]]) for email, user in people.items())
    if member := people.get("member@example.org"):
        for title, cents, name, state in REQUESTS:
            add_request(member, state, title=title, cents=cents, department_id=numbers[name])
    db.session.commit()
    return f"{len(DEPARTMENTS)} demo departments, and requests to decide on."


def add_request(member: User, state: State, **given: str | int) -> None:
    """A request of a member, with the step that brought it into its state."""
    made = PurchaseRequest(requester_id=member.id, state=state, **given)
    db.session.add(made)
    db.session.flush()
    if state is State.SUBMITTED:
        db.session.add(Step(request_id=made.id, action=Action.SUBMITTED, person_id=member.id, who=member.email))
