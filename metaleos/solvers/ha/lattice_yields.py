"""What the adapter yields about elasticity, vibrations and the pair potential."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import RYDBERG_EV
from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray
from metaleos.solvers.ha.conventions import units as units_of
from metaleos.solvers.ha.lattice_dynamics.cubic_shells import CUBIC
from metaleos.solvers.ha.lattice_dynamics.debye import debye_temperature
from metaleos.solvers.ha.lattice_dynamics.density_of_states import (
    density_of_states,
    mean_square_debye_temperature,
    phonon_mesh,
    zero_point_energy,
)
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import DEFAULT_WINDOW, Ion
from metaleos.solvers.ha.lattice_dynamics.elastic import elasticity
from metaleos.solvers.ha.lattice_dynamics.long_waves import long_waves
from metaleos.solvers.ha.lattice_dynamics.phonons import BRANCHES, dispersion
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import UnstableGasError
from metaleos.solvers.ha.pair_potential import friedel_amplitude, pair_potential
from metaleos.solvers.protocol import Curve

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaleos.solvers.ha.columns import Columns
    from metaleos.solvers.ha.lattice_dynamics.density_of_states import PhononMesh
    from metaleos.solvers.protocol import Batch

Pairs = dict[tuple[str, str], tuple[FloatArray, FloatArray]]

C11, C12, C44 = (f"elastic_constant_c{i}" for i in (11, 12, 44))
SHEAR, DEBYE, LONG_WAVE = "shear_constant", "debye_temperature", "bulk_modulus_long_wave"
NEED_BULK_MODULUS = (C11, C12, DEBYE)
"""Properties made with the bulk modulus of the whole energy."""

_SCALARS = (C11, C12, C44, SHEAR, LONG_WAVE, DEBYE)
# computed only when asked for by name: milliseconds to a second a state
_WAVES = (f"{C11}_long_wave", f"{C12}_long_wave", f"{C44}_long_wave", f"{SHEAR}_long_wave")
_MESH = ("debye_temperature_phonon", "zero_point_energy")
_AMPLITUDE = "friedel_amplitude"
_FREQUENCY, _DENSITY, _PAIR = "phonon_frequency", "phonon_density_of_states", "pair_potential"

_MESH_WINDOW = 10.0  # of the electronic sum on the mesh
_MESH_ACCURACY = 1e-4  # of a frequency, at that window (measured: 2e-5 to 9e-5)
_NOT_CUBIC = "elastic constants and phonons are given for bcc and fcc"
_UNSTABLE_GAS = (
    "the screened electron gas is unstable: 1 + (1 - f) Q is not positive at every wavenumber"
)


def elastic_yields(
    batch: Batch, columns: Columns, state: Columns, rows: IntArray, known: Pairs
) -> Pairs:
    """Return elastic constants and the Debye temperature of the rows of one structure.

    Parameters
    ----------
    batch, columns
        The whole batch.
    state : Columns
        The rows at hand.
    rows : array of int
    known : dict
        Holds the terms of ``bulk_modulus`` [GPa] where one of `NEED_BULK_MODULUS` is wanted.
    """
    wanted = [name for name in _SCALARS if batch.wants(name)]
    if not wanted:
        return {}
    structure = state.structure[0]
    if structure not in CUBIC:
        for name in wanted:
            columns.outcomes.lack(name, rows, _NOT_CUBIC, "out_of_range")
        nothing = np.full(len(rows), np.nan)
        return {(name, "total"): (nothing, nothing) for name in wanted}
    found = elasticity(
        columns.variant, structure, state.volume, state.radius, state.depth, columns.cutoff
    )
    columns.outcomes.refuse(rows[~(found.least > 0.0)], "no_solution", _UNSTABLE_GAS)
    unit = units_of(batch).pressure
    out: Pairs = {}
    for name, terms, error in (
        (SHEAR, found.shear, found.errors["shear"]),
        (C44, found.c44, found.errors["c44"]),
        (LONG_WAVE, found.long_wave_bulk, found.errors["long_wave_bulk"]),
    ):
        for term, value in terms.items():
            out[name, term] = unit * value, _term_error(term, unit * value, unit * error)
    if not batch.wants(*NEED_BULK_MODULUS):
        return out
    for name, factor in ((C11, 4.0 / 3.0), (C12, -2.0 / 3.0)):
        for term in ("total", "madelung", "electron_gas", "first_order", "second_order"):
            bulk, error = known["bulk_modulus", term]
            shear, spread = out.get((SHEAR, term), (0.0, 0.0))
            out[name, term] = bulk + factor * shear, error + abs(factor) * spread
    if batch.wants(DEBYE):
        out[DEBYE, "total"] = _debye(batch, columns, state, rows, out)
    return out


def _term_error(term: str, value: FloatArray, error: FloatArray) -> FloatArray:
    """Error of a term: those of ions and first order are closed forms."""
    return error if term not in {"madelung", "first_order"} else 1e-13 * np.abs(value)


def _debye(
    batch: Batch, columns: Columns, state: Columns, rows: IntArray, table: Pairs
) -> tuple[FloatArray, FloatArray]:
    mass = np.asarray(batch.inputs["atomic_mass"], dtype=np.float64)[rows]
    c = [table[name, "total"] for name in (C11, C12, C44)]
    value, error = debye_temperature(c[0][0], c[1][0], c[2][0], state.volume, mass)
    with np.errstate(invalid="ignore"):
        # theta goes as C^(1/2); the softest constant weighs most
        soft = np.abs(table[SHEAR, "total"][1] / table[SHEAR, "total"][0])
        hard = np.abs(c[2][1] / c[2][0]) + np.abs(c[0][1] / c[0][0])
        error = error + 0.5 * value * (soft + hard)
    no_mass, no_value = ~(mass > 0.0), np.isnan(value)
    if no_value.any():
        why = np.where(
            no_mass,
            "input atomic_mass is missing",
            "not stable against long waves: C44, C' and B must be positive",
        )
        kind = np.where(no_mass, "invalid_input", "undefined")
        columns.outcomes.lack(DEBYE, rows[no_value], why[no_value], kind[no_value])
    return value, error


def vibration_yields(batch: Batch, columns: Columns) -> Pairs:
    """Return what no structure groups: the Friedel amplitude, and vibrations asked for by name."""
    waves = [name for name in _WAVES if batch.wants_curve(name)]
    mesh_names = [name for name in _MESH if batch.wants_curve(name)]
    n = len(batch)
    out: Pairs = {
        (name, "total"): (np.full(n, np.nan), np.full(n, np.nan)) for name in waves + mesh_names
    }
    if batch.wants(_AMPLITUDE):
        out[_AMPLITUDE, "total"] = _friedel(columns)
    unit = units_of(batch).pressure

    def put(row: int, name: str, value: float, error: float) -> None:
        if (name, "total") in out:
            out[name, "total"][0][row], out[name, "total"][1][row] = value, error

    def of_waves(row: int) -> None:
        for name, (value, error) in zip(_WAVES, long_waves(_ion(columns, row)), strict=True):
            put(row, name, unit * value, unit * error)

    def of_mesh(row: int) -> None:
        mesh = _mesh(batch, columns, row)
        if not mesh.stable:
            for name in mesh_names:
                columns.outcomes.lack(name, np.array([row]), "a phonon of this crystal is unstable")
        for name, (value, error) in zip(
            _MESH, (mean_square_debye_temperature(mesh), zero_point_energy(mesh)), strict=True
        ):
            put(row, name, value, error + _MESH_ACCURACY * abs(value))

    _each_cubic(columns, waves, of_waves)
    _each_cubic(columns, mesh_names, of_mesh, batch)
    return out


def _friedel(columns: Columns) -> tuple[FloatArray, FloatArray]:
    rows = columns.outcomes.good
    value = np.full(len(columns.outcomes), np.nan)
    value[rows] = RYDBERG_EV * friedel_amplitude(
        columns.variant, columns.volume[rows], columns.radius[rows], columns.depth[rows]
    )
    unstable = rows[np.isnan(value[rows])]
    if len(unstable):
        columns.outcomes.lack(_AMPLITUDE, unstable, _UNSTABLE_GAS, "no_solution")
    return value, 1e-13 * np.abs(value)


def curves(batch: Batch, columns: Columns) -> dict[tuple[str, str], Curve]:
    """Return the curves that were asked for by name."""
    out: dict[tuple[str, str], Curve] = {}
    if batch.wants_curve(_FREQUENCY):
        out.update(_dispersion(batch, columns))
    if batch.wants_curve(_DENSITY):
        out[_DENSITY, "total"] = _density(batch, columns)
    if batch.wants_curve(_PAIR):
        out[_PAIR, "total"] = _pair(batch, columns)
    return out


def _dispersion(batch: Batch, columns: Columns) -> dict[tuple[str, str], Curve]:
    zeta = batch.abscissae("wavevector", np.linspace(0.0, 1.0, 101), "1", -1e3, 1e3)
    found = np.full((len(BRANCHES), 2, len(batch), len(zeta)), np.nan)

    def of(row: int) -> None:
        of_row = dispersion(_ion(columns, row), float(batch.inputs["atomic_mass"][row]), zeta)
        for i, branch in enumerate(BRANCHES):
            found[i, :, row] = of_row[branch]

    _each_cubic(columns, [_FREQUENCY], of, batch)
    return {
        (_FREQUENCY, branch): Curve(
            variable="wavevector", unit="1", points=zeta, values=values, errors=errors
        )
        for branch, (values, errors) in zip(BRANCHES, found, strict=True)
    }


def _density(batch: Batch, columns: Columns) -> Curve:
    given = "frequency" in batch.points
    grid = batch.abscissae("frequency", np.linspace(0.0, 1.0, 201), "THz", -1e6, 1e6)
    points = np.tile(grid, (len(batch), 1))
    values = np.full((2, *points.shape), np.nan)

    def of(row: int) -> None:
        mesh = _mesh(batch, columns, row)
        if not given:  # from 0 (or the lowest unstable mode) to just above the highest
            low, high = float(mesh.frequency.min()), float(mesh.frequency.max())
            points[row] = low + (1.02 * high - low) * grid
        values[:, row] = density_of_states(mesh, points[row])

    _each_cubic(columns, [_DENSITY], of, batch)
    return Curve(
        variable="frequency", unit="THz", points=points, values=values[0], errors=values[1]
    )


def _pair(batch: Batch, columns: Columns) -> Curve:
    r = batch.abscissae("distance", np.linspace(2.0, 40.0, 381), "bohr", 1e-3, 1e4)
    values = np.full((2, len(batch), len(r)), np.nan)

    def of(row: int) -> None:
        volume, radius, depth = columns.volume[row], columns.radius[row], columns.depth[row]
        values[:, row] = pair_potential(columns.variant, volume, radius, depth, r)

    _each(columns, columns.outcomes.good, [_PAIR], of)
    values *= RYDBERG_EV
    return Curve(variable="distance", unit="bohr", points=r, values=values[0], errors=values[1])


def _each_cubic(
    columns: Columns, names: list[str], of: Callable[[int], None], needs_mass: Batch | None = None
) -> None:
    """Call `of` for every row that is solved, cubic and, where it matters, has a mass."""
    if not names:
        return
    rows = columns.outcomes.good
    rows = _kept(
        columns,
        rows,
        names,
        np.isin(columns.structure[rows].astype(str), CUBIC),
        _NOT_CUBIC,
        "out_of_range",
    )
    if needs_mass is not None:
        mass = np.asarray(needs_mass.inputs["atomic_mass"], dtype=np.float64)[rows]
        rows = _kept(
            columns, rows, names, mass > 0.0, "input atomic_mass is missing", "invalid_input"
        )
    _each(columns, rows, names, of)


def _kept(
    columns: Columns, rows: IntArray, names: list[str], good: BoolArray, why: str, outcome: str
) -> IntArray:
    """Return the good rows; the others lack the named properties."""
    if not good.all():
        for name in names:
            columns.outcomes.lack(name, rows[~good], why, outcome)
    return rows[good]


def _each(columns: Columns, rows: IntArray, names: list[str], of: Callable[[int], None]) -> None:
    for row in rows:
        try:
            of(int(row))
        except UnstableGasError as error:
            for name in names:
                columns.outcomes.lack(name, np.array([row]), str(error), "no_solution")


def _ion(columns: Columns, row: int, window: float = DEFAULT_WINDOW) -> Ion:
    return Ion(
        columns.variant,
        str(columns.structure[row]),
        float(columns.volume[row]),
        float(columns.radius[row]),
        float(columns.depth[row]),
        window,
    )


def _mesh(batch: Batch, columns: Columns, row: int) -> PhononMesh:
    return phonon_mesh(_ion(columns, row, _MESH_WINDOW), float(batch.inputs["atomic_mass"][row]))
