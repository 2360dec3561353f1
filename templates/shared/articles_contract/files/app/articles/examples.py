"""Articles to begin with on a developer's machine."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from app.articles.states import State


@dataclass(frozen=True)
class Example:
    """An article; `age` says how long ago it is to have been published."""

    title: str
    summary: str
    body: str
    tags: tuple[str, ...]
    state: State
    age: timedelta | None = None

    @property
    def steps(self) -> list[tuple[State, State]]:
        """The states that it has gone through, in pairs."""
        states = list(State)
        return list(pairwise(states[: states.index(self.state) + 1]))


EXAMPLES = (
    Example(
        "How we brew our tea",
        "Water, leaves and four minutes: what we learnt from a year of tasting.",
        """We began with a kettle and no plan. These are the rules that were left after a year.

## The water

Let it boil, then wait. **Green tea wants 75 °C**, black tea does not mind more.

| Tea   | Degrees | Minutes |
|-------|---------|---------|
| Green | 75      | 2       |
| Black | 95      | 4       |

> Nobody ever said that tea was too fresh.

More about water is in the [notes of the IETF](https://www.rfc-editor.org/rfc/rfc2324).
""",
        ("kitchen", "tea"),
        State.PUBLISHED,
        timedelta(days=9),
    ),
    Example(
        "A shelf made of three boards",
        "No screws, no glue: a joint that holds by itself.",
        """Three boards, a saw and an afternoon.

1. Cut two slots, half as deep as the board is wide.
2. Slide the boards into each other.
3. Put the *heaviest* books at the bottom.
""",
        ("wood",),
        State.PUBLISHED,
        timedelta(days=2),
    ),
    Example(
        "What grows on a balcony in winter",
        "Four plants that do not mind the cold.",
        "Kale, spinach, leek, and lamb's lettuce, which tastes of **nuts**.\n",
        ("garden",),
        State.PUBLISHED,
        timedelta(days=-7),
    ),
    Example(
        "Sharpening a kitchen knife",
        "Two stones, and the angle that matters.",
        "Hold it at 15 degrees. Everything else is patience.\n",
        ("kitchen",),
        State.REVIEW,
    ),
    Example(
        "Notes on sourdough",
        "To be written up at the weekend.",
        "Feed it daily. Ask Ada about the flour.\n",
        ("kitchen",),
        State.DRAFT,
    ),
)
