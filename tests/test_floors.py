import ast
import subprocess
import sys
from pathlib import Path

import pytest

import generator

FLOORS = [
    {"errors"},
    {
        "knowledge",
        "tree",
        "text",
        "names",
        "engines",
        "model_types",
        "model_patterns",
        "model_reserved",
        "model_syntax",
        "versions",
    },
    {"model_names", "model_values", "model_examples"},
    {"model_parts", "model_sequences"},
    {"model_fields", "model_checks"},
    {"models"},
    {"answers", "templates", "model_schema"},
    {"needs", "answer_files", "schema", "guests", "model_context"},
    {"decision", "plan", "sources"},
    {"explain", "render", "record", "project", "git", "install"},
    {"interview", "context"},
    {"prompts", "workflow"},
    {"report"},
    {"cli"},
    {"__main__"},
]
"""The modules from the ground up; docs/architecture.md draws them."""

PACKAGE = Path(generator.__file__).parent
MODULES = sorted(PACKAGE.glob("*.py"))
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


def floor(module: str) -> int:
    return next(number for number, modules in enumerate(FLOORS) if module in modules)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_lower_floors(module: Path) -> None:
    if module.stem == "__init__":
        return
    imported = {
        name
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "generator"
        for name in (
            [(node.module or "").split(".")[1]] if "." in (node.module or "") else [a.name for a in node.names]
        )
        if name != "__version__"
    }
    assert not {name for name in imported if floor(name) >= floor(module.stem)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
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


def test_importing_the_package_loads_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); import generator; print(set(sys.modules) - before - {'generator'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
