"""The decision: a sum that can be checked by hand, its reasons, its flips, and the manual that describes it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from generator.answers.answers import Answers, complete
from generator.decision.scoring import FRAMEWORKS, Decision, Flip, as_json, decide, scores
from generator.knowledge.loader import (
    Alternative,
    Argument,
    Contradiction,
    Default,
    Knowledge,
    Need,
    Option,
    Question,
    load_knowledge,
)
from tests.support import REPOSITORY

KNOWLEDGE = load_knowledge()
MANUAL = REPOSITORY / "docs/decision.md"
BEGIN, END = "<!-- arguments: begin -->\n", "<!-- arguments: end -->"


def choice(id: str, *options: Option, default: str = "no", when: dict[str, tuple[str, ...]] | None = None) -> Question:
    """A question whose default is its first option, or `default` where `when` holds."""
    rules = (Default(default, when),) if when else ()
    return Question(id, f"{id}?", "choice", options=options, defaults=(*rules, Default(options[0].id)))


def small_knowledge(*arguments: Argument, close_call: float = 0.7) -> Knowledge:
    """Three questions: a ship needs a crew by default, and a ship without wind contradicts itself."""
    return Knowledge(
        clear=0.85,
        close_call=close_call,
        article="Boats",
        questions=(
            choice("vehicle", Option("bike", "Bike"), Option("ship", "Ship", needs=("water",))),
            choice("crew", Option("no", "No"), Option("yes", "Yes"), default="yes", when={"vehicle": ("ship",)}),
            choice("wind", Option("yes", "Yes", needs=("air",)), Option("no", "No")),
            Question("lean", "lean?", "flag", options=(Option("true", "Yes"), Option("false", "No")), defaults=NO),
            Question("framework", "which?", "framework", defaults=(Default("auto"),)),
        ),
        needs=(Need("water", "there is water"), Need("air", "there is air")),
        arguments=arguments,
        contradictions=(Contradiction({"vehicle": ("ship",), "wind": ("no",)}, "it would lie still", ()),),
        alternatives=(Alternative("walk", {"vehicle": ("bike",), "crew": ("no",)}, "Or walk.", "a shoemaker"),),
    )


NO = (Default(False),)


def argument(id: str, favours: str, weight: float, **called_up_by: Any) -> Argument:
    return Argument(id, favours, weight, f"{id}.", "a test", **called_up_by)


AFLOAT = argument("afloat", "django", 0.7, need="water")
MANNED = argument("manned", "flask", 0.2, answers={"crew": ("yes",)})
LEAN = argument("lean", "flask", 0.4, answers={"lean": ("true",)})
ALWAYS = argument("always", "django", 0.05)


def flips(decision: Decision) -> list[tuple[str, str]]:
    return [(flip.question, flip.to_option) for flip in decision.flips]


def test_the_score_of_a_framework_is_the_sum_of_the_weights_that_favour_it() -> None:
    knowledge = small_knowledge(AFLOAT, MANNED, LEAN, ALWAYS)
    found = scores(complete({"vehicle": "ship", "lean": True}, knowledge).values, knowledge)
    assert found == {"flask": pytest.approx(0.6), "django": pytest.approx(0.75)}


def test_the_probability_between_two_is_the_logistic_of_the_difference() -> None:
    knowledge = small_knowledge(AFLOAT, MANNED)
    decision = decide(complete({"vehicle": "ship"}, knowledge), knowledge)
    assert decision.framework == "django"
    assert decision.probability == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert decision.margin == pytest.approx(0.5)


def test_among_three_the_probabilities_add_up_to_one_and_follow_the_scores() -> None:
    fast = argument("fast", "fastapi", 0.9, need="water")
    knowledge = small_knowledge(AFLOAT, MANNED, fast)
    decision = decide(complete({"vehicle": "ship"}, knowledge), knowledge, ("flask", "django", "fastapi"))
    assert (decision.framework, decision.runner_up) == ("fastapi", "django")
    assert sum(decision.probabilities.values()) == pytest.approx(1)
    assert decision.probabilities["fastapi"] / decision.probabilities["flask"] == pytest.approx(math.exp(0.7))


def test_a_guest_that_no_argument_favours_scores_nothing_and_makes_no_call_close() -> None:
    knowledge = small_knowledge(argument("afloat", "django", 1.0, need="water"), close_call=0.7)
    decision = decide(complete({"vehicle": "ship"}, knowledge), knowledge, (*FRAMEWORKS, "guest"))
    assert decision.probabilities["guest"] == decision.probabilities["flask"] > 0
    assert (decision.verdict, decision.close_call) == ("django", False)


def test_arguments_for_a_framework_that_cannot_be_chosen_do_not_count() -> None:
    knowledge = small_knowledge(argument("far", "rails", 2.0), MANNED)
    decision = decide(complete({"crew": "yes"}, knowledge), knowledge)
    assert (decision.framework, set(decision.probabilities)) == ("flask", {"flask", "django"})


def test_a_tie_goes_to_the_first_framework_and_is_a_close_call() -> None:
    tenth, fifth = argument("tenth", "django", 0.1), argument("fifth", "django", 0.2)
    knowledge = small_knowledge(tenth, fifth, argument("both", "flask", 0.3), close_call=0.51)
    decision = decide(complete({}, knowledge), knowledge)
    assert (decision.framework, decision.probability, decision.close_call) == ("flask", 0.5, True)


@pytest.mark.parametrize(("close_call", "close"), [(0.62, False), (0.63, True)])
def test_a_decision_below_the_probability_of_a_close_call_is_called_close(close_call: float, close: bool) -> None:
    knowledge = small_knowledge(AFLOAT, MANNED, close_call=close_call)
    decision = decide(complete({"vehicle": "ship"}, knowledge), knowledge)
    assert round(decision.probability, 3) == 0.622
    assert decision.close_call is close


def test_arguments_stand_strongest_first_and_know_the_answers_that_called_them_up() -> None:
    knowledge = small_knowledge(ALWAYS, MANNED, AFLOAT, LEAN)
    decision = decide(complete({"vehicle": "ship"}, knowledge), knowledge)
    assert [(each.argument.id, each.answers) for each in decision.arguments] == [
        ("afloat", {"vehicle": "ship"}),
        ("manned", {"crew": "yes"}),
        ("always", {}),
    ]
    assert [each.argument.id for each in decision.arguments_for] == ["afloat", "always"]
    assert [each.argument.id for each in decision.arguments_against] == ["manned"]


def test_a_given_framework_overrides_the_choice_and_not_the_verdict() -> None:
    decision = decide(complete({"kind": "cms", "framework": "flask"}), KNOWLEDGE)
    free = decide(complete({"kind": "cms"}), KNOWLEDGE)
    assert (decision.framework, decision.verdict, decision.overridden) == ("flask", "django", True)
    assert decision.runner_up == "django"
    assert decision.margin == pytest.approx(-free.margin)
    assert decision.probability == pytest.approx(1 - free.probability)
    assert decision.arguments_for == free.arguments_against
    assert (decision.flips, decision.close_call) == (free.flips, free.close_call)


def test_a_given_framework_that_is_the_verdict_overrides_nothing() -> None:
    assert not decide(complete({"kind": "cms", "framework": "django"}), KNOWLEDGE).overridden


def test_a_flip_is_one_changed_answer_that_turns_the_verdict() -> None:
    knowledge = small_knowledge(AFLOAT, LEAN)
    answers = complete({"lean": True, "vehicle": "bike"}, knowledge)
    assert decide(answers, knowledge).flips == (Flip("vehicle", "bike", "ship", "django"),)


def test_a_flip_of_a_yes_or_no_question_names_true_and_false() -> None:
    knowledge = small_knowledge(LEAN, argument("some", "django", 0.1))
    assert decide(complete({}, knowledge), knowledge).flips == (Flip("lean", "false", "true", "flask"),)


def test_the_smallest_change_is_the_first_flip() -> None:
    knowledge = small_knowledge(
        AFLOAT, LEAN, argument("calm", "django", 0.5, answers={"wind": ("no",)}), argument("some", "flask", 0.1)
    )
    answers = complete({"vehicle": "bike", "crew": "no"}, knowledge)
    assert flips(decide(answers, knowledge)) == [("wind", "no"), ("vehicle", "ship")]


def test_a_change_whose_defaults_take_it_back_is_no_flip() -> None:
    crewed = argument("crewed", "flask", 0.9, answers={"crew": ("yes",)})
    knowledge = small_knowledge(AFLOAT, crewed, argument("some", "flask", 0.1))
    assert flips(decide(complete({}, knowledge), knowledge)) == []
    assert flips(decide(complete({"crew": "no"}, knowledge), knowledge)) == [("vehicle", "ship")]


def test_a_change_that_turns_through_its_defaults_is_a_flip() -> None:
    crewed = argument("crewed", "django", 0.9, answers={"crew": ("yes",)})
    knowledge = small_knowledge(crewed, argument("some", "flask", 0.1))
    assert flips(decide(complete({}, knowledge), knowledge)) == [("vehicle", "ship"), ("crew", "yes")]


def test_a_change_that_contradicts_another_answer_is_no_flip() -> None:
    knowledge = small_knowledge(AFLOAT, argument("some", "flask", 0.1))
    assert flips(decide(complete({"crew": "no", "wind": "yes"}, knowledge), knowledge)) == [("vehicle", "ship")]
    assert flips(decide(complete({"crew": "no", "wind": "no"}, knowledge), knowledge)) == []


def test_alternatives_are_told_where_all_their_answers_are_given() -> None:
    knowledge = small_knowledge()
    assert [each.id for each in decide(complete({}, knowledge), knowledge).alternatives] == ["walk"]
    assert decide(complete({"crew": "yes"}, knowledge), knowledge).alternatives == ()


@pytest.mark.parametrize("kind", ["api", "spa", "microservice", "iot"])
def test_a_back_end_that_waits_for_others_is_told_of_async_first_frameworks(kind: str) -> None:
    waiting = {"kind": kind, "core": "wrapper", "scale": "large"}
    assert "async_api" in {each.id for each in decide(complete(waiting), KNOWLEDGE).alternatives}
    for other in ({"scale": "small"}, {"core": "records"}, {"kind": "cms"}):
        assert "async_api" not in {each.id for each in decide(complete({**waiting, **other}), KNOWLEDGE).alternatives}


def test_a_website_that_keeps_nothing_is_told_of_static_site_generators() -> None:
    plain = {"kind": "website"}
    assert [each.id for each in decide(complete(plain), KNOWLEDGE).alternatives] == ["static_site"]
    for other in (
        {"accounts": "accounts"},
        {"admin": "basic"},
        {"data": "heavy"},
        {"core": "records"},
        {"kind": "tool"},
    ):
        assert decide(complete({**plain, **other}), KNOWLEDGE).alternatives == ()


CLEAR_BY_KIND = {
    **dict.fromkeys(("prototype", "microservice", "iot", "dashboard", "api", "website"), "flask"),
    **dict.fromkeys(("cms", "ecommerce", "enterprise", "social"), "django"),
}


@pytest.mark.parametrize("kind", CLEAR_BY_KIND)
def test_the_kind_alone_with_its_defaults_is_a_clear_decision(kind: str) -> None:
    decision = decide(complete({"kind": kind}), KNOWLEDGE)
    assert (decision.framework, decision.close_call) == (CLEAR_BY_KIND[kind], False)


@pytest.mark.parametrize("kind", ["spa", "tool"])
def test_the_kinds_that_may_go_either_way_are_close_calls_with_a_way_to_django(kind: str) -> None:
    decision = decide(complete({"kind": kind}), KNOWLEDGE)
    assert (decision.framework, decision.close_call) == ("flask", True)
    assert decision.flips


def test_as_json_says_all_of_it_in_values_that_json_has() -> None:
    knowledge = small_knowledge(LEAN, AFLOAT)
    decision = decide(complete({"lean": True, "crew": "no"}, knowledge), knowledge)
    assert json.loads(json.dumps(as_json(decision))) == {
        "framework": "flask",
        "probability": 0.599,
        "clear": False,
        "close_call": True,
        "overridden": False,
        "reason": "",
        "arguments": [
            {
                "id": "lean",
                "answers": {"lean": True},
                "assumed": [],
                "favours": "flask",
                "weight": 0.4,
                "because": "lean.",
                "source": "a test",
                "links": [],
            }
        ],
        "flips": [{"question": "vehicle", "from": "bike", "to": "ship", "framework": "django"}],
        "alternatives": [{"id": "walk", "says": "Or walk.", "source": "a shoemaker"}],
    }


def test_as_json_gives_the_flip_of_a_yes_or_no_question_as_true_and_false() -> None:
    knowledge = small_knowledge(LEAN, argument("some", "django", 0.1))
    [flip] = as_json(decide(complete({}, knowledge), knowledge))["flips"]
    assert (flip["from"], flip["to"]) == (False, True)


def test_the_reading_of_answers_does_not_change_them() -> None:
    answers = complete({"kind": "spa"})
    before = Answers(dict(answers.values), dict(answers.origins))
    decide(answers, KNOWLEDGE)
    assert answers == before


@pytest.mark.parametrize("argument", KNOWLEDGE.arguments, ids=lambda argument: argument.id)
def test_an_argument_favours_a_framework_gives_a_plain_reason_and_a_public_source(argument: Argument) -> None:
    assert argument.favours in FRAMEWORKS
    assert argument.because[0].isupper()
    assert argument.because.endswith(".")
    assert "!" not in argument.because
    assert 20 < len(argument.because) <= 200
    assert len(argument.source) > 20
    assert not (argument.need and argument.answers)


def test_every_argument_has_an_id_of_its_own_and_every_need_is_an_argument() -> None:
    ids = [argument.id for argument in KNOWLEDGE.arguments]
    assert len(ids) == len(set(ids))
    assert {argument.need for argument in KNOWLEDGE.arguments} - {""} == {need.id for need in KNOWLEDGE.needs}


def test_weights_are_tenths_but_for_the_half_step_that_settles_a_balance() -> None:
    for argument in KNOWLEDGE.arguments:
        assert argument.weight == (
            0.05 if argument.id == "ecosystem" else pytest.approx(round(argument.weight, 1), abs=1e-9)
        )


def called_up_by(argument: Argument) -> str:
    """What calls an argument up, in words: the need, the answers, or nothing."""
    if argument.need:
        return {need.id: need.says for need in KNOWLEDGE.needs}[argument.need]
    return " and ".join(f"{id}: {' or '.join(options)}" for id, options in argument.answers.items()) or "always"


def table_of_arguments() -> str:
    """The table of `docs/decision.md`: the strongest argument of each framework first."""
    lines = ["| framework | weight | where | because |", "|---|---|---|---|"]
    for each in sorted(KNOWLEDGE.arguments, key=lambda each: (FRAMEWORKS.index(each.favours), -each.weight)):
        lines.append(f"| {each.favours} | {each.weight} | {called_up_by(each)} | {each.because} |")
    return "\n".join(lines) + "\n"


def test_the_manual_has_the_table_of_all_arguments_as_they_are() -> None:
    """Where this fails, the table between the two marks of the manual is to be replaced by the expected one."""
    manual = MANUAL.read_text(encoding="utf-8")
    assert manual.split(BEGIN)[1].split(END)[0] == table_of_arguments()


def test_the_manual_names_the_probability_of_a_close_call_and_every_alternative() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert f"{KNOWLEDGE.close_call:.3f}" in manual
    for alternative in KNOWLEDGE.alternatives:
        assert f"`{alternative.id}`" in manual
