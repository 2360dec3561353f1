"""The tree of the departments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tree:
    """The departments: names by number, and the number of the one above, where there is one."""

    names: Mapping[int, str]
    above: Mapping[int, int | None]

    def below(self, department: int) -> set[int]:
        """A department and all that are below it, however deep."""
        found, waiting = set(), [department]
        while waiting:
            one = waiting.pop()
            found.add(one)
            waiting += [other for other, parent in self.above.items() if parent == one and other not in found]
        return found

    def in_order(self, above: int | None = None, depth: int = 0) -> Iterator[tuple[int, str, int]]:
        """Number, name and depth of each: every department before those below it, beside each other by name."""
        for name, department in sorted((self.names[one], one) for one, parent in self.above.items() if parent == above):
            yield department, name, depth
            yield from self.in_order(department, depth + 1)

    def choices(self, among: set[int]) -> list[tuple[str, str]]:
        """Value and label for a field in which one of these is chosen."""
        found = [(one, name, depth) for one, name, depth in self.in_order() if one in among]
        top = min((depth for _, _, depth in found), default=0)
        return [(str(one), f"{'– ' * (depth - top)}{name}") for one, name, depth in found]
