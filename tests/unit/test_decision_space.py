"""The decision over every complete set of answers to the deciding questions, some two and a half million.

The sum is split into blocks of questions that some argument or contradiction reads together. Blocks add up, so that the
totals of the whole space are counted block by block, exactly, in hundredths of a log-odd.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.answers.answers import Answers, complete
from generator.decision.scoring import decide, scores
from generator.errors import AnswersRefused
from generator.knowledge.loader import Argument, load_knowledge, matches

KNOWLEDGE = load_knowledge()
OPTIONS = {question.id: question.option_ids for question in KNOWLEDGE.questions if question.options}
NEEDED_BY = {
    need.id: {
        question.id: tuple(option.id for option in question.options if need.id in option.needs)
        for question in KNOWLEDGE.questions
        if any(need.id in option.needs for option in question.options)
    }
    for need in KNOWLEDGE.needs
}
"""By need, the options (by question) that express it; one is enough."""

TOWARDS_DJANGO = {
    "team_size": ("solo", "small", "medium", "large"),
    "scale": ("small", "medium", "large"),
    "security": ("basic", "elevated", "high"),
    "data": ("little", "medium", "heavy"),
    "accounts": ("none", "accounts", "roles"),
    "admin": ("none", "basic", "full"),
    "core": ("wrapper", "mixed", "records"),
    "control": ("control", "neutral", "batteries"),
    "minimal_dependencies": ("true", "false"),
    "frontend": ("react", "pages"),
    "experience": ("flask", "both", "django"),
}
"""Options in the order in which the score never falls for Django."""

STRICT = ("data", "accounts", "admin", "core", "control", "minimal_dependencies")
"""Questions of which every step counts."""

WEAK = ("team_size", "scale", "security", "frontend", "experience")
"""Questions whose answers real choices hardly follow."""

LIGHT_KINDS = ("prototype", "spa", "api", "microservice", "iot")
HEAVY_KINDS = ("ecommerce", "cms", "social", "enterprise")

Block = tuple[str, ...]
Total = Counter[int]
"""How many sets of answers have each leaning: above 0 to Django, below to Flask, in hundredths."""


def reads(argument: Argument) -> set[str]:
    """The questions that an argument looks at."""
    return set(NEEDED_BY[argument.need]) if argument.need else set(argument.answers)


def called_up(argument: Argument, values: Mapping[str, str]) -> bool:
    """Whether values, of the questions that the argument reads at least, call it up; told apart from `decision`."""
    if argument.need:
        return any(values[question] in options for question, options in NEEDED_BY[argument.need].items())
    return matches(argument.answers, values)


def weight(argument: Argument) -> int:
    return round(100 * argument.weight) * (1 if argument.favours == "django" else -1)


CONSTANT = sum(weight(argument) for argument in KNOWLEDGE.arguments if not reads(argument))
DECIDING = tuple(id for id in OPTIONS if any(id in reads(argument) for argument in KNOWLEDGE.arguments))


@cache
def blocks() -> tuple[Block, ...]:
    """The deciding questions, those together that an argument or a contradiction reads together."""
    found: list[set[str]] = [{id} for id in DECIDING]
    together = [reads(argument) for argument in KNOWLEDGE.arguments]
    for read in [*together, *(set(clash.answers) & set(DECIDING) for clash in KNOWLEDGE.contradictions)]:
        touched = [block for block in found if block & read]
        found = [block for block in found if not block & read] + ([set().union(*touched)] if touched else [])
    return tuple(tuple(id for id in DECIDING if id in block) for block in found)


@cache
def rows(block: Block) -> tuple[tuple[dict[str, str], int], ...]:
    """Every set of answers to the questions of a block that does not contradict itself, and its leaning."""
    arguments = [argument for argument in KNOWLEDGE.arguments if reads(argument) & set(block)]
    clashes = [clash for clash in KNOWLEDGE.contradictions if set(clash.answers) <= set(block)]
    found = []
    for options in product(*(OPTIONS[id] for id in block)):
        values = dict(zip(block, options, strict=True))
        if not any(matches(clash.answers, values) for clash in clashes):
            leaning = sum(weight(argument) for argument in arguments if called_up(argument, values))
            found.append((values, leaning))
    return tuple(found)


def block_of(question: str) -> Block:
    return next(block for block in blocks() if question in block)


def totals(accept: Callable[[dict[str, str]], bool] = bool, only: Block = ()) -> Total:
    """The leanings of the whole space, or of the part of it in which the block `only` has accepted answers."""
    space: Total = Counter({CONSTANT: 1})
    for block in blocks():
        part = Counter(leaning for values, leaning in rows(block) if block != only or accept(values))
        added: Total = Counter()
        for (left, many), (right, more) in product(space.items(), part.items()):
            added[left + right] += many * more
        space = added
    return space


def steps(question: str, before: str, after: str) -> Iterator[int]:
    """What the change of one answer adds to the leaning, whatever the others are."""
    block = block_of(question)
    leanings = {frozenset(values.items()): leaning for values, leaning in rows(block)}
    for values, leaning in rows(block):
        changed = frozenset({**values, question: after}.items())
        if values[question] == before and changed in leanings:
            yield leanings[changed] - leaning


def swing(questions: Iterable[str]) -> int:
    """The most that these questions together can move the leaning, all others equal; contradictions aside."""
    chosen = tuple(questions)
    arguments = [argument for argument in KNOWLEDGE.arguments if reads(argument) & set(chosen)]
    partners = sorted(set().union(*(reads(argument) for argument in arguments)) - set(chosen))
    found = []
    for rest in product(*(OPTIONS[id] for id in partners)):
        fixed = dict(zip(partners, rest, strict=True))
        leanings = [
            sum(
                weight(each)
                for each in arguments
                if called_up(each, {**fixed, **dict(zip(chosen, picked, strict=True))})
            )
            for picked in product(*(OPTIONS[id] for id in chosen))
        ]
        found.append(max(leanings) - min(leanings))
    return max(found)


def test_the_space_is_whole() -> None:
    """The blocks lose no answers: their product is the number of all combinations without the contradictory ones."""
    asked = ("kind", "security", "admin", "accounts")
    refused = sum(
        any(matches(clash.answers, dict(zip(asked, options, strict=True))) for clash in KNOWLEDGE.contradictions)
        for options in product(*(OPTIONS[id] for id in asked))
    )
    all_of = math.prod(len(OPTIONS[id]) for id in DECIDING)
    assert sum(totals().values()) == all_of - refused * all_of // math.prod(len(OPTIONS[id]) for id in asked)
    assert sum(totals().values()) > 2_000_000


def test_every_question_about_the_application_or_the_team_decides() -> None:
    assert set(DECIDING) == set(TOWARDS_DJANGO) | {"kind"}


def test_no_answers_leave_the_two_in_balance() -> None:
    assert 0 not in totals()


def test_neither_framework_takes_more_than_three_quarters_of_the_space() -> None:
    space = totals()
    flask = sum(many for leaning, many in space.items() if leaning < 0) / sum(space.values())
    assert 0.25 < flask < 0.75


@pytest.mark.parametrize("argument", KNOWLEDGE.arguments, ids=lambda argument: argument.id)
def test_every_argument_decides_at_least_one_case(argument: Argument) -> None:
    block = block_of(min(reads(argument))) if reads(argument) else ()
    space = totals(lambda values: called_up(argument, values), block)
    assert any((leaning > 0) != (leaning - weight(argument) > 0) for leaning in space)


@pytest.mark.parametrize(("question", "option"), [(id, option) for id in DECIDING for option in OPTIONS[id]])
def test_every_option_is_found_on_both_sides_so_that_no_single_answer_decides_alone(question: str, option: str) -> None:
    space = totals(lambda values: values[question] == option, block_of(question))
    assert min(space) < 0 < max(space)


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [(id, *pair) for id, options in TOWARDS_DJANGO.items() for pair in pairwise(options)],
)
def test_a_step_towards_django_never_lowers_its_score(question: str, before: str, after: str) -> None:
    found = list(steps(question, before, after))
    assert found
    assert min(found) >= 0
    if question in STRICT:
        assert min(found) > 0


def test_one_person_weighs_as_much_as_a_small_team() -> None:
    assert set(steps("team_size", "solo", "small")) == {0}


@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
def test_an_interview_asks_for_three_quarters_of_the_weight(kind: str) -> None:
    asked = {question.id for question in KNOWLEDGE.questions if question.asked}
    values = complete({"kind": kind}).values
    decision = decide(complete({id: value for id, value in values.items() if id in asked}), KNOWLEDGE)
    weights = [(applied.argument.weight, applied.assumed) for applied in decision.arguments if applied.answers]
    assert sum(weight for weight, assumed in weights if assumed) < sum(weight for weight, _ in weights) / 4


def test_to_know_neither_framework_adds_no_weight() -> None:
    applied = decide(complete({"experience": "none"}), KNOWLEDGE).arguments
    assert not any("experience" in argument.answers for argument in applied)


@pytest.mark.parametrize(("kind", "other"), list(pairwise(LIGHT_KINDS)))
def test_the_kinds_that_the_article_gives_to_flask_weigh_the_same(kind: str, other: str) -> None:
    assert set(steps("kind", kind, other)) == {0}


@pytest.mark.parametrize(("kind", "other"), list(pairwise(HEAVY_KINDS)))
def test_the_kinds_that_the_article_gives_to_django_weigh_the_same(kind: str, other: str) -> None:
    assert set(steps("kind", kind, other)) == {0}


@pytest.mark.parametrize("kind", [kind for kind in OPTIONS["kind"] if kind not in (*LIGHT_KINDS, *HEAVY_KINDS)])
def test_the_other_kinds_lie_between(kind: str) -> None:
    assert min(steps("kind", LIGHT_KINDS[0], kind)) >= 0
    assert min(steps("kind", kind, HEAVY_KINDS[0])) > 0


def test_experience_and_team_together_never_turn_a_clear_decision() -> None:
    margin = 100 * math.log(KNOWLEDGE.close_call / (1 - KNOWLEDGE.close_call))
    assert swing(("experience", "team_size")) < margin


def test_the_heart_of_the_application_is_the_strongest_question() -> None:
    assert all(swing(("core",)) > swing((question,)) for question in DECIDING if question != "core")


def test_the_weak_questions_all_together_weigh_less_than_the_heart_of_the_application() -> None:
    assert swing(WEAK) < swing(("core",))


@pytest.mark.parametrize("question", ["core", "data", "accounts"])
def test_no_weak_question_alone_weighs_as_much_as_a_strong_one(question: str) -> None:
    assert all(swing((weak,)) < swing((question,)) for weak in WEAK)


@pytest.mark.parametrize(
    ("framework", "said"),
    [
        ("flask", {"core": "wrapper", "data": "little", "accounts": "none", "admin": "none"}),
        ("django", {"core": "records", "data": "heavy", "accounts": "roles", "admin": "full"}),
    ],
)
def test_the_weak_questions_never_outvote_heart_data_accounts_and_admin(framework: str, said: dict[str, str]) -> None:
    taste = {"kind": "tool", "control": "neutral", "minimal_dependencies": "false"}
    base = {**complete({}).values, **said, **taste}
    for options in product(*(OPTIONS[id] for id in WEAK)):
        found = scores({**base, **dict(zip(WEAK, options, strict=True))}, KNOWLEDGE)
        assert max(found, key=found.__getitem__) == framework


def test_the_defaults_never_contradict_what_was_asked() -> None:
    asked = ("kind", "security", "admin", "core", "scale")
    for options in product(*(OPTIONS[id] for id in asked)):
        complete(dict(zip(asked, options, strict=True)))


answer_sets = st.fixed_dictionaries({}, optional={id: st.sampled_from(OPTIONS[id]) for id in OPTIONS}).map(
    lambda said: {id: option == "true" if id == "minimal_dependencies" else option for id, option in said.items()}
)


def completed(said: Mapping[str, Any]) -> Answers | None:
    try:
        return complete(said)
    except AnswersRefused:
        return None


def verdict(values: Mapping[str, Any]) -> str:
    found = scores(values, KNOWLEDGE)
    return max(found, key=found.__getitem__)


@settings(max_examples=200, deadline=None)
@given(answer_sets)
def test_the_blocks_add_up_to_the_scores_of_the_decision(said: dict[str, Any]) -> None:
    values = {**complete({}).values, **said}
    found = scores(values, KNOWLEDGE)
    text = {id: str(value).lower() if isinstance(value, bool) else value for id, value in values.items()}
    leaning = sum(weight(argument) for argument in KNOWLEDGE.arguments if called_up(argument, text))
    assert round(100 * (found["django"] - found["flask"])) == leaning


@settings(max_examples=100, deadline=None)
@given(answer_sets, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(said: dict[str, Any], random: Any) -> None:
    if (answers := completed(said)) is None:
        return
    shuffled = list(answers.values)
    random.shuffle(shuffled)
    other = Answers({id: answers[id] for id in shuffled}, {id: answers.origins[id] for id in shuffled})
    assert decide(other, KNOWLEDGE) == decide(answers, KNOWLEDGE)


@settings(max_examples=150, deadline=None)
@given(answer_sets)
def test_the_flips_are_all_the_single_changes_that_turn_the_verdict_and_no_others(said: dict[str, Any]) -> None:
    if (answers := completed(said)) is None:
        return
    decision = decide(answers, KNOWLEDGE)
    expected = set()
    for question, option in ((id, option) for id in OPTIONS for option in OPTIONS[id]):
        value = option == "true" if question == "minimal_dependencies" else option
        recomputed = completed({**said, question: value})
        if recomputed is None or value == answers[question]:
            continue
        turned = verdict(recomputed.values)
        if decision.verdict != turned:
            expected.add((question, option, turned))
    assert {(flip.question, flip.to_option, flip.framework) for flip in decision.flips} == expected
