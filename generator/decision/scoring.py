"""The decision between frameworks, its probability, and the single answers that would change it.

Each argument that applies adds its weight in log-odds to the framework that it favours; the sums become probabilities.
`docs/decision.md` documents the sources of weights and reasons.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.answers.answers import Answers, find_contradictions, with_defaults
from generator.knowledge.loader import Alternative, Argument, Knowledge, Question, matches, option_id
from generator.knowledge.needs import find_needs

FRAMEWORKS = ("flask", "django")
"""The built-in frameworks. The first one wins a tie: Flask is the smaller commitment, and more projects migrated from
Flask to Django than back."""


@dataclass(frozen=True)
class AppliedArgument:
    """An argument that applies, and the answers (option id by question id) it applies to, if any.

    `assumed` are the ids of those that nobody gave.
    """

    argument: Argument
    answers: Mapping[str, str]
    assumed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Flip:
    """A changed answer that would lead to another framework."""

    question: str
    from_option: str
    to_option: str
    framework: str


@dataclass(frozen=True)
class Decision:
    """A framework, and the reasons for it.

    `framework` is used; `verdict` is the framework with the highest score. `probabilities` are 0 to 1, by framework.
    `arguments` start with the strongest, `flips` with the smallest change. `clear` and `close_call` refer to the
    verdict. `reason` is the one that was given for an override.
    """

    framework: str
    verdict: str
    probabilities: Mapping[str, float]
    arguments: tuple[AppliedArgument, ...]
    flips: tuple[Flip, ...]
    clear: bool
    close_call: bool
    alternatives: tuple[Alternative, ...]
    reason: str = ""

    @property
    def overridden(self) -> bool:
        """Whether the framework was chosen against the verdict."""
        return self.framework != self.verdict

    @property
    def probability(self) -> float:
        """The probability of the framework, 0 to 1."""
        return self.probabilities[self.framework]

    @property
    def runner_up(self) -> str:
        """The most probable of the other frameworks."""
        return max((id for id in self.probabilities if id != self.framework), key=self.probabilities.__getitem__)

    @property
    def margin(self) -> float:
        """The lead over the runner-up in log-odds; negative if the decision was overridden."""
        return math.log(self.probability / self.probabilities[self.runner_up])

    @property
    def arguments_for(self) -> tuple[AppliedArgument, ...]:
        """The arguments for the framework."""
        return tuple(applied for applied in self.arguments if applied.argument.favours == self.framework)

    @property
    def arguments_against(self) -> tuple[AppliedArgument, ...]:
        """The arguments for another framework."""
        return tuple(applied for applied in self.arguments if applied.argument.favours != self.framework)


def decide(answers: Answers, knowledge: Knowledge, frameworks: Sequence[str] = FRAMEWORKS) -> Decision:
    """Return the decision between two or more frameworks; one without arguments scores 0.

    The answer `framework` overrides the framework, but not the verdict and its reasons.
    """
    applied = tuple(_apply(answers.values, knowledge, answers.given))
    totals = _add_up(applied, frameworks)
    verdict = _best(totals)
    first, second, *_ = sorted(totals.values(), reverse=True)
    lead = first - second
    return Decision(
        framework=verdict if answers["framework"] == "auto" else answers["framework"],
        verdict=verdict,
        probabilities=_probabilities(totals),
        arguments=tuple(sorted(applied, key=lambda each: -each.argument.weight)),
        flips=_flips(answers.given, answers.values, knowledge, totals),
        clear=lead >= _log_odds(knowledge.clear),
        close_call=lead < _log_odds(knowledge.close_call),
        alternatives=tuple(each for each in knowledge.alternatives if matches(each.answers, answers.values)),
        reason=answers.values.get("reason", ""),
    )


def scores(
    values: Mapping[str, Any], knowledge: Knowledge, frameworks: Sequence[str] = FRAMEWORKS
) -> Mapping[str, float]:
    """Return the score of each framework for complete answers (value by question id), in log-odds."""
    return _add_up(_apply(values, knowledge, values), frameworks)


def can_matter(
    question: Question, given: Mapping[str, Any], knowledge: Knowledge, frameworks: Sequence[str] = FRAMEWORKS
) -> bool:
    """Return whether the answer to a question can change the verdict, the capabilities or other answers."""
    outcomes = set()
    for option in question.option_ids:
        values = with_defaults({"models": {}, **given, question.id: _json_option(option)}, knowledge)
        others = {id: option_id(value) for id, value in values.items() if id != question.id}
        capabilities = question.option(option).capabilities_for(str(values["kind"]))
        outcomes.add((_best(scores(values, knowledge, frameworks)), capabilities, tuple(others.items())))
    return len(outcomes) != 1


def as_json(decision: Decision) -> dict[str, Any]:
    """Return the decision as JSON values; answers to flags are Booleans, others option ids."""
    return {
        "framework": decision.framework,
        "probability": round(decision.probability, 3),
        "clear": decision.clear,
        "close_call": decision.close_call,
        "overridden": decision.overridden,
        "reason": decision.reason if decision.overridden else "",
        "arguments": [_json_argument(applied) for applied in decision.arguments],
        "flips": [_json_flip(flip) for flip in decision.flips],
        "alternatives": [{"id": each.id, "says": each.says, "source": each.source} for each in decision.alternatives],
    }


def _apply(values: Mapping[str, Any], knowledge: Knowledge, given: Collection[str]) -> Iterator[AppliedArgument]:
    needs = find_needs(values, knowledge)
    for argument in knowledge.arguments:
        if argument.need in needs:
            answers = needs[argument.need]
        elif not argument.need and matches(argument.answers, values):
            answers = {id: option_id(values[id]) for id in argument.answers}
        else:
            continue
        yield AppliedArgument(argument, answers, frozenset(answers.keys() - set(given)))


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _add_up(arguments: Iterable[AppliedArgument], frameworks: Sequence[str]) -> Mapping[str, float]:
    totals = dict.fromkeys(frameworks, 0.0)
    for applied in arguments:
        if applied.argument.favours in totals:
            totals[applied.argument.favours] += applied.argument.weight
    # Weights have two decimals: rounding makes 0.1 + 0.2 equal to 0.3, so that equal scores compare as equal.
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
    """Return the changed answers that change the verdict, with all defaults that depend on them; the smallest first.

    No argument depends on models; only given ones can contradict a change.
    """
    verdict, found = _best(totals), []
    for change in _changes(values, knowledge):
        changed = with_defaults({"models": {}, **given, change.question: change.to_option}, knowledge)
        if any(find_contradictions(changed, knowledge)):
            continue
        after = scores(changed, knowledge, tuple(totals))
        winner = _best(after)
        if winner != verdict:
            distance = (after[winner] - after[verdict]) - (totals[winner] - totals[verdict])
            found.append((round(distance, 6), replace(change, framework=winner)))
    return tuple(flip for _, flip in sorted(found, key=lambda each: each[0]))


def _changes(values: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Flip]:
    """Yield every other option of every question, as a flip without a framework."""
    for question in knowledge.questions:
        for option in question.option_ids:
            current = option_id(values[question.id])
            if option != current:
                yield Flip(question.id, current, option, "")


def _json_argument(applied: AppliedArgument) -> dict[str, Any]:
    answers = {id: _json_option(option) for id, option in applied.answers.items()}
    assumed = [id for id in applied.answers if id in applied.assumed]
    reason = {key: getattr(applied.argument, key) for key in ("favours", "weight", "because", "source")}
    reason["links"] = list(applied.argument.links)
    return {"id": applied.argument.id, "answers": answers, "assumed": assumed, **reason}


def _json_flip(flip: Flip) -> dict[str, Any]:
    options = {"from": _json_option(flip.from_option), "to": _json_option(flip.to_option)}
    return {"question": flip.question, **options, "framework": flip.framework}


def _json_option(option: str) -> str | bool:
    return {"true": True, "false": False}.get(option, option)
