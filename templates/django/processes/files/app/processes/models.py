"""Departments, who is in them, their requests, and the steps that those took."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from app.processes.amounts import written
from app.processes.rules import Action, State
from app.processes.sheets import LONGEST_TITLE

LONGEST_NAME = 100
LONGEST_COMMENT = 500
STATES = [(state.value, state.value) for state in State]
ACTIONS = [(action.value, action.value) for action in Action]


class Department(models.Model):
    """A part of the organisation, below another one or at the top."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="below")

    def __str__(self) -> str:
        """The name."""
        return self.name


class Seat(models.Model):
    """In which department somebody is; nobody is in two."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    department = models.ForeignKey(Department, models.PROTECT, related_name="seats")

    def __str__(self) -> str:
        """Who is where."""
        return f"{self.user}, {self.department}"


class PurchaseRequest(models.Model):
    """That somebody asks for money, in the name of a department."""

    title = models.CharField(max_length=LONGEST_TITLE)
    cents = models.PositiveBigIntegerField()
    department = models.ForeignKey(Department, models.PROTECT)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """The table, and the rights in the process."""

        constraints = (
            CheckConstraint(condition=Q(cents__gt=0), name="an_amount_is_above_zero"),
            CheckConstraint(condition=Q(state__in=[state for state, _ in STATES]), name="a_state_is_one_of_ours"),
        )
        default_permissions = ()
        permissions = (("approve", "Can approve"), ("direct", "Can direct"))

    def __str__(self) -> str:
        """What is asked for."""
        return f"{self.title} ({self.amount})"

    @property
    def amount(self) -> str:
        """The amount as it is written."""
        return written(self.cents)


class Step(models.Model):
    """What somebody has done to a request; it is never changed, and outlives the account."""

    request = models.ForeignKey(PurchaseRequest, models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=ACTIONS)
    person_id = models.BigIntegerField()
    who = models.EmailField()
    comment = models.CharField(max_length=LONGEST_COMMENT, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The table."""

        constraints = (UniqueConstraint(fields=["request", "person_id", "action"], name="nobody_does_it_twice"),)

    def __str__(self) -> str:
        """Who did what."""
        return f"{self.who}: {self.action}"
