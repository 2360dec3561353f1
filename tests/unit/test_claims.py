"""Every claim of the founding article that says something is covered, and none is turned round."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from generator.answers.answers import Answers, complete
from generator.decision.scoring import decide, scores
from generator.knowledge.loader import CLAIMS_FILE, load_knowledge

KNOWLEDGE = load_knowledge()
CLAIMS: list[dict[str, Any]] = tomllib.loads(CLAIMS_FILE.read_text(encoding="utf-8"))["claims"]
CONTRADICTED = {"C13": ("C07", "C08", "C26", "C31")}
"""The claim that Django is the one for APIs, and those that say it of Flask; practice bears out neither."""

by_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['id']}-{claim['favours']}")


def leaning(values: Mapping[str, Any]) -> float:
    """How far complete answers lean to Django (above 0) or to Flask (below), in log-odds."""
    totals = scores(values, KNOWLEDGE)
    return round(totals["django"] - totals["flask"], 6)


def towards(framework: str, before: float, after: float) -> bool:
    """Whether a leaning has not moved away from a framework."""
    return after >= before if framework == "django" else after <= before


def surroundings(question: str) -> Iterator[dict[str, Any]]:
    """Complete answers in every combination of the questions that some argument reads together with this one."""
    partners: set[str] = set()
    for argument in KNOWLEDGE.arguments:
        expressing = {
            each.id
            for each in KNOWLEDGE.questions
            for option in each.options
            if argument.need and argument.need in option.needs
        }
        read = set(argument.answers) | expressing
        partners |= read if question in read else set()
    partners -= {question}
    for options in product(*(KNOWLEDGE.question(id).option_ids for id in sorted(partners))):
        yield {**complete({}).values, **dict(zip(sorted(partners), options, strict=True))}


def test_every_claim_but_the_empty_one_is_written_down() -> None:
    assert {claim["id"] for claim in CLAIMS} == {f"C{number:02}" for number in range(1, 51)} - {"C37"}


def test_arguments_cover_no_claim_that_does_not_exist() -> None:
    assert {id for argument in KNOWLEDGE.arguments for id in argument.claims} <= {claim["id"] for claim in CLAIMS}


@by_claim
def test_every_answer_of_a_claim_calls_up_an_argument_that_covers_it(claim: dict[str, Any]) -> None:
    calls = [{question: option} for question, options in claim["answers"].items() for option in options] or [{}]
    for call in calls:
        values = {**complete({}).values, **call}
        covering = [
            weighed.argument.favours
            for weighed in decide(Answers(values, dict.fromkeys(values, "given")), KNOWLEDGE).arguments
            if claim["id"] in weighed.argument.claims and call.items() <= weighed.answers.items()
        ]
        assert claim["favours"] in covering, call


@by_claim
def test_giving_an_answer_of_a_claim_never_moves_away_from_what_it_favours(claim: dict[str, Any]) -> None:
    for question, listed in claim["answers"].items():
        if question == "kind" and claim["id"] in CONTRADICTED:
            continue
        others = [option for option in KNOWLEDGE.question(question).option_ids if option not in listed]
        for values in surroundings(question):
            for before, after in product(others, listed):
                moved = (leaning({**values, question: option}) for option in (before, after))
                assert towards(claim["favours"], *moved), (before, after, values)


@pytest.mark.parametrize(
    ("claim", "against", "kind"),
    [
        (id, other["id"], kind)
        for id, others in CONTRADICTED.items()
        for other in CLAIMS
        for kind in ("api", "spa")
        if other["id"] in others and kind in other["answers"]["kind"]
    ],
)
def test_claims_that_contradict_each_other_are_both_heard(claim: str, against: str, kind: str) -> None:
    heard = {
        (id, weighed.argument.favours)
        for weighed in decide(complete({"kind": kind}), KNOWLEDGE).arguments
        if "kind" in weighed.answers
        for id in weighed.argument.claims
    }
    assert {(claim, "django"), (against, "flask")} <= heard


@pytest.mark.parametrize("kind", ["api", "spa"])
def test_the_claim_that_django_is_the_one_for_apis_is_outweighed_by_those_that_flask_is(kind: str) -> None:
    values = dict(complete({}).values)
    assert leaning({**values, "kind": kind}) == leaning({**values, "kind": "microservice"})


CHOOSE_FLASK_IF = {
    "the application is small and simple": {"scale": "small"},
    "it is a simple website": {"kind": "website", "scale": "small"},
    "flexibility and control are wanted": {"control": "control"},
    "the team is small": {"team_size": "small"},
    "it is a prototype": {"kind": "prototype", "team_size": "small"},
    "all of it": {"kind": "prototype", "scale": "small", "team_size": "small", "control": "control"},
}

CHOOSE_DJANGO_IF = {
    "it is large and full of data": {"scale": "large", "data": "heavy"},
    "it is a large shop": {"kind": "ecommerce", "scale": "large", "data": "heavy"},
    "it is a large content site": {"kind": "cms", "scale": "large", "data": "heavy"},
    "it is a large application of an organisation": {"kind": "enterprise", "scale": "large", "data": "heavy"},
    "security and scale are critical": {"security": "high", "scale": "large"},
    "ready-made parts are wanted": {"admin": "full", "accounts": "roles", "data": "medium", "control": "batteries"},
    "all of it": {"kind": "enterprise", "scale": "large", "data": "heavy", "security": "high", "control": "batteries"},
}


@pytest.mark.parametrize("saying", CHOOSE_FLASK_IF)
def test_flask_is_chosen_if(saying: str) -> None:
    assert decide(complete(CHOOSE_FLASK_IF[saying]), KNOWLEDGE).framework == "flask"


@pytest.mark.parametrize("saying", CHOOSE_DJANGO_IF)
def test_django_is_chosen_if(saying: str) -> None:
    assert decide(complete(CHOOSE_DJANGO_IF[saying]), KNOWLEDGE).framework == "django"


@pytest.mark.parametrize("side", ["flask", "django"])
def test_all_that_the_article_says_for_a_framework_together_is_a_clear_decision(side: str) -> None:
    sayings = CHOOSE_FLASK_IF if side == "flask" else CHOOSE_DJANGO_IF
    decision = decide(complete(sayings["all of it"]), KNOWLEDGE)
    assert (decision.framework, decision.close_call) == (side, False)
