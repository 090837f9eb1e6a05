"""Tables I-III of Perrot (1979) against `tfd`, `tfdw` and Thomas-Fermi in ``printed``.

Bars: P of TF and TFD 0.02 %, of TFDW 0.4 % (its printed column is high by a median 0.15 %, cause
unknown), or one unit of the last printed digit; E 0.015 Ha, which is one unit of its last digit
and the 0.004 Ha by which the inferred origin of energies is uncertain. Cells that miss them are
listed, each with its reason, and must go on missing them.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from benchmarks.plain.cells import cells
from metaleos import constants as const
from metaleos.solvers.masses import mole
from metaleos.solvers.protocol import Batch
from metaleos.solvers.registry import models
from metaleos.solvers.tfd import Physics, solve_atoms
from metaleos.solvers.tfd.reference import volume_of_density

CHARGE = {"Be": 4.0, "Al": 13.0, "Cu": 29.0}
BARS = {"tfdw": 0.004, "tfd": 0.0002, "tf": 0.0002}
E_BAR = 0.015

HIGH = {
    ("tfdw", "Al", 5.0, 1.0): "P 0.396 against 0.3944: 0.41 %, the most of a column that is high"
}
DOUBTED = {
    ("tfdw", "Cu", 50.0, 0.1): "E 48.05 against 47.98: the cell's P is off its column's trend too",
    ("tfdw", "Cu", 50.0, 1.0): "E 30.60 against 30.57: slightly off, original numerics",
}


@cache
def parameters(theory: str) -> dict[tuple[str, str], float]:
    """Facts of the theory for ``printed``: (element or *, name) -> value."""
    path = files("metaleos.ingest") / "data" / "parameters" / "tfd.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        (row["element"], row["name"]): float(row["value"])
        for row in rows
        if row["theory"] == theory
    }


def state(cell) -> tuple[str, float, float]:
    """Element, T [eV], compression of a cell."""
    t = re.search(r"T=(\S+) eV", cell.state)
    c = re.search(r"compression=(\S+)", cell.state)
    return (cell.element, float(t[1]), float(c[1]))


def unit(name: str) -> float:
    return parameters("tfd")["*", name]


@cache
def computed(model: str) -> dict[tuple[str, float, float], tuple[float, float]]:
    """P [Mbar] and relative E [Ha] of every printed state of a model."""
    states = sorted({state(c) for c in cells("perrot_1979") if c.model == model})
    if model == "tf":
        return thomas_fermi(states)
    facts = parameters(model)

    def column(name):
        return np.array([facts.get((s[0], name), facts.get(("*", name), np.nan)) for s in states])

    inputs = {
        name: column(name)
        for name in (
            "reference_density",
            "cohesive_energy_origin",
            "atomic_mass_printed",
            "bohr_radius",
            "hartree_energy",
            "pressure_unit",
            "avogadro_number",
        )
    }
    inputs["Z"] = np.array([CHARGE[s[0]] for s in states])
    reference = models()[model].load_reference()
    normal = np.array(
        [
            reference({k: v[i] for k, v in inputs.items()}, "printed")["volume"]
            for i in range(len(states))
        ]
    )
    batch = Batch(
        model=models()[model],
        states={
            "temperature": np.array([s[1] / const.BOLTZMANN_EV_K for s in states]),
            "volume": normal / np.array([s[2] for s in states]),
        },
        inputs=inputs,
        convention="printed",
        properties=frozenset({"pressure", "relative_energy"}),
        settings=models()[model].settings,
    )
    solution = models()[model].load_solver()(batch)
    pressure = solution.values["pressure", "total"] / 100.0
    energy = solution.values["relative_energy", "total"] / const.HARTREE_EV
    return {s: (pressure[i], energy[i]) for i, s in enumerate(states)}


def thomas_fermi(states):
    """The same from `solve_atoms` without exchange and gradient, in the paper's units and fits."""
    facts = parameters("tfd")
    charge = np.array([CHARGE[s[0]] for s in states])
    normal = (
        np.array(
            [
                volume_of_density(
                    facts[s[0], "atomic_mass_printed"] * mole(unit("avogadro_number")),
                    facts[s[0], "reference_density"],
                )
                for s in states
            ]
        )
        * (const.BOHR_ANGSTROM / unit("bohr_radius")) ** 3
    )
    kT = np.array([s[1] for s in states]) / unit("hartree_energy")
    physics = Physics(gradient=0.0, exchange=0.0, functions="fits")
    atoms = solve_atoms(charge, kT, normal / np.array([s[2] for s in states]), physics=physics)
    cold = solve_atoms(charge, 0.0, normal, physics=physics)
    origin = np.array([facts[s[0], "cohesive_energy_origin"] for s in states])
    energy = atoms.values["energy"] - cold.values["energy"] - origin
    pressure = atoms.values["pressure"] * unit("pressure_unit")
    return {s: (pressure[i], energy[i]) for i, s in enumerate(states)}


def last_digit(printed: str) -> float:
    return 10.0 ** -len(printed.partition(".")[2]) if "." in printed else 1.0


@pytest.mark.long
@pytest.mark.parametrize("model", ["tfdw", "tfd", "tf"])
def test_pressures(model):
    checked = 0
    for cell in cells("perrot_1979"):
        if cell.model != model or cell.property != "pressure" or cell.value is None:
            continue
        got = computed(model)[state(cell)][0]
        # a unit of the last digit, and a thousandth of it for values that end on its half
        room = max(BARS[model] * abs(cell.value), 1.001 * last_digit(cell.printed or "0.01"))
        high = (model, *state(cell)) in HIGH
        assert (abs(got - cell.value) > room) == high, (cell, got)
        checked += 1
    assert checked >= 42


@pytest.mark.parametrize("model", ["tfdw", "tfd", "tf"])
def test_energies(model):
    checked = 0
    for cell in cells("perrot_1979"):
        if cell.model != model or cell.property != "relative_energy" or cell.value is None:
            continue
        gap = abs(computed(model)[state(cell)][1] - cell.value)
        doubted = (model, *state(cell)) in DOUBTED
        assert (gap > E_BAR) == doubted, (cell, gap)
        checked += 1
    assert checked >= 40


def test_tfd_has_no_solution_where_the_table_prints_dots():
    """T = 0, compression 0.1: printed '...', all three elements."""
    for element in CHARGE:
        pressure, energy = computed("tfd")[element, 0.0, 0.1]
        assert np.isnan(pressure)
        assert np.isnan(energy)


def test_the_printed_tfdw_pressures_are_high():
    """A finding, not a fit: the median excess of the column is 0.1 to 0.25 %."""
    excess = [
        cell.value / computed("tfdw")[state(cell)][0] - 1.0
        for cell in cells("perrot_1979")
        if cell.model == "tfdw" and cell.property == "pressure" and cell.value
        if abs(cell.value) > 0.05
    ]
    assert 0.001 < float(np.median(excess)) < 0.0025


def test_corrected_cells_are_the_ones_that_disagree_as_printed():
    """Each reading replaces a print that misses the bars; the reading meets them."""
    for cell in cells("perrot_1979"):
        if not cell.corrected or cell.model not in BARS:
            continue
        got = computed(cell.model)[state(cell)][0 if cell.property == "pressure" else 1]
        assert abs(float(cell.printed) - got) > E_BAR
        assert abs(cell.value - got) <= E_BAR


def test_asymptotes_of_the_gradient_ratio():
    """Eqs. 43, 44: tau_P sqrt(mu) -> -5/(9 pi sqrt2) (T = 0), tau_P e^(-beta mu)/sqrt(beta) -> b.

    Evaluated far out (compression 1e4; 10 keV), where the corrections are of the order of the
    ratio's own square root: 5 %.
    """
    cold = solve_atoms(4.0, 0.0, 55.0 / 1e4, tolerance=1e-6).values
    ratio = cold["pressure_gradient"] / cold["pressure_homogeneous"] * np.sqrt(cold["mu"])
    assert ratio[0] == pytest.approx(-5.0 / (9.0 * np.pi * np.sqrt(2.0)), rel=0.05)
    kT = 3.0e3
    hot = solve_atoms(4.0, kT, 55.0, tolerance=1e-6).values
    ratio = hot["pressure_gradient"] / hot["pressure_homogeneous"]
    b = ratio * np.sqrt(kT) * np.exp(-hot["mu"] / kT)
    assert b[0] == pytest.approx(-np.sqrt(2.0) / (6.0 * np.sqrt(np.pi)), rel=0.05)


@pytest.mark.parametrize(
    ("element", "tau_p", "tau_e"),
    [("Be", -0.29, 0.183), ("Al", -0.33, 0.124), ("Cu", -0.22, 0.092)],
)
def test_gradient_ratios_at_normal_density(element, tau_p, tau_e):
    """Figs. 2-4 at T = 0, as read from an independent reproduction: half a unit of its digits."""
    facts = parameters("tfd")
    volume = volume_of_density(
        facts[element, "atomic_mass_printed"], facts[element, "reference_density"]
    )
    v = solve_atoms(CHARGE[element], 0.0, volume).values
    assert v["pressure_gradient"][0] / v["pressure_homogeneous"][0] == pytest.approx(
        tau_p, abs=0.0051
    )
    assert v["kinetic_gradient"][0] / v["kinetic_homogeneous"][0] == pytest.approx(
        tau_e, abs=0.00051
    )
