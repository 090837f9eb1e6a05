"""The adapter: batches of the protocol to scaled states of `batch`, and back in storage units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos import constants
from metaleos.solvers.protocol import Solution
from metaleos.solvers.rows import Outcomes
from metaleos.solvers.tf import approximations, conventions
from metaleos.solvers.tf import batch as scaled
from metaleos.solvers.tf.declaration import RADIUS, SCALED_TEMPERATURE
from metaleos.solvers.tf.gas import EXACT, FITTED
from metaleos.solvers.tf.reference import reference_volume
from metaleos.solvers.tf.scaling import radius

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray, ObjectArray
    from metaleos.solvers.protocol import Batch

_ENERGIES = (
    "total_energy",
    "kinetic_energy",
    "potential_energy",
    "free_energy",
    "energy_above_isolated",
    "free_energy_above_isolated",
    "thermal_energy",
    "thermal_free_energy",
)
_PRESSURES = ("pressure", "thermal_pressure", "bulk_modulus")
_TERMS = ("electron_nucleus", "electron_electron")


@dataclass(frozen=True)
class _Columns:
    """Units per row, and the rows whose I_1/2 is Latter's."""

    bohr: FloatArray
    hartree_state: FloatArray
    hartree: FloatArray
    pressure: FloatArray
    fitted: BoolArray


def solve(batch: Batch) -> Solution:
    """Solve a batch of states of any elements (protocol: `metaleos.solvers.protocol`)."""
    count = len(batch)
    z = np.asarray(batch.inputs["Z"], dtype=np.float64)
    volume = np.asarray(batch.states["volume"], dtype=np.float64)
    kelvin = np.asarray(batch.states["temperature"], dtype=np.float64)
    units = _units(batch)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        third = np.cbrt(z)
        r = radius(volume) / units.bohr * third
        t = kelvin * constants.BOLTZMANN_EV_K / units.hartree_state / (z * third)
    r = np.where(_is_charge(z), r, np.nan)
    outcomes = Outcomes.of(count)
    became = outcomes.outcome.copy()
    solution = Solution(
        values={},
        errors={},
        outcome=outcomes.outcome,
        reason=outcomes.reason,
        missing=outcomes.missing,
        lacking=outcomes.lacking,
    )
    names = _wanted(batch)
    for fitted in (False, True):
        rows = np.flatnonzero(units.fitted == fitted)
        if rows.size:
            gas = FITTED if fitted else EXACT
            if batch.model.variant == "exact":
                found = scaled.evaluate(r[rows], t[rows], names, gas)
            else:
                found = approximations.evaluate(batch.model.variant, r[rows], t[rows], gas)
            became[rows] = found.outcome
            _store(solution, rows, found, z[rows], units)
            if "grueneisen_parameter" in found.values:
                cold = (found.outcome == "ok") & np.isnan(found.values["grueneisen_parameter"])
                why = "at T = 0 neither pressure nor energy is thermal"
                outcomes.lack("grueneisen_parameter", rows[cold], why)
            for name in set(scaled.COLD) & set(found.values):
                lost = (found.outcome == "ok") & np.isnan(found.values[name])
                why = "the cold atom of this volume is too unlike the hot one to share its mesh"
                outcomes.lack(name, rows[lost], why, "out_of_range")
            if fitted and batch.model.variant == "uniform":  # S = T S/T of Eq. 31
                why = "Eq. 31 with a uniform density: T S > 0 at T = 0"
                outcomes.lack("entropy", rows[t[rows] == 0.0], why)
    _refuse(outcomes, became, z, volume, kelvin, (r, t))
    _reduced_potentials(batch, solution, outcomes, (r, t), units)
    if batch.model.variant == "exact" and batch.wants("relative_energy"):
        _relative_energy(batch, solution, outcomes, z, units)
    return solution


def _wanted(batch: Batch) -> tuple[str, ...]:
    names = list(scaled.BASIC)
    if batch.wants(*scaled.ISOLATED, "relative_energy"):
        names += scaled.ISOLATED
    if batch.wants(*scaled.COLD):
        names += scaled.COLD
    if batch.wants(*scaled.RESPONSES):
        names += scaled.RESPONSES
    return tuple(names)


def _units(batch: Batch) -> _Columns:
    count = len(batch)

    def constant(units: conventions.Units) -> _Columns:
        return _Columns(
            np.full(count, units.bohr),
            np.full(count, units.hartree_state),
            np.full(count, units.hartree),
            np.full(count, units.pressure),
            np.full(count, units.fitted),
        )

    names = ("bohr_radius", "hartree_energy", "pressure_unit")
    if not any(batch.takes(name) for name in ("constants", "fits", *names)):
        return constant(conventions.STANDARD)
    columns = constant(conventions.LATTER if batch.takes("constants") else conventions.STANDARD)
    columns.fitted[:] = batch.takes("fits")
    own = [np.asarray(batch.inputs[name], dtype=np.float64) for name in names]
    perrots = np.flatnonzero(np.isfinite(own[0] + own[1] + own[2]))
    own = [c if batch.takes(n) else np.full(count, np.nan) for n, c in zip(names, own, strict=True)]
    for row in perrots:
        units = conventions.perrot(own[0][row], own[1][row], own[2][row])
        columns.bohr[row] = units.bohr
        columns.hartree_state[row] = units.hartree_state
        columns.hartree[row] = units.hartree
        columns.pressure[row] = units.pressure
        columns.fitted[row] = units.fitted
    return columns


def _factor(name: str, z: FloatArray, units: _Columns, rows: IntArray) -> FloatArray:
    """Return what turns a Z = 1 value in atomic units into the storage unit."""
    third = np.cbrt(z)
    if name in _ENERGIES or name in _TERMS:
        return np.asarray(z * z * third * units.hartree[rows])
    if name in _PRESSURES:
        return np.asarray(z**3 * third * units.pressure[rows])
    if name == "chemical_potential":
        return np.asarray(z * third * units.hartree[rows])
    if name == "boundary_density":
        return np.asarray(z * z / units.bohr[rows] ** 3)
    if name in ("entropy", "heat_capacity"):
        return z
    return np.ones_like(z)


def _store(
    solution: Solution,
    rows: IntArray,
    found: scaled.Scaled,
    z: FloatArray,
    units: _Columns,
) -> None:
    count = len(solution.outcome)
    for name, value in found.values.items():
        factor = _factor(name, z, units, rows)
        key = ("potential_energy", name) if name in _TERMS else (name, "total")
        for store, column in ((solution.values, value), (solution.errors, found.errors[name])):
            store.setdefault(key, np.full(count, np.nan))[rows] = column * factor


def _refuse(
    outcomes: Outcomes,
    found: ObjectArray,
    z: FloatArray,
    volume: FloatArray,
    kelvin: FloatArray,
    scaled_state: tuple[FloatArray, FloatArray],
) -> None:
    """Refuse the states that were not solved: `found` holds the outcomes of the scaled states."""
    r, t = scaled_state
    wrong = found == "invalid_input"
    for rows, outcome, why in (
        (
            wrong & ~_is_charge(z),
            "invalid_input",
            lambda row: f"Z = {z[row]:g}; valid are whole numbers from 1 to 92",
        ),
        (
            wrong & ~(np.isfinite(volume) & (volume > 0.0)),
            "invalid_input",
            lambda row: f"volume {volume[row]:g} bohr3/atom; valid are finite positive numbers",
        ),
        (
            wrong,
            "invalid_input",
            lambda row: f"temperature {kelvin[row]:g} K; valid are finite numbers from 0",
        ),
        (
            found == "no_solution",
            "no_solution",
            lambda row: (
                "the rescaled cold atom needs phi(1) >= 0: no solution of Eq. 82 at "
                f"r~ = {r[row]:.3g} bohr, T~ = {t[row]:.3g} hartree"
            ),
        ),
        (
            found == "not_converged",
            "not_converged",
            lambda row: (
                f"Newton's iteration did not converge at r~ = {r[row]:.3g}, T~ = {t[row]:.3g}"
            ),
        ),
    ):
        outcomes.refuse(rows, outcome, why)
    columns = {
        RADIUS.name: r,
        SCALED_TEMPERATURE.name: np.where(t == 0.0, SCALED_TEMPERATURE.low, t),
    }
    outcomes.confine((RADIUS, SCALED_TEMPERATURE), columns)


def _is_charge(z: FloatArray) -> BoolArray:
    return np.asarray((z >= 1.0) & (z <= 92.0) & (z == np.round(z)))


def _reduced_potentials(
    batch: Batch,
    solution: Solution,
    outcomes: Outcomes,
    scaled_state: tuple[FloatArray, FloatArray],
    units: _Columns,
) -> None:
    """Add phi(0) and phi(1), Latter's parameters: they have no value at T = 0."""
    if not batch.wants("reduced_potential_origin", "reduced_potential_boundary"):
        return
    (r, t), ok = scaled_state, outcomes.ok
    hot = ok & (t > 0.0)
    with np.errstate(all="ignore"):  # refused states among them
        origin = np.where(hot, 1.0 / (r * t), np.nan)
        z = np.asarray(batch.inputs["Z"], dtype=np.float64)
        kt = t * z * np.cbrt(z) * units.hartree
        # absent where no state of the batch could be tried
        key, nothing = ("chemical_potential", "total"), np.full(len(batch), np.nan)
        boundary = np.where(hot, solution.values.get(key, nothing) / kt, np.nan)
        wrong = np.where(hot, solution.errors.get(key, nothing) / kt, np.nan)
    found = {
        "reduced_potential_origin": (origin, 4e-16 * np.abs(origin)),
        "reduced_potential_boundary": (boundary, wrong),
    }
    for name, (value, error) in found.items():
        solution.values[name, "total"] = value
        solution.errors[name, "total"] = error
        outcomes.lack(name, ok & (t == 0.0), "infinite at T = 0")


class _Row(Mapping[str, float]):
    """One row of the inputs; a column is read only when it is asked for."""

    def __init__(self, columns: Mapping[str, FloatArray], row: int) -> None:
        self._columns = columns
        self._row = row

    def __getitem__(self, name: str) -> float:
        if name not in self._columns:
            raise KeyError(name)
        return float(self._columns[name][self._row])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _relative_energy(
    batch: Batch, solution: Solution, outcomes: Outcomes, z: FloatArray, units: _Columns
) -> None:
    """Add E - E(T = 0, rho0) - E_coh; both energies above the isolated atom, to keep digits."""
    count = len(batch)
    volume0 = np.array([reference_volume(_Row(batch.inputs, i), batch.takes) for i in range(count)])
    cohesive = np.asarray(batch.inputs["cohesive_energy_origin"], dtype=np.float64)
    cohesive = cohesive * constants.HARTREE_EV
    lacking = np.isnan(cohesive)
    if lacking.any():
        cohesive = np.where(lacking, batch.inputs["cohesive_energy"], cohesive)
    third = np.cbrt(z)
    r0 = radius(volume0) / units.bohr * third
    sizes, place = np.unique(r0, return_inverse=True)
    name = "energy_above_isolated"
    origin = scaled.evaluate(sizes, np.zeros_like(sizes), (name,))
    factor = z * z * third * units.hartree
    solution.values["relative_energy", "total"] = (
        solution.values[name, "total"] - origin.values[name][place] * factor - cohesive
    )
    solution.errors["relative_energy", "total"] = (
        solution.errors[name, "total"] + origin.errors[name][place] * factor
    )
    for rows, why in (
        (np.isnan(cohesive), "no cohesive energy is known for the origin"),
        (np.isnan(volume0), "no reference density is known for the origin"),
    ):
        outcomes.lack("relative_energy", rows, why, "invalid_input")
