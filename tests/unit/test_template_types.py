# ruff: noqa: E501 - a template stands on one line

import pytest

from generator.catalog.templates import builtin_folder
from tests.unit.template_types import Checker


def problems(source: str) -> list[str]:
    checker = Checker()
    checker.check(source)
    return checker.problems


def test_no_template_names_an_attribute_that_models_and_fields_do_not_have() -> None:
    checker, found = Checker(), []
    for place in builtin_folder().rglob("*.jinja"):
        checker.problems = []
        checker.check(place.read_text(encoding="utf-8"))
        found += [f"{place.relative_to(builtin_folder())}: {problem}" for problem in checker.problems]
    assert found == []
    assert checker.checked > 900


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("[% if rare %][% for model in api_models %][[ model.nmae ]][% endfor %][% endif %]", "ModelView has no nmae"),
        ("[% for m in models %][% for f in m.filtered if f.tpye == 5 %][% endfor %][% endfor %]", "FieldView has no tpye"),
        ("[[ models | map(attribute='fields') | sum(start=[]) | selectattr('too') ]]", "FieldView has no too"),
        ("[[ models | map(attribute='label.nmae') | list ]]", "FieldView has no nmae"),
        ("[% for field in models[0].fields %][[ field.to.to ]][% endfor %]", "ModelView has no to"),
        ("[% set x = models[0].fields | first %][[ x.choices[0].text ]]", "ChoiceView has no text"),
        ("[% macro a(field) %][[ field.nmae ]][% endmacro %]", "FieldView has no nmae"),
        ("[% set k = [] %][% for m in models %][% set _ = k.append((m, m.label)) %][% endfor %][% for a, b in k %][[ b.x ]][% endfor %]", "FieldView has no x"),
        ("[% for n, fs in [('a', models[0].listed)] if fs %][[ fs | map(attribute='b') ]][% endfor %]", "FieldView has no b"),
        ("[% for one in models[0].ordering %][[ one.desc ]][% endfor %]", "OrderingView has no desc"),
    ],
)  # fmt: skip
def test_a_misspelt_attribute_is_found_without_rendering(source: str, problem: str) -> None:
    assert problems(source) == [f"line 1: {problem}"]


def test_a_name_that_a_template_binds_to_something_else_is_left_alone() -> None:
    assert problems("[% for model in collections.hidden %][[ model.anything ]][% endfor %]") == []
