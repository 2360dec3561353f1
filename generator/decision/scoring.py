"""The decision: which framework the answers speak for, why, how surely, and which single answer would turn it.

It is a sum that can be checked by hand: every argument that is called up adds its weight (log-odds) to the framework
that it favours, and the sums become probabilities. `docs/decision.md` says where weights and reasons come from.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.answers.answers import Answers, contradictions, with_defaults
from generator.knowledge.loader import Alternative, Argument, Knowledge, matches, option_id
from generator.knowledge.needs import needs

FRAMEWORKS = ("flask", "django")
"""The frameworks that `scaffold` chooses from, the first one winning a tie: Flask is the smaller commitment, and
projects that changed their minds moved from Flask to Django more often than back."""


@dataclass(frozen=True)
class Weighed:
    """An argument that was called up, and the answers (option id by question id) that did; none, if it always is."""

    argument: Argument
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Flip:
    """One changed answer that would turn the verdict to another framework."""

    question: str
    from_option: str
    to_option: str
    framework: str


@dataclass(frozen=True)
class Decision:
    """A framework, and everything that led to it.

    `framework` is what will be used, `verdict` what the answers speak for. `probabilities` are 0 to 1, by framework.
    `arguments` begin with the strongest, `flips` with the smallest change. `close_call` is said of the verdict.
    """

    framework: str
    verdict: str
    probabilities: Mapping[str, float]
    arguments: tuple[Weighed, ...]
    flips: tuple[Flip, ...]
    close_call: bool
    alternatives: tuple[Alternative, ...]

    @property
    def overridden(self) -> bool:
        """Whether a framework was given that the answers do not speak for."""
        return self.framework != self.verdict

    @property
    def probability(self) -> float:
        """The probability of the framework that will be used, 0 to 1."""
        return self.probabilities[self.framework]

    @property
    def runner_up(self) -> str:
        """The likeliest of the other frameworks."""
        return max((id for id in self.probabilities if id != self.framework), key=self.probabilities.__getitem__)

    @property
    def margin(self) -> float:
        """By how much the framework leads the runner-up, in log-odds; below 0 where it was overridden."""
        return math.log(self.probability / self.probabilities[self.runner_up])

    @property
    def arguments_for(self) -> tuple[Weighed, ...]:
        """The arguments that favour the framework that will be used."""
        return tuple(weighed for weighed in self.arguments if weighed.argument.favours == self.framework)

    @property
    def arguments_against(self) -> tuple[Weighed, ...]:
        """The arguments that favour another framework."""
        return tuple(weighed for weighed in self.arguments if weighed.argument.favours != self.framework)


def decide(answers: Answers, knowledge: Knowledge, frameworks: Sequence[str] = FRAMEWORKS) -> Decision:
    """The decision between two or more frameworks; one that no argument favours scores 0.

    The answer `framework` overrides the choice, and leaves the verdict and its reasons as they are.
    """
    weighed = tuple(_weigh(answers.values, knowledge))
    totals = _scores(weighed, frameworks)
    verdict = _best(totals)
    first, second, *_ = sorted(totals.values(), reverse=True)
    return Decision(
        framework=verdict if answers["framework"] == "auto" else answers["framework"],
        verdict=verdict,
        probabilities=_probabilities(totals),
        arguments=tuple(sorted(weighed, key=lambda each: -each.argument.weight)),
        flips=_flips(answers.given, answers.values, knowledge, totals),
        close_call=first - second < math.log(knowledge.close_call / (1 - knowledge.close_call)),
        alternatives=tuple(each for each in knowledge.alternatives if matches(each.answers, answers.values)),
    )


def as_given(decision: Decision, answers: Answers, knowledge: Knowledge) -> Decision:
    """Return the decision as if nothing had been left to defaults: a flip changes one answer, and no other follows."""
    totals = scores(answers.values, knowledge, tuple(decision.probabilities))
    return replace(decision, flips=_flips(answers.values, answers.values, knowledge, totals))


def scores(
    values: Mapping[str, Any], knowledge: Knowledge, frameworks: Sequence[str] = FRAMEWORKS
) -> Mapping[str, float]:
    """What complete answers (value by question id) add up to for each framework, in log-odds."""
    return _scores(_weigh(values, knowledge), frameworks)


def as_json(decision: Decision) -> dict[str, Any]:
    """The decision as values that JSON has; an answer to a yes-or-no question is true or false, the rest option ids."""
    return {
        "framework": decision.framework,
        "probability": round(decision.probability, 3),
        "close_call": decision.close_call,
        "overridden": decision.overridden,
        "arguments": [_json_argument(weighed) for weighed in decision.arguments],
        "flips": [_json_flip(flip) for flip in decision.flips],
        "alternatives": [{"id": each.id, "says": each.says, "source": each.source} for each in decision.alternatives],
    }


def _weigh(values: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Weighed]:
    expressed = needs(values, knowledge)
    for argument in knowledge.arguments:
        if argument.need in expressed:
            yield Weighed(argument, expressed[argument.need])
        elif not argument.need and matches(argument.answers, values):
            yield Weighed(argument, {id: option_id(values[id]) for id in argument.answers})


def _scores(arguments: Iterable[Weighed], frameworks: Sequence[str]) -> Mapping[str, float]:
    totals = dict.fromkeys(frameworks, 0.0)
    for weighed in arguments:
        if weighed.argument.favours in totals:
            totals[weighed.argument.favours] += weighed.argument.weight
    # Weights have two decimals; rounding keeps 0.1 + 0.2 equal to 0.3, so that a tie is a tie.
    return {framework: round(total, 6) for framework, total in totals.items()}


def _best(totals: Mapping[str, float]) -> str:
    return max(totals, key=totals.__getitem__)


def _probabilities(totals: Mapping[str, float]) -> Mapping[str, float]:
    highest = max(totals.values())
    shares = {framework: math.exp(total - highest) for framework, total in totals.items()}
    return {framework: share / sum(shares.values()) for framework, share in shares.items()}


def _flips(
    given: Mapping[str, Any], values: Mapping[str, Any], knowledge: Knowledge, totals: Mapping[str, float]
) -> tuple[Flip, ...]:
    """Return the changes that turn the verdict, with the defaults that follow from each; the smallest first.

    Models argue for no framework; only those that were said can contradict a change.
    """
    verdict, found = _best(totals), []
    for change in _changes(values, knowledge):
        changed = with_defaults({"models": {}, **given, change.question: change.to_option}, knowledge)
        if any(contradictions(changed, knowledge)):
            continue
        after = scores(changed, knowledge, tuple(totals))
        turned = _best(after)
        if turned != verdict:
            moved = (after[turned] - after[verdict]) - (totals[turned] - totals[verdict])
            found.append((round(moved, 6), replace(change, framework=turned)))
    return tuple(flip for _, flip in sorted(found, key=lambda each: each[0]))


def _changes(values: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Flip]:
    """Yield every other option of every question, as a flip to nowhere."""
    for question in knowledge.questions:
        for option in question.option_ids:
            said = option_id(values[question.id])
            if option != said:
                yield Flip(question.id, said, option, "")


def _json_argument(weighed: Weighed) -> dict[str, Any]:
    answers = {id: _json_option(option) for id, option in weighed.answers.items()}
    reason = {key: getattr(weighed.argument, key) for key in ("favours", "weight", "because", "source")}
    return {"id": weighed.argument.id, "answers": answers, **reason}


def _json_flip(flip: Flip) -> dict[str, Any]:
    options = {"from": _json_option(flip.from_option), "to": _json_option(flip.to_option)}
    return {"question": flip.question, **options, "framework": flip.framework}


def _json_option(option: str) -> str | bool:
    return {"true": True, "false": False}.get(option, option)
