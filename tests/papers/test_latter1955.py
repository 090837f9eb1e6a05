"""Latter (1955): Table I cell by cell, footnote 13; and Perrot's Thomas-Fermi columns."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from benchmarks.plain.cells import Cell, cells
from metaleos import constants
from metaleos.solvers.protocol import Batch
from metaleos.solvers.registry import models
from metaleos.solvers.tf import batch, parameters
from metaleos.solvers.tf.conventions import LATTER
from metaleos.solvers.tf.gas import FITTED
from metaleos.solvers.tf.reference import reference_state
from metaleos.solvers.tf.scaling import ISOLATED_ENERGY

ROWS_B = [cell for cell in cells("latter_1955") if "(b)" in cell.label]
ROWS_A = [cell for cell in cells("latter_1955") if "(a)" in cell.label]

# Neither is a fault of ours: 9(b) E_kin - |E_pot| of its own row gives 0.4963, 7(b) 1.4527.
B_EXCEPTIONS = {
    ("row 9(b) Latter1955", "E_tot/(Z kT)"): 1.4e-4,
    ("row 7(b) Latter1955", "E_tot/(Z kT)"): 7e-5,
}


def key(cell: Cell) -> tuple[float, float]:
    parts = dict(part.strip().split("=") for part in cell.state.split(";"))
    return float(parts["a"]), float(parts["phi(1)"])


@cache
def computed(a: float, phi1: float) -> dict[str, float]:
    """A row of Table I in `printed`: his fits, his constants, Z = 1."""
    r, t = parameters.state(a, phi1, FITTED)
    got = {name: v[0] for name, v in batch.evaluate([r], [t], batch.BASIC, FITTED).values.items()}
    bohr_cm = LATTER.bohr * constants.BOHR_M * 100.0
    return {
        "kT/Z^(4/3)": t * LATTER.hartree,
        "Z V": 4.0 * np.pi / 3.0 * (r * bohr_cm) ** 3,
        "P/Z^(10/3)": got["pressure"] * LATTER.pressure * 1e10,
        "E_tot/(Z kT)": got["total_energy"] / t,
        "-E_pot/(Z kT)": -got["potential_energy"] / t,
        "E_kin/(Z kT)": got["kinetic_energy"] / t,
    }


def test_footnote_13():
    """E of the isolated atom, to the printed digits; his hartree and bohr radius."""
    assert abs(ISOLATED_ENERGY * LATTER.hartree + 20.913065) < 5e-7
    assert abs(LATTER.hartree - 27.20416) < 1e-5
    assert abs(LATTER.bohr * constants.BOHR_ANGSTROM - 0.529148) < 1e-6


@pytest.mark.long
@pytest.mark.parametrize("cell", ROWS_B, ids=lambda c: f"{c.label.split()[1]} {c.quantity}")
def test_rows_b(cell):
    """His five digits, with his fits: half a unit of the fifth digit is at most 5e-5."""
    tolerance = B_EXCEPTIONS.get((cell.label, cell.quantity), 5e-5)
    assert abs(computed(*key(cell))[cell.quantity] / cell.value - 1) < tolerance


# Rows (a), Feynman, Metropolis and Teller: the largest relative deviation of a row, as measured.
# Latter ascribes them to "typographical errors or small numerical inaccuracies" of theirs.
A_ROWS = {1: 1e-3, 2: 8e-3, 3: 0.016, 4: 1e-3, 5: 6e-3, 6: 0.036, 7: 1.06, 8: 0.016, 9: 9e-3}
A_ROWS |= {10: 0.17, 11: 0.036}


@pytest.mark.parametrize("cell", ROWS_A, ids=lambda c: f"{c.label.split()[1]} {c.quantity}")
def test_rows_a(cell):
    row = int(cell.label.split()[1].split("(")[0])
    assert abs(computed(*key(cell))[cell.quantity] / cell.value - 1) < A_ROWS[row]


def test_row_7a_is_wrong_by_two():
    """P and the kinetic energy of row 7(a) are half of what its own state has."""
    found = {
        c.quantity: computed(*key(c))[c.quantity] / c.value for c in ROWS_A if "7(a)" in c.label
    }
    assert abs(found["P/Z^(10/3)"] - 2.0) < 0.03
    assert abs(found["E_kin/(Z kT)"] - 2.0) < 0.06


# --- Perrot 1979, columns TF, in his units ------------------------------------------------------

PERROT = {
    "Be": (4, 9.012, 1.8450, 0.117),
    "Al": (13, 27.0, 2.7847, 0.122),
    "Cu": (29, 63.54, 8.9382, 0.132),
}
TF = [cell for cell in cells("perrot_1979") if cell.model == "tf" and cell.value is not None]


@cache
def perrot_table() -> dict[tuple[str, str, str], float]:
    """All of Perrot's TF cells from one batch through the adapter."""
    model = models()["tf/exact"]
    states = sorted({(cell.element, cell.state) for cell in TF})
    rows, temperature, volume = [], [], []
    for element, state in states:
        z, mass, density, cohesion = PERROT[element]
        row = {
            "Z": z,
            "atomic_mass": mass,
            "density": density,
            "reference_volume": np.nan,
            "bohr_radius": 0.53,
            "hartree_energy": 27.21,
            "pressure_unit": 293.0,
            "avogadro_number": 6.02e23,
            "atomic_mass_printed": mass,
            "reference_density": density,
            "cohesive_energy_origin": cohesion,
            "cohesive_energy": np.nan,
        }
        parts = dict(part.strip().split("=") for part in state.split(";"))
        rows.append(row)
        temperature.append(float(parts["T"].split()[0]) / constants.BOLTZMANN_EV_K)
        volume.append(reference_state(row, "printed")["volume"] / float(parts["compression"]))
    got = model.load_solver()(
        Batch(
            model=model,
            states={"temperature": np.array(temperature), "volume": np.array(volume)},
            inputs={name: np.array([row[name] for row in rows], float) for name in rows[0]},
            convention="printed",
        )
    )
    found = {}
    for i, (element, state) in enumerate(states):
        found[element, state, "P"] = got.values["pressure", "total"][i] / 100.0
        found[element, state, "E"] = (
            got.values["relative_energy", "total"][i] / constants.HARTREE_EV
        )
    return found


@pytest.mark.parametrize("cell", TF, ids=lambda c: f"{c.element} {c.state} {c.quantity}")
def test_perrot_tf(cell):
    """P: rounding of the last printed digit and 0.03 %; E: 0.01 Ha, as his
    units are inferred, and rounding."""
    got = perrot_table()[cell.element, cell.state, cell.quantity]
    text = cell.printed if not cell.corrected else f"{cell.value}"
    rounding = 0.5 * 10.0 ** -len(text.partition(".")[2])
    allowed = rounding + 3e-4 * abs(got) if cell.quantity == "P" else 0.01 + rounding
    assert abs(got - cell.value) <= allowed
