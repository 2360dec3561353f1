import ast
import subprocess
import sys
from pathlib import Path

import pytest

import generator
from tests.support import REPOSITORY, scaffold

PACKAGE = Path(generator.__file__).parent
MODULES = sorted(
    module
    for module in PACKAGE.rglob("*.py")
    if module.relative_to(PACKAGE).parts[0] not in ("_templates", "_compiled")
)
SLOW_TO_IMPORT = {
    "jinja2",
    "copier",
    "cookiecutter",
    "questionary",
    "prompt_toolkit",
    "rich",
    "yaml",
    "ruff",
    "lark",
    "pluralizer",
}
RENDERERS = {"jinja2", "copier", "cookiecutter", "ruff", "generator.rendering.renderer"}


def test_a_package_imports_only_from_those_below_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


def test_no_package_has_more_than_ten_modules() -> None:
    folders = {module.parent for module in MODULES}
    folders.remove(PACKAGE / "models" / "types")  # a module for each field type, all alike
    for folder in folders:
        assert len([module for module in folder.glob("*.py") if module.stem != "__init__"]) <= 10, folder


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_stay_short(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 310
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            assert (node.end_lineno or 0) - body[0].lineno < 30, node.name


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["new", "--help"],
        ["update", "--help"],
        ["decide", "--defaults"],
        ["questions", "--schema"],
        ["decide", "--json"],
    ],
)
def test_what_only_asks_or_tells_loads_no_renderer_and_no_prompts(arguments: list[str]) -> None:
    program = f"""
import sys
sys.argv = {["scaffold", *arguments]!r}
try:
    import generator.cli
    generator.cli.main()
except SystemExit:
    print({SLOW_TO_IMPORT!r} & {{name.split(".")[0] for name in sys.modules}}, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stderr.splitlines()[-1] == "set()"


@pytest.mark.parametrize("arguments", [["check"], ["diff", "--against", "base"]])
def test_a_project_that_is_current_is_checked_without_the_renderer(arguments: list[str], tmp_path: Path) -> None:
    assert scaffold("new", "shelf", "--defaults", "--no-git", "--into", tmp_path).status == 0
    program = f"""
import sys
sys.argv = {["scaffold", *arguments, "--project", str(tmp_path / "shelf")]!r}
try:
    import generator.cli
    generator.cli.main()
except SystemExit as exit:
    print(exit.code, {RENDERERS!r} & set(sys.modules), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stderr.splitlines()[-1] in ("0 set()", "None set()")


def test_importing_the_package_loads_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); import generator; print(set(sys.modules) - before - {'generator'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
