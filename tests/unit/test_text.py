import ast
import html
import json
import re
import shlex
import subprocess
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Misuse, TemplateError
from generator.text import Text, comment, dotenv, literal, markdown, printable, shell, single_line

HOSTILE = [
    "plain",
    "",
    "O'Brien's app",
    'The "best" app',
    "back\\slash \\n \\u0041 \\",
    '"""triple"""',
    "'''triple'''",
    "two\nlines\r\nand\ttabs",
    "{{ 7*7 }} {% raw %} [[ x ]] [% x %] [# x #]",
    "${HOME} $(id) `id` %PATH%",
    "<script>alert(1)</script> <!-- --> &amp;",
    "key: value # comment",
    "[table]\nkey = 1",
    "- a\n- b",
    "---\n...\n",
    "*bold* _it_ [link](http://x) # head",
    "\u202eevil\u202c \u2066x\u2069 \u200f \ufeff",
    "\x85 \u2028 \u2029 \x0b \x0c \x1b[31m",
    "emoji 🚀 and é ü 漢字",
    "\ufffe \uffff \U0001fffe \ufdd0",
    "no",
    "1.10",
    "017",
    "12:30:45",
    "#!/bin/sh",
    "?",
    "|",
    "x" * 2000,
]
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_reads_back_the_same_in_python_toml_yaml_and_json(text: str) -> None:
    _assert_same_everywhere(text)


@given(anything)
def test_any_text_as_a_literal_reads_back_the_same(text: str) -> None:
    _assert_same_everywhere(text)


def _assert_same_everywhere(text: str) -> None:
    written = literal(text)
    assert len(written.splitlines()) == 1
    assert ast.literal_eval(written) == text
    assert tomllib.loads(f"x = {written}")["x"] == text
    assert yaml.safe_load(f"x: {written}\n")["x"] == text
    assert json.loads(written) == text


@given(anything)
def test_a_comment_and_a_single_line_cannot_end_their_line(text: str) -> None:
    assert len(comment(text).splitlines()) <= 1
    assert comment(text) == comment(comment(text))
    assert isinstance(single_line(text), Text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", comment(text))


@given(anything)
def test_a_shell_reads_its_word_back(text: str) -> None:
    assert shlex.split(shell(text)) == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_real_shell_reads_its_word_back_and_runs_nothing(text: str) -> None:
    done = subprocess.run(["sh", "-c", f"printf %s {shell(text)}"], capture_output=True, check=True)
    assert done.stdout.decode() == text


@pytest.mark.parametrize("text", HOSTILE)
def test_dotenv_writes_what_a_shell_reads_back_or_refuses(text: str) -> None:
    try:
        written = dotenv(text)
    except Misuse:
        return
    done = subprocess.run(["sh", "-c", f'X={written}\nprintf %s "$X"'], capture_output=True, check=True)
    assert done.stdout.decode() == text


@pytest.mark.parametrize("text", ["a'b", 'a"b', "a\\b", "a$b", "a`b", "a\nb"])
def test_dotenv_refuses_what_two_readers_would_read_differently(text: str) -> None:
    with pytest.raises(Misuse):
        dotenv(text)


@pytest.mark.parametrize(
    "text", ["A *bold* <b>claim</b>", "# not a heading", "- no item", "1. no list", "[x](y)", "`id`", "&copy;"]
)
def test_markdown_shows_the_text_as_it_was_written(text: str) -> None:
    shown = re.sub(r"\\([!-/:-@[-`{-~])", r"\1", markdown(text))
    assert shown == text
    bare = re.sub(r"\\.", "", markdown(text))
    assert not re.search(r"[*_`<>\[\]&]", bare)
    assert not re.match(r"(#|-|\d+\.) ?", bare)


def test_ordinary_markdown_is_left_alone() -> None:
    assert (
        markdown("A shop for books, since 1999. It's fine - really!")
        == "A shop for books, since 1999. It's fine - really!"
    )


def test_free_text_cannot_be_printed_bare() -> None:
    with pytest.raises(TemplateError, match="without a filter"):
        printable(Text("hello"))
    assert printable("plain") == "plain"
    assert html.escape(literal(Text("<b>"))) == "&quot;&lt;b&gt;&quot;"
