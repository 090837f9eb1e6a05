"""Latter 1955: the Thomas-Fermi atom at any temperature, Table I in scaled variables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.ingest.papers.paper import Meaning, Paper, Place, joined
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.ingest.papers.paper import Doubt, Fields, PrintedCell, Readings

_ERG_EV = 6.241509074e11


def _rule(cell: Fields, readings: Readings) -> Meaning:
    # Rows hold scaled variables of any element: they are those of hydrogen, Z = 1.
    kt = readings[cell["label"], "kT/Z^(4/3)"]
    volume = convert(readings[cell["label"], "Z V"], "cm3", "bohr3")
    place = Place(temperature=kt / BOLTZMANN_EV_K, volume=volume)
    if cell["property"] in {"scaled_temperature", "scaled_volume"}:
        return Meaning(role="state", place=place)
    known = Meaning(role="published", place=place, element="H", publish=True)
    if cell["property"] == "scaled_pressure":
        return replace(known, property="pressure")
    # Energies stand over Z kT, and the column of the potential energy with its sign reversed.
    sign = -1.0 if cell["quantity"].startswith("-") else 1.0
    return replace(known, scale=sign * kt, unit="eV/atom")


def _cell_key(cell: Fields) -> str:
    """Return source, table, model, number of the row, quantity."""
    row = cell["label"].split(" ")[1]
    names = ("source", "table", "element", "model")
    return joined(*(cell[name] for name in names), row, cell["quantity"])


def _state_steps(cell: Fields, half: float) -> dict[str, float]:
    if cell["property"] == "scaled_temperature":
        return {"temperature": half / BOLTZMANN_EV_K}
    return {"volume": convert(half, cell["unit"], "bohr3")}


def _scaled_atoms(cells: Sequence[PrintedCell]) -> Iterator[Doubt]:
    """E_tot = E_kin + E_pot, and the virial theorem 3 P V = 2 E_kin + E_pot, row by row."""
    rows: dict[str, dict[str, PrintedCell]] = {}
    for cell in cells:
        if cell.number is not None:
            rows.setdefault(cell.label, {})[cell.quantity] = cell
    for row in rows.values():
        total, potential = row.get("E_tot/(Z kT)"), row.get("-E_pot/(Z kT)")
        kinetic, pressure = row.get("E_kin/(Z kT)"), row.get("P/Z^(10/3)")
        volume, heat = row.get("Z V"), row.get("kT/Z^(4/3)")
        if total is not None and potential is not None and kinetic is not None:
            gap = abs(total.value - kinetic.value + potential.value)
            room = 0.5 * (total.step + potential.step + kinetic.step)
            if gap > room * (1.0 + 1e-6):
                text = f"E_kin + E_pot = {kinetic.value - potential.value:.5g}, "
                text += f"printed E_tot {total.value:.5g}"
                for cell in (total, potential, kinetic):
                    yield "sum", cell.key, text
        if pressure and volume and heat and kinetic and potential:
            left = 3.0 * pressure.value * volume.value * _ERG_EV / heat.value
            right = 2.0 * kinetic.value - potential.value
            relative = sum(0.5 * cell.step / abs(cell.value) for cell in (pressure, volume, heat))
            room = abs(left) * relative + 0.5 * (2.0 * kinetic.step + potential.step)
            # 3e-4: the papers' charge and Boltzmann constant differ from ours
            if abs(left - right) > room + 3e-4 * (abs(left) + abs(right)):
                text = f"3 P V/(Z kT) = {left:.5g}, 2 E_kin + E_pot = {right:.5g}"
                for cell in (pressure, kinetic, potential):
                    yield "virial", cell.key, text


PAPER = Paper(
    key="latter1955",
    file="latter_1955",
    order=3,
    models={"tf": "tf/exact"},
    rule=_rule,
    cell_key=_cell_key,
    state_steps=_state_steps,
    relations=_scaled_atoms,
)
