from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.answers.answers import Answers, complete, missing
from generator.decision.scoring import can_matter
from generator.errors import Interrupted
from generator.knowledge.loader import Argument, Question, load_knowledge
from generator.ui.interview import BACK, Interview, MenuItem
from tests.support import COMPLETE

KNOWLEDGE = load_knowledge()


class Script:
    """Prompts that are answered from a list; what was asked and told is kept."""

    width = 100

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.asked: list[str] = []
        self.told: list[str] = []

    def choose(self, message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        assert default in ("", *(item.id for item in items))
        reply = self._reply(message)
        return default if reply is Ellipsis else reply

    def ask_answer(self, message: str, default: str, question: Question, help: str = "") -> Any:
        reply = self._reply(message)
        return default if reply is Ellipsis else reply

    def ask_line(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        while (reply := self._reply(message)) is not BACK and (problem := check(reply)):
            self.told.append(problem)
        return reply

    def show(self, text: str) -> None:
        self.told.append(text)

    def _reply(self, message: str) -> Any:
        self.asked.append(message)
        return self.replies.pop(0)


def interview(*replies: Any, write: bool = True, **given: Any) -> tuple[Answers, Script]:
    script = Script(*replies)
    known = complete(given)
    course = Interview(script, KNOWLEDGE, ("flask", "django"), known)
    answers = course.run(missing(known, KNOWLEDGE, with_name=write), write=write)
    assert script.replies == []
    return answers, script


ASKED = ["shelf", "cms", "small", "medium", "elevated", "full", "records", "roles"]
"""`data` is not asked: no answer to it can change the decision any more."""


def test_nine_questions_a_review_and_an_agreement_make_complete_answers() -> None:
    answers, script = interview(*ASKED, "", "agree")
    assert [answers[id] for id in COMPLETE if id != "data"] == ASKED
    assert answers.origins["kind"] == "asked"
    assert answers.origins["frontend"] == "default"
    assert script.asked[0] == "What is the project called? (1 of 8)"
    assert len(script.asked) == 10
    assert any(text.startswith("Django") for text in script.told)


def test_only_what_is_missing_is_asked() -> None:
    given: dict[str, Any] = {id: value for id, value in COMPLETE.items() if id != "admin"}
    _, script = interview("none", "", "agree", **given)
    asked = ["Do staff need an admin panel? (1 of 1)", "Your answers – choose one to change it"]
    assert script.asked[:2] == asked
    assert len(script.asked) == 3


def test_going_back_asks_the_question_before_and_stays_at_the_first() -> None:
    answers, script = interview(
        "shelf", "cms", BACK, "api", "small", BACK, BACK, BACK, BACK, "rack", *ASKED[1:], "", "agree"
    )
    assert answers["name"] == "rack"
    assert answers["kind"] == "cms"
    assert len(script.replies) == 0


def test_going_back_stays_at_the_first_question_that_is_asked() -> None:
    given: dict[str, Any] = {id: value for id, value in COMPLETE.items() if id not in ("core", "accounts")}
    _, script = interview(BACK, "none", "", "agree", **given)
    assert script.asked[:2] == ["Do people sign in? (1 of 1)"] * 2  # `core` can change nothing any more


def test_a_question_matters_where_it_decides_for_a_guest() -> None:
    values = {id: value for id, value in COMPLETE.items() if id != "data"}
    data = KNOWLEDGE.question("data")
    guest = Argument("guest", "guest", 3, "It fits.", "a test", answers={"data": ("heavy",)})
    knowledge = replace(KNOWLEDGE, arguments=(*KNOWLEDGE.arguments, guest))
    assert not can_matter(data, values, knowledge)
    assert can_matter(data, values, knowledge, ("flask", "django", "guest"))


def test_every_answer_can_be_changed_in_the_review() -> None:
    answers, _ = interview(
        *ASKED, "models", "", "license", "Apache-2.0", "kind", BACK, "minimal_dependencies", "true", "", "agree"
    )
    assert (answers["license"], answers["kind"], answers["minimal_dependencies"]) == ("Apache-2.0", "cms", True)
    assert answers.origins["license"] == "asked"


def test_the_review_shows_each_value_with_where_it_came_from() -> None:
    script = Script(*ASKED[1:], "", "agree")
    shown: list[str] = []
    choose = script.choose

    def keep(message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        if message.startswith("Your answers"):
            shown.extend(item.title for item in items)
        return choose(message, items, default, help)

    script.choose = keep  # type: ignore[method-assign]
    known = complete({"name": "shelf"}, origins={"name": "flag"})
    Interview(script, KNOWLEDGE, ("flask", "django"), known).run(missing(known, KNOWLEDGE), write=True)
    assert any(item.startswith("Name ") and item.endswith("shelf  [flag]") for item in shown)
    assert any(item.startswith("Kind ") and item.endswith("Content site  [asked]") for item in shown)
    assert any(item.startswith("Front end ") and item.endswith("Pages  [default]") for item in shown)


def test_the_decision_can_be_overridden() -> None:
    answers, script = interview(*ASKED, "", "flask", "The team knows it.")
    assert (answers["framework"], answers["reason"]) == ("flask", "The team knows it.")
    assert script.asked[-1] == "Why Flask?"


def test_going_back_from_the_reason_keeps_the_decision() -> None:
    answers, _ = interview(*ASKED, "", "flask", BACK, "", "agree")
    assert answers["framework"] == "auto"


def test_the_decision_is_shown_with_what_would_be_written() -> None:
    script = Script(*ASKED, "", "agree")
    known = complete({})
    course = Interview(script, KNOWLEDGE, ("flask", "django"), known, lambda answers: f"It has {answers['kind']}.")
    course.run(missing(known, KNOWLEDGE), write=True)
    assert any(text.startswith("Django") and text.endswith("\n\nIt has cms.") for text in script.told)


def test_after_the_decision_one_can_go_back_to_the_review() -> None:
    answers, script = interview(*ASKED, "", "review", "core", "wrapper", "", BACK, "", "agree")
    assert answers["core"] == "wrapper"
    assert sum("Do you agree?" in message for message in script.asked) == 3


def test_stopping_at_the_decision_interrupts() -> None:
    with pytest.raises(Interrupted, match="nothing was written"):
        interview(*ASKED, "", "stop")


def test_an_answer_that_contradicts_another_is_asked_again() -> None:
    answers, script = interview(
        *ASKED[1:4], "high", "elevated", "none", "mixed", "little", "", "agree", name="shelf", accounts="none"
    )
    assert any("contradict each other" in text for text in script.told)
    assert answers["security"] == "elevated"


def test_a_name_that_was_turned_into_a_good_one_is_told() -> None:
    answers, script = interview("My Shelf", *ASKED[1:], "", "agree")
    assert answers["name"] == "my-shelf"
    assert "The name 'My Shelf' was changed to my-shelf." in script.told


def test_deciding_alone_asks_no_name_and_no_agreement() -> None:
    answers, script = interview(*ASKED[1:], "", write=False)
    assert "name" not in answers.values
    assert not any("agree" in message for message in script.asked)


def test_record_types_are_added_with_fields_that_are_checked_as_typed() -> None:
    answers, script = interview(
        *ASKED, "models", "+", "book", "Author", "name: str(100)", "", "+", "Author", "Book",
        "title:str price:decimal = 0 min=0", "title: int", "author: ref(Autor)", "author: ref(Author)?", "",
        "", "", "agree", models={},
    )  # fmt: skip
    assert answers["models"] == {
        "Author": {"name": "str(100)"},
        "Book": {"title": "str", "price": "decimal = 0 min=0", "author": "ref(Author)?"},
    }
    assert answers.origins["models"] == "asked"
    assert [text for text in script.told if not text.startswith(("Django", "Flask"))] == [
        "found the model name 'book', expected a name such as Book or OrderLine",
        "exists already; choose another name",
        "the field title exists already; choose another name",
        "Did you mean Author? Book.author: unknown model 'Autor'; expected self, Author, Book",
    ]


def test_the_last_field_can_be_taken_back_and_a_record_type_left_alone() -> None:
    answers, script = interview(
        *ASKED, "models", "+", "Book", "title:str", "price:int", BACK, "", "+", BACK, "+", "Tag", "", "", "", "agree",
        models={},
    )  # fmt: skip
    assert answers["models"] == {"Book": {"title": "str"}}
    assert "Book: title – the next field" in script.asked


def test_record_types_can_be_looked_at_and_removed_unless_others_need_them() -> None:
    models = {"Author": {"name": "str"}, "Book": {"title": "str", "author": "ref(Author)"}}
    answers, script = interview(
        *ASKED, "models", "Author", "remove", "Book", "", "Book", "remove", "", "", "agree", models=models
    )
    assert answers["models"] == {"Author": {"name": "str"}}
    assert "Book.author: unknown model 'Author'; expected self, Book." in script.told
    assert "Book has\n  title: str\n  author: ref(Author)" in script.asked


def test_record_types_of_the_kind_are_shown_and_stay_when_one_is_added() -> None:
    before = complete({"kind": "api"})["models"]
    answers, _ = interview("api", "models", "+", "Leaf", "size:int", "", "", "", write=False, **WITHOUT_KIND)
    assert answers["models"] == {**before, "Leaf": {"size": "int"}}


WITHOUT_KIND = {id: value for id, value in COMPLETE.items() if id not in ("kind", "name")}
