"""Faulty declarations: one line names package, file and field; every other model works."""

from __future__ import annotations

import textwrap
from dataclasses import fields

import pytest

from metaleos.properties import Property
from metaleos.solvers import registry
from metaleos.solvers.declarations import FIELDS, RESERVED
from metaleos.solvers.protocol import Input, Model, StateVariable, Yield
from tests.theories.conftest import TOY, install

DECLARATION = (TOY / "metaleos_toy/declaration.py").read_text().replace("metaleos_toy", "PACKAGE")
SOURCES = (TOY / "metaleos_toy/sources.bib").read_text()
PARAMETERS = (TOY / "metaleos_toy/parameters.csv").read_text()

# what is planted: file, old text, new text; the file and field that the line names, and a word
PLANTED = {
    "syntax": ("declaration.py", "MODELS = (", "MODELS = ((", "declaration.py, MODELS", "line"),
    "import": (
        "declaration.py", "MODELS = (", "import no_such_module\nMODELS = (",
        "declaration.py, MODELS", "ModuleNotFoundError",
    ),
    "name error": (
        "declaration.py", "revision=1", "revision=one", "declaration.py, MODELS", "NameError",
    ),
    "unknown field": (
        "declaration.py", "revision=1", "revision=1, speed=3", "declaration.py, MODELS",
        "TypeError",
    ),
    "exits": (
        "declaration.py", "MODELS = (", "raise SystemExit(3)\nMODELS = (",
        "declaration.py, MODELS", "SystemExit",
    ),
    "no MODELS": (
        "declaration.py", "MODELS = (", "MODEL = (", "declaration.py, MODELS", "MODELS",
    ),
    "a list": (
        "declaration.py", "MODELS = (", "MODELS = list(), (", "declaration.py, MODELS", "tuple",
    ),
    "revision": (
        "declaration.py", "revision=1", "revision='1'", "MODELS[0].revision", "whole number",
    ),
    "theory": (
        "declaration.py", '"toy"', '"my toy"', "MODELS[0].theory", "'my toy'",
    ),
    "another's theory": (
        "declaration.py", 'theory="toy"', 'theory="tfd", variant="new"', "MODELS[0].theory",
        "another package",
    ),
    "duplicate model": (
        "declaration.py", 'theory="toy"', 'theory="tfd"', "MODELS[0].variant", "'tfd'",
    ),
    "unit of a variable": (
        "declaration.py", 'unit="GPa",\n                symbol', 'unit="GPascal",\n symbol',
        "MODELS[0].state_variables[0].unit", "GPascal",
    ),
    "another unit": (
        "declaration.py", '"applied_pressure"', '"temperature"',
        "MODELS[0].state_variables[0].unit", "known in K",
    ),
    "a word": (
        "declaration.py", "minimum=0.0", 'choices=("a", "b"), minimum=0.0',
        "MODELS[0].state_variables[0].choices", "only structure",
    ),
    "reserved": (
        "declaration.py", '"applied_pressure"', '"density"',
        "MODELS[0].state_variables[0].name", "density",
    ),
    "bounds": (
        "declaration.py", "minimum=0.0", "minimum=1.0, maximum=0.5",
        "MODELS[0].state_variables[0].maximum", "0.5",
    ),
    "unknown observation": (
        "declaration.py", '"bulk_modulus"', '"bulk_moduli"', "MODELS[0].inputs[0].name",
        "bulk_moduli",
    ),
    "unit of an input": (
        "declaration.py", 'unit="GPa",\n                kind', 'unit="K",\n kind',
        "MODELS[0].inputs[0].unit", "GPa",
    ),
    "kind": (
        "declaration.py", '"observation"', '"measured"', "MODELS[0].inputs[0].kind", "measured",
    ),
    "undeclared property": (
        "declaration.py", 'Yield(property="relative_volume")', 'Yield(property="volume_ratio")',
        "MODELS[0].yields[0].property", "volume_ratio",
    ),
    "unknown term": (
        "declaration.py", 'Yield(property="relative_volume")',
        'Yield(property="relative_volume", terms=("total", "a"), sums=("total = a + b",))',
        "MODELS[0].yields[0].sums", "'b'",
    ),
    "terms": (
        "declaration.py", 'Yield(property="relative_volume")',
        'Yield(property="relative_volume", terms="total")', "MODELS[0].yields[0].terms", "tuple",
    ),
    "conflicting property": (
        "declaration.py", 'Property("relative_volume"', 'Property("pressure"',
        "MODELS[0].properties[0]", "'pressure' is defined already",
    ),
    "unit of a property": (
        "declaration.py", '"V/V0", "1"', '"V/V0", "one"', "MODELS[0].properties[0].unit", "'one'",
    ),
    "solver": (
        "declaration.py", '"PACKAGE.model:solve"', '"PACKAGE.model"', "MODELS[0].solver",
        "import path",
    ),
    "grid": (
        "declaration.py", "is_default=True", 'grid={"volume": (1.0,)}', "MODELS[0].grid", "volume",
    ),
    "source": (
        "declaration.py", '"murnaghan1944"', '"murnaghan"', "declaration.py, MODELS[0].source",
        "'murnaghan'",
    ),
    "bibliography": (
        "sources.bib", "title = {Finite Elastic Strain of Cubic Crystals},", "",
        "sources.bib, birch1947.title", "missing",
    ),
    "columns": (
        "parameters.csv", ",unit,", ",units,", "parameters.csv, columns", "'unit'",
    ),
    "number": (
        "parameters.csv", "Na,*,pressure_derivative,4", "Na,*,pressure_derivative,four",
        "parameters.csv, line 2, value", "'four'",
    ),
    "source of a parameter": (
        "parameters.csv", "birch1947", "birch", "parameters.csv, line 2, source", "'birch'",
    ),
    "theory of a parameter": (
        "parameters.csv", "toy,*,Al", "tf,*,Al", "parameters.csv, line 3, theory", "'tf'",
    ),
}  # fmt: skip


def plant(folder, package, file="", old="", new=""):
    """Write the toy under another name, with one text replaced."""
    texts = {"declaration.py": DECLARATION, "sources.bib": SOURCES, "parameters.csv": PARAMETERS}
    if file:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new)
    home = folder / package
    home.mkdir(parents=True)
    (home / "__init__.py").touch()
    for name, text in texts.items():
        (home / name).write_text(text.replace("PACKAGE", package))
    install(folder, package, f"{package}.declaration")


@pytest.mark.parametrize("what", PLANTED)
def test_one_line_names_package_file_and_field(what, tmp_path, visible):
    file, old, new, place, word = PLANTED[what]
    package = f"metaleos_bad_{list(PLANTED).index(what)}"
    plant(tmp_path, package, file, old, new)
    visible(tmp_path)
    found = registry.faults()
    assert len(found) == 1
    assert "\n" not in found[0]
    assert found[0].startswith(f"{package}: {file}, ")
    assert place in found[0]
    assert word in found[0]
    assert registry.models() == registry.inside()
    assert "toy" not in registry.packages()


def test_other_packages_work_beside_a_faulty_one(tmp_path, visible, toy_folder):
    plant(tmp_path, "metaleos_bad", "declaration.py", "revision=1", "revision=0")
    visible(tmp_path, toy_folder, TOY)
    assert [line.partition(":")[0] for line in registry.faults()] == ["metaleos_bad"]
    assert [*registry.inside(), "toy"] == list(registry.models())
    assert registry.get("toy") is not None
    assert "relative_volume" in registry.properties()


def test_of_two_packages_with_one_theory_the_first_stays(tmp_path, visible):
    plant(tmp_path, "metaleos_one")
    plant(tmp_path, "metaleos_two")
    visible(tmp_path)
    assert registry.packages()["toy"] == "metaleos_one"
    assert len(registry.faults()) == 1
    assert "metaleos_two: declaration.py, MODELS[0].variant" in registry.faults()[0]


def test_an_entry_point_without_its_package(tmp_path, visible):
    install(tmp_path, "metaleos-gone", "metaleos_gone.declaration")
    visible(tmp_path)
    assert registry.faults()[0].startswith("metaleos_gone: declaration.py, MODELS: ")
    assert "No module named 'metaleos_gone'" in registry.faults()[0]


def test_more_than_one_fault_is_counted(tmp_path, visible):
    text = 'revision=0, title=""'
    plant(tmp_path, "metaleos_bad", "declaration.py", "revision=1", text.replace(', title=""', ""))
    folder = tmp_path / "metaleos_bad" / "declaration.py"
    folder.write_text(folder.read_text().replace('"V/V0", "1"', '"V/V0", "one"'))
    visible(tmp_path)
    assert registry.faults()[0].endswith("(and 1 more)")


def test_both_files_of_text_may_be_absent(tmp_path, visible):
    plant(tmp_path, "metaleos_bare")
    (tmp_path / "metaleos_bare" / "parameters.csv").unlink()
    visible(tmp_path)
    assert registry.packages()["toy"] == "metaleos_bare"
    (tmp_path / "metaleos_bare" / "sources.bib").unlink()
    registry.forget()
    assert "MODELS[0].source" in registry.faults()[0]


def test_a_solver_that_is_not_there_is_one_line(tmp_path, visible):
    from metaleos.errors import SolveError

    plant(tmp_path, "metaleos_bare")  # it has no model.py
    visible(tmp_path)
    with pytest.raises(SolveError, match=r"metaleos_bare\.model"):
        registry.get("toy").load_solver()


@pytest.mark.parametrize("kind", [Property, Input, StateVariable, Yield, Model])
def test_every_field_is_looked_at(kind):
    assert set(FIELDS[kind]) == {field.name for field in fields(kind)}


def test_no_variable_of_this_package_is_reserved():
    names = {v.name for m in registry.inside().values() for v in m.state_variables}
    assert not names & RESERVED


def test_a_failed_import_leaves_no_half_of_a_theory(tmp_path, visible):
    plant(tmp_path, "metaleos_bad", "declaration.py", "revision=1", "revision=0")
    visible(tmp_path)
    assert registry.faults()
    assert "relative_volume" not in registry.properties()
    assert textwrap.shorten(registry.faults()[0], 10_000) == registry.faults()[0]
