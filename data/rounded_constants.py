"""Which rounded constants reproduce a table? ``python -m data.rounded_constants [PAPER ...]``.

For the results of a paper that a model of ours yields in ``printed``: each constant behind them is
replaced by its exact value rounded and cut to two to six digits, in all combinations, and the cells
within half a unit of their last digit are counted. Values follow the constants to first order; the
best combinations are solved again. Nothing is written: what is found is a suggestion, to be held
against columns that were not used.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from itertools import product
from math import floor, log10
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from data.ingredients import unit
from metaleos.catalog.compare.cells import Cell, cells_of
from metaleos.catalog.fill.build import build
from metaleos.catalog.solve.bench import Bench, Point
from metaleos.catalog.states.request import StateRequest, at_place
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.registry import models
from metaleos.solvers.tf.conventions import LATTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from metaleos.solvers.arrays import FloatArray

STEP = 1e-4  # of the logarithm of a constant, for the response
BEST = 5  # combinations that are solved again


@dataclass(frozen=True)
class Constant:
    """A constant behind a paper's numbers.

    Parameters
    ----------
    name : str
    exact, now : float
        Its right value, and the one that ``printed`` has.
    volume, temperature : float
        Powers by which the volume and temperature of a state [our units] follow it.
    inputs : mapping of str to float
        Powers by which inputs follow it.
    value : callable, optional
        Property, value, inputs and new over old constant to the new value.
    also : tuple of float
        Candidates that are no rounding.
    """

    name: str
    exact: float
    now: float
    volume: float = 0.0
    temperature: float = 0.0
    inputs: Mapping[str, float] = field(default_factory=dict)
    value: Callable[[str, float, Mapping[str, float], float], float] | None = None
    also: tuple[float, ...] = ()

    def candidates(self) -> list[float]:
        """Return the exact value rounded and cut to 2 to 6 digits, and the one of now."""
        found = {self.now, *self.also}
        for digits in range(2, 7):
            unit_ = 10.0 ** (floor(log10(self.exact)) + 1 - digits)
            for whole in (round(self.exact / unit_), floor(self.exact / unit_)):
                found.add(float(f"{whole * unit_:.8g}"))
        return sorted(found)


def _of_pressures(name: str, x: float, inputs: Mapping[str, float], factor: float) -> float:
    del inputs
    return x * factor if name in {"pressure", "bulk_modulus"} else x


def _cohesion(name: str, x: float, inputs: Mapping[str, float], factor: float) -> float:
    ionisation = inputs["ionisation_energy"]
    return (x + ionisation) * factor - ionisation if name == "cohesive_energy" else x


def _gas(power: float, constant: float, *, logarithm: bool = False) -> Callable[..., float]:
    """Return what a constant of E_EG [Ry] adds to F [eV/atom] of `wh`."""

    def change(name: str, x: float, inputs: Mapping[str, float], factor: float) -> float:
        if name != "free_energy":
            return x
        r_s = inputs["r_s"] * (inputs["Z_s"] ** (1 / 3) if inputs["ion_sphere"] == 1.0 else 1.0)
        of_r = np.log(r_s) if logarithm else r_s**power
        return float(x + 0.5 * inputs["Z_s"] * 27.211386 * constant * (factor - 1.0) * of_r)

    return change


CONSTANTS: dict[str, tuple[Constant, ...]] = {
    "perrot1979": (
        Constant("N_A [1e23]", 6.02214076, 6.02, volume=-1.0, inputs={"avogadro_number": 1.0}),
        Constant("a0 [A]", 0.529177, 0.53, inputs={"bohr_radius": 1.0}),
        Constant("Ha [eV]", 27.21139, 27.21, inputs={"hartree_energy": 1.0}),
        Constant(
            "Ha/a0^3 [Mbar]", 294.2102, 293.0, inputs={"pressure_unit": 1.0},
            also=(292.8, 292.83, 292.9, 293.1),
        ),
    ),
    "soma1978": (
        Constant("a0 [A]", 0.529177, 0.529, volume=-3.0, inputs={"reference_volume": -3.0}),
        Constant("Ry [eV]", 13.605693, 13.60, value=_cohesion),
        Constant("Ry/a0^3 [GPa]", 14710.51, 14711.0, value=_of_pressures),
    ),
    "latter1955": (
        Constant("a0 [A]", 0.529177, LATTER.bohr * 0.529177, volume=-3.0),
        Constant("Ha [eV]", 27.21139, LATTER.hartree, temperature=-1.0),
        Constant("Ha/a0^3 [GPa]", 29421.02, LATTER.pressure, value=_of_pressures),
    ),
    "bretonnet1990": (
        Constant("Z_CS(0.45)", 9.384673, 9.384673, temperature=-1.0, also=(8.289256, 9.932382)),
        Constant("m_u/m_e", 1822.8885, 1822.8885, inputs={"atomic_mass": 1.0}, also=(1836.15,)),
        Constant("2.21", 2.2099, 2.21, value=_gas(-2.0, 2.21)),
        Constant("0.916", 0.91633, 0.916, value=_gas(-1.0, -0.916)),
        Constant("0.115", 0.115, 0.115, value=_gas(0.0, -0.115)),
        Constant("0.031", 0.031091, 0.031, value=_gas(0.0, 0.031, logarithm=True)),
    ),
}  # fmt: skip
"""In `bretonnet1990` the last four are those of the electron gas (Ry)."""


class Table:
    """The results of one paper and one model, and how they follow the constants."""

    def __init__(self, model: str, cells: Sequence[Cell], facts: Facts) -> None:
        self.bench = Bench(models()[model], "printed", facts)
        self.cells = [c for c in cells if c.number is not None and c.step > 0.0]
        self.points = [self.bench.at(c.element, _request(c)) for c in self.cells]
        self.number = np.array([cell.number for cell in self.cells])
        self.step = np.array([cell.step for cell in self.cells])

    def values(self, constants: Sequence[Constant], chosen: Sequence[float]) -> FloatArray:
        """Return the cells in their printed unit, solved with the constants chosen."""
        factors = [new / one.now for one, new in zip(constants, chosen, strict=True)]
        points = []
        for point in self.points:
            state, inputs = dict(point.state), dict(point.inputs)
            known = self.bench.inputs(point.element)
            for one, factor in zip(constants, factors, strict=True):
                for name in ("volume", "temperature"):
                    if name in state:
                        state[name] *= factor ** getattr(one, name)
                for name, power in one.inputs.items():
                    if name in known:
                        inputs[name] = inputs.get(name, known[name]) * factor**power
            points.append(Point(point.element, state, inputs))
        found = self.bench.solve(points, sorted({cell.name for cell in self.cells}))
        out = np.empty(len(points))
        for i, cell in enumerate(self.cells):
            x = float(found.value(cell.name, cell.facts["term"])[i])
            for one, factor in zip(constants, factors, strict=True):
                if one.value is not None:
                    x = one.value(cell.name, x, self.bench.inputs(cell.element), factor)
            out[i] = x / unit(cell)
        return out

    def within(self, values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Return which cells are within half a unit of their last digit."""
        result: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (
            np.abs(values - self.number) <= 0.5 * (1.0 + 1e-9) * self.step
        )
        return result


def _request(cell: Cell) -> StateRequest:
    place = cell.place
    if place is None or place.at_reference:
        return StateRequest()
    return at_place(temperature=place.temperature, volume=place.volume, density=place.density)


def search(
    tables: Sequence[Table], constants: Sequence[Constant]
) -> list[tuple[int, tuple[float, ...]]]:
    """Return the best combinations with how many cells they reproduce, the one of now last."""
    now = [one.now for one in constants]
    base = [table.values(constants, now) for table in tables]
    slopes = []
    for table in tables:
        rows = []
        for k in range(len(now)):
            ends = []
            for sign in (1.0, -1.0):
                moved = list(now)
                moved[k] *= np.exp(sign * STEP)
                ends.append(table.values(constants, moved))
            rows.append((ends[0] - ends[1]) / (2.0 * STEP))
        slopes.append(np.array(rows))
    scored = []
    for chosen in product(*(one.candidates() for one in constants)):
        shift = np.log(np.array(chosen) / now)
        count = sum(
            int(table.within(b + shift @ s).sum())
            for table, b, s in zip(tables, base, slopes, strict=True)
        )
        scored.append((count, chosen))
    scored.sort(reverse=True)
    best = [chosen for _, chosen in scored[:BEST]]
    solved = [(sum(int(t.within(t.values(constants, c)).sum()) for t in tables), c) for c in best]
    here = sum(int(t.within(b).sum()) for t, b in zip(tables, base, strict=True))
    return [*sorted(solved, reverse=True), (here, tuple(now))]


def main(papers: Sequence[str]) -> int:
    """Print, for each paper, the best combinations and the cells that each table then has."""
    with TemporaryDirectory() as folder:
        catalog = Path(folder) / "catalog.duckdb"
        build(catalog, solve=False)
        with CatalogFile(catalog).reading() as connection:
            cells = cells_of(connection, list(CONSTANTS))
            facts = Facts(connection)
    for paper in papers or CONSTANTS:
        constants = CONSTANTS[paper]
        mine = [
            c for c in cells if c.facts["source"] == paper and c.solver and c.role != "parameter"
        ]
        names = list(dict.fromkeys(cell.solver for cell in mine))
        tables = [Table(name, [c for c in mine if c.solver == name], facts) for name in names]
        total = sum(len(table.cells) for table in tables)
        print(f"{paper}: of {total} results, with {', '.join(one.name for one in constants)}")
        for count, chosen in search(tables, constants):
            print(f"  {count:5d}  {'  '.join(f'{x:.8g}' for x in chosen)}", flush=True)
        print("         (the last line is `printed` as it is)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
