from pathlib import Path

import pytest

from generator.answers.answers import RawAnswer, Source, complete, missing, read_answers
from generator.answers.files import read_answer_file
from generator.answers.sources import from_configuration, from_environment, from_flags, from_git, from_settings
from generator.errors import AnswersRefused
from generator.knowledge.loader import KnowledgeError, load_knowledge, matches
from tests.support import COMPLETE, write_files

KNOWLEDGE = load_knowledge()
CHOICES = [question for question in KNOWLEDGE.questions if question.options]


def said(origin: str, **values: str) -> Source:
    return Source(origin, tuple((id, RawAnswer(value, origin)) for id, value in values.items()))


def test_the_first_source_to_say_a_thing_wins_and_its_origin_is_kept() -> None:
    answers = read_answers([said("flag", kind="api"), said("file", kind="iot", scale="large")], KNOWLEDGE)
    assert (answers["kind"], answers.origins["kind"]) == ("api", "flag")
    assert (answers["scale"], answers.origins["scale"]) == ("large", "file")
    assert answers.origins["core"] == "default"
    assert answers.given == {"kind": "api", "scale": "large"}


def test_what_loses_is_checked_all_the_same() -> None:
    with pytest.raises(AnswersRefused, match="file: kind: found 'nonsense'"):
        read_answers([said("flag", kind="api"), said("file", kind="nonsense")], KNOWLEDGE)


def test_the_sources_come_in_their_order(tmp_path: Path) -> None:
    write_files(tmp_path, {"answers.toml": 'author = "Config"\nkind = "iot"\n'})
    sources = [
        from_flags({"name": "shelf", "framework": None}),
        from_settings(["kind=spa", "kind=spa", "description=a=b"]),
        from_environment(
            {"SCAFFOLD_KIND": "tool", "SCAFFOLD_SCALE": "large", "SCAFFOLD_CORE": "", "HOME": "/"}, KNOWLEDGE
        ),
        from_configuration(tmp_path),
        from_git({"author": "Git", "email": "git@example.org"}, KNOWLEDGE),
    ]
    answers = read_answers(sources, KNOWLEDGE)
    wanted = {
        "name": "flag",
        "kind": "--set",
        "scale": "environment",
        "author": str(tmp_path / "answers.toml"),
        "email": "git",
    }
    assert {id: answers.origins[id] for id in wanted} == wanted
    assert (answers["kind"], answers["description"], answers["author"]) == ("spa", "a=b", "Config")
    assert answers.origins["core"] == "default"


def test_a_setting_with_two_values_is_refused() -> None:
    with pytest.raises(AnswersRefused, match="--set kind: found 'api' and 'spa', expected one value"):
        from_settings(["kind=api", "kind=spa"])


@pytest.mark.parametrize("value", ["sso,api", "[sso, api]", "[api,sso]"])
def test_a_list_may_be_set_with_brackets(value: str) -> None:
    assert read_answers([from_settings([f"with={value}"])], KNOWLEDGE)["with"] == ("api", "sso")


def test_a_number_for_an_option_gets_the_titles() -> None:
    with pytest.raises(
        AnswersRefused, match=r"found '3', expected one of solo \(One person\), small \(2 to 5 people\)"
    ):
        read_answers([said("flag", team_size="3")], KNOWLEDGE)


def test_a_setting_without_a_value_is_refused() -> None:
    with pytest.raises(AnswersRefused, match="expected ID=VALUE"):
        from_settings(["kind"])


def test_a_slip_in_a_variable_is_refused_and_other_variables_pass() -> None:
    source = from_environment({"SCAFFOLD_KINDS": "api", "SCAFFOLD_SCALE": "huge"}, KNOWLEDGE)
    with pytest.raises(AnswersRefused) as refused:
        read_answers([source], KNOWLEDGE)
    assert "did you mean SCAFFOLD_KIND" in refused.value.problems[0]
    assert "SCAFFOLD_SCALE: scale" in refused.value.problems[1]
    assert from_environment({"SCAFFOLD_VERSION_PINNED": "1"}, KNOWLEDGE) == Source("environment", ())


def test_what_git_takes_and_we_do_not_is_left_out() -> None:
    source = from_git({"author": "Ada", "email": "ada@localhost"}, KNOWLEDGE)
    assert [id for id, _ in source.answers] == ["author"]


def test_a_name_that_was_turned_into_a_good_one_is_told() -> None:
    answers = read_answers([said("flag", name="My Shelf")], KNOWLEDGE)
    assert (answers["name"], answers.notes) == ("my-shelf", ("The name 'My Shelf' was changed to my-shelf.",))


def test_nine_questions_are_asked_and_no_more() -> None:
    asked = [question.id for question in KNOWLEDGE.questions if question.asked]
    assert asked == ["name", "kind", "team_size", "scale", "security", "admin", "core", "accounts", "data"]
    assert [question.id for question in missing(complete({"kind": "api"}), KNOWLEDGE, with_name=False)] == asked[2:]
    assert missing(complete(COMPLETE), KNOWLEDGE) == ()


@pytest.mark.parametrize("question", CHOICES, ids=lambda question: question.id)
def test_every_default_is_an_option_of_its_question(question: object) -> None:
    for default in question.defaults:  # type: ignore[attr-defined]
        assert str(default.value).lower() in [id.lower() for id in question.option_ids]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
@pytest.mark.parametrize("security", KNOWLEDGE.question("security").option_ids)
@pytest.mark.parametrize("admin", KNOWLEDGE.question("admin").option_ids)
def test_defaults_never_contradict_each_other(kind: str, security: str, admin: str) -> None:
    answers = complete({"kind": kind, "security": security, "admin": admin})
    assert set(answers.values) == {question.id for question in KNOWLEDGE.questions} - {"name"}


@pytest.mark.parametrize("clash", KNOWLEDGE.contradictions, ids=str)
def test_every_contradiction_is_refused_and_each_fix_works(clash: object) -> None:
    values = {id: options[0] for id, options in clash.answers.items()}  # type: ignore[attr-defined]
    with pytest.raises(AnswersRefused):
        complete(values)
    for way in clash.fixes:  # type: ignore[attr-defined]
        id, _, option = way.removeprefix("set ").partition(": ")
        fixed = complete({**values, id: option.split(" ")[0]})
        assert not matches(clash.answers, fixed.values)  # type: ignore[attr-defined]


def test_free_text_has_a_limit() -> None:
    with pytest.raises(AnswersRefused, match="expected at most 2,000"):
        read_answers([said("--set", description="x" * 2_001)], KNOWLEDGE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[questions]]\nid = "a"\ntext = "A?"\ntype = "poem"\n', "type 'poem' is none of"),
        ('[[questions]]\nid = "a"\ntext = "A?"\ntype = "text"\ncolour = "red"\n', "question a"),
        ('[[questions]]\nid = "a"\ntext = "A?"\ntype = "text"\ndefault = [{ when = { b = "x" }, value = 1 }]\n', "'b'"),
        (
            '[[questions]]\nid = "a"\ntext = "A?"\ntype = "choice"\n'
            '[questions.options]\nx = { title = "X", needs = ["n"] }\n',
            "'n'",
        ),
        ('[[arguments]]\nid = "z"\nfavours = "f"\nweight = 9\nbecause = "b"\nsource = "s"\n', "weight 9"),
        (
            '[[arguments]]\nid = "z"\nfavours = "f"\nweight = 1\nbecause = "b"\nsource = "s"\nanswers = { a = "y" }\n',
            "'a'",
        ),
    ],
)
def test_knowledge_that_contradicts_itself_names_the_entry(tmp_path: Path, text: str, said: str) -> None:
    questions = "" if "[[questions]]" in text else "questions = []\n"
    file = tmp_path / "knowledge.toml"
    file.write_text(f"article = 'A'\nclear = 0.85\nclose_call = 0.65\n{questions}{text}\n[needs]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        load_knowledge(file)


@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
def test_a_default_gives_way_to_what_was_said_of_a_later_question(kind: str) -> None:
    answers = complete({"kind": kind, "accounts": "none"})
    assert (answers["admin"], answers["security"]) == ("none", "basic")


def test_a_record_marks_what_was_assumed_and_a_default_stays_one(tmp_path: Path) -> None:
    record = "kind: cms\ncore: records\naccounts: roles\nscaffold:\n  assumed: [core, accounts]\n"
    (tmp_path / "answers.yml").write_text(record, encoding="utf-8")
    answers = read_answers([read_answer_file(tmp_path / "answers.yml")], KNOWLEDGE)
    assert (set(answers.given), answers.origins["core"]) == ({"kind"}, "assumed")
    assert not {"core", "accounts"} & {question.id for question in missing(answers, KNOWLEDGE)}
    changed = record.replace("kind: cms", "kind: microservice")
    (tmp_path / "answers.yml").write_text(changed, encoding="utf-8")
    answers = read_answers([read_answer_file(tmp_path / "answers.yml")], KNOWLEDGE)
    assert (answers["core"], answers.given["core"]) == ("records", "records")
