import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.answers.answers import Answers, read_answers
from generator.answers.files import SIZE_LIMIT, read_answer_file
from generator.answers.schema import answer_schema
from generator.answers.sources import nameable_capabilities
from generator.errors import AnswersRefused, ScaffoldError
from generator.knowledge.loader import load_knowledge
from tests.support import BECOME_NOBODY, COMPLETE, open_to_all, write_files

KNOWLEDGE = load_knowledge()
CAPABILITIES = nameable_capabilities(KNOWLEDGE, ("flask", "django"))
SCHEMA = answer_schema(KNOWLEDGE, ("flask", "django"), CAPABILITIES)


def read(folder: Path, name: str, text: str | bytes) -> Answers:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_answers([read_answer_file(path)], KNOWLEDGE)


def refused(folder: Path, name: str, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(AnswersRefused) as error:
        read(folder, name, text)
    assert all(len(problem.splitlines()) == 1 and len(problem) < 400 for problem in error.value.problems)
    return error.value.problems


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yml", "kind: api\nminimal_dependencies: true\nwith: [accounts]\n"),
        ("a.yaml", "{kind: api, minimal_dependencies: true, with: accounts}"),
        ("a.json", '{"kind": "api", "minimal_dependencies": true, "with": ["accounts"]}'),
        ("a.toml", 'kind = "api"\nminimal_dependencies = true\nwith = ["accounts"]\n'),
        ("A.YML", "\ufeffkind: api\r\nminimal_dependencies: true\r\nwith: [accounts]\r\n"),
    ],
)
def test_the_same_answers_can_be_written_in_yaml_json_and_toml(tmp_path: Path, name: str, text: str) -> None:
    answers = read(tmp_path, name, text)
    assert (answers["kind"], answers["minimal_dependencies"], answers["with"]) == ("api", True, ("accounts",))
    assert answers.origins["kind"].endswith(name)
    assert answers.origins["scale"] == "default"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "null",
        "~",
        "1.10",
        "017",
        "0x1F",
        "12:30:45",
        "1e3",
        ".inf",
        "2026-11-22",
        "<<",
        "=",
        "1_000",
    ],
)
def test_a_yaml_scalar_is_the_text_as_it_was_written(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "a.yml", f"description: {text}\n")["description"] == text


def test_block_scalars_and_quotes_are_read_as_yaml_says(tmp_path: Path) -> None:
    answers = read(tmp_path, "a.yml", 'description: |\n  one\n  two\nauthor: "O\'Brien \\u00e9"\n')
    assert (answers["description"], answers["author"]) == ("one\ntwo\n", "O'Brien é")


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("a.yml", "kind: website\nteam: solo\n", 2, "unknown question 'team'"),
        ("a.yml", "kind: website\nteamsize: solo\n", 2, "did you mean team_size?"),
        ("a.yml", "kind: web\n", 1, "expected one of website, prototype"),
        ("a.yml", "kind: webiste\n", 1, "did you mean website?"),
        ("a.yml", "minimal_dependencies: yes\n", 1, "found 'yes', expected true or false"),
        ("a.yml", "minimal_dependencies: flase\n", 1, "found 'flase', expected true or false"),
        ("a.yml", "kind: [website]\n", 1, "found a list, expected text"),
        ("a.yml", "kind: website\nkind: api\n", 2, "'kind' is answered twice, first on line 1"),
        ("a.yml", "models: {Book: {title: str, title: int}}\n", 1, "answered twice"),
        ("a.yml", "- website\n", 1, "expected `question: answer` lines"),
        ("a.yml", "kind: !!python/object/apply:os.system [id]\n", 1, "tags are not allowed"),
        ("a.yml", "kind: !website website\n", 1, "tags are not allowed"),
        ("a.yml", "author: &a Ada\ndescription: *a\n", 1, "anchors and aliases"),
        ("a.yml", "description: *gone\n", 1, "anchors and aliases"),
        ("a.yml", "kind: website\n---\nkind: api\n", None, "more than one document"),
        ("a.yml", "kind: 'website\n", 2, "is not YAML"),
        ("a.yml", "kind:\twebsite\n\tx", 2, "is not YAML"),
        ("a.yml", "? [a]\n: b\n", 1, "a key must be plain text"),
        ("a.yml", "email: nobody\n", 1, "expected an e-mail address"),
        ("a.yml", "with: [Accounts!]\n", 1, "expected capability ids"),
        ("a.yml", "models: {book: {title: str}}\n", 1, "expected a name such as Book"),
        ("a.yml", "name: django\n", 1, "would shadow the Python package"),
        ("a.yml", b"description: caf\xe9\n", 1, "is not UTF-8"),
        ("a.json", '{"kind": "api", "kind": "iot"}', 1, "answered twice"),
        ("a.json", '{\n"description": 1.10}', 2, 'found the number 1.10, expected text such as "1.10"'),
        ("a.json", '{"minimal_dependencies": "true "}', 1, "expected true or false"),
        ("a.json", '{"description": null}', 1, "found nothing, expected text"),
        ("a.json", '{"description": NaN}', None, "NaN is not JSON"),
        ("a.json", '{"description": "\\u0000"}', 1, "which a text file cannot contain"),
        ("a.json", '{"description": "\\ud800"}', 1, "which a text file cannot contain"),
        ("a.json", '["kind"]', 1, "expected an object"),
        ("a.json", '{"kind": "api",}', 1, "is not JSON"),
        ("a.toml", "description = 1.10\n", 1, 'such as "1.10"'),
        ("a.toml", "\ndescription = 12:30:45\n", 2, "found the date or time 12:30:45"),
        ("a.toml", 'kind = "api"\nkind = "iot"\n', 2, "is not TOML"),
        ("a.toml", "kind = api\n", 1, "is not TOML"),
    ],
)
def test_a_fault_is_told_with_file_line_what_was_found_and_what_is_allowed(
    tmp_path: Path, name: str, text: str | bytes, line: int | None, said: str
) -> None:
    (problem,) = refused(tmp_path, name, text)
    assert said in problem
    assert problem.startswith(f"{tmp_path / name}: " if line is None else f"{tmp_path / name}:{line}: ")


def test_every_fault_is_told_in_one_pass(tmp_path: Path) -> None:
    text = "kind: web\nscale: huge\nteam: x\nminimal_dependencies: maybe\nkind: api\naccounts: none\nsecurity: high\n"
    problems = refused(tmp_path, "a.yml", text)
    assert len(problems) == 6
    assert sum("answered twice" in problem for problem in problems) == 1
    assert sum("contradict each other" in problem for problem in problems) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", "{}"), ("a.toml", "# nothing\n"), ("a.yml", "{}"), ("a.toml", 'description = """\na.b\n"""')],
)
def test_a_file_that_answers_nothing_is_refused(tmp_path: Path, name: str, text: str) -> None:
    if "description" in text:
        assert read(tmp_path, name, text)["description"] == "a.b\n"
    else:
        assert "has no answers" in refused(tmp_path, name, text)[0]


def test_long_dotted_text_is_no_deep_key(tmp_path: Path) -> None:
    text = "1.2.3.4.5.6.7.8.9.10.11.12"
    assert read(tmp_path, "a.toml", f"description = '{text}'\n")["description"] == text


def test_contradicting_answers_are_refused_with_both_ways_to_mend_it(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "a.yml", "accounts: none\nsecurity: high\n")
    assert "security: high and accounts: none contradict each other" in problem
    assert "accounts: accounts" in problem
    assert "security: elevated" in problem


@pytest.mark.parametrize(("name", "text"), [("a.yml", ""), ("a.yml", "\n \n"), ("a.json", ""), ("a.toml", "\ufeff")])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, text: str) -> None:
    assert "is empty" in refused(tmp_path, name, text)[0]


def test_a_yaml_file_of_comments_alone_is_refused(tmp_path: Path) -> None:
    assert "expected `question: answer` lines" in refused(tmp_path, "a.yml", "# nothing\n")[0]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert ".yml" in refused(tmp_path, "answers.ini", "kind = api")[0]


def test_what_is_no_readable_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder.yml").mkdir()
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "device.yml").symlink_to("/dev/zero")
    for name, said in {
        "folder.yml": "is a folder",
        "pipe.yml": "not a regular file",
        "device.yml": "not a regular file",
        "gone.yml": "cannot be read: No such file",
        "nul\0.yml": "cannot be read",
        f"{'x' * 300}.yml": "cannot be read",
    }.items():
        with pytest.raises(AnswersRefused, match=said):
            read_answer_file(tmp_path / name)


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"a.yml": "kind: api"}) / "a.yml"
    path.chmod(0)
    open_to_all(tmp_path)
    program = f"""
from pathlib import Path
from generator.answers.files import read_answer_file
{BECOME_NOBODY}
read_answer_file(Path({str(path)!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "cannot be read: Permission denied" in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yml", "[" * 100_000),
        ("a.yml", "{a: " * 50_000),
        ("a.yml", "a:\n" + "".join(f"{' ' * n}- \n" for n in range(200))),
        ("a.json", "[" * 100_000),
        ("a.json", '{"a":' * 100_000),
        ("a.toml", "a = " + "[" * 100_000),
        ("a.yml", "".join(f"k{n}: v\n" for n in range(90_000))),
        ("a.json", "{" + ",".join(f'"k{n}": 1' for n in range(70_000)) + "}"),
        ("a.yml", f"{'k' * 1_000_000}: v\n"),
        ("a.yml", f"description: {'x' * 1_000_000}\n"),
        ("a.json", '{"description": ' + "9" * 1_000_000 + "}"),
        ("a.toml", "description = " + "9" * 5_000),
        ("a.toml", ".".join("a" * 200_000) + " = 1"),
        ("a.toml", "".join(f"{name}.{'.'.join('a' * 40_000)} = 1\n" for name in "bc")),
        ("a.toml", "x = { " + ".".join("a" * 200_000) + " = 1 }"),
        ("a.yml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [*a,*a,*a]\n" for c in "bcdefghi")),
    ],
)
def test_a_bomb_is_refused_in_bounded_time_and_memory(tmp_path: Path, name: str, text: str) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    refused(tmp_path, name, text)
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def test_a_file_over_one_mebibyte_is_refused(tmp_path: Path) -> None:
    assert "larger than 1 MiB" in refused(tmp_path, "a.yml", f"#{'x' * SIZE_LIMIT}\nkind: api\n")[0]
    read(tmp_path, "a.yml", "kind: api\n#" + "x" * (SIZE_LIMIT - 12))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from([".yml", ".json", ".toml"]))
def test_whatever_a_file_holds_it_is_read_or_refused_in_plain_lines(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"anything{suffix}"
    path.write_bytes(content)
    try:
        read_answers([read_answer_file(path)], KNOWLEDGE)
    except ScaffoldError as error:
        assert str(error)


_options = {
    question.id: st.sampled_from(
        [True, False, "true"] if question.type == "flag" else [*question.option_ids, "x", "", 1]
    )
    for question in KNOWLEDGE.questions
    if question.options
}
_others = {
    "description": st.text(max_size=20) | st.integers() | st.none(),
    "email": st.sampled_from(["", "a@b.org", "nobody", "a@b", "x@y.z ", 3]),
    "framework": st.sampled_from(["auto", "flask", "rails"]),
    "with": st.lists(st.sampled_from(["accounts", "Not!", "a_b"]), max_size=2) | st.just(1),
    "models": st.sampled_from([{}, {"Book": {"title": "str"}}, {"book": {}}, {"Book": {}}, {"Book": "x"}, []]),
    "nonsense": st.just("x"),
}


@settings(max_examples=300)
@given(st.fixed_dictionaries({}, optional={**_options, **_others}))
def test_a_stock_validator_and_scaffold_agree_on_every_json_file(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "agree.json"
    text = json.dumps(table)
    path.write_text(text, encoding="utf-8")
    valid = not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(json.loads(text)))
    try:
        read_answers([read_answer_file(path)], KNOWLEDGE, capabilities=CAPABILITIES)
        accepted = True
    except AnswersRefused as error:
        accepted = all("contradict each other" in problem for problem in error.problems)
    assert accepted == valid


@pytest.mark.parametrize("name", ["answers.json", "answers.toml", "answers.yml"])
def test_a_version_of_python_needs_no_quotes(name: str, tmp_path: Path) -> None:
    text = {".json": '{"python": 3.12}', ".toml": "python = 3.12", ".yml": "python: 3.12"}[Path(name).suffix]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_answers([read_answer_file(tmp_path / name)], KNOWLEDGE)["python"] == "3.12"
    jsonschema.validate({"python": 3.12}, SCHEMA)


def test_the_schema_refuses_a_capability_that_does_not_exist() -> None:
    with pytest.raises(jsonschema.ValidationError, match="acounts"):
        jsonschema.validate({"with": ["acounts"]}, SCHEMA)


def test_the_schema_is_a_good_schema_and_takes_complete_answers() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(COMPLETE, SCHEMA)
