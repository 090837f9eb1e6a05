"""Golden values: independent of what they guard, over all models, and they ring."""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
import sys
from collections import Counter
from math import isfinite, nan

import pytest

from benchmarks.plain.golden import crystal, write
from metaleos.catalog.solve.bench import Bench, Point
from metaleos.catalog.verify.golden import golden, states
from metaleos.solvers.registry import inside, properties
from tests.docs.examples import ROOT

PLAIN = ROOT / "benchmarks/plain"
ROUTES = [*sorted((PLAIN / "golden").glob("*.py")), PLAIN / "wh.py"]
CHECK = """
import sys
from metaleos.catalog.solve.bench import Bench
from metaleos.catalog.verify.golden import golden
from metaleos.solvers.registry import inside

class NoFacts:
    def inputs(self, *_):
        return {}

for name, convention in (item.split() for item in sys.argv[1].split(",")):
    for check in golden(Bench(inside()[name], convention, NoFacts()), None):
        if check.grade == "fail":
            print(check.kind, check.name, check.detail, sep="|")
"""
# file below metaleos/solvers, what stands there, what is planted; model, convention, property
FAULTS = {
    "local field of h in kl": (
        "electron_gas/local_field.py", 'if kind == "h":', 'if kind == "kl":',
        "ha/kl standard", "total_energy",
    ),
    "local field of kl in h": (
        "electron_gas/local_field.py", 'if kind == "h":', 'if kind == "kl":',
        "ha/h standard", "form_factor (110)",
    ),
    "n_d halved": (
        "wh/electronic.py", "10.0 / np.asarray(d_width", "5.0 / np.asarray(d_width",
        "wh/iu standard", "entropy electronic",
    ),
    "a VS entry in ha": (
        "electron_gas/tables.py", "1.08482", "1.08428", "ha/vs standard", "friedel_amplitude",
    ),
    "a VS entry in wh": (
        "electron_gas/tables.py", "1.08482", "1.08428", "wh/vs standard", "free_energy long_wave",
    ),
    "Verlet-Weis": (
        "hard_spheres/verlet_weis.py", "(0.7117, 0.114)", "(0.7171, 0.114)",
        "wh/iu printed", "packing_fraction",
    ),
    "slope of xi": (
        "electron_gas/local_field.py", "XI_SLOPE = 0.0254\n", "XI_SLOPE = 0.02541\n",
        "ha/h standard", "form_factor (110)",
    ),
    "K1": (
        "tfd/atom/observables.py", "h + 1.5 * h1", "h + 1.49 * h1",
        "tfdw standard", "kinetic_energy gradient",
    ),
    "shells of shear": (
        "ha/lattice_dynamics/cubic_shells.py", "x = length / FERMI_RADIUS",
        "x = 1.00001 * length / FERMI_RADIUS", "ha/h standard", "elastic_constant_c44 second_order",
    ),
}  # fmt: skip


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", ROUTES, ids=lambda p: p.stem)
def test_a_plain_route_takes_nothing_from_the_package(path):
    found = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    own = {name for name in found if name.startswith(("metaleos", "benchmarks"))}
    allowed = ("benchmarks.plain.golden.", "benchmarks.plain.wh.")
    assert own == {name for name in own if name.startswith(allowed)}


@pytest.mark.long
def test_the_routes_import_no_solver():
    names = ", ".join(f"benchmarks.plain.golden.{name}" for name in write.ROUTES)
    code = f"import sys, {names}; print([m for m in sys.modules if m.startswith('metaleos')])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_they_cover_every_model_convention_phase_and_range():
    count, seen = Counter(), Counter()
    for (name, convention), found in states().items():
        model = inside()[name]
        for state in found:
            assert set(state.point.state) == {v.name for v in model.state_variables}
            assert set(state.point.inputs) <= {item.name for item in model.inputs}
            seen[name, convention, state.point.state.get("structure", "")] += 1
            for prop, term, value, accuracy in state.values:
                item = model.yields_property(prop)
                assert item is not None, (name, prop)
                assert term in item.terms, (name, prop, term)
                assert not item.curve
                assert isfinite(value)
                assert accuracy >= 0.0
                assert prop in properties()
                count[name] += 1
    assert set(count) == set(inside())
    assert count.total() >= 400
    assert min(count.values()) >= 12, count
    assert {(n, c) for n, m in inside().items() for c in m.conventions} == set(states())
    for structure in ("bcc", "fcc", "hcp"):
        assert any(word == structure for _, _, word in seen)


class NoFacts:
    """A catalog without facts: golden values bring their inputs."""

    def inputs(self, *_):
        return {}


@pytest.mark.long
@pytest.mark.parametrize("name", inside())
def test_every_model_is_within_its_golden_values(name):
    for convention in inside()[name].conventions:
        checks = list(golden(Bench(inside()[name], convention, NoFacts()), None))
        assert checks
        assert [c for c in checks if c.grade == "fail"] == []
        # a pressure that all but vanishes beside its terms, the tables' reading in its estimate
        blunt = [c.name for c in checks if c.grade == "not_applicable"]
        assert set(blunt) <= {"golden value: pressure"}
        assert len(blunt) <= 1


@pytest.mark.long
def test_elements_are_chosen():
    bench = Bench(inside()["ha/h"], "standard", NoFacts())
    assert {c.element for c in golden(bench, ["Na"])} == {"Na"}
    assert list(golden(bench, ["W"])) == []


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("*.pyc", "__pycache__", "papers", "facts")
    shutil.copytree(ROOT / "metaleos", folder / "metaleos", ignore=ignored)
    (folder / "metaleos/ingest/papers").mkdir(exist_ok=True)
    shutil.copytree(
        ROOT / "metaleos/ingest/papers", folder / "metaleos/ingest/papers", dirs_exist_ok=True
    )
    return folder


def failed(folder, jobs):
    done = subprocess.run(
        [sys.executable, "-c", CHECK, jobs], cwd=folder, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return [line.split("|") for line in done.stdout.splitlines()]


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_rings(copied, name):
    file, there, planted, job, prop = FAULTS[name]
    path = copied / "metaleos/solvers" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(there) == 1
    path.write_text(text.replace(there, planted), encoding="utf-8")
    try:
        found = failed(copied, job)
    finally:
        path.write_text(text, encoding="utf-8")
    assert {row[0] for row in found} == {"integrity"}
    name, _, term = prop.partition(" ")
    hits = {row[1] for row in found if not term or f" {term}," in row[2]}
    assert f"golden value: {name}" in hits


# a well of radius R_M with a neighbour at 2 R_M: the tail of the sum over shells leaves out more
@pytest.mark.parametrize(
    ("model", "element", "structure", "ratio", "name", "term"),
    [
        ("vs", "K", "bcc", 0.45, "structural_energy_fcc", "second_order"),
        ("mho", "Cs", "hcp", 0.6, "pressure", "second_order"),
    ],
)
@pytest.mark.slow
def test_estimates_hold_where_wells_reach_a_neighbour(model, element, structure, ratio, name, term):
    made = crystal.reference(model, "standard", element, structure, ratio, crystal.IDEAL)
    bench = Bench(inside()[f"ha/{model}"], "standard", NoFacts())
    inputs = {item.name: made.inputs.get(item.name, nan) for item in bench.model.inputs}
    found = bench.solve([Point(element, made.state, inputs)], [name])
    value, accuracy = made.values[name, term]
    assert abs(found.value(name, term)[0] - value) <= max(accuracy, found.error(name, term)[0])


@pytest.mark.slow  # a minute: some states of each route, made again
def test_a_sample_is_made_again():
    kept = {
        (*job, state.point.element, *sorted(map(str, state.point.state.values()))): state
        for job, found in states().items()
        for state in found
    }
    tasks = write.tasks()
    for task in random.Random(16).sample(tasks, 12):
        made = task()
        key = (made.model, made.convention, made.element)
        at = {n: v if isinstance(v, str) else float(f"{v:.15g}") for n, v in made.state.items()}
        state = kept[*key, *sorted(map(str, at.values()))]
        assert state.origin == made.origin
        assert {(name, term) for name, term, *_ in state.values} == set(made.values)
        for name, term, value, accuracy in state.values:
            again, error = made.values[name, term]
            assert abs(again - value) <= max(accuracy, error), (key, name, term)
