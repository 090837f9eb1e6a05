"""The toy theory: found by its entry point, right in its limits, held to the harness."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import numpy as np
import pytest

from metaleos.catalog.fill.build import build
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.verify.harness import verify_model
from metaleos.ingest.theory import theory_rows
from metaleos.solvers import registry
from metaleos.solvers.protocol import Batch
from tests.consistency.expected import unmet
from tests.theories.conftest import TOY

pytestmark = pytest.mark.usefixtures("toy")


def solved(pressure, B0=76.0, derivative=4.0):
    model = registry.get("toy")
    column = np.atleast_1d(np.asarray(pressure, dtype=float))
    return model.load_solver()(
        Batch(
            model=model,
            states={"applied_pressure": column},
            inputs={
                "bulk_modulus": np.full(len(column), float(B0)),
                "pressure_derivative": np.full(len(column), float(derivative)),
            },
            convention="standard",
        )
    )


def test_the_registry_has_it_beside_all_others():
    assert list(registry.models())[-1] == "toy"
    assert list(registry.models())[:-1] == list(registry.inside())
    assert registry.faults() == ()
    assert registry.packages()["toy"] == "metaleos_toy"
    assert "relative_volume" in registry.properties()
    assert registry.theories()["toy"][0] is registry.get("toy")


def test_nothing_of_it_is_left_when_it_goes(monkeypatch):
    monkeypatch.setattr(sys, "path", [p for p in sys.path if "toy" not in p])
    registry.forget()
    assert registry.get("toy") is None
    assert "relative_volume" not in registry.properties()
    assert registry.models() == registry.inside()


def test_limits_of_the_equation():
    value = solved([0.0, 1e-6, 76.0]).values["relative_volume", "total"]
    assert value[0] == 1.0
    assert 1.0 - value[1] == pytest.approx(1e-6 / 76.0, rel=1e-6)
    assert value[2] == pytest.approx(5.0**-0.25, rel=1e-15)
    soft = solved([10.0], derivative=1e-9).values["relative_volume", "total"][0]
    assert soft == pytest.approx(np.exp(-10.0 / 76.0), rel=1e-8)


def test_its_slope_is_the_bulk_modulus():
    P, step = 30.0, 1e-4
    V = solved([P - step, P, P + step]).values["relative_volume", "total"]
    assert -V[1] * 2.0 * step / (V[2] - V[0]) == pytest.approx(76.0 + 4.0 * P, rel=1e-7)


def test_meaningless_states_are_refused_row_by_row():
    found = solved([np.nan, -1.0, 1.0, np.inf])
    assert found.outcome.tolist() == ["out_of_range", "out_of_range", "ok", "out_of_range"]
    assert all(found.reason[found.outcome != "ok"])
    assert solved([1.0], B0=0.0).outcome.tolist() == ["invalid_input"]


def test_it_brings_sources_and_parameters():
    rows = list(theory_rows("metaleos_toy"))
    assert {row.key for row in rows if row.table == "source"} == {"murnaghan1944", "birch1947"}
    parameters = [row for row in rows if row.table == "parameter"]
    assert {(row.theory, row.element, row.value) for row in parameters} == {
        ("toy", "Na", 4.0),
        ("toy", "Al", 4.0),
    }


@pytest.mark.long
def test_it_passes_the_harness(tmp_path):
    path = tmp_path / "facts.duckdb"
    build(path, solve=False)
    model = registry.get("toy")
    with duckdb.connect(path, read_only=True) as connection:
        facts = Facts(connection)
        for convention in model.conventions:
            assert facts.covered(model, convention) == ["Na", "Al"]
            checks = list(verify_model(model, convention, facts))
            assert unmet(model, convention, checks) == []


@pytest.mark.long
def test_its_declaration_imports_neither_numpy_nor_its_solver(toy_folder):
    script = (
        "import sys; from metaleos.solvers.registry import models; assert 'toy' in models();"
        "print([n for n in ('numpy', 'scipy', 'duckdb', 'metaleos_toy.model') if n in sys.modules])"
    )
    path = ":".join(map(str, (toy_folder, TOY)))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_this_packages_models_do_not_read_entry_points():
    script = (
        "import sys; from metaleos.solvers import registry; registry.inside(); registry.get('tfd');"
        "print('importlib.metadata' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
