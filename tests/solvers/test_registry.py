"""The registry: every declaration found, light to import, and true to its own promises."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from metaleos.ingest.bibliography import shipped_sources
from metaleos.ingest.theory import theory_rows
from metaleos.properties import common
from metaleos.solvers.declarations import Known, faults
from metaleos.solvers.registry import get, inside, packages, properties

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Model

THEORIES: dict[str, tuple[Model, ...]] = {}
"""The models of each folder of solvers."""
for _model in inside().values():
    _folder = _model.solver.split(".")[2]
    THEORIES[_folder] = (*THEORIES.get(_folder, ()), _model)

SOURCES = {row.key for row in shipped_sources()} | {
    row.key
    for package in packages().values()
    for row in theory_rows(package)
    if row.table == "source"
}


@pytest.mark.long
def test_declarations_import_neither_numpy_nor_scipy():
    script = (
        "import sys; from metaleos.solvers.registry import inside; assert inside();"
        "print([n for n in ('numpy', 'scipy', 'duckdb', 'sqlmodel') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.long
def test_solvers_know_nothing_of_the_catalog():
    script = (
        "import sys; from metaleos.solvers.registry import inside\n"
        "for m in inside().values(): m.load_solver(), m.load_reference()\n"
        "print([n for n in sys.modules if n.startswith(('metaleos.catalog', 'metaleos.ingest', "
        "'metaleos.cli', 'duckdb'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("theory", THEORIES)
def test_declaration_is_sound(theory, tmp_path):
    """What other packages are held to when they are loaded, this one is held to here."""
    others = {name: model for name, model in inside().items() if model not in THEORIES[theory]}
    own = {item.name for model in THEORIES[theory] for item in model.properties}
    known = {name: item for name, item in properties().items() if name not in own}
    keys = [
        f"@misc{{{model.source},\n title = {{a}},\n year = {{1}}\n}}" for model in inside().values()
    ]
    (tmp_path / "sources.bib").write_text("\n".join(keys))
    found = faults(tuple(THEORIES[theory]), Known(others, known), "declaration.py", tmp_path)
    assert [str(fault) for fault in found] == []


@pytest.mark.parametrize("model", inside().values(), ids=lambda m: m.name)
def test_what_a_declaration_names_is_there(model):
    assert callable(model.load_solver())
    assert callable(model.load_reference())
    assert model.source in SOURCES


def test_own_properties_belong_to_one_theory_and_no_fact():
    """What several refer to stands in the common table."""
    owners: dict[str, set[str]] = {}
    for path, found in THEORIES.items():
        for model in found:
            for item in model.properties:
                owners.setdefault(item.name, set()).add(path)
    assert owners
    assert not owners.keys() & common().keys()
    for name, paths in owners.items():
        assert len(paths) == 1, name
        yielding = {
            path for path, found in THEORIES.items() for m in found if m.yields_property(name)
        }
        assert yielding == paths, name


def test_every_theory_has_a_package():
    assert packages()["tfdw"] == "metaleos.solvers.tfd"
    assert set(packages()) == {model.theory for model in inside().values()}


def test_get_looks_inside_first():
    assert get("tfd") is inside()["tfd"]
    assert get("no/such") is None
