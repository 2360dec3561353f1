"""The projects whose full checks run in every CI run: layers that meet in one file meet in one of them.

Two layers meet where both fill a slot, or one fills a slot of a file of the other's. The stories check a project of
each kind and framework; `EXTRA` has the others that it takes. `python3 -m tests.projects.covering` prints a set, when
the test says that a pair is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from typing import Any

from generator.answers.answers import complete
from generator.catalog.templates import Layer, find_template
from generator.errors import AnswersRefused, PlanError
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import Plan, make_plan
from generator.rendering.environments import SUFFIX
from tests.unit.test_combinations import contradicts

KNOWLEDGE = load_knowledge()
FRAMEWORKS = ("flask", "django")
KINDS = KNOWLEDGE.question("kind").option_ids
RECORDS = {
    "Folder": {"fields": {"name": "str(60) unique"}, "read": "anyone", "write": "staff"},
    "Paper": {"fields": {"title": "str", "folder": "ref(Folder, cascade)", "scan": "file?"}, "owner": "true"},
}

OPEN_RECORDS = {"Note": {"fields": {"text": "text", "scan": "file?"}}}

STORIES: Mapping[str, Mapping[str, Any]] = {kind: {"kind": kind} for kind in KINDS} | {
    "ecommerce": {"kind": "ecommerce", "security": "elevated"}
}
"""The answers of the stories, by kind."""

EVERYTHING = {"with": ["sso", "api", "exports", "metrics"], "models": RECORDS}
STRICT = {
    "kind": "ecommerce",
    "accounts": "roles",
    "admin": "full",
    "security": "high",
    **EVERYTHING,
    "with": [*EVERYTHING["with"], "articles", "contact", "devices", "charts"],
}
BARE_SERVICE = {"kind": "microservice", "core": "mixed", "without": ["api", "models"]}

EXTRA: tuple[Mapping[str, Any], ...] = (
    {"framework": "flask", **STRICT, "with": [*STRICT["with"], "upstream"]},
    {"framework": "django", **STRICT, "with": [*STRICT["with"], "upstream", "processes"]},
    {"framework": "django", "kind": "website", "models": OPEN_RECORDS, "with": ["diagnostics", "charts"]},
    {"framework": "flask", **BARE_SERVICE},
    {"framework": "django", **BARE_SERVICE},
)
"""The strictest first, since they take longest: they have all that can be together. The last two keep nothing."""

CHECKED_KINDS = [
    {"framework": answers["framework"], "kind": answers["kind"]} for answers in EXTRA if "without" not in answers
]
"""The kinds all of whose tests run in a project of `EXTRA`."""

Pair = tuple[str, str, str]


def answers_of_projects() -> Iterator[Mapping[str, Any]]:
    """Return the answers of every project that is checked in full."""
    for framework in FRAMEWORKS:
        yield from ({"framework": framework, **answers} for answers in STORIES.values())
    yield from EXTRA


def candidates() -> Iterator[Mapping[str, Any]]:
    """Return the answers in which layers can meet: each combination that is allowed, and parts that are added to it."""
    asked = {id: KNOWLEDGE.question(id).option_ids for id in ("accounts", "admin", "security")}
    added: tuple[Mapping[str, Any], ...] = ({}, EVERYTHING, {"models": OPEN_RECORDS}, {"with": ["sso"]})
    for framework, kind, *options in product(FRAMEWORKS, KINDS, *asked.values()):
        answers = {"framework": framework, "kind": kind, **dict(zip(asked, options, strict=True))}
        if not contradicts(answers):
            yield from ({**answers, **more} for more in added)


def pairs(answers: Mapping[str, Any]) -> frozenset[Pair]:
    """Return the layers that meet in a project, two by two, with the framework; none where it cannot be planned."""
    try:
        plan = plan_of(answers)
    except (AnswersRefused, PlanError):
        return frozenset()
    meeting: dict[str, set[str]] = {}
    for layer in plan.layers:
        for slot in (*hosted_slots(layer), *(slot for slot, _ in layer.slots)):
            meeting.setdefault(slot, set()).add(layer.name)
    return frozenset(
        (plan.template.id, one, other) for layers in meeting.values() for one, other in combinations(sorted(layers), 2)
    )


def plan_of(answers: Mapping[str, Any]) -> Plan:
    """Return the plan of a project."""
    given = {id: tuple(value) if isinstance(value, list) else value for id, value in answers.items()}
    return make_plan(complete(given, KNOWLEDGE), template_of(str(answers["framework"])), KNOWLEDGE)


template_of = cache(find_template)


@cache
def _hosted_slots(name: str, places: tuple[Any, ...]) -> frozenset[str]:
    texts = (place.read_text(encoding="utf-8") for place in places if place.suffix == SUFFIX)
    return frozenset(slot for text in texts for slot in re.findall(r"\bslots\.(\w+)", text))


def hosted_slots(layer: Layer) -> frozenset[str]:
    """Return the slots that a layer's files have."""
    return _hosted_slots(layer.name, tuple(place for _, place in (*layer.files, *layer.parts, *layer.slots)))


def missing(chosen: Iterable[Mapping[str, Any]]) -> frozenset[Pair]:
    """Return the pairs of layers that meet in some candidate, and in none of the chosen projects."""
    met = frozenset[Pair]().union(*map(pairs, chosen))
    return frozenset[Pair]().union(*map(pairs, candidates())) - met


def covering() -> Iterator[Mapping[str, Any]]:
    """Return, beside the stories, candidates that cover what is missing, the one that adds most first."""
    pool = [(answers, pairs(answers)) for answers in candidates()]
    stories = [{"framework": framework, **answers} for framework in FRAMEWORKS for answers in STORIES.values()]
    left = frozenset[Pair]().union(*(met for _, met in pool)) - frozenset[Pair]().union(*map(pairs, stories))
    while left:
        answers, met = max(pool, key=lambda each: (len(each[1] & left), -len(each[1])))
        left -= met
        yield answers


if __name__ == "__main__":
    for answers in covering():
        print(answers)
