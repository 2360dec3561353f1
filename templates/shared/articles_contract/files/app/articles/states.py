"""The states of an article, and the arrows along which it goes from one to another."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far an article has come."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Arrow:
    """A way from one state to another: what its button says, what is told afterwards, and who may take it."""

    id: str
    before: State
    after: State
    button: str
    told: str
    takes_publisher: bool = False


ARROWS = {
    arrow.id: arrow
    for arrow in (
        Arrow("submit", State.DRAFT, State.REVIEW, "Send to review", "The article waits for its review."),
        Arrow("return", State.REVIEW, State.DRAFT, "Back to draft", "The article is a draft again."),
        Arrow("publish", State.REVIEW, State.PUBLISHED, "Publish", "The article is published.", takes_publisher=True),
        Arrow("withdraw", State.PUBLISHED, State.DRAFT, "Withdraw", "The article is withdrawn.", takes_publisher=True),
    )
}
"""All there are; an article goes nowhere else."""


def arrows_from(state: str, *, may_publish: bool) -> list[Arrow]:
    """The arrows that lead on from a state, for somebody who may publish or may not."""
    return [arrow for arrow in ARROWS.values() if arrow.before == state and (may_publish or not arrow.takes_publisher)]


def may_write(state: str, *, may_publish: bool) -> bool:
    """Whether the text may be changed or deleted: a draft by every writer, what was handed in by publishers alone."""
    return may_publish or state == State.DRAFT
