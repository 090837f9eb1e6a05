"""The registry: every declaration found, light to import, and true to its own promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

from metaleos.solvers.registry import models, properties, theories
from metaleos.units import parse_unit

MODELS = list(models().values())


def _printed(script: str) -> str:
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_declarations_import_neither_numpy_nor_scipy():
    script = (
        "import sys; from metaleos.solvers.registry import models; assert models();"
        "print([n for n in ('numpy', 'scipy', 'duckdb', 'sqlmodel') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_solvers_know_nothing_of_the_catalog():
    script = (
        "import sys; from metaleos.solvers.registry import models\n"
        "for m in models().values(): m.load_solver(), m.load_reference()\n"
        "print([n for n in sys.modules if n.startswith(('metaleos.catalog', 'metaleos.ingest', "
        "'metaleos.cli', 'duckdb'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_theories_of_the_design():
    assert set(theories()) == {"ha", "wh", "tf", "tfd", "tfdw", "nud"}
    variants = "h kl sstl vs ho mho bkk pcp al"
    assert {m.variant for m in theories()["ha"]} == set(variants.split(" "))


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_declaration_is_sound(model):
    assert model.revision >= 1
    assert model.title
    names = [item.property for item in model.yields]
    assert len(names) == len(set(names))
    for item in model.yields:
        assert item.property in properties()
        assert len(item.terms) == len(set(item.terms))
    for entry in (*model.inputs, *model.state_variables):
        assert parse_unit(entry.unit).factor > 0
    assert callable(model.load_solver())
    assert callable(model.load_reference())
