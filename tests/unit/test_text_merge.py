import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.evolve.merging.text_merge import merge_text

BASE = [f"line {number}\n" for number in range(8)]


@st.composite
def edited(draw: st.DrawFn, who: str) -> str:
    """A few lines of the base replaced, removed or added."""
    lines = list(BASE)
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(lines)))
        removed, added = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        new = [f"{draw(st.sampled_from([who, 'both']))} {number} {each}\n" for each in range(added)]
        lines[start : start + removed] = new
    text = "".join(lines)
    return text.rstrip("\n") if draw(st.booleans()) else text


def merged_by_git(folder: Path, base: str, ours: str, theirs: str) -> tuple[str, int]:
    for name, text in (("base", base), ("project", ours), ("template", theirs)):
        (folder / name).write_text(text, encoding="utf-8")
    labels = ("-L", "project", "-L", "base", "-L", "template")
    command = ["git", "merge-file", "-p", "--zdiff3", *labels, "project", "base", "template"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 <= done.returncode < 128, done.stderr
    return done.stdout, done.returncode


def agrees_with_git(folder: Path, ours: str, theirs: str) -> None:
    base = "".join(BASE)
    mine, gits = merge_text(base, ours, theirs), merged_by_git(folder, base, ours, theirs)
    assert bool(mine.conflicts) == bool(gits[1]), (mine, gits)
    if not mine.conflicts:
        assert mine.text == gits[0]


@given(edited("ours"), edited("theirs"))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_merge_of_lines_agrees_with_git(tmp_path: Path, ours: str, theirs: str) -> None:
    agrees_with_git(tmp_path, ours, theirs)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(edited("ours"), edited("theirs"))
@settings(max_examples=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_merges_of_lines_agree_with_git(tmp_path: Path, ours: str, theirs: str) -> None:
    agrees_with_git(tmp_path, ours, theirs)


def test_a_conflict_has_both_sides_and_the_base_between_markers() -> None:
    merged = merge_text("a\nb\nc\n", "a\nsame\nmine\nc\n", "a\nsame\ntheirs\nc\n")
    assert merged.conflicts == 1
    assert merged.text.splitlines() == [
        *("a", "same", "<<<<<<< project", "mine", "||||||| base", "b", "=======", "theirs", ">>>>>>> template", "c")
    ]


def test_changes_that_touch_are_a_conflict() -> None:
    assert merge_text("a\nb\n", "A\nb\n", "a\nB\n").conflicts == 1


def test_only_a_line_feed_ends_a_line() -> None:
    assert merge_text("a\x0cb\u2028c\r\nd\n", "a\x0cb\u2028c\r\nd\ne\n", "z\na\x0cb\u2028c\r\nd\n").text == (
        "z\na\x0cb\u2028c\r\nd\ne\n"
    )
